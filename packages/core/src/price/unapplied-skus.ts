import { type ClipRate, rateAt } from './clip-rates.ts';
import type { SkuQuestion } from './sku-question.ts';
import { applies, concerns } from './sku-row.ts';
import type { SkuEntry, SkuRate, SkuTable } from './sku-table.ts';

/** What a job buys at one resolution. */
export interface Bought {
  readonly rates: readonly ClipRate[];
  /** The rates of surcharges and minimums. */
  readonly others: readonly SkuRate[];
}

/**
 * The understood keys that the sum leaves out although nothing says that they do not concern the job: the price may miss
 * something. Left out for a reason are a key of another resolution, mode, sound or kind of job, and one that a key of the
 * same group goes before.
 */
export function unappliedSkus(
  table: SkuTable,
  tier: string | null,
  job: SkuQuestion,
  bought: Bought,
): readonly string[] {
  const skus: string[] = [];
  for (const entry of table.entries) {
    const rate = isLeftOut(entry, job, bought) ? rateAt(entry, tier) : undefined;
    if (rate) skus.push(rate.sku);
  }
  for (const { sku, taken } of table.contradicted) if (isBought(taken, bought)) skus.push(sku);
  return skus;
}

function isLeftOut(entry: SkuEntry, job: SkuQuestion, bought: Bought): boolean {
  const { row } = entry;
  switch (row.kind) {
    case 'clip':
    case 'premium':
      return !row.tasks.includes(job.task) && concerns(row, job);
    case 'discount':
      return (
        concerns(row, job) && !(applies(row, job) && bought.rates.some(({ group }) => group.discounts.includes(entry)))
      );
    case 'surcharge':
    case 'minimum':
      return concerns(row, job) && !bought.others.some((rate) => rate === entry.bare);
    default:
      return row.kind satisfies never;
  }
}

function isBought(rate: SkuRate, { rates, others }: Bought): boolean {
  return others.includes(rate) || rates.some(({ low, expected, high }) => [low, expected, high].includes(rate));
}
