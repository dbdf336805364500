import { sensitivitySentences } from '@shotcaller/core';
import { z } from 'zod';
import { catalogView, nearestChanges, rankedView, rejectedView, unknownView } from '../choice-views.ts';
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
    .describe('Human votes, about 1150 to 1550, with the interval that most likely holds it.'),
  score: z.number(),
  scoreLow: z.number().describe('Worst-case score, which ranks it.'),
  tiedWith: z.array(modelId),
  beatenBy: modelId.nullable().describe('A model that is no worse on price, time and quality, and better on one.'),
  notes: z.array(z.string()),
});

export const selectModel = defineTool({
  name: 'select_model',
  title: 'Choose a video model',
  description:
    'Which model to take for a clip, and why: those that can make it, ranked by dollars for this very clip, measured seconds and human votes; and for each of the others why it cannot. Costs nothing. To buy, go on with quote.',
  annotations: { readOnlyHint: true, openWorldHint: true },
  page: 'ui://shotcaller/picker.html',
  input: z.strictObject({
    ...questionFields,
    most: z.number().int().min(1).max(100).exactOptional().describe('How many ranked models to list. Default 5.'),
  }),
  output: z.object({
    pick: modelId.nullable().describe('The best that fits; null: none fits.'),
    profile: z.string(),
    ranked: z.array(ranked).describe('The best first.'),
    furtherRanked: z.number().describe('How many more fit than are listed.'),
    rejected: z.array(rejected),
    unknown: z.array(unknownModel).describe('They may fit: the catalogue does not say. includeUnknown ranks them.'),
    advice: z.array(z.string()).describe('How firm the pick is, or what would have to change for one to fit.'),
    understood: understood.exactOptional(),
    catalog,
    warnings,
    next,
  }),
  async run(door, { most = 5, ...asked }) {
    const question = await readQuestion(door, asked);
    const selection = await door.parts.choice.select(question.brief);
    const { pick, profile, sensitivity } = selection;
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
        advice:
          pick === null ? [...nearestChanges(selection, 3)] : sensitivity ? [...sensitivitySentences(sensitivity)] : [],
        catalog: catalogView(selection),
        next:
          pick === null
            ? 'No model can make this clip. Ask the user which requirement may change, then call select_model again.'
            : 'Call quote with the same requirements (or sentence) and profile to get the price and a quoteId. Show the dollars to the user before generate_video.',
      },
    };
  },
});
