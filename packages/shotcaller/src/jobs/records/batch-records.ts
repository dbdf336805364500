import type { BatchLease, BatchName, BatchRecord, BatchRecordState, WholeBatchRecord } from '../batch-record.ts';

/** An order for a clip of a batch. */
export interface BatchOrder {
  readonly jobId: string;
  /** The dedupe key that it was ordered under. */
  readonly key: string;
  readonly fingerprint: string;
}

/** The part of a ledger that keeps batches: what they are, who runs them, how far they are. */
export interface BatchRecords {
  /**
   * Writes a batch down, in place of an earlier one of its name, which keeps the time of its making. `false`: another worker holds that one;
   * nothing was written.
   */
  putBatch(
    batch: Omit<WholeBatchRecord, 'createdAt' | 'updatedAt'>,
    options: {
      readonly at: string;
      /** Who runs it from now on. Default: nobody yet. */
      readonly lease?: Pick<BatchLease, 'worker' | 'until'>;
      /** Whether a worker is known to be dead, so that its lease is void. */
      readonly isGone: (worker: string) => boolean;
    },
  ): Promise<boolean>;
  /** Holds on to a batch. `false`: it is another worker's by now. Not synced. */
  renewBatch(lease: BatchLease): Promise<boolean>;
  /** Lets go of a batch that this worker holds. */
  releaseBatch(
    batch: BatchName & {
      readonly worker: string;
      readonly state: BatchRecordState;
      readonly summary: unknown;
      readonly at: string;
    },
  ): Promise<void>;
  batch(name: BatchName): Promise<WholeBatchRecord | undefined>;
  /** What was ordered for it, whenever that was, oldest first; what is archived before all else. */
  ordersOfBatch(name: BatchName): Promise<readonly BatchOrder[]>;
  /** Newest first, at most 200. */
  batches(query: { readonly service: string; readonly owner?: string }): Promise<readonly BatchRecord[]>;
  /** Batches that a living worker holds, whoever carries them. */
  heldBatches(query: {
    readonly service: string;
    /** ISO 8601: leases that end later hold. */
    readonly at: string;
    readonly isGone: (worker: string) => boolean;
  }): Promise<readonly BatchRecord[]>;
  /** Batches that a gateway carries, that have not ended and that no living worker holds. */
  abandonedBatches(query: {
    readonly service: string;
    /** ISO 8601: leases that end later hold. */
    readonly at: string;
    readonly isGone: (worker: string) => boolean;
  }): Promise<readonly BatchRecord[]>;
}
