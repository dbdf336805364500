import { dollars, type Plan } from '@shotcaller/core';
import type { Choice } from '../../choice/choice.ts';
import { picoFromUsd } from '../../jobs/money/pico.ts';
import type { BatchPlan, ClipToBuy } from './batch-plan.ts';
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
    const { model, price } = outcome;
    // A catalogue that no longer lists the model is an answer here.
    const now = await choice.plan({ ...brief, model }).catch(() => null);
    if (now?.kind !== 'plan') {
      changes.push({ code: 'model_unfit', isInTheWay: true, shot, model });
      continue;
    }
    const [before, after] = [price.highUsd, now.price.highUsd];
    if (before !== after) {
      changes.push({ code: 'price', isInTheWay: isDearer(before, after), shot, before, after });
    }
    if (isOtherRequest(now, outcome)) {
      changes.push({ code: 'request', isInTheWay: true, shot, model });
    }
  }
  return changes;
}

/** Why a clip must not be bought as planned: it would cost more, or be another request. `null`: it is what was planned. */
export function changeOfClip(now: Plan, planned: ClipToBuy): 'price' | 'request' | null {
  if (isDearer(planned.price.highUsd, now.price.highUsd)) return 'price';
  return isOtherRequest(now, planned) ? 'request' : null;
}

function isDearer(before: string | null, after: string | null): boolean {
  if (after === null) return before !== null;
  return before !== null && picoFromUsd(after) > picoFromUsd(before);
}

function isOtherRequest({ body }: Plan, { requestSha256: planned }: ClipToBuy): boolean {
  return planned !== null && requestSha256(body) !== planned;
}

export function planChangeText(change: PlanChange): string {
  switch (change.code) {
    case 'catalog':
      return `The catalogue is now the one of ${change.after ?? 'an unknown day'}; the plan used the one of ${change.before ?? 'an unknown day'}.`;
    case 'evidence':
      return `The evidence is now ${change.after}; the plan used ${change.before}.`;
    case 'model_unfit':
      return `${change.shot}: ${change.model} no longer fits, or is no longer listed.`;
    case 'price':
      return `${change.shot}: may now cost up to ${usd(change.after)}; the plan said ${usd(change.before)}.`;
    case 'request':
      return `${change.shot}: the request to ${change.model} would differ from the plan.`;
    default:
      return change satisfies never;
  }
}

function usd(amount: string | null): string {
  return amount === null ? 'an unknown amount' : dollars(amount);
}
