import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import { type HeardJob, heardNow } from '../api/heard-jobs.ts';
import { ownNowMs } from '../api/server-clock.ts';
import { isListed, type JobFilter, serverQueryOf } from './job-filter.ts';

export interface JobList {
  /** Newest first; as last heard of. */
  readonly jobs: readonly HeardJob[];
  readonly isReading: boolean;
  /** Something was read for this filter. */
  readonly isRead: boolean;
  readonly failure: string | null;
  readonly hasOlder: boolean;
  readonly readOlder: () => void;
  readonly readAgain: () => void;
}

interface Read {
  readonly jobs: readonly HeardJob[];
  readonly cursor: string | null;
  readonly filter: string | null;
  readonly failure: string | null;
}

const jobsAPage = 200;
const nothing: Read = { jobs: [], cursor: null, filter: null, failure: null };

/**
 * The jobs that a filter lists, read from the server page by page as somebody looks further down, and kept current by what the page hears:
 * a new job that belongs to the list stands on top, one that no longer belongs goes.
 */
export function useJobList(filter: JobFilter): JobList {
  const { state, jobs: book } = useConnection();
  const [read, setRead] = useState<Read>(nothing);
  const [isReading, setIsReading] = useState(false);
  const [round, setRound] = useState(0);
  const isOnline = state === 'online';
  const asked = new URLSearchParams(serverQueryOf(filter)).toString();
  const busy = useRef<AbortController | null>(null);

  const readPage = useCallback(
    async (cursor: string | null) => {
      busy.current?.abort();
      const controller = new AbortController();
      busy.current = controller;
      setIsReading(true);
      try {
        const page = await gateway.jobs(
          { ...Object.fromEntries(new URLSearchParams(asked)), limit: jobsAPage, ...(cursor !== null && { cursor }) },
          controller.signal,
        );
        const further = page.jobs.map((job) => heardNow(job, ownNowMs()));
        setRead((before) => ({
          jobs: cursor === null ? further : [...before.jobs, ...further],
          cursor: page.nextCursor,
          filter: asked,
          failure: null,
        }));
      } catch (error) {
        if (!controller.signal.aborted) setRead((before) => ({ ...before, failure: (error as Error).message }));
      }
      if (busy.current === controller) setIsReading(false);
    },
    [asked],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` grows when somebody asks to try again
  useEffect(() => {
    if (!isOnline) return;
    void readPage(null);
    return () => busy.current?.abort();
  }, [isOnline, readPage, round]);

  // Another key may be next: what this one read is not shown to it.
  useEffect(() => {
    if (state === 'locked') setRead(nothing);
  }, [state]);

  const jobs = useMemo(() => listed(read.jobs, book.byId, filter), [read.jobs, book.byId, filter]);
  const readOlder = useCallback(() => {
    if (read.cursor !== null && read.filter === asked) void readPage(read.cursor);
  }, [read.cursor, read.filter, asked, readPage]);
  const readAgain = useCallback(() => setRound((before) => before + 1), []);
  return {
    jobs,
    isReading,
    isRead: read.filter === asked,
    failure: read.failure,
    hasOlder: read.cursor !== null && read.filter === asked,
    readOlder,
    readAgain,
  };
}

function listed(
  read: readonly HeardJob[],
  book: ReadonlyMap<string, HeardJob>,
  filter: JobFilter,
): readonly HeardJob[] {
  const known = new Set(read.map(({ job }) => job.id));
  const newest = read[0]?.job.createdAt ?? '';
  const fresh = [...book.values()]
    .filter(({ job }) => job.createdAt >= newest && !known.has(job.id))
    .sort((one, other) => (one.job.createdAt < other.job.createdAt ? 1 : -1));
  return [...fresh, ...read.map((heard) => book.get(heard.job.id) ?? heard)].filter(({ job }) => isListed(job, filter));
}
