import type { RequirementsInput } from '@shotcaller/core';
import { openStates } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/store.ts';
import type { RunOptions } from '../../shotcaller.ts';
import type { GatewayRecords } from '../records/records.ts';

export type LeftOpen =
  | { readonly kind: 'watch'; readonly orderId: string }
  /** Never sent, and nobody has its id: its reservation goes back. */
  | { readonly kind: 'give_back'; readonly orderId: string }
  /** Its id was given out, and nothing was sent for it: it is bought now, for the first time. */
  | {
      readonly kind: 'buy';
      readonly orderId: string;
      readonly requirements: RequirementsInput;
      readonly run: RunOptions;
    };

/** What an earlier run of the gateway left under way. */
export async function leftOpen({
  ledger,
  records,
}: {
  readonly ledger: Pick<JobStore, 'jobs' | 'order'>;
  readonly records: Pick<GatewayRecords, 'order' | 'change'>;
}): Promise<readonly LeftOpen[]> {
  const states = ['planned', 'reserved', 'downloading', ...openStates] as const;
  const jobs = await ledger.jobs({ states, limit: 100_000 });
  const found: LeftOpen[] = [];
  for (const orderId of new Set(jobs.map((job) => job.orderId))) {
    const order = await ledger.order(orderId);
    const record = order?.key ? await records.order(order.key) : undefined;
    if (!order || !record) continue;
    if (record.orderId === null) await records.change(record.dedupeKey, { orderId });
    const unsent = jobs
      .filter((job) => job.orderId === orderId)
      .every(({ state }) => state === 'planned' || state === 'reserved');
    if (!unsent || !record.answered) {
      found.push({ kind: unsent ? 'give_back' : 'watch', orderId });
      continue;
    }
    const { options } = order;
    const run: RunOptions = {
      key: record.dedupeKey,
      fallback: options.fallback,
      allowTwoBills: options.allowTwoBills,
      overwrite: options.overwrite,
      sidecar: options.sidecar,
      watchSeconds: options.watchSeconds,
      ...(options.maxUsd !== undefined && { maxUsd: options.maxUsd }),
      ...(options.output !== undefined && { output: options.output }),
      // The request is in the ledger; what another model would need is not.
      planner: async () => ({ kind: 'no_plan', selection: null }),
    };
    found.push({ kind: 'buy', orderId, requirements: order.requirements as RequirementsInput, run });
  }
  return found;
}
