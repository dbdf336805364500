import type { PriceNote } from './price-note.ts';
import type { SkuQuestion } from './sku-question.ts';
import { applies, type SkuRow } from './sku-row.ts';
import type { ClipGroup, SkuEntry, SkuRate, SkuTable } from './sku-table.ts';

/** The rate of the clip itself at one resolution: the cheapest and dearest reading of the keys, and the best guess. */
export interface ClipRate {
  readonly group: ClipGroup;
  readonly low: SkuRate;
  readonly expected: SkuRate;
  readonly high: SkuRate;
  /** Why the readings differ; absent when there is one reading. */
  readonly reason?: PriceNote;
}

/**
 * Which keys a job buys, one rate for each group of rows that has an answer; empty when the price list has none.
 * The key with the resolution goes before the key without one, which is the price of every resolution that has no key
 * of its own. A key of another resolution is never taken.
 *
 * @param tier as `tierOf` spells it; `null` when the job has no resolution class
 */
export function clipRates({ clipGroups }: SkuTable, tier: string | null, job: SkuQuestion): readonly ClipRate[] {
  const rates: ClipRate[] = [];
  for (const group of clipGroups) {
    const rate = groupRate(group, tier, job);
    if (rate) rates.push(rate);
  }
  return rates;
}

/** The key of a row for a resolution: its own, else the one without. */
export function rateAt({ bare, byTier }: SkuEntry, tier: string | null): SkuRate | undefined {
  return (tier === null ? undefined : byTier.get(tier)) ?? bare;
}

/** Whether a group has an answer is the clip's own rows to say, and a premium's where there are none; a discount alone is none. */
function groupRate(group: ClipGroup, tier: string | null, job: SkuQuestion): ClipRate | undefined {
  const { unit, clips, premiums, discounts } = group;
  const plain = clips[0]?.row.resolutionFirst ? ofResolutionFirst(group, tier, job) : rowByRow(group, tier, job);
  const premium = premiums.length === 0 ? undefined : firstOf(premiums, tier, job);
  if (!plain) return premium && one(group, premium.rate);
  if (premium) {
    const high = dearer(plain.high, premium.rate);
    const low = dearer(plain.low, premium.rate) === plain.low ? premium.rate : plain.low;
    return { group, low, expected: plain.expected, high, ...because(premium.row, [premium.rate]) };
  }
  const discount = discounts.length === 0 ? undefined : firstOf(discounts, tier, job);
  const low = discount?.rate ?? plain.low;
  const expected = discount?.rate ?? plain.expected;
  if (unit === 'video_token' && job.videoInput) {
    const sku = discount ? { sku: discount.rate.sku } : {};
    return { group, low, expected, high: plain.high, reason: { code: 'video_input_counting_unsettled', ...sku } };
  }
  if (discount) return { group, low, expected, high: plain.high, ...because(discount.row, [discount.rate]) };
  return plain;
}

function rowByRow(group: ClipGroup, tier: string | null, job: SkuQuestion): ClipRate | undefined {
  let found: SkuRate | undefined;
  let rank: number | undefined;
  for (const entry of group.clips) {
    if (found && entry.row.rank !== rank) break;
    const rate = applies(entry.row, job) ? rateAt(entry, tier) : undefined;
    if (found && rate) return spread(group, found, rate, entry.row);
    if (rate) rank = entry.row.rank;
    found ??= rate;
  }
  return found && one(group, found);
}

function ofResolutionFirst(group: ClipGroup, tier: string | null, job: SkuQuestion): ClipRate | undefined {
  let bare: SkuRate | undefined;
  for (const entry of group.clips) {
    if (!applies(entry.row, job)) continue;
    const ofTier = tier === null ? undefined : entry.byTier.get(tier);
    if (ofTier) return one(group, ofTier);
    bare ??= entry.bare;
  }
  return bare && one(group, bare);
}

function firstOf(entries: readonly SkuEntry[], tier: string | null, job: SkuQuestion) {
  for (const entry of entries) {
    const rate = applies(entry.row, job) ? rateAt(entry, tier) : undefined;
    if (rate) return { row: entry.row, rate };
  }
  return undefined;
}

/** Two keys that may both be meant: the later row is the better guess. */
function spread(group: ClipGroup, one: SkuRate, other: SkuRate, row: SkuRow): ClipRate {
  if (one.rateText === other.rateText) return { group, low: other, expected: other, high: other };
  const high = dearer(one, other);
  return { group, low: high === one ? other : one, expected: other, high, ...because(row, [one, other]) };
}

function because({ note }: SkuRow, rates: readonly SkuRate[]): { readonly reason?: PriceNote } {
  switch (note) {
    case undefined:
      return {};
    case 'creativity_not_given':
      return { reason: { code: note } };
    case 'reference_rate_may_not_apply':
      return { reason: { code: note, sku: rates[0]!.sku } };
    case 'reference_has_no_rate':
      return { reason: { code: note, skus: rates.map(({ sku }) => sku) } };
    default:
      return note satisfies never;
  }
}

function one(group: ClipGroup, rate: SkuRate): ClipRate {
  return { group, low: rate, expected: rate, high: rate };
}

function dearer(first: SkuRate, second: SkuRate): SkuRate {
  return first.rateUsd && second.rateUsd && first.rateUsd.gt(second.rateUsd) ? first : second;
}
