import { basisNoteSentence, basisText, modelNamed, type RankedModel, type Selection } from '@shotcaller/core';
import { z } from 'zod';
import { priceWithLinesView, rankedView, rejectedView, timeView, unknownView } from '../choice-views.ts';
import { readQuestion, understoodOf } from '../read-question.ts';
import { furtherQuestionFields } from '../schemas/question.ts';
import { modelId, next, priceWithLines, reasons, time, understood, warnings } from '../schemas/values.ts';
import { defineTool } from '../tool.ts';

export const explainModel = defineTool({
  name: 'explain_model',
  title: 'Explain the rank of a model',
  description:
    'Explains how one model ranks for a clip, and why: its price line by line, and its time and quality with their sources. If the model does not fit, it lists every requirement that the model cannot meet and the smallest change that would make it fit. Costs nothing.',
  annotations: { readOnlyHint: true, openWorldHint: true },
  input: z.strictObject({
    model: z.string().min(1).max(256).describe('A model id from list_models.'),
    ...furtherQuestionFields,
  }),
  output: z.object({
    model: modelId,
    verdict: z.enum(['eligible', 'ineligible', 'unknown']),
    place: z.number().nullable().describe('Rank of the model. 1: the pick; null: not ranked.'),
    of: z.number().describe('How many models are ranked.'),
    price: priceWithLines.nullable(),
    seconds: time.nullable(),
    facts: z.array(z.string()).describe('The sources of price, time and quality.'),
    reasons,
    wouldFit: z.string().nullable(),
    understood: understood.exactOptional(),
    warnings,
    next,
  }),
  async run(door, { model: name, ...asked }) {
    const question = await readQuestion(door, asked);
    const { catalog } = await door.parts.choice.ground();
    const { id } = modelNamed(catalog, name);
    const selection = await door.parts.choice.select(question.brief);
    const place = selection.ranked.findIndex(({ model }) => model === id);
    const entry = selection.ranked[place];
    const facts = entry ? rankedFacts(entry) : openFacts(selection, id);
    return {
      output: {
        warnings: [],
        ...understoodOf(question),
        model: id,
        place: entry ? place + 1 : null,
        of: selection.ranked.length,
        ...facts,
        next: nextOf(facts),
      },
    };
  },
});

function nextOf({ verdict, wouldFit }: { readonly verdict: string; readonly wouldFit: string | null }): string {
  if (verdict === 'eligible') return 'To buy the clip with this model, call quote with it.';
  if (verdict === 'unknown') {
    return 'The catalogue does not say whether this model fits. Use another model, or ask the user whether to try it anyway: then call quote with includeUnknown: true.';
  }
  return wouldFit === null
    ? 'No small change makes this model fit. Use another model: select_model ranks those that fit.'
    : 'If the user agrees, change the requirements as wouldFit says; otherwise use another model.';
}

function rankedFacts(entry: RankedModel) {
  const { price, speed, quality } = entry;
  const { tiedWith, beatenBy, notes } = rankedView(entry);
  return {
    verdict: 'eligible' as const,
    price: priceWithLinesView(price),
    seconds: timeView(speed),
    facts: [
      price.confirmedByBill
        ? 'The price is confirmed by a real invoice.'
        : 'The price is the list price; no invoice has confirmed it yet.',
      `Time: ${basisText(speed.basis)}.`,
      ...speed.basis.notes.map(basisNoteSentence),
      `Quality ${Math.round(quality.rating)}, between ${Math.round(quality.low)} and ${Math.round(quality.high)}: ${basisText(quality.basis)}.`,
      ...quality.basis.notes.map(basisNoteSentence),
      ...(tiedWith.length > 0 ? [`It is nearly tied with ${tiedWith.join(', ')}.`] : []),
      ...(beatenBy === null ? [] : [`${beatenBy} is no worse on price, time and quality, and better on at least one.`]),
      ...notes,
    ],
    reasons: [],
    wouldFit: null,
  };
}

function openFacts({ rejected, unknown }: Selection, id: string) {
  const refused = rejected.find(({ model }) => model === id);
  const open = unknown.find(({ model }) => model === id);
  return {
    verdict: refused ? ('ineligible' as const) : ('unknown' as const),
    price: null,
    seconds: null,
    facts: [],
    reasons: refused ? rejectedView(refused).reasons : open ? unknownView(open).reasons : [],
    wouldFit: refused ? rejectedView(refused).wouldFit : null,
  };
}
