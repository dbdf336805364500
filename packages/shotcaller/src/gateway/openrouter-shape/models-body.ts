import type { Catalog, VideoModel } from '@shotcaller/core';
import type { ListedModel, ModelFields, ModelList } from './answers.ts';
import { autoModels } from './auto.ts';

/** The models list: the autos first, with the union of what the models can, then every model as served. */
export function modelsBody({ models }: Catalog, allowed?: readonly string[]): ModelList {
  const shown = allowed ? models.filter(({ id }) => allowed.includes(id)) : models;
  const union = unionOf(shown);
  return {
    data: [
      ...autoModels.map(({ id, name, says }) => ({ id, canonical_slug: id, name, description: says, ...union })),
      ...shown.map(wireModelOf),
    ],
  };
}

function wireModelOf(model: VideoModel): ListedModel {
  const { description } = model.unknownFields;
  return {
    id: model.id,
    canonical_slug: model.canonicalSlug ?? model.id,
    name: model.name,
    created: model.createdUnixSeconds ?? 0,
    ...model.unknownFields,
    description: typeof description === 'string' ? description : '',
    supported_resolutions: model.resolutions,
    supported_aspect_ratios: model.aspectRatios,
    supported_sizes: model.sizes,
    supported_durations: model.durationsSeconds,
    supported_frame_images: model.frameTypes,
    upscale_factor: model.upscaleFactor,
    creativity: model.creativity,
    generate_audio: model.generateAudio,
    seed: model.seed,
    pricing_skus: model.pricingSkus && withoutNull(model.pricingSkus),
    allowed_passthrough_parameters: model.passthroughParameters ?? [],
  };
}

/** What at least one of the models can. An auto has no price list: the quote stands in the answer. */
function unionOf(models: readonly VideoModel[]): Omit<ModelFields, 'id' | 'canonical_slug' | 'name' | 'description'> {
  const words = (read: (model: VideoModel) => readonly string[] | null) =>
    distinct(models.flatMap((model) => read(model) ?? []));
  const created = Math.max(0, ...models.map(({ createdUnixSeconds }) => createdUnixSeconds ?? 0));
  const durations = [...new Set(models.flatMap(({ durationsSeconds }) => durationsSeconds ?? []))].sort(
    (a, b) => a - b,
  );
  return {
    created,
    supported_resolutions: words(({ resolutions }) => resolutions),
    supported_aspect_ratios: words(({ aspectRatios }) => aspectRatios),
    supported_sizes: words(({ sizes }) => sizes),
    supported_durations: durations,
    supported_frame_images: words(({ frameTypes }) => frameTypes),
    upscale_factor: null,
    creativity: null,
    generate_audio: models.some(({ generateAudio }) => generateAudio === true),
    seed: models.some(({ seed }) => seed === true),
    pricing_skus: null,
    allowed_passthrough_parameters: words(({ passthroughParameters }) => passthroughParameters),
  };
}

/** In the order of first mention, one spelling of each. */
function distinct(words: readonly string[]): readonly string[] {
  return [...new Map(words.map((word) => [word.toLowerCase(), word] as const)).values()];
}

function withoutNull(record: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== null));
}
