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
  const read = readEntries(skus, rows, readKey);
  const { entries, resolutions } = read;
  const ofClips = entries.filter(({ row }) => row.kind !== 'surcharge' && row.kind !== 'minimum');
  const bare = ofClips.filter((entry) => entry.bare !== undefined && entry.row.unit !== 'megapixel_second');
  return {
    ...read,
    clipGroups: groupsOf(ofClips),
    surcharges: entries.filter(({ row }) => row.kind === 'surcharge'),
    minimums: entries.filter(({ row }) => row.kind === 'minimum'),
    hasBareRate: resolutions.length === 0 || bare.length > 0,
    pricesAudio: entries.some(({ row }) => row.when.audio !== undefined),
    pricesVideoInput: entries.some(({ row }) => row.when.videoInput === true),
    pricesContinuation: entries.some(({ row }) => row.when.continues === true),
    referencesRead: [...new Set(entries.flatMap(({ row }) => row.reads ?? []))],
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
    if (before && before.rateText !== rate.rateText) contradicted.push({ sku: before.sku, taken: rate });
    if (key.tier === undefined) entry.bare = rate;
    else entry.byTier.set(key.tier, rate);
    if (key.tier !== undefined) resolutions.add(key.tier);
  }
  return {
    entries: entries.filter((entry): entry is OpenEntry => entry !== undefined),
    resolutions: [...resolutions],
    unknownSkus: unknownSkus.sort(),
    contradicted,
  };
}

function groupsOf(entries: readonly SkuEntry[]): readonly ClipGroup[] {
  const byName = new Map<string, SkuEntry[]>();
  for (const entry of entries) {
    const name = entry.row.group ?? entry.row.key;
    const group = byName.get(name);
    if (group) group.push(entry);
    else byName.set(name, [entry]);
  }
  return [...byName.values()].map((group) => {
    const ofKind = (kind: SkuRow['kind']) => group.filter(({ row }) => row.kind === kind).sort(byRank);
    return {
      unit: group[0]!.row.unit,
      clips: ofKind('clip'),
      premiums: ofKind('premium'),
      discounts: ofKind('discount'),
    };
  });
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
