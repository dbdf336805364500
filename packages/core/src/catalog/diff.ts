import Big from 'big.js';
import { parseMoney } from '../price/money.ts';
import type { Catalog, VideoModel } from './model.ts';

/** One capability that differs between two catalogues. */
export interface CapabilityChange {
  readonly model: string;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** One price key that differs. */
export interface PriceChange {
  readonly model: string;
  readonly sku: string;
  /** `null`: the key is new. */
  readonly from: string | null;
  /** `null`: the key is gone. */
  readonly to: string | null;
  /** Change in per cent, one decimal; `null` when there is nothing to compare. */
  readonly percent: number | null;
}

/** What differs between two catalogues: ids of models that came and went, and what the others changed. */
export interface CatalogDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly capabilities: readonly CapabilityChange[];
  readonly prices: readonly PriceChange[];
}

const capabilities = [
  'canonicalSlug',
  'name',
  'resolutions',
  'aspectRatios',
  'sizes',
  'durationsSeconds',
  'frameTypes',
  'upscaleFactor',
  'creativity',
  'generateAudio',
  'seed',
  'passthroughParameters',
] as const satisfies readonly (keyof VideoModel)[];

/** What changed from one catalogue to another: new and gone models, capabilities and price keys. Ordered by model id. */
export function diffCatalogs(before: Catalog, after: Catalog): CatalogDiff {
  const old = new Map(before.models.map((model) => [model.id, model]));
  const current = new Map(after.models.map((model) => [model.id, model]));
  const kept = [...old.keys()].filter((id) => current.has(id)).sort();
  const pairs = kept.map((id) => [old.get(id)!, current.get(id)!] as const);
  return {
    added: [...current.keys()].filter((id) => !old.has(id)).sort(),
    removed: [...old.keys()].filter((id) => !current.has(id)).sort(),
    capabilities: pairs.flatMap(([from, to]) => capabilityChanges(from, to)),
    prices: pairs.flatMap(([from, to]) => priceChanges(from, to)),
  };
}

function capabilityChanges(from: VideoModel, to: VideoModel): readonly CapabilityChange[] {
  return capabilities
    .filter((field) => comparable(from[field]) !== comparable(to[field]))
    .map((field) => ({
      model: from.id,
      field,
      from: from[field],
      to: to[field],
    }));
}

/** Lists are sets here: another order is no change. */
function comparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
}

function priceChanges(from: VideoModel, to: VideoModel): readonly PriceChange[] {
  const skus = [...new Set([...Object.keys(from.pricingSkus ?? {}), ...Object.keys(to.pricingSkus ?? {})])].sort();
  return skus.flatMap((sku) => {
    const [before, after] = [skuValue(from, sku), skuValue(to, sku)];
    if (before === after || sameAmount(before, after)) return [];
    return [{ model: from.id, sku, from: before, to: after, percent: percentChange(before, after) }];
  });
}

/** A key may be any word, `constructor` too. */
function skuValue({ pricingSkus }: VideoModel, sku: string): string | null {
  return pricingSkus !== null && Object.hasOwn(pricingSkus, sku) ? (pricingSkus[sku] ?? null) : null;
}

/** `0.1` and `0.10` are one price. */
function sameAmount(before: string | null, after: string | null): boolean {
  const [one, other] = [before && parseMoney(before), after && parseMoney(after)];
  return Boolean(one && other && one.eq(other));
}

function percentChange(before: string | null, after: string | null): number | null {
  const [one, other] = [before && parseMoney(before), after && parseMoney(after)];
  if (!one || !other || one.eq(0)) return null;
  return Number(other.minus(one).div(one).times(100).round(1, Big.roundHalfUp));
}
