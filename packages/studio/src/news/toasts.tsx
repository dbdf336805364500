import '../style/toasts.css';
import { useEffect, useState } from 'react';
import { slugOf, visible } from '../controls/visible-text.ts';
import { shotIdOf } from '../shots/shot.ts';
import { newsWords } from '../words.ts';
import type { News } from './use-news.ts';

/** Long enough to read and to reach; what was missed stands on the page Jobs. */
const shownMs = 12_000;

/** Jobs that have just ended, told in a corner. They stay while somebody points at them. */
export default function Toasts({
  news,
  onDismiss,
}: {
  readonly news: readonly News[];
  readonly onDismiss: (jobId: string) => void;
}) {
  return (
    <section className="toasts" aria-label={newsWords.title}>
      {news.map((entry) => (
        <Toast key={entry.job.id} news={entry} onDismiss={onDismiss} />
      ))}
    </section>
  );
}

function Toast({ news: { job }, onDismiss }: { readonly news: News; readonly onDismiss: (jobId: string) => void }) {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => onDismiss(job.id), shownMs);
    return () => clearTimeout(timer);
  }, [isHeld, job.id, onDismiss]);
  const isDone = job.status === 'done';
  const shotId = shotIdOf(job.key);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it
    <div
      className={isDone ? 'toast done' : 'toast'}
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <p>
        <strong>{isDone ? newsWords.done : newsWords.notDelivered}</strong>{' '}
        <span className="toast-what">{visible(job.clip.prompt ?? '') || slugOf(job.model)}</span>
      </p>
      <a href={shotId === null ? `#/jobs/${encodeURIComponent(job.id)}` : `#/takes/${shotId}`}>{newsWords.view}</a>
      <button type="button" className="link" onClick={() => onDismiss(job.id)}>
        {newsWords.dismiss}
      </button>
    </div>
  );
}
