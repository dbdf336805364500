import { isDeepStrictEqual } from 'node:util';
import {
  type Brief,
  isClassWithin,
  isRange,
  isSecondsWithin,
  type NoPlan,
  type Plan,
  type PlanOptions,
  withCallback,
} from '@shotcaller/core';
import { JobFailure } from './job-failure.ts';
import { picoFromUsd } from './money/pico.ts';

/**
 * A plan that was made before, as it may be bought for an order: its request is the one that the order would send to that model, and its
 * upper price is no lower than ours of today. A plan travels through files and programs, and what is bought with it is booked as the order.
 *
 * @param planNow of what the order says
 * @returns no plan: the model cannot make it any more
 * @throws JobFailure `plan_of_another_order`
 */
export async function checkPlan(
  plan: Plan,
  { brief, service }: { readonly brief: Brief; readonly service: string },
  planNow: (brief: Brief, options: PlanOptions) => Promise<Plan | NoPlan>,
): Promise<Plan | NoPlan> {
  const refuse = (what: string) =>
    new JobFailure(
      'plan_of_another_order',
      `The plan ${what}. Nothing was bought. Make a plan for this order with preview, or leave it out.`,
      null,
    );
  if (plan.service !== undefined && plan.service !== service) {
    throw refuse(`was made for ${plan.service}, and this order goes to ${service}`);
  }
  const now = await planNow(unlimited(brief, plan), {});
  if (now.kind === 'no_plan') return now;
  if (now.model !== plan.model) throw refuse(`is one for ${plan.model}, and this order names ${now.model}`);
  if (!isSameRequest(now, plan)) {
    // What the order leaves open may be settled otherwise today: the plan settled it.
    const settled = await planNow(unlimited(settledBy(brief, plan), plan), {});
    if (settled.kind === 'no_plan' || !isSameRequest(settled, plan)) {
      throw refuse('has another request than this order would send, by its prompt, its clip or its pictures');
    }
    return withPriceOf(settled, plan);
  }
  return withPriceOf(now, plan);
}

/** On the model of the plan. What limits price, time and quality decides which model is chosen, and the plan has chosen. */
function unlimited({ requirements, ...brief }: Brief, { model }: Plan): Brief {
  const { maxUsd: _, maxSeconds: __, minQuality: ___, ...rest } = requirements;
  return { ...brief, model: brief.model ?? model, requirements: rest };
}

/** With what the plan says of all that the order leaves open, as far as the order allows it. */
function settledBy(brief: Brief, { clip }: Plan): Brief {
  const { requirements } = brief;
  const { durationSeconds, resolution, aspectRatio, audio } = clip;
  const { durationSeconds: seconds, resolution: wanted } = requirements;
  const isSized = clip.size !== undefined;
  const settlesClass = wanted === undefined || (isRange(wanted) && isClassWithin(resolution ?? '', wanted));
  return {
    ...brief,
    requirements: {
      ...requirements,
      ...(durationSeconds !== undefined && isSecondsWithin(durationSeconds, seconds) && { durationSeconds }),
      ...(resolution !== undefined && settlesClass && !isSized && { resolution }),
      ...(aspectRatio !== undefined && requirements.aspectRatio === undefined && !isSized && { aspectRatio }),
      ...(audio !== undefined && (requirements.audio === undefined || requirements.audio === 'any') && { audio }),
    },
  };
}

function isSameRequest(one: Plan, other: Plan): boolean {
  return isDeepStrictEqual(requestOf(one), requestOf(other));
}

/** As it is after a way through a file, and without the address that each order gets for itself. */
function requestOf({ body }: Plan): unknown {
  return JSON.parse(JSON.stringify(withCallback(body, undefined)));
}

/** The plan with the higher of both upper prices; one that nobody knows is the highest. */
function withPriceOf({ price: ours }: Plan, plan: Plan): Plan {
  const { highUsd } = plan.price;
  if (highUsd === null) return plan;
  const isLow = ours.highUsd === null || picoFromUsd(highUsd) < picoFromUsd(ours.highUsd);
  return isLow ? { ...plan, price: ours } : plan;
}
