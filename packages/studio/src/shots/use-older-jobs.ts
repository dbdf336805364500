import { useEffect, useRef } from 'react';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { TakeView } from './shot-view.ts';

/** Reads the jobs of takes that are older than the list of jobs goes back. */
export function useOlderJobs(takes: readonly TakeView[]): void {
  const { state, jobs } = useConnection();
  const asked = useRef(new Set<string>());
  const isReady = state === 'online' && jobs.loaded;
  const { note } = jobs;
  useEffect(() => {
    if (!isReady) return;
    for (const { take, heard } of takes) {
      const id = take?.jobId;
      if (heard || id == null || asked.current.has(id)) continue;
      asked.current.add(id);
      gateway.job(id).then(note, () => undefined);
    }
  }, [isReady, takes, note]);
}
