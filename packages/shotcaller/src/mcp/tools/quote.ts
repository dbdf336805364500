import {
  type Brief,
  contradictionSentence,
  jobReasonSentence,
  neededInputText,
  type Plan,
  profileNameOf,
} from '@shotcaller/core';
import { z } from 'zod';
import { sealQuote } from '../../jobs/sealed-quote.ts';
import { budgetsOf } from '../budgets.ts';
import { timeView } from '../choice-views.ts';
import { planClip, planFields } from '../clip-plan.ts';
import type { Door } from '../door.ts';
import { readQuestion } from '../read-question.ts';
import { clipFields } from '../schemas/question.ts';
import { time, usd } from '../schemas/values.ts';
import { defineTool, ToolProblem } from '../tool.ts';

export const quote = defineTool({
  name: 'quote',
  title: 'Quote a clip',
  description:
    'Quotes the price of one clip, valid for 15 minutes: chooses the model (or takes the one you name), fixes the exact request and the most that it may cost, and returns a quoteId. Buys nothing. Show the user the model and highUsd. Once they agree, call generate_video with the quoteId.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({
    ...clipFields,
    withoutInputs: z
      .boolean()
      .exactOptional()
      .describe('Quote even if the sentence mentions a picture, video or sound that you did not pass. Default false.'),
  }),
  output: z.object({
    ...planFields,
    quoteId: z
      .string()
      .nullable()
      .describe('Pass it to generate_video. null: this clip cannot be bought; warnings and next say why.'),
    expiresAt: z.string().nullable().describe('ISO 8601.'),
    why: z.string(),
    seconds: time.nullable(),
    budgets: z
      .array(z.object({ limit: z.string(), limitUsd: usd, leftUsd: usd }))
      .describe('The spending limits in the configuration, and what is left of them.'),
    simulated: z.boolean().describe('true: clips come from the simulator, and no money is spent.'),
  }),
  async run(door, { model, withoutInputs = false, ...asked }) {
    const question = await readQuestion(door, asked, model);
    if (question.conflicts.length > 0) {
      throw new ToolProblem(
        'sentence_contradicts',
        `${question.conflicts.map(contradictionSentence).join(' ')} Nothing was quoted or bought.`,
        'Ask the user which one is meant and pass it in requirements.',
        { conflicts: question.conflicts },
      );
    }
    if (question.missing.length > 0 && !withoutInputs) {
      throw new ToolProblem(
        'input_missing',
        `You mentioned ${question.missing.map(neededInputText).join(' and ')}, and the requirements do not have it. Nothing was quoted or bought.`,
        'Ask the user for it and pass it in requirements, or call quote with withoutInputs: true.',
        { missing: [...question.missing] },
      );
    }
    const { brief } = question;
    const { simulated } = door;
    const { plan, why, view } = await planClip(door, question);
    if (!plan) {
      return {
        output: {
          ...view,
          quoteId: null,
          expiresAt: null,
          why,
          seconds: null,
          budgets: [],
          simulated,
          next: 'Ask the user which requirement may change, then quote again.',
        },
      };
    }
    const sealed = await seal(door, brief, plan);
    const { left, refusal } = await budgetsOf(door, brief.requirements.maxUsd, plan);
    return {
      output: {
        ...view,
        ...(typeof sealed === 'string'
          ? { quoteId: null, expiresAt: null, next: notSealedNext[sealed] }
          : {
              quoteId: sealed.id,
              expiresAt: sealed.expiresAt,
              next: refusal
                ? 'This clip is over a spending limit, so generate_video would be refused. Quote a cheaper clip, or ask the user to raise the limit.'
                : `Tell the user: ${plan.model}, up to $${plan.price.highUsd}. If they agree, call generate_video with this quoteId before it expires.`,
            }),
        why: whyOf(brief, plan),
        seconds: plan.expectedTime && timeView(plan.expectedTime),
        budgets: left.map(({ cap, limitUsd, leftUsd }) => ({ limit: cap, limitUsd, leftUsd })),
        simulated,
        warnings: [...view.warnings, ...(refusal ? [jobReasonSentence(refusal)] : [])],
      },
    };
  },
});

const notSealedNext = {
  price_unknown:
    'The most that this clip may cost is not known, so it cannot be bought here. Name another model, or ask the user.',
  request_refused:
    'The model would refuse this request, so it cannot be bought. Fix what the warnings name, then call quote again.',
};

async function seal(door: Door, brief: Brief, plan: Plan) {
  const { parts, caller, clock, newToken } = door;
  const asked = { service: parts.client.origin, owner: caller.owner, brief, plan };
  return sealQuote(await parts.ledger(), asked, { nowMs: clock.now(), newToken });
}

function whyOf(brief: Brief, { model, selection }: Plan): string {
  if (brief.model !== null) return `You named ${model}.`;
  const { length } = selection.ranked;
  return length > 1
    ? `${model} ranks first of ${length} models that fit, with the profile ${profileNameOf(brief)}.`
    : `${model} is the only model that fits.`;
}
