import { sensitivitySentences } from '@shotcaller/core';
import { z } from 'zod';
import { catalogView, noModelView, rankedView, rejectedView, unknownView } from '../choice-views.ts';
import { readQuestion, understoodOf } from '../read-question.ts';
import { questionFields } from '../schemas/question.ts';
import {
  catalog,
  modelId,
  next,
  price,
  rejected,
  time,
  understood,
  unknownModel,
  warnings,
} from '../schemas/values.ts';
import { defineTool } from '../tool.ts';

const ranked = z.object({
  model: modelId,
  price,
  seconds: time,
  quality: z
    .object({ rating: z.number(), low: z.number(), high: z.number() })
    .describe('Quality from human votes, about 1150 to 1550. The true value is most likely between low and high.'),
  score: z.number(),
  scoreLow: z.number().describe('Worst-case score. Models are ranked by it.'),
  tiedWith: z.array(modelId),
  beatenBy: modelId
    .nullable()
    .describe('A model that is at least as good on price, time and quality, and better on one of them.'),
  notes: z.array(z.string()),
});

export const selectModel = defineTool({
  name: 'select_model',
  title: 'Choose a video model',
  description:
    'Recommends a model for a clip, and says why. It ranks the models that can make the clip by its price in dollars, measured time and human votes, and says for every other model why it cannot. Costs nothing. To buy, continue with quote.',
  annotations: { readOnlyHint: true, openWorldHint: true },
  page: 'ui://shotcaller/picker.html',
  input: z.strictObject({
    ...questionFields,
    most: z.number().int().min(1).max(100).exactOptional().describe('How many ranked models to list. Default 5.'),
  }),
  output: z.object({
    pick: modelId.nullable().describe('The best model that fits; null: no model fits.'),
    profile: z.string(),
    ranked: z.array(ranked).describe('Models that fit, best first.'),
    furtherRanked: z.number().describe('How many more models fit than are listed.'),
    rejected: z.array(rejected),
    unknown: z
      .array(unknownModel)
      .describe('Models that may fit: the catalogue does not say. Pass includeUnknown to rank them.'),
    advice: z.array(z.string()).describe('How stable the pick is; or, if no model fits, what would have to change.'),
    understood: understood.exactOptional(),
    catalog,
    warnings,
    next,
  }),
  async run(door, { most = 5, ...asked }) {
    const question = await readQuestion(door, asked);
    const selection = await door.parts.choice.select(question.brief);
    const { pick, profile, sensitivity } = selection;
    const { why, ways } = noModelView(selection, question.brief);
    return {
      output: {
        warnings: [],
        ...understoodOf(question),
        pick,
        profile: profile.name,
        ranked: selection.ranked.slice(0, most).map(rankedView),
        furtherRanked: Math.max(0, selection.ranked.length - most),
        rejected: selection.rejected.map(rejectedView),
        unknown: selection.unknown.map(unknownView),
        advice: pick === null ? [...ways] : sensitivity ? [...sensitivitySentences(sensitivity)] : [],
        catalog: catalogView(selection),
        next:
          pick === null
            ? `${why} Ask the user which requirement may change, then call select_model again.`
            : 'Call quote with the same requirements (or sentence) and profile to get the price and a quoteId. Show the dollars to the user before generate_video.',
      },
    };
  },
});
