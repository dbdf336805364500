export interface CarriedJobs {
  has(jobId: string): boolean;
  readonly count: number;
  /** Brings a job forward in the background; the same job may be carried several times, for its order and whenever it was resumed. */
  carry(jobId: string, start: (signal: AbortSignal) => Promise<'carried' | 'detached'>): void;
  /** Lets go of one job, and answers when nothing of it runs here. */
  letGo(jobId: string): Promise<void>;
  /** Lets go of all, and starts no more. */
  close(): Promise<void>;
}

export interface CarriedJobsOptions {
  /** A job was carried to where nothing more can be done for it, or somebody let go of it. */
  readonly onReturn: (jobId: string, how: 'carried' | 'detached') => Promise<void>;
  /** After that, whether it went well or not. */
  readonly onLeft: (jobId: string) => void;
  readonly onTrouble: (jobId: string, error: unknown) => void;
}

/** The jobs that this process carries in the background. */
export function createCarriedJobs({ onReturn, onLeft, onTrouble }: CarriedJobsOptions): CarriedJobs {
  const carried = new Map<string, Set<{ readonly abort: AbortController; readonly finished: Promise<void> }>>();
  let closing = false;

  return {
    has: (jobId) => carried.has(jobId),

    get count() {
      return carried.size;
    },

    carry(jobId, start) {
      if (closing) return;
      const abort = new AbortController();
      const finished = start(abort.signal)
        .then((how) => onReturn(jobId, how))
        .catch((error: unknown) => onTrouble(jobId, error))
        .finally(() => {
          entries.delete(entry);
          if (entries.size === 0) carried.delete(jobId);
          onLeft(jobId);
        });
      const entry = { abort, finished };
      const entries = carried.get(jobId) ?? new Set();
      carried.set(jobId, entries.add(entry));
    },

    async letGo(jobId) {
      const entries = [...(carried.get(jobId) ?? [])];
      for (const { abort } of entries) abort.abort(new DOMException('Detached.', 'AbortError'));
      await Promise.all(entries.map(({ finished }) => finished));
    },

    async close() {
      closing = true;
      const reason = new DOMException('The gateway is closing.', 'AbortError');
      const under = [...carried.values()].flatMap((entries) => [...entries]);
      for (const { abort } of under) abort.abort(reason);
      await Promise.allSettled(under.map(({ finished }) => finished));
    },
  };
}
