/** Whoever waits for news of a job, and whoever brings them. */
export interface JobNews {
  /** Resolves at the next news of a job. */
  next(jobId: string): Promise<void>;
  isAwaited(jobId: string): boolean;
  tell(jobId: string): void;
  /** There may be news of any. */
  tellAll(): void;
}

export function createJobNews(): JobNews {
  const waiting = new Map<string, Set<() => void>>();

  function tell(jobId: string): void {
    const told = waiting.get(jobId);
    waiting.delete(jobId);
    for (const resolve of told ?? []) resolve();
  }

  return {
    next: (jobId) =>
      new Promise((resolve) => {
        waiting.set(jobId, (waiting.get(jobId) ?? new Set()).add(resolve));
      }),
    isAwaited: (jobId) => waiting.has(jobId),
    tell,
    tellAll() {
      for (const jobId of [...waiting.keys()]) tell(jobId);
    },
  };
}
