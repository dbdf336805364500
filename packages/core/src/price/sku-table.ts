import type { VideoModel } from '../catalog/model.ts';
import type { ReferenceInput } from '../requirements/requirements.ts';
import { type Money, parseMoney } from './money.ts';
import { readSkuTable } from './read-sku-table.ts';
import { skuKeyReader } from './sku-key.ts';
import type { SkuQuestion } from './sku-question.ts';
import { applies, type SkuRow, type SkuUnit } from './sku-row.ts';
import { skuRows } from './sku-rows.ts';

/** One understood key of a model's price list. */
export interface SkuRate {
  /** As the catalogue spells it. */
  readonly sku: string;
  readonly unit: SkuUnit;
  /** Dollars a unit. `undefined`: the value could not be read, so every price that needs it is unknown. */
  readonly rateUsd: Money | undefined;
  /** The same as text; empty when unreadable. */
  readonly rateText: string;
}

/** The keys of a model that belong to one row. */
export interface SkuEntry {
  readonly row: SkuRow;
  /** The key without a resolution: the price of every resolution that has no key of its own. */
  readonly bare: SkuRate | undefined;
  readonly byTier: ReadonlyMap<string, SkuRate>;
}

/** The rows of a model that price the same clip: one of `clips` is bought, and the others may take its place. */
export interface ClipGroup {
  readonly unit: SkuUnit;
  readonly clips: readonly SkuEntry[];
  readonly premiums: readonly SkuEntry[];
  readonly discounts: readonly SkuEntry[];
}

/** A model's price list, read once. */
export interface SkuTable {
  /** In the order of the rows, as are all that follow. */
  readonly entries: readonly SkuEntry[];
  readonly clipGroups: readonly ClipGroup[];
  readonly surcharges: readonly SkuEntry[];
  readonly minimums: readonly SkuEntry[];
  /** Resolution classes that have a key of their own, as `tierOf` spells them, in catalogue order. */
  readonly resolutions: readonly string[];
  /** Whether some rate applies to resolutions without a key of their own. */
  readonly hasBareRate: boolean;
  /** Keys that belong to no row: they may or may not touch a job's price. */
  readonly unknownSkus: readonly string[];
  /** Keys that say the same as another one (`_2k` and `_1440p`) at another price, with the one that is taken. */
  readonly contradicted: readonly { readonly sku: string; readonly taken: SkuRate }[];
  /** Whether sound changes the price of anything. */
  readonly pricesAudio: boolean;
  /** Whether there is a price for a video that goes in, and for continuing a job. */
  readonly pricesVideoInput: boolean;
  readonly pricesContinuation: boolean;
  /** Kinds of references that the keys show the model to read. */
  readonly referencesRead: readonly ReferenceInput['kind'][];
}

const tables = new WeakMap<object, SkuTable>();
const noSkus: Readonly<Record<string, never>> = {};
const readSkuKey = skuKeyReader(skuRows);

/** Reads a model's price keys by the rows; the table is kept for as long as the object that holds the keys lives. */
export function skuTable({ pricingSkus }: VideoModel): SkuTable {
  const skus = pricingSkus ?? noSkus;
  const known = tables.get(skus);
  if (known) return known;
  const table = readSkuTable(skus, skuRows, readSkuKey);
  tables.set(skus, table);
  return table;
}

/** The floors that hold for a job. */
export function minimumRates({ minimums }: SkuTable, job: SkuQuestion): readonly SkuRate[] {
  if (minimums.length === 0) return noRates;
  return minimums.filter(({ row }) => applies(row, job)).flatMap(({ bare }) => bare ?? []);
}

const noRates: readonly SkuRate[] = [];

/** Whether a price key is one that a row knows. */
export function isKnownSku(sku: string): boolean {
  return readSkuKey(sku.toLowerCase()) !== undefined;
}

/** Whether a value can be taken for an amount of money. */
export function isReadableRate(value: string): boolean {
  return parseMoney(value.trim()) !== undefined;
}
