import type { RequirementsInput } from '@shotcaller/core';
import { openStates } from '../../jobs/job.ts';
import type { Ledger } from '../../jobs/store.ts';
import type { RunOptions } from '../../shotcaller.ts';
import type { GatewayRecords } from '../records/records.ts';

export type LeftOpen =
  | { readonly kind: 'watch'; readonly jobId: string }
  /** Never sent, and nobody has its id: its reservation goes back. */
  | { readonly kind: 'give_back'; readonly jobId: string }
  /** Its id was given out, and nothing was sent for it: it is bought now, for the first time. */
  | {
      readonly kind: 'buy';
      readonly jobId: string;
      readonly requirements: RequirementsInput;
      readonly run: RunOptions;
    };

/** What an earlier run of the gateway left under way. */
export async function leftOpen({
  ledger,
  records,
}: {
  readonly ledger: Pick<Ledger, 'jobs' | 'order'>;
  readonly records: Pick<GatewayRecords, 'order' | 'change'>;
}): Promise<readonly LeftOpen[]> {
  const states = ['planned', 'reserved', 'downloading', ...openStates] as const;
  const attempts = await ledger.attempts({ states, limit: 100_000 });
  const found: LeftOpen[] = [];
  for (const jobId of new Set(attempts.map((attempt) => attempt.jobId))) {
    const job = await ledger.job(jobId);
    const record = job?.key ? await records.job(job.key) : undefined;
    if (!job || !record) continue;
    if (record.jobId === null) await records.change(record.dedupeKey, { jobId });
    const unsent = attempts
      .filter((attempt) => attempt.jobId === jobId)
      .every(({ state }) => state === 'planned' || state === 'reserved');
    if (!unsent || !record.answered) {
      found.push({ kind: unsent ? 'give_back' : 'watch', jobId });
      continue;
    }
    const { options } = job;
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
    found.push({ kind: 'buy', jobId, requirements: job.requirements as RequirementsInput, run });
  }
  return found;
}
