import { type Plan, requestFindingSentence } from '@shotcaller/core';
import { z } from 'zod';
import { withoutData } from '../files/without-data.ts';
import { noModelView, priceWithLinesView, rejectedView } from './choice-views.ts';
import type { Door } from './door.ts';
import { type ReadQuestion, understoodOf } from './read-question.ts';
import { modelId, next, priceWithLines, rejected, understood, warnings } from './schemas/values.ts';

/** What every answer about one clip says of its plan. */
export const planFields = {
  model: modelId.nullable().describe('The model that would be used; null: no model fits.'),
  price: priceWithLines.nullable(),
  request: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('The request body. Long data: URLs are shortened here.'),
  rejected: z.array(rejected).describe('If no model fits: each model and why.'),
  understood: understood.exactOptional(),
  warnings,
  next,
};

/** What would be bought for a question, with what is wrong with its pictures, and what an agent is told of it. `plan` is `null`: no model fits. */
export async function planClip({ parts, caller }: Door, question: ReadQuestion) {
  const { brief } = question;
  const planned = await parts.choice.plan(brief);
  const { warnings: read = [], ...understoodPart } = understoodOf(question);
  if (planned.kind === 'no_plan') {
    const { selection } = planned;
    const { why, ways } = noModelView(selection, brief);
    const view = {
      ...understoodPart,
      model: null,
      price: null,
      request: null,
      rejected: selection.rejected.map(rejectedView),
      warnings: [...read, ...ways],
    };
    return { plan: null, why, view };
  }
  const ofPictures = await parts.lookAtPictures(brief.requirements, caller.owner);
  const plan: Plan = { ...planned, findings: [...planned.findings, ...ofPictures] };
  const view = {
    ...understoodPart,
    model: plan.model,
    price: priceWithLinesView(plan.price),
    request: withoutData(plan.body) as Record<string, unknown>,
    rejected: [],
    warnings: [...read, ...plan.findings.map(requestFindingSentence)],
  };
  return { plan, why: null, view };
}
