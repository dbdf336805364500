import type { ProgressEvent, ProgressListener } from './steps/step-context.ts';

/** What somebody waits for, of a job that is carried here. */
export type WaitsUntil = 'bought' | 'look' | 'end';

/** Somebody who waits for a job. */
export interface Waiter {
  readonly until: WaitsUntil;
  readonly onProgress: ProgressListener | undefined;
  readonly resolve: (how: 'carried' | 'detached') => void;
  readonly reject: (error: unknown) => void;
  /** What it began with is still under way. */
  beginning: Promise<void> | null;
}

/** Who waits for which job. A job that nobody waits for is carried no more. */
export interface Waiters {
  add(jobId: string, waiter: Waiter): void;
  /** `false`: somebody has done so before. */
  remove(jobId: string, waiter: Waiter): boolean;
  has(jobId: string): boolean;
  holds(jobId: string, waiter: Waiter): boolean;
  hasWaiting(jobId: string, until: WaitsUntil): boolean;
  /** Ends the wait of all who wait for the job, or only of those who wait until then. */
  settle(jobId: string, end: (waiter: Waiter) => void, only?: WaitsUntil): void;
  tell(jobId: string, event: ProgressEvent): void;
  jobIds(): readonly string[];
  all(): readonly Waiter[];
  readonly size: number;
}

/** @param onNobody nobody waits for the job any more */
export function createWaiters(onNobody: (jobId: string) => void): Waiters {
  const waiters = new Map<string, readonly Waiter[]>();
  const of = (jobId: string) => waiters.get(jobId) ?? [];

  function remove(jobId: string, waiter: Waiter): boolean {
    const waiting = of(jobId);
    if (!waiting.includes(waiter)) return false;
    if (waiting.length === 1) {
      waiters.delete(jobId);
      onNobody(jobId);
    } else {
      waiters.set(
        jobId,
        waiting.filter((other) => other !== waiter),
      );
    }
    return true;
  }

  return {
    add: (jobId, waiter) => void waiters.set(jobId, [...of(jobId), waiter]),
    remove,
    has: (jobId) => waiters.has(jobId),
    holds: (jobId, waiter) => of(jobId).includes(waiter),
    hasWaiting: (jobId, until) => of(jobId).some((waiter) => waiter.until === until),
    settle(jobId, end, only) {
      const ended = of(jobId).filter(({ until }) => only === undefined || until === only);
      for (const waiter of ended) remove(jobId, waiter);
      for (const waiter of ended) end(waiter);
    },
    tell(jobId, event) {
      for (const { onProgress } of of(jobId)) tellSafely(onProgress, event);
    },
    jobIds: () => [...waiters.keys()],
    all: () => [...waiters.values()].flat(),
    get size() {
      return waiters.size;
    },
  };
}

/** Who only listens decides nothing about a job that may be paid for. */
export function tellSafely(listener: ProgressListener | undefined, event: ProgressEvent): void {
  try {
    listener?.(event);
  } catch {
    // Its own affair.
  }
}

const ignore = () => undefined;

export function createWaiter(until: WaitsUntil, onProgress: ProgressListener | undefined) {
  let waiter: Waiter | undefined;
  const finished = new Promise<'carried' | 'detached'>((resolve, reject) => {
    waiter = { until, onProgress, resolve, reject, beginning: null };
  });
  // A step may fail while this is not waited for yet, or no more.
  finished.catch(ignore);
  return { waiter: waiter as unknown as Waiter, finished };
}
