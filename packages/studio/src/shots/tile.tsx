import { counted, dollars } from '@shotcaller/core';
import type { ReactNode } from 'react';
import { useOfJobs } from '../api/connection.tsx';
import { shortened, visible } from '../controls/visible-text.ts';
import { stateNames } from '../jobs/job-sentences.ts';
import { billedUsdOf, type ShotTile } from './shot-view.ts';
import { usePoster } from './use-poster.ts';

/** Of a prompt: a tile has room for three lines. */
const mostCharacters = 300;

/** A shot as a frame of film: its picture, its prompt, and how far it is. */
export function Tile({
  tile: { id, prompt, takes, cover, starred, createdAt },
  href = `#/takes/${id}`,
  planned,
  children,
}: {
  readonly tile: ShotTile;
  readonly href?: string;
  /** What is to be shot, for one without takes. */
  readonly planned?: string;
  readonly children?: ReactNode;
}) {
  const poster = usePoster(cover?.heard?.job.files[0]);
  const moving = takes.filter(({ heard }) => heard && !heard.job.ended);
  // A job may be older than the list goes back, and then it is read by itself.
  const isRead = useOfJobs(({ loaded }) => loaded) && takes.every(({ take, heard }) => heard || take?.jobId == null);
  const told = moving[0]?.heard ?? cover?.heard;
  const waiting = told ? stateNames[told.job.status] : isRead && 'No clip yet';
  return (
    <>
      <a href={href}>
        <span className="tile-picture">
          {poster ? (
            <img src={poster} alt="" draggable={false} />
          ) : (
            <span className="soft">{planned === undefined ? waiting : 'Not shot yet'}</span>
          )}
        </span>
        <span className="tile-title">{visible(shortened(prompt, mostCharacters)) || 'A clip without a prompt'}</span>
      </a>
      <span className="soft">
        {planned ?? (
          <>
            {counted(takes.length, 'take')}
            {moving.length > 0 && `, ${moving.length} under way`}
            {starred !== null && ', ★ chosen'}
            {isRead && ` · ${dollars(billedUsdOf(takes))} billed`} ·{' '}
            <time dateTime={createdAt}>{new Date(createdAt).toLocaleDateString()}</time>
          </>
        )}
      </span>
      {children}
    </>
  );
}
