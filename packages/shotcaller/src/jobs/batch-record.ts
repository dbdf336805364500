/** A batch as the ledger keeps it: which clips of which plan, and who is at work on it. Its jobs are jobs as all others. */
export interface BatchRecord {
  readonly service: string;
  /** The client key that ordered it; empty: nobody's. */
  readonly owner: string;
  readonly name: string;
  readonly state: BatchRecordState;
  /** Who goes on with it after an interruption: a gateway by itself, or whoever ran it. */
  readonly carriedBy: 'gateway' | 'caller';
  /** What a list of batches shows, as its writer gave it. JSON. */
  readonly summary: unknown;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * `planned`: nothing was bought. `running`: a process is at work on it, or died in the middle. `interrupted`: let go of before its end.
 * `ended`: nothing more is bought by itself.
 */
export type BatchRecordState = 'planned' | 'running' | 'interrupted' | 'ended';

/** By what a batch is found. */
export type BatchName = Pick<BatchRecord, 'service' | 'owner' | 'name'>;

/** A batch with the plan and the options that it runs by, as its writer gave them. Pictures are stored once. */
export interface WholeBatchRecord extends BatchRecord {
  readonly content: unknown;
}

/** Holds a batch for one worker until the lease is over. */
export interface BatchLease extends BatchName {
  readonly worker: string;
  /** ISO 8601. */
  readonly until: string;
}
