import type { ReferenceInput } from '../requirements/requirements.ts';
import { decimal, type Money, parseMoney } from './money.ts';
import { type SkuKeyReader, skuKeyReader } from './sku-key.ts';
import type { SkuRow } from './sku-row.ts';
import type { ClipGroup, SkuEntry, SkuRate, SkuTable } from './sku-table.ts';

/** Reads a price list by `rows`; the answer depends on nothing else. */
export function readSkuTable(
  skus: Readonly<Record<string, string | null>>,
  rows: readonly SkuRow[],
  readKey: SkuKeyReader = skuKeyReader(rows),
): SkuTable {
  const { entries, ...keys } = readEntries(skus, rows, readKey);
  const clipGroups = new Map<string, OpenGroup>();
  const surcharges: SkuEntry[] = [];
  const minimums: SkuEntry[] = [];
  const referencesRead = new Set<ReferenceInput['kind']>();
  let hasBareRate = keys.resolutions.length === 0;
  let [pricesAudio, pricesVideoInput, pricesContinuation] = [false, false, false];
  for (const entry of entries) {
    const { kind, unit, when, reads } = entry.row;
    if (kind === 'surcharge') surcharges.push(entry);
    else if (kind === 'minimum') minimums.push(entry);
    else {
      addToGroup(clipGroups, entry);
      hasBareRate ||= entry.bare !== undefined && unit !== 'megapixel_second';
    }
    pricesAudio ||= when.audio !== undefined;
    pricesVideoInput ||= when.videoInput === true;
    pricesContinuation ||= when.continues === true;
    if (reads) for (const reference of reads) referencesRead.add(reference);
  }
  return {
    ...keys,
    entries,
    clipGroups: [...clipGroups.values()],
    surcharges,
    minimums,
    hasBareRate,
    pricesAudio,
    pricesVideoInput,
    pricesContinuation,
    referencesRead: [...referencesRead],
  };
}

interface OpenEntry extends SkuEntry {
  bare: SkuRate | undefined;
  readonly byTier: Map<string, SkuRate>;
}

function readEntries(skus: Readonly<Record<string, string | null>>, rows: readonly SkuRow[], readKey: SkuKeyReader) {
  const entries: (OpenEntry | undefined)[] = [];
  const resolutions = new Set<string>();
  const unknownSkus: string[] = [];
  const contradicted: { readonly sku: string; readonly taken: SkuRate }[] = [];
  for (const [sku, value] of Object.entries(skus)) {
    const key = readKey(sku.toLowerCase());
    if (!key) {
      unknownSkus.push(sku);
      continue;
    }
    const row = rows[key.place]!;
    const rateUsd = readRate(value, row);
    const rate = { sku, unit: row.unit, rateUsd, rateText: rateUsd ? rateUsd.toFixed() : '' };
    const entry = entries[key.place] ?? { row, bare: undefined, byTier: new Map() };
    entries[key.place] = entry;
    const before = key.tier === undefined ? entry.bare : entry.byTier.get(key.tier);
    // Of two that contradict each other the dearer one is taken, since a job reserves the upper end; one that is unreadable may be dearer.
    const taken = before && rate.rateUsd && !before.rateUsd?.lte(rate.rateUsd) ? before : rate;
    if (before && before.rateText !== rate.rateText) {
      contradicted.push({ sku: taken === rate ? before.sku : sku, taken });
    }
    if (key.tier === undefined) entry.bare = taken;
    else entry.byTier.set(key.tier, taken);
    if (key.tier !== undefined) resolutions.add(key.tier);
  }
  return {
    entries: entries.filter((entry): entry is OpenEntry => entry !== undefined),
    resolutions: [...resolutions],
    unknownSkus: unknownSkus.sort(),
    contradicted,
  };
}

interface OpenGroup extends ClipGroup {
  readonly clips: SkuEntry[];
  readonly premiums: SkuEntry[];
  readonly discounts: SkuEntry[];
}

function addToGroup(groups: Map<string, OpenGroup>, entry: SkuEntry): void {
  const { group: name, key, kind, unit } = entry.row;
  const group = groups.get(name ?? key) ?? { unit, clips: [], premiums: [], discounts: [] };
  groups.set(name ?? key, group);
  const list = kind === 'premium' ? group.premiums : kind === 'discount' ? group.discounts : group.clips;
  list.push(entry);
  if (list.length > 1) list.sort(byRank);
}

function byRank({ row: one }: SkuEntry, { row: other }: SkuEntry): number {
  return (one.rank ?? 0) - (other.rank ?? 0);
}

const cent = decimal('0.01');
/** A rate of more than this many dollars a unit is taken for a mistake of the catalogue: unreadable, not a price. */
const largestRateUsd = decimal(100_000);

/** A rate of 0 is believed for what comes on top (images, a minimum) and not for the clip itself: no clip is free. */
function readRate(value: string | null, { kind, money }: SkuRow): Money | undefined {
  const amount = value === null ? undefined : parseMoney(value.trim());
  if (!amount || amount.gt(largestRateUsd)) return undefined;
  if (amount.eq(0) && kind !== 'surcharge' && kind !== 'minimum') return undefined;
  return money === 'cents' ? amount.times(cent) : amount;
}
