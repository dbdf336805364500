import { catalogRecord, type VideoModel } from '@shotcaller/core';

/** A model as `GET /videos/models` lists it. */
export type WireModelRecord = {
  readonly id: string;
  readonly canonical_slug: string;
  readonly name: string;
  readonly description: string;
  /** Unix seconds. */
  readonly created: number;
  readonly supported_resolutions: readonly string[] | null;
  readonly supported_aspect_ratios: readonly string[] | null;
  readonly supported_sizes: readonly string[] | null;
  readonly supported_durations: readonly number[] | null;
  readonly supported_frame_images: readonly string[] | null;
  readonly upscale_factor: { readonly min: number; readonly max: number } | null;
  readonly creativity: readonly number[] | null;
  readonly generate_audio: boolean | null;
  readonly seed: boolean | null;
  readonly pricing_skus: Readonly<Record<string, string>> | null;
  readonly allowed_passthrough_parameters: readonly string[];
};

/** A parsed model as the record that it was read from. A price that could not be read is left out. */
export function wireModelOf(model: VideoModel): WireModelRecord {
  const { description } = model.unknownFields;
  return {
    ...catalogRecord(model),
    canonical_slug: model.canonicalSlug ?? model.id,
    created: model.createdUnixSeconds ?? 0,
    description: typeof description === 'string' ? description : '',
    pricing_skus: model.pricingSkus && withoutNull(model.pricingSkus),
    allowed_passthrough_parameters: model.passthroughParameters ?? [],
  };
}

function withoutNull(record: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== null));
}
