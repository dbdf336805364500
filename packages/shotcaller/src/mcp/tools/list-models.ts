import { makesSound, type VideoModel } from '@shotcaller/core';
import { z } from 'zod';
import { catalog, modelId, next } from '../schemas/values.ts';
import { defineTool } from '../tool.ts';

const strings = z.array(z.string()).nullable();

const modelEntry = z.object({
  model: modelId,
  name: z.string(),
  durationsSeconds: z.array(z.number()).nullable(),
  resolutions: strings,
  aspectRatios: strings,
  sizes: strings,
  frames: strings.describe('The pictures that the model accepts: first_frame to start from, last_frame to end on.'),
  canMakeSound: z.boolean().nullable(),
  takesSeed: z.boolean().nullable(),
  passthrough: strings.describe('Provider parameters that the model accepts.'),
  upscaleFactor: z.object({ min: z.number(), max: z.number() }).nullable(),
});

export const listModels = defineTool({
  name: 'list_models',
  title: 'List video models',
  description:
    'Lists what each video model in the catalogue can do. null means that the catalogue does not state it; it never means "no". To choose a model, use select_model, which also compares price, time and quality. Costs nothing.',
  annotations: { readOnlyHint: true, openWorldHint: true },
  input: z.strictObject({
    search: z.string().max(200).exactOptional().describe('List only models whose id or name contains this text.'),
  }),
  output: z.object({ catalog, models: z.array(modelEntry), next }),
  async run({ parts, caller }, { search = '' }) {
    const { catalog: list } = await parts.choice.ground();
    const wanted = search.toLowerCase();
    const models = list.models
      .filter(({ id }) => caller.models?.includes(id) ?? true)
      .filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted));
    return {
      output: {
        catalog: { source: list.source, asOf: list.asOf, models: list.models.length },
        models: models.map(viewOf),
        next:
          models.length === 0
            ? 'No id or name contains this text. Call list_models without search.'
            : 'To rank the models that can make a clip, call select_model. To get a price for one clip, call quote.',
      },
    };
  },
});

function viewOf(model: VideoModel): z.input<typeof modelEntry> {
  const copy = <Value>(values: readonly Value[] | null) => (values === null ? null : [...values]);
  return {
    model: model.id,
    name: model.name,
    durationsSeconds: copy(model.durationsSeconds),
    resolutions: copy(model.resolutions),
    aspectRatios: copy(model.aspectRatios),
    sizes: copy(model.sizes),
    frames: copy(model.frameTypes),
    canMakeSound: makesSound(model),
    takesSeed: model.seed,
    passthrough: copy(model.passthroughParameters),
    upscaleFactor: model.upscaleFactor,
  };
}
