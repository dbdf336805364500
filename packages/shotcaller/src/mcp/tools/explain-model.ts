import { basisNoteSentence, basisText, modelNamed, type RankedModel, type Selection } from '@shotcaller/core';
import { z } from 'zod';
import { priceWithLinesView, rankedView, rejectedView, timeView, unknownView } from '../choice-views.ts';
import { readQuestion, understoodOf } from '../read-question.ts';
import { questionFields } from '../schemas/question.ts';
import { modelId, next, priceWithLines, reasons, time, understood, warnings } from '../schemas/values.ts';
import { defineTool } from '../tool.ts';

export const explainModel = defineTool({
  name: 'explain_model',
  title: 'Explain a model’s place',
  description:
    'Why one model has its place for a clip, or none: its price line by line, its time and quality with where these figures come from, or every rule that it breaks and the smallest change that would make it fit. Costs nothing.',
  annotations: { readOnlyHint: true, openWorldHint: true },
  input: z.strictObject({
    model: z.string().min(1).max(256).describe('A model id of list_models.'),
    ...questionFields,
  }),
  output: z.object({
    model: modelId,
    verdict: z.enum(['eligible', 'ineligible', 'unknown']),
    place: z.number().nullable().describe('1: the pick; null: not ranked.'),
    of: z.number().describe('How many are ranked.'),
    price: priceWithLines.nullable(),
    seconds: time.nullable(),
    facts: z.array(z.string()).describe('Where price, time and quality come from.'),
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
  if (verdict === 'eligible') return 'quote with this model prices it for a purchase.';
  if (verdict === 'unknown') {
    return 'The catalogue does not say whether it fits. Take another model, or ask the user whether to try it: quote with includeUnknown: true then takes it.';
  }
  return wouldFit === null
    ? 'No small change makes it fit. Take another model: select_model ranks those that fit.'
    : 'Change the requirements as wouldFit says, if the user agrees, or take another model.';
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
        : 'The price is that of the list, not yet confirmed by an invoice.',
      `Time: ${basisText(speed.basis)}.`,
      ...speed.basis.notes.map(basisNoteSentence),
      `Quality ${Math.round(quality.rating)}, between ${Math.round(quality.low)} and ${Math.round(quality.high)}: ${basisText(quality.basis)}.`,
      ...quality.basis.notes.map(basisNoteSentence),
      ...(tiedWith.length > 0 ? [`It is in a near tie with ${tiedWith.join(', ')}.`] : []),
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
