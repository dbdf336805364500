import { useEffect, useMemo, useRef, useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { HeardJob } from '../api/heard-jobs.ts';
import type { TakeView } from './shot-view.ts';

export interface JobsById {
  readonly byId: ReadonlyMap<string, HeardJob>;
  /** Nobody knows yet: neither the list nor the job itself has been read. */
  readonly isSought: (id: string | null) => boolean;
}

/** Jobs as last heard of; those that are older than the list of jobs goes back are read. */
export function useJobsById(ids: readonly string[]): JobsById {
  const { state, jobs } = useConnection();
  const asked = useRef(new Set<string>());
  const [absent, setAbsent] = useState<ReadonlySet<string>>(new Set());
  const isReady = state === 'online' && jobs.loaded;
  const { note, byId } = jobs;
  const unheard = ids.filter((id) => !byId.has(id)).join('\n');
  useEffect(() => {
    if (jobs.loaded) return;
    // Another key may be next, which sees other jobs.
    asked.current.clear();
    setAbsent(new Set());
  }, [jobs.loaded]);
  useEffect(() => {
    if (!isReady || unheard === '') return;
    for (const id of unheard.split('\n')) {
      if (asked.current.has(id)) continue;
      asked.current.add(id);
      gateway.job(id).then(note, () => setAbsent((before) => new Set(before).add(id)));
    }
  }, [isReady, unheard, note]);
  const isSought = (id: string | null) => !jobs.loaded || (id !== null && !byId.has(id) && !absent.has(id));
  return { byId, isSought };
}

/** Reads the jobs of takes that are older than the list of jobs goes back. */
export function useOlderJobs(takes: readonly TakeView[]): JobsById {
  return useJobsById(useMemo(() => takes.flatMap(({ take, heard }) => (heard ? [] : (take?.jobId ?? []))), [takes]));
}
