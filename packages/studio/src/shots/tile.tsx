import { dollars } from '@shotcaller/core';
import type { ReactNode } from 'react';
import { visible } from '../controls/visible-text.ts';
import { stateNames } from '../jobs/job-sentences.ts';
import { counted } from '../words.ts';
import type { ShotTile } from './shot-view.ts';
import { usePoster } from './use-poster.ts';

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
  const spentUsd = takes.reduce((sum, { heard }) => sum + Number(heard?.job.billedUsd ?? 0), 0);
  const waiting = moving[0]?.heard ? stateNames[moving[0].heard.job.status] : 'No clip yet';
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
        <span className="tile-title">{visible(prompt) || 'A clip without a prompt'}</span>
      </a>
      <span className="soft">
        {planned ?? (
          <>
            {counted(takes.length, 'take')}
            {moving.length > 0 && `, ${moving.length} under way`}
            {starred !== null && ', ★ chosen'} · {dollars(String(Number(spentUsd.toFixed(9))))} billed ·{' '}
            <time dateTime={createdAt}>{new Date(createdAt).toLocaleDateString()}</time>
          </>
        )}
      </span>
      {children}
    </>
  );
}
