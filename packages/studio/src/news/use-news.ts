import { useCallback, useEffect, useRef, useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import type { Job } from '../api/wire.ts';
import type { Route } from '../app/route.ts';
import { shortened, visible } from '../controls/visible-text.ts';
import { projectStore } from '../projects/project-store.ts';
import { shotIdOf } from '../shots/shot.ts';
import { newsWords } from '../words.ts';

/** A job that has just come to its end. */
export interface News {
  readonly job: Job;
}

export interface AllNews {
  /** Clips that were done since the page was last looked at. */
  readonly unseen: number;
  /** What is told on the page, the newest last. */
  readonly shown: readonly News[];
  readonly dismiss: (jobId: string) => void;
}

const mostShown = 3;
const mostCharacters = 120;

/**
 * Tells of jobs that end: on the page while somebody looks, but not where the job is seen anyway; in the title and, where that was allowed,
 * as a notification of the system while nobody does.
 */
export function useNews(route: Route): AllNews {
  const { jobs } = useConnection();
  const [unseen, setUnseen] = useState(0);
  const [shown, setShown] = useState<readonly News[]>([]);
  const open = useRef<ReadonlySet<string>>(new Set());
  const here = useRef(route);
  here.current = route;
  useEffect(() => {
    for (const id of open.current) {
      const job = jobs.byId.get(id)?.job;
      if (!job?.ended) continue;
      if (document.visibilityState === 'visible') {
        if (!isSeenAt(job, here.current)) setShown((before) => [...before, { job }].slice(-mostShown));
      } else if (job.status === 'done') {
        setUnseen((before) => before + 1);
        notify(job);
      }
    }
    open.current = new Set([...jobs.byId.values()].filter(({ job }) => !job.ended).map(({ job }) => job.id));
  }, [jobs.byId]);
  useEffect(() => {
    const onLook = () => document.visibilityState === 'visible' && setUnseen(0);
    document.addEventListener('visibilitychange', onLook);
    return () => document.removeEventListener('visibilitychange', onLook);
  }, []);
  const dismiss = useCallback(
    (jobId: string) => setShown((before) => before.filter(({ job }) => job.id !== jobId)),
    [],
  );
  return { unseen, shown, dismiss };
}

/** One piece of news in words; empty: there is none. */
export function newsText(news: News | undefined): string {
  if (!news) return '';
  const { status, clip, model } = news.job;
  const what = visible(shortened(clip.prompt ?? model, mostCharacters));
  return `${status === 'done' ? newsWords.done : newsWords.notDelivered}: ${what}`;
}

function isSeenAt({ id, key }: Job, { page, id: at }: Route): boolean {
  const shot = shotIdOf(key);
  if (page === 'project') return shot !== null && projectStore.get(at ?? '')?.shotIds.includes(shot) === true;
  return (page === 'job' && at === id) || (page === 'shot' && at === shot) || page === 'jobs' || page === 'batch';
}

function notify(job: Job): void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  const body = visible(shortened(job.clip.prompt ?? job.model, mostCharacters));
  const told = new Notification(newsWords.done, { body, tag: job.id });
  told.onclick = () => {
    window.focus();
    location.hash = `#/jobs/${encodeURIComponent(job.id)}`;
  };
}
