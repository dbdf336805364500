import type { Price } from '@shotcaller/core';
import type { ExpectedTime, RequestedClip } from '../jobs/job.ts';

/** One model, the exact request for it, and what it is expected to cost and to take. */
export interface Plan {
  readonly kind: 'plan';
  readonly model: string;
  /** The request body as it will be sent. */
  readonly body: unknown;
  readonly price: Price;
  readonly clip: RequestedClip;
  readonly expectedTime: ExpectedTime | null;
}

/** No model can do it, and why: an answer, not an error. */
export interface NoPlan {
  readonly kind: 'no_plan';
  /** What the caller shows: the selection with everybody's reasons. */
  readonly selection: unknown;
}

export interface PlanQuestion {
  /** Models that were tried already. */
  readonly exclude: readonly string[];
  /** What is left of the total cap, in dollars. */
  readonly budgetUsd?: string;
  /** Address for the webhook, the correlation token in it. */
  readonly callbackUrl?: string;
  readonly signal?: AbortSignal;
}

/** Chooses a model and builds its request, anew for every attempt, never changing a requirement. */
export type Planner = (question: PlanQuestion) => Promise<Plan | NoPlan>;
