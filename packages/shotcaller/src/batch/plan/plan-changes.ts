import { dollars } from '@shotcaller/core';
import type { Choice } from '../../choice/choice.ts';
import { picoFromUsd } from '../../jobs/money/pico.ts';
import type { BatchPlan } from './batch-plan.ts';
import { requestSha256 } from './plan-batch.ts';

/** What is another now than when a plan was made. */
export type PlanChange = {
  /** It cannot be bought as planned. */
  readonly isInTheWay: boolean;
} & (
  | { readonly code: 'catalog'; readonly before: string | null; readonly after: string | null }
  | { readonly code: 'evidence'; readonly before: string; readonly after: string }
  | { readonly code: 'model_unfit'; readonly shot: string; readonly model: string }
  | { readonly code: 'price'; readonly shot: string; readonly before: string | null; readonly after: string | null }
  | { readonly code: 'request'; readonly shot: string; readonly model: string }
);

/** Holds a plan against the catalogue, the prices and the evidence of today. Buys nothing. */
export async function planChanges(plan: BatchPlan, choice: Choice): Promise<readonly PlanChange[]> {
  const { catalog, evidence } = await choice.ground();
  const changes: PlanChange[] = [];
  if (catalog.asOf !== plan.catalog.asOf) {
    changes.push({ code: 'catalog', isInTheWay: false, before: plan.catalog.asOf, after: catalog.asOf });
  }
  if (evidence.goalposts.version !== plan.evidence.version) {
    const after = evidence.goalposts.version;
    changes.push({ code: 'evidence', isInTheWay: false, before: plan.evidence.version, after });
  }
  for (const { shot, brief, outcome } of plan.clips) {
    if (outcome.kind !== 'to_buy') continue;
    const { model, price, requestSha256: planned } = outcome;
    // A catalogue that no longer lists the model is an answer here.
    const now = await choice.plan({ ...brief, model }).catch(() => null);
    if (now?.kind !== 'plan') {
      changes.push({ code: 'model_unfit', isInTheWay: true, shot, model });
      continue;
    }
    const [before, after] = [price.highUsd, now.price.highUsd];
    if (before !== after) {
      const isDearer = after === null || (before !== null && picoFromUsd(after) > picoFromUsd(before));
      changes.push({ code: 'price', isInTheWay: isDearer, shot, before, after });
    }
    if (planned !== null && requestSha256(now.body) !== planned) {
      changes.push({ code: 'request', isInTheWay: true, shot, model });
    }
  }
  return changes;
}

export function planChangeText(change: PlanChange): string {
  switch (change.code) {
    case 'catalog':
      return `The catalogue is of ${change.after ?? 'an unknown day'}; the plan was made with that of ${change.before ?? 'an unknown day'}.`;
    case 'evidence':
      return `The evidence is ${change.after}; the plan was made with ${change.before}.`;
    case 'model_unfit':
      return `${change.shot}: ${change.model} no longer fits, or is no longer listed.`;
    case 'price':
      return `${change.shot}: may cost up to ${usd(change.after)} now, ${usd(change.before)} when planned.`;
    case 'request':
      return `${change.shot}: the request to ${change.model} would be another one than planned.`;
    default:
      return change satisfies never;
  }
}

function usd(amount: string | null): string {
  return amount === null ? 'an unknown amount' : dollars(amount);
}
