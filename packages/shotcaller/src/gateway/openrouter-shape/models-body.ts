import type { Catalog, VideoModel } from '@shotcaller/core';
import { wireModelOf } from '../../openrouter/wire-model.ts';
import type { ModelFields, ModelList } from './answers.ts';
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
