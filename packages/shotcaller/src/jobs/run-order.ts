import { createHash } from 'node:crypto';
import type { NoPlan, Plan, Planner } from '../choice/plan.ts';
import { targetProblem } from '../files/target.ts';
import type { InProcessEngine } from './engines/in-process.ts';
import type { Attempt, Job, JobOptions } from './job.ts';
import { JobFailure } from './job-failure.ts';
import { type JobResult, resultOf } from './job-result.ts';
import { picoFromUsd, usdFromPico } from './money/pico.ts';
import { type CarrySettings, carryAttempt } from './steps/carry-job.ts';
import { isoOf, moveAttempt } from './steps/move.ts';
import { nextAttempt } from './steps/next-attempt.ts';
import type { StepContext } from './steps/step-context.ts';
import type { TakeTurn } from './turns.ts';

export interface JobInput {
  readonly requirements: unknown;
  readonly options: JobOptions;
  /** Dedupe key: a repeated order returns the first one. */
  readonly key?: string;
}

export interface RunSettings {
  readonly planner: Planner;
  readonly carry: CarrySettings;
  readonly engine: InProcessEngine;
  /** Random and unguessable; called for orders and correlation tokens. */
  readonly newId: (kind: 'order' | 'token') => string;
  /** Base of the webhook address; the correlation token is added to its query. */
  readonly callbackUrl?: string;
  /** Asked before money is reserved; `false` buys nothing. */
  readonly confirm?: (plan: Plan, number: number) => boolean | Promise<boolean>;
  /** Come back as soon as the submit is through. */
  readonly onlySubmit?: boolean;
  /** Bounds how many orders are planned and recorded at once. */
  readonly takeTurnToOpen: TakeTurn;
  readonly signal?: AbortSignal;
}

export type RunAnswer =
  | { readonly kind: 'job'; readonly attempt: JobResult; readonly repeated: boolean; readonly detached: boolean }
  | { readonly kind: 'no_plan'; readonly selection: unknown }
  | { readonly kind: 'not_confirmed'; readonly plan: Plan };

/** Plans, records, buys and watches one order, falling back as its options allow. */
export async function runJob(context: StepContext, settings: RunSettings, input: JobInput): Promise<RunAnswer> {
  const { store, checkpoint } = context;
  const fingerprint = hashOf(JSON.stringify([input.requirements, input.options]));
  await checkpoint('run:start');
  const known = input.key === undefined ? undefined : await store.jobByKey(input.key);
  if (known) return carryJob(context, settings, sameJob(known, fingerprint), true);

  const opened = await settings.takeTurnToOpen(() => openJob(context, settings, input, fingerprint));
  if (opened.kind !== 'order') return opened;
  await checkpoint('run:recorded');
  return carryJob(
    context,
    settings,
    opened.created ? opened.job : sameJob(opened.job, fingerprint),
    !opened.created,
  );
}

async function openJob(context: StepContext, settings: RunSettings, input: JobInput, fingerprint: string) {
  const { options } = input;
  const unusable = targetProblem(options.output, settings.carry.watch.filesFolder);
  if (unusable) {
    const { path, problem } = unusable;
    throw new JobFailure(
      'output_unusable',
      `${path} ${problem}, so no clip can be put there. Nothing was bought. Choose another place for it.`,
      null,
    );
  }
  const planned = await plan(settings, [], settings.newId('token'), options.maxUsd);
  await context.checkpoint('run:planned');
  if (planned.kind === 'no_plan') return planned;
  if (!(await isConfirmed(settings, planned.plan, 1))) return { kind: 'not_confirmed', plan: planned.plan } as const;
  const createdAt = isoOf(context.clock.now());
  const id = settings.newId('order');
  const job: Job = {
    id,
    key: input.key ?? null,
    fingerprint,
    requirements: input.requirements,
    options,
    createdAt,
    concludedAt: null,
  };
  const body = JSON.stringify(planned.plan.body);
  const attempt = newAttempt(context, planned, body, { id, jobId: id, number: 1 });
  return { kind: 'order', ...(await context.store.createJob({ job, attempt, body })) } as const;
}

/** Brings an order as far as it goes from wherever it stands. */
async function carryJob(
  context: StepContext,
  settings: RunSettings,
  job: Job,
  repeated: boolean,
): Promise<RunAnswer> {
  const { store, checkpoint } = context;
  const { engine, signal, onlySubmit = false } = settings;
  for (;;) {
    const attempts = await store.attemptsOfJob(job.id);
    const answer = (detached: boolean): RunAnswer => ({ kind: 'job', attempt: resultOf(job, attempts), repeated, detached });
    const last = attempts.at(-1);
    if (job.concludedAt !== null || !last) return answer(false);

    if (!isAtRest(last) && !(onlySubmit && last.remoteId !== null)) {
      try {
        const takeSteps = (id: string, abort: AbortSignal) =>
          carryAttempt(context, settings.carry, id, abort, { onlySubmit });
        await engine.carry(last.id, takeSteps, signal && { signal });
      } catch (error) {
        if (!signal?.aborted) throw error;
        await letGo(context, last.id);
        return { kind: 'job', attempt: resultOf(job, await store.attemptsOfJob(job.id)), repeated, detached: true };
      }
      await checkpoint('run:carried');
      if (onlySubmit) {
        const after = await store.attemptsOfJob(job.id);
        const now = after.at(-1);
        if (now && now.remoteId !== null && !isAtRest(now)) {
          await letGo(context, now.id);
          return { kind: 'job', attempt: resultOf(job, await store.attemptsOfJob(job.id)), repeated, detached: false };
        }
      }
      continue;
    }

    const next = nextAttempt(attempts, job.options);
    if (next.kind === 'stop') return answer(false);
    const further = next.kind === 'plan' ? await planFurther(context, settings, job, attempts, next.exclude) : false;
    if (!further) {
      await store.concludeJob(job.id, isoOf(context.clock.now()));
      return answer(false);
    }
    await checkpoint('run:further_attempt');
  }
}

