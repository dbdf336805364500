import { type ClipRate, clipRates } from './clip-rates.ts';
import type { SkuQuestion } from './sku-question.ts';
import type { SkuRate, SkuTable } from './sku-table.ts';
import { unappliedSkus } from './unapplied-skus.ts';

/** What a job buys of a price list at one resolution. */
export interface BoughtSkus {
  /** One rate of the clip for each group that has an answer. */
  readonly rates: readonly ClipRate[];
  /** Keys that are left out although they may concern the job. */
  readonly unapplied: readonly string[];
}

const known = new WeakMap<SkuTable, Map<number, Map<string | null, BoughtSkus>>>();

/**
 * Worked out once for each kind of job and resolution: a selection asks all models the same, and the next one mostly too.
 *
 * @param tier as `tierOf` spells it; `null` when the job has no resolution class
 * @param others the rates of the surcharges and minimums that the job buys
 */
export function boughtSkus(
  table: SkuTable,
  tier: string | null,
  job: SkuQuestion,
  others: readonly SkuRate[],
): BoughtSkus {
  const kinds = known.get(table) ?? new Map<number, Map<string | null, BoughtSkus>>();
  if (kinds.size === 0) known.set(table, kinds);
  const tiers = kinds.get(job.kind) ?? new Map<string | null, BoughtSkus>();
  if (tiers.size === 0) kinds.set(job.kind, tiers);
  const before = tiers.get(tier);
  if (before) return before;
  const rates = clipRates(table, tier, job);
  const bought = { rates, unapplied: unappliedSkus(table, tier, job, { rates, others }) };
  tiers.set(tier, bought);
  return bought;
}
