import { counted } from '@shotcaller/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useOfJobs } from '../api/connection.tsx';
import { shortened, visible } from '../controls/visible-text.ts';
import { stateNames } from '../jobs/job-sentences.ts';
import { takeWords } from '../shot-words.ts';
import { orderSender } from './order-sender.ts';
import { areRead, billedText, type ShotTile } from './shot-view.ts';
import { isUnsent } from './use-orders.ts';
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
  const open = takes.filter(({ heard }) => heard && !heard.job.ended);
  // As the bar at the top counts them: one that nobody watches waits for somebody.
  const moving = open.filter(({ heard }) => heard?.job.watched).length;
  // A job may be older than the list goes back, and then it is read by itself.
  const isListed = useOfJobs(({ loaded }) => loaded);
  const isRead = isListed && areRead(takes);
  const { underWay } = useSyncExternalStore(orderSender.subscribe, orderSender.now);
  const unsent = isListed ? takes.filter((view) => isUnsent(view) && !underWay.has(view.key)).length : 0;
  const told = open[0]?.heard ?? cover?.heard;
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
            {moving > 0 && `, ${moving} under way`}
            {unsent > 0 && `, ${takeWords.unsent(unsent)}`}
            {starred !== null && ', ★ chosen'}
            {isRead && ` · ${billedText(takes)}`} ·{' '}
            <time dateTime={createdAt}>{new Date(createdAt).toLocaleDateString()}</time>
          </>
        )}
      </span>
      {children}
    </>
  );
}
