/**
 * Takes the steps of one attempt that are due now. Answers when the next one is due (milliseconds since 1970), or `undefined` when no
 * step can bring it further by itself.
 */
export type TakeDueSteps = (attemptId: string, signal: AbortSignal) => Promise<number | undefined>;

/**
 * Decides when and where a step runs; what runs, and whether it may, is the ledger's matter. It gets a name and a time, never a
 * closure, so that a queue in a database can take the place of the one in this process.
 */
export interface Engine {
  /** Makes the attempt's next step run at `dueMs`, here or elsewhere. Scheduled already: the earlier time counts. */
  schedule(attemptId: string, dueMs: number, transaction?: unknown): void | Promise<void>;
  /** Takes no further step of it here; one under way is aborted where it can be, and waited for. */
  cancel(attemptId: string): Promise<void>;
  /** Lets go of every attempt; steps under way are aborted and waited for. */
  close(): Promise<void>;
}
