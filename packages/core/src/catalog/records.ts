import type { CatalogRecord } from '../data/catalog.ts';
import type { Catalog, VideoModel } from './model.ts';

/**
 * A catalogue in the form of `GET /videos/models`, which `parseCatalog` reads to equal models: to save one and compare with it later.
 * Fields that are not stated are left out.
 */
export function catalogRecords({ models }: Catalog): readonly CatalogRecord[] {
  return models.map((model) =>
    Object.fromEntries(Object.entries(catalogRecord(model)).filter(([, value]) => value !== null)),
  );
}

/**
 * A record as it was served. One in the words of this library, as `models --json` prints it, is put back into those of the API: read as it
 * stands it would be a model without prices, lengths and classes.
 */
export function asServed(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isOurs = 'pricingSkus' in record || 'durationsSeconds' in record || 'canonicalSlug' in record;
  const isServed = Object.keys(catalogRecord(record as unknown as VideoModel)).some(
    (name) => name.includes('_') && name in record,
  );
  return isOurs && !isServed ? catalogRecord(record as unknown as VideoModel) : record;
}

/** One model in that form, `null` for what is not stated. */
export function catalogRecord(model: VideoModel) {
  return {
    id: model.id,
    canonical_slug: model.canonicalSlug,
    name: model.name,
    created: model.createdUnixSeconds,
    supported_resolutions: model.resolutions,
    supported_aspect_ratios: model.aspectRatios,
    supported_sizes: model.sizes,
    supported_durations: model.durationsSeconds,
    supported_frame_images: model.frameTypes,
    upscale_factor: model.upscaleFactor,
    creativity: model.creativity,
    generate_audio: model.generateAudio,
    seed: model.seed,
    pricing_skus: model.pricingSkus,
    allowed_passthrough_parameters: model.passthroughParameters,
    ...model.unknownFields,
  };
}
