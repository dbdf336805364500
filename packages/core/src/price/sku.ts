import Big from 'big.js';
import type { VideoModel } from '../catalog/model.ts';
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

/** A model's price list, read once. */
export interface SkuTable {
  /** By lower-case key. */
  readonly rates: ReadonlyMap<string, SkuRate>;
  /** Resolution classes that have a key of their own, lower case, in catalogue order. */
  readonly resolutions: readonly string[];
  /** Keys outside the known grammar: they may or may not touch a job's price. */
  readonly unknownSkus: readonly string[];
  /** Whether sound changes the price of anything. */
  readonly pricesAudio: boolean;
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

const tables = new WeakMap<VideoModel, SkuTable>();

/** Reads a model's price keys by the grammar; the table is kept for as long as the model object lives. */
export function skuTable(model: VideoModel): SkuTable {
  const known = tables.get(model);
  if (known) return known;
  const table = readTable(model.pricingSkus ?? {});
  tables.set(model, table);
  return table;
}

/** Whether a price key is one that the grammar knows. */
export function isKnownSku(sku: string): boolean {
  const key = sku.toLowerCase();
  return GRAMMAR.some(({ pattern }) => pattern.test(key));
}

function readTable(skus: Readonly<Record<string, string | null>>): SkuTable {
  const rates = new Map<string, SkuRate>();
  const resolutions = new Set<string>();
  const unknownSkus: string[] = [];
  for (const [sku, value] of Object.entries(skus)) {
    const key = sku.toLowerCase();
    const rule = GRAMMAR.find(({ pattern }) => pattern.test(key));
    if (!rule) {
      unknownSkus.push(sku);
      continue;
    }
    const resolution = rule.pattern.exec(key)?.[1];
    if (resolution) resolutions.add(resolution);
    const rateUsd = readRate(value, rule.cents, rule.unit);
    rates.set(key, { sku, unit: rule.unit, rateUsd, rateText: rateUsd ? rateUsd.toFixed() : '' });
  }
  const pricesAudio = [...rates.keys()].some((key) => key.includes('_audio'));
  return { rates, resolutions: [...resolutions], unknownSkus: unknownSkus.sort(), pricesAudio };
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
