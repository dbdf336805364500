import Big from 'big.js';
import type { VideoModel } from '../catalog/model.ts';
import { tierOf } from '../requirements/words.ts';
import { type Money, parseMoney } from './money.ts';

export type SkuUnit = 'second' | 'video_token' | 'image' | 'generation' | 'megapixel_second' | 'minimum';

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

/** The keys that differ in nothing but their resolution. */
export interface RateFamily {
  /** The key without a resolution: the price of every resolution that has no key of its own. */
  readonly bare: SkuRate | undefined;
  readonly byTier: ReadonlyMap<string, SkuRate>;
}

/** A model's price list, read once. */
export interface SkuTable {
  /** By lower-case key. */
  readonly rates: ReadonlyMap<string, SkuRate>;
  /** By lower-case key without its resolution. */
  readonly families: ReadonlyMap<string, RateFamily>;
  /** Resolution classes that have a key of their own, as `tierOf` spells them, in catalogue order. */
  readonly resolutions: readonly string[];
  /** Whether some rate applies to resolutions without a key of their own. */
  readonly hasBareRate: boolean;
  /** Keys outside the known grammar: they may or may not touch a job's price. */
  readonly unknownSkus: readonly string[];
  /** Whether sound changes the price of anything. */
  readonly pricesAudio: boolean;
  /** Whether there is a price for a video that goes in, and for continuing a job. */
  readonly pricesVideoInput: boolean;
  readonly pricesContinuation: boolean;
}

const RESOLUTION = '(\\d{3,4}p|\\d{1,2}k)';

/**
 * The grammar of the keys. No document defines it; worked out from the catalogues of 2026-04-28 to 2026-10-09 and from
 * public bills. A `cents` key is in US cents, every other one in US dollars.
 */
const GRAMMAR: readonly { readonly pattern: RegExp; readonly unit: SkuUnit; readonly cents: boolean }[] = [
  {
    pattern: new RegExp(`^duration_seconds(?:_with_audio|_without_audio)?(?:_${RESOLUTION})?$`),
    unit: 'second',
    cents: false,
  },
  {
    pattern: new RegExp(`^(?:text|image)_to_video_duration_seconds(?:_${RESOLUTION})?$`),
    unit: 'second',
    cents: false,
  },
  { pattern: new RegExp(`^reference_duration_seconds(?:_${RESOLUTION})?$`), unit: 'second', cents: false },
  { pattern: new RegExp(`^per-video-second(?:-${RESOLUTION})?$`), unit: 'second', cents: false },
  { pattern: new RegExp(`^cents_per_second_output(?:_${RESOLUTION})?$`), unit: 'second', cents: true },
  { pattern: new RegExp(`^cents_per_video_output_second(?:_${RESOLUTION})?$`), unit: 'second', cents: true },
  { pattern: new RegExp(`^cents_per_second_video_continuation(?:_${RESOLUTION})?$`), unit: 'second', cents: true },
  {
    pattern: new RegExp(`^video_tokens(?:_${RESOLUTION})?(?:_without_audio)?(?:_with_video_input)?$`),
    unit: 'video_token',
    cents: false,
  },
  { pattern: /^cents_per_megapixel_second_(?:precise|creative)$/, unit: 'megapixel_second', cents: true },
  { pattern: /^cents_per_image_input$/, unit: 'image', cents: true },
  { pattern: /^reference_images$/, unit: 'image', cents: false },
  { pattern: /^minimum_cents_per_generation$/, unit: 'minimum', cents: true },
  { pattern: /^generate$/, unit: 'generation', cents: false },
];

const tables = new WeakMap<object, SkuTable>();
const NO_SKUS: Readonly<Record<string, never>> = {};

/** Reads a model's price keys by the grammar; the table is kept for as long as the object that holds the keys lives. */
export function skuTable({ pricingSkus }: VideoModel): SkuTable {
  const skus = pricingSkus ?? NO_SKUS;
  const known = tables.get(skus);
  if (known) return known;
  const table = readTable(skus);
  tables.set(skus, table);
  return table;
}