function isAtRest({ state }: Attempt): boolean {
  return !['planned', 'reserved', 'submitting', 'submitted', 'running', 'downloading'].includes(state);
}

/** Records the next attempt; `false` when there is nobody left to try. */
async function planFurther(
  context: StepContext,
  settings: RunSettings,
  job: Job,
  attempts: readonly Attempt[],
  exclude: readonly string[],
): Promise<boolean> {
  const spent = await spentUsd(context, job.id);
  const left = job.options.maxUsd === undefined ? undefined : picoFromUsd(job.options.maxUsd) - spent;
  if (left !== undefined && left <= 0n) return false;
  const planned = await plan(
    settings,
    exclude,
    settings.newId('token'),
    left === undefined ? undefined : usdFromPico(left),
  );
  await context.checkpoint('fallback:planned');
  if (planned.kind === 'no_plan') return false;
  const number = attempts.length + 1;
  if (!(await isConfirmed(settings, planned.plan, number))) return false;
  const body = JSON.stringify(planned.plan.body);
  const attempt = newAttempt(context, planned, body, { id: `${job.id}.${number}`, jobId: job.id, number });
  await context.store.addAttempt(attempt, body);
  const from = attempts.at(-1);
  if (from) context.tell({ kind: 'fallback', jobId: job.id, from, model: attempt.model });
  return true;
}

async function spentUsd(context: StepContext, jobId: string): Promise<bigint> {
  const entries = await context.store.money({ jobId });
  return entries.reduce(
    (sum, { usd }) => sum + (usd.startsWith('-') ? -picoFromUsd(usd.slice(1)) : picoFromUsd(usd)),
    0n,
  );
}

type Planned = { readonly kind: 'planned'; readonly plan: Plan; readonly token: string };

async function plan(
  { planner, callbackUrl, signal }: RunSettings,
  exclude: readonly string[],
  token: string,
  budgetUsd: string | undefined,
): Promise<Planned | NoPlan> {
  const answer = await planner({
    exclude,
    ...(budgetUsd !== undefined && { budgetUsd }),
    ...(callbackUrl !== undefined && { callbackUrl: withToken(callbackUrl, token) }),
    ...(signal && { signal }),
  });
  return answer.kind === 'plan' ? { kind: 'planned', plan: answer, token } : answer;
}

/** Name of the query parameter that carries the correlation token. */
export const tokenParameter = 'shotcaller';

function withToken(callbackUrl: string, token: string): string {
  const url = new URL(callbackUrl);
  url.searchParams.set(tokenParameter, token);
  return url.href;
}

async function isConfirmed({ confirm }: RunSettings, answer: Plan, number: number): Promise<boolean> {
  return confirm ? confirm(answer, number) : true;
}

function newAttempt(
  context: StepContext,
  { plan: { model, price, clip, expectedTime }, token }: Planned,
  body: string,
  place: Pick<Attempt, 'id' | 'orderId' | 'attempt'>,
): Attempt {
  const nowMs = context.clock.now();
  return {
    ...place,
    state: 'planned',
    version: 1,
    owner: context.owner,
    leaseUntil: isoOf(nowMs + context.leaseMs),
    nextAt: null,
    deadlineAt: null,
    service: context.service,
    model,
    correlationToken: token,
    requestHash: hashOf(body),
    price,
    clip,
    expectedTime,
    remoteId: null,
    pollingUrl: null,
    word: null,
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
    reason: null,
    budgetDay: null,
  };
}

/** Gives up the lease, so that another process need not wait for its end. */
async function letGo(context: StepContext, remoteId: string): Promise<void> {
  const attempt = await context.store.attempt(remoteId);
  if (!attempt || attempt.owner !== context.owner || isAtRest(attempt) || attempt.state === 'submitting') return;
  await moveAttempt(context, attempt, { change: {}, event: { what: 'detached' }, release: true });
}

function sameJob(job: Job, fingerprint: string): Job {
  if (job.fingerprint === fingerprint) return job;
  throw new JobFailure(
    'key_reused',
    `The key ${job.key} belongs to order ${job.id}, which asks for something else. Nothing was bought. Use another key, or repeat the order as it was.`,
    job.id,
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
