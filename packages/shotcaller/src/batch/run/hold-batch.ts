import type { Clock } from '../../clock.ts';
import { isoOf } from '../../iso-time.ts';
import type { BatchRecordState, WholeBatchRecord } from '../../jobs/batch-record.ts';
import type { Ledger } from '../../jobs/ledger.ts';
import { keepRenewed } from '../../jobs/steps/keep-renewed.ts';
import { isWorkerGone } from '../../jobs/worker-name.ts';

/** Another process runs the batch: two at once would do the same work twice. */
export class BatchRunningError extends Error {
  override readonly name = 'BatchRunningError';

  constructor(batch: string) {
    super(
      `Another process runs the batch ${batch}. Nothing was bought. Wait for it; should it have died on another machine, its hold ends within two minutes.`,
    );
  }
}

/** The reason of a signal that ends a batch for good: nobody goes on with it by itself. */
export class BatchStopped extends Error {
  override readonly name = 'BatchStopped';
}

/** A batch that no other process on the ledger runs meanwhile. */
export interface HeldBatch {
  /** Aborts when another process has taken it over. */
  readonly lost: AbortSignal;
  release(state: Extract<BatchRecordState, 'interrupted' | 'ended'>, summary: unknown): Promise<void>;
}

const leaseMs = 120_000;
const renewEveryMs = 30_000;

/**
 * Writes the batch down as running and holds it until it is released. The hold of a process that is known to be dead is void.
 *
 * @throws BatchRunningError
 */
export async function holdBatch(
  record: Omit<WholeBatchRecord, 'createdAt' | 'updatedAt' | 'state'>,
  { ledger, clock, worker }: { readonly ledger: Ledger; readonly clock: Clock; readonly worker: string },
): Promise<HeldBatch> {
  const { service, owner, name } = record;
  const until = () => isoOf(clock.now() + leaseMs);
  const isTaken = await ledger.putBatch(
    { ...record, state: 'running' },
    { at: isoOf(clock.now()), lease: { worker, until: until() }, isGone: isWorkerGone },
  );
  if (!isTaken) throw new BatchRunningError(name);
  const lost = new AbortController();
  const released = new AbortController();
  const renew = () => ledger.renewBatch({ service, owner, name, worker, until: until() });
  const renewing = keepRenewed(clock, renewEveryMs, renew, released.signal).then((isHeld) => {
    if (!isHeld) lost.abort();
  });
  return {
    lost: lost.signal,
    async release(state, summary) {
      released.abort();
      await renewing;
      await ledger.releaseBatch({ service, owner, name, worker, state, summary, at: isoOf(clock.now()) });
    },
  };
}
