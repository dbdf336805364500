import { useEffect, useMemo, useRef } from 'react';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { HeardJob } from '../api/heard-jobs.ts';
import type { TakeView } from './shot-view.ts';

/** Jobs as last heard of; those that are older than the list of jobs goes back are read. */
export function useJobsById(ids: readonly string[]): ReadonlyMap<string, HeardJob> {
  const { state, jobs } = useConnection();
  const asked = useRef(new Set<string>());
  const isReady = state === 'online' && jobs.loaded;
  const { note, byId } = jobs;
  const unheard = ids.filter((id) => !byId.has(id)).join('\n');
  useEffect(() => {
    if (!isReady || unheard === '') return;
    for (const id of unheard.split('\n')) {
      if (asked.current.has(id)) continue;
      asked.current.add(id);
      gateway.job(id).then(note, () => undefined);
    }
  }, [isReady, unheard, note]);
  return byId;
}

/** Reads the jobs of takes that are older than the list of jobs goes back. */
export function useOlderJobs(takes: readonly TakeView[]): void {
  useJobsById(useMemo(() => takes.flatMap(({ take, heard }) => (heard ? [] : (take?.jobId ?? []))), [takes]));
}