/** Whether a price key is one that the grammar knows. */
export function isKnownSku(sku: string): boolean {
  return readKey(sku.toLowerCase()) !== undefined;
}

interface ReadKey {
  readonly unit: SkuUnit;
  readonly cents: boolean;
  readonly resolution: string | undefined;
  /** The key without its resolution. */
  readonly base: string;
}

/** What keys say never changes and models share them, so each is read once; the bound is for lists that are made up. */
const keysRead = new Map<string, ReadKey | undefined>();
const MOST_KEYS_KEPT = 1000;

function readKey(key: string): ReadKey | undefined {
  if (keysRead.has(key)) return keysRead.get(key);
  const rule = GRAMMAR.find(({ pattern }) => pattern.test(key));
  const resolution = rule?.pattern.exec(key)?.[1];
  const base = resolution === undefined ? key : key.replace(new RegExp(`[_-]${resolution}`), '');
  const read = rule && { unit: rule.unit, cents: rule.cents, resolution, base };
  if (keysRead.size < MOST_KEYS_KEPT) keysRead.set(key, read);
  return read;
}

/** Whether a value can be taken for an amount of money. */
export function isReadableRate(value: string): boolean {
  return parseMoney(value.trim()) !== undefined;
}

function readTable(skus: Readonly<Record<string, string | null>>): SkuTable {
  const rates = new Map<string, SkuRate>();
  const families = new Map<string, { bare: SkuRate | undefined; byTier: Map<string, SkuRate> }>();
  const unknownSkus: string[] = [];
  for (const [sku, value] of Object.entries(skus)) {
    const key = sku.toLowerCase();
    const read = readKey(key);
    if (!read) {
      unknownSkus.push(sku);
      continue;
    }
    const { unit, cents, resolution, base } = read;
    const rateUsd = readRate(value, cents, unit);
    const rate = { sku, unit, rateUsd, rateText: rateUsd ? rateUsd.toFixed() : '' };
    rates.set(key, rate);
    const family = families.get(base) ?? { bare: undefined, byTier: new Map<string, SkuRate>() };
    families.set(base, family);
    if (resolution === undefined) family.bare = rate;
    else family.byTier.set(tierOf(resolution), rate);
  }
  const keys = [...rates.keys()];
  const ofClips = [...families.values()].filter((family) => isClipRate(family.bare ?? [...family.byTier.values()][0]));
  const resolutions = new Set(ofClips.flatMap(({ byTier }) => [...byTier.keys()]));
  return {
    rates,
    families,
    resolutions: [...resolutions],
    hasBareRate: resolutions.size === 0 || ofClips.some(({ bare }) => bare !== undefined),
    unknownSkus: unknownSkus.sort(),
    pricesAudio: keys.some((key) => key.includes('_audio')),
    pricesVideoInput: keys.some((key) => key.endsWith('_with_video_input')),
    pricesContinuation: keys.some((key) => key.includes('video_continuation')),
  };
}

/** A rate of the clip itself, not of what goes in or of the whole job. */
function isClipRate(rate: SkuRate | undefined): boolean {
  return rate?.unit === 'second' || rate?.unit === 'video_token' || rate?.unit === 'generation';
}

const CENT = new Big('0.01');
/** A rate of more than this many dollars a unit is taken for a mistake of the catalogue: unreadable, not a price. */
const LARGEST_RATE_USD = new Big(100_000);

/** A rate of 0 is believed for extras (images, a minimum) and not for the clip itself: no clip is free. */
function readRate(value: string | null, cents: boolean, unit: SkuUnit): Money | undefined {
  const amount = value === null ? undefined : parseMoney(value.trim());
  if (!amount || amount.gt(LARGEST_RATE_USD)) return undefined;
  if (amount.eq(0) && unit !== 'image' && unit !== 'minimum') return undefined;
  return cents ? amount.times(CENT) : amount;
}
