import type { NoPlan, Plan, PlanOptions } from '@shotcaller/core';
import { sha256Of } from '../../disk/sha256-of.ts';
import { isoOf } from '../../iso-time.ts';
import type { Attempt, Job, JobOptions } from '../job.ts';
import { attemptId } from '../job-ids.ts';
import { picoFromUsd, usdFromPico } from '../money/pico.ts';
import type { StepContext } from './step-context.ts';

export interface PlanSettings {
  readonly plan: (brief: Job['brief'], options: PlanOptions) => Promise<Plan | NoPlan>;
  /** Random and unguessable: the correlation token. */
  readonly newToken: () => string;
  /** Base of the webhook address; the correlation token is added to its query. */
  readonly callbackUrl?: string;
}

/** With the webhook address of the job, where it brought one. */
export function planSettingsOf<Settings extends PlanSettings>(
  settings: Settings,
  { callbackUrl }: JobOptions,
): Settings {
  return callbackUrl === undefined ? settings : { ...settings, callbackUrl };
}

/** A plan with the token that its request carries. */
export interface TokenPlan {
  readonly plan: Plan;
  readonly token: string;
}

/**
 * Plans and records the next attempt of a job, from what the job itself carries. `undefined`: no model is left, the money is spent, what
 * is left to buy is dearer than what was confirmed, or somebody else recorded the attempt first.
 */
export async function takePlanStep(
  context: StepContext,
  settings: PlanSettings,
  job: Job,
  attempts: readonly Attempt[],
  exclude: readonly string[],
): Promise<Attempt | undefined> {
  const { maxUsd } = job.options;
  const left = maxUsd === undefined ? undefined : picoFromUsd(maxUsd) - (await spentPico(context, job.id));
  if (left !== undefined && left <= 0n) return undefined;
  const planned = await planWithToken(planSettingsOf(settings, job.options), job.brief, {
    exclude,
    ...(left !== undefined && { budgetUsd: usdFromPico(left) }),
  });
  await context.checkpoint('fallback:planned');
  if (!('token' in planned) || !isConfirmed(planned.plan, job.options.confirmUsd)) return undefined;
  const number = attempts.length + 1;
  const body = JSON.stringify(planned.plan.body);
  const attempt = newAttempt(context, planned, body, { id: attemptId(job.id, number), jobId: job.id, number });
  if (!(await context.ledger.addAttempt(attempt, body))) return undefined;
  const from = attempts.at(-1);
  if (from) context.tell({ kind: 'fallback', jobId: job.id, from, model: attempt.model });
  return attempt;
}

export async function planWithToken(
  { plan, newToken, callbackUrl }: PlanSettings,
  brief: Job['brief'],
  options: PlanOptions,
): Promise<TokenPlan | NoPlan> {
  const token = newToken();
  const answer = await plan(brief, {
    ...options,
    ...(callbackUrl !== undefined && { callbackUrl: withToken(callbackUrl, token) }),
  });
  return answer.kind === 'plan' ? { plan: answer, token } : answer;
}

/** Whether the upper price of a plan is within what was confirmed. Nothing to confirm: yes. */
export function isConfirmed({ price: { highUsd } }: Pick<Plan, 'price'>, confirmUsd: string | undefined): boolean {
  if (confirmUsd === undefined) return true;
  return highUsd !== null && picoFromUsd(highUsd) <= picoFromUsd(confirmUsd);
}

/** A planned attempt, held by this process. */
export function newAttempt(
  context: Pick<StepContext, 'clock' | 'worker' | 'leaseMs' | 'service'>,
  { plan: { model, price, clip, expectedTime }, token }: TokenPlan,
  body: string,
  { id, jobId, number }: Pick<Attempt, 'id' | 'jobId' | 'number'>,
): Attempt {
  const nowMs = context.clock.now();
  return {
    id,
    jobId,
    number,
    state: 'planned',
    version: 1,
    worker: context.worker,
    leaseUntil: isoOf(nowMs + context.leaseMs),
    nextAt: null,
    deadlineAt: null,
    service: context.service,
    model,
    correlationToken: token,
    requestHash: sha256Of(body),
    price,
    clip,
    expectedTime,
    remoteId: null,
    pollingUrl: null,
    remoteStatus: null,
    submitTries: 0,
    polls: 0,
    pollErrors: 0,
    downloadTries: 0,
    createdAt: isoOf(nowMs),
    submittedAt: null,
    lastPendingAt: null,
    completedAt: null,
    endedAt: null,
    contentUrls: [],
    target: null,
    file: null,
    billedUsd: null,
    billKnown: null,
    billDoubt: null,
    reason: null,
    budgetDay: null,
  };
}

/** Name of the query parameter that carries the correlation token. */
export const tokenParameter = 'shotcaller';

export function withToken(callbackUrl: string, token: string): string {
  const url = new URL(callbackUrl);
  url.searchParams.set(tokenParameter, token);
  return url.href;
}

async function spentPico({ ledger, service }: StepContext, jobId: string): Promise<bigint> {
  return ledger.bookedPico({ service, jobId });
}
