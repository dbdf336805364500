import { useEffect, useRef, useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import { visible } from '../controls/visible-text.ts';

/**
 * Tells of clips that are finished while nobody looks: in the title, and as a notification of the system where that was allowed.
 *
 * @returns how many have finished since the page was last looked at
 */
export function useFinishedSigns(): number {
  const { jobs } = useConnection();
  const [finished, setFinished] = useState(0);
  const open = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    for (const id of open.current) {
      const job = jobs.byId.get(id)?.job;
      if (job?.status !== 'done' || document.visibilityState === 'visible') continue;
      setFinished((before) => before + 1);
      if ('Notification' in globalThis && Notification.permission === 'granted') {
        new Notification('Clip done', { body: visible(job.clip.prompt ?? job.model).slice(0, 120), tag: id });
      }
    }
    open.current = new Set([...jobs.byId.values()].filter(({ job }) => !job.ended).map(({ job }) => job.id));
  }, [jobs.byId]);
  useEffect(() => {
    const onLook = () => document.visibilityState === 'visible' && setFinished(0);
    document.addEventListener('visibilitychange', onLook);
    return () => document.removeEventListener('visibilitychange', onLook);
  }, []);
  return finished;
}
