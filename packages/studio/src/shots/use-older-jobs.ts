import { useEffect, useMemo, useRef, useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import { GatewayError } from '../api/gateway-error.ts';
import type { HeardJob } from '../api/heard-jobs.ts';
import { pause, pauseMs } from '../api/pause.ts';
import type { Job } from '../api/wire.ts';
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
  const left = useRef(new AbortController());
  useEffect(() => {
    left.current = new AbortController();
    return () => left.current.abort();
  }, []);
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
      void read(id, left.current.signal).then(
        (job) => (job ? note(job) : setAbsent((before) => new Set(before).add(id))),
        // The page was left: it is asked for again when it is back.
        () => asked.current.delete(id),
      );
    }
  }, [isReady, unheard, note]);
  const isSought = (id: string | null) => !jobs.loaded || (id !== null && !byId.has(id) && !absent.has(id));
  return { byId, isSought };
}

/** `undefined`: the server has refused to show it. A line that is cut says nothing of a job: it is asked again. */
async function read(id: string, signal: AbortSignal): Promise<Job | undefined> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await gateway.job(id, signal);
    } catch (error) {
      if (error instanceof GatewayError && error.isRefusal && error.status !== 429) return undefined;
      if (signal.aborted) throw error;
      await pause(pauseMs(failures), signal);
    }
  }
}

/** Reads the jobs of takes that are older than the list of jobs goes back. */
export function useOlderJobs(takes: readonly TakeView[]): JobsById {
  return useJobsById(useMemo(() => takes.flatMap(({ take, heard }) => (heard ? [] : (take?.jobId ?? []))), [takes]));
}
