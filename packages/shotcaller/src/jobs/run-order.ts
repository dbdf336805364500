import { createHash } from 'node:crypto';
import type { NoPlan, Plan, Planner } from '../choice/plan.ts';
import { targetProblem } from '../files/target.ts';
import type { InProcessEngine } from './engines/in-process.ts';
import type { Job, Order, OrderOptions } from './job.ts';
import { JobFailure } from './job-failure.ts';
import { type JobResult, resultOf } from './job-result.ts';
import { picoFromUsd, usdFromPico } from './money/pico.ts';
import { type CarrySettings, carryJob } from './steps/carry-job.ts';
import { isoOf, moveJob } from './steps/move.ts';
import { nextAttempt } from './steps/next-attempt.ts';
import type { StepContext } from './steps/step-context.ts';
import type { TakeTurn } from './turns.ts';

export interface OrderInput {
  readonly requirements: unknown;
  readonly options: OrderOptions;
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
  readonly confirm?: (plan: Plan, attempt: number) => boolean | Promise<boolean>;
  /** Come back as soon as the submit is through. */
  readonly onlySubmit?: boolean;
  /** Bounds how many orders are planned and recorded at once. */
  readonly takeTurnToOpen: TakeTurn;
  readonly signal?: AbortSignal;
}

export type RunAnswer =
  | { readonly kind: 'job'; readonly job: JobResult; readonly repeated: boolean; readonly detached: boolean }
  | { readonly kind: 'no_plan'; readonly selection: unknown }
  | { readonly kind: 'not_confirmed'; readonly plan: Plan };

/** Plans, records, buys and watches one order, falling back as its options allow. */
export async function runOrder(context: StepContext, settings: RunSettings, input: OrderInput): Promise<RunAnswer> {
  const { store, checkpoint } = context;
  const fingerprint = hashOf(JSON.stringify([input.requirements, input.options]));
  await checkpoint('run:start');
  const known = input.key === undefined ? undefined : await store.orderByKey(input.key);
  if (known) return carryOrder(context, settings, sameOrder(known, fingerprint), true);

  const opened = await settings.takeTurnToOpen(() => openOrder(context, settings, input, fingerprint));
  if (opened.kind !== 'order') return opened;
  await checkpoint('run:recorded');
  return carryOrder(
    context,
    settings,
    opened.created ? opened.order : sameOrder(opened.order, fingerprint),
    !opened.created,
  );
}

async function openOrder(context: StepContext, settings: RunSettings, input: OrderInput, fingerprint: string) {
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
  const order: Order = {
    id,
    key: input.key ?? null,
    fingerprint,
    requirements: input.requirements,
    options,
    createdAt,
    concludedAt: null,
  };
  const body = JSON.stringify(planned.plan.body);
  const job = newJob(context, planned, body, { id, orderId: id, attempt: 1 });
  return { kind: 'order', ...(await context.store.createOrder({ order, job, body })) } as const;
}

/** Brings an order as far as it goes from wherever it stands. */
async function carryOrder(
  context: StepContext,
  settings: RunSettings,
  order: Order,
  repeated: boolean,
): Promise<RunAnswer> {
  const { store, checkpoint } = context;
  const { engine, signal, onlySubmit = false } = settings;
  for (;;) {
    const jobs = await store.jobsOfOrder(order.id);
    const answer = (detached: boolean): RunAnswer => ({ kind: 'job', job: resultOf(order, jobs), repeated, detached });
    const last = jobs.at(-1);
    if (order.concludedAt !== null || !last) return answer(false);

    if (!isAtRest(last) && !(onlySubmit && last.jobId !== null)) {
      try {
        const takeSteps = (id: string, abort: AbortSignal) =>
          carryJob(context, settings.carry, id, abort, { onlySubmit });
        await engine.carry(last.id, takeSteps, signal && { signal });
      } catch (error) {
        if (!signal?.aborted) throw error;
        await letGo(context, last.id);
        return { kind: 'job', job: resultOf(order, await store.jobsOfOrder(order.id)), repeated, detached: true };
      }
      await checkpoint('run:carried');
      if (onlySubmit) {
        const after = await store.jobsOfOrder(order.id);
        const now = after.at(-1);
        if (now && now.jobId !== null && !isAtRest(now)) {
          await letGo(context, now.id);
          return { kind: 'job', job: resultOf(order, await store.jobsOfOrder(order.id)), repeated, detached: false };
        }
      }
      continue;
    }

    const next = nextAttempt(jobs, order.options);
    if (next.kind === 'stop') return answer(false);
    const further = next.kind === 'plan' ? await planFurther(context, settings, order, jobs, next.exclude) : false;
    if (!further) {
      await store.concludeOrder(order.id, isoOf(context.clock.now()));
      return answer(false);
    }
    await checkpoint('run:further_attempt');
  }
}

function isAtRest({ state }: Job): boolean {
  return !['planned', 'reserved', 'submitting', 'submitted', 'running', 'downloading'].includes(state);
}

/** Records the next attempt; `false` when there is nobody left to try. */
async function planFurther(
  context: StepContext,
  settings: RunSettings,
  order: Order,
  jobs: readonly Job[],
  exclude: readonly string[],
): Promise<boolean> {
  const spent = await spentUsd(context, order.id);
  const left = order.options.maxUsd === undefined ? undefined : picoFromUsd(order.options.maxUsd) - spent;
  if (left !== undefined && left <= 0n) return false;
  const planned = await plan(
    settings,
    exclude,
    settings.newId('token'),
    left === undefined ? undefined : usdFromPico(left),
  );
  await context.checkpoint('fallback:planned');
  if (planned.kind === 'no_plan') return false;
  const attempt = jobs.length + 1;
  if (!(await isConfirmed(settings, planned.plan, attempt))) return false;
  const body = JSON.stringify(planned.plan.body);
  const job = newJob(context, planned, body, { id: `${order.id}.${attempt}`, orderId: order.id, attempt });
  await context.store.addAttempt(job, body);
  const from = jobs.at(-1);
  if (from) context.tell({ kind: 'fallback', orderId: order.id, from, model: job.model });
  return true;
}

async function spentUsd(context: StepContext, orderId: string): Promise<bigint> {
  const entries = await context.store.money({ orderId });
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

async function isConfirmed({ confirm }: RunSettings, answer: Plan, attempt: number): Promise<boolean> {
  return confirm ? confirm(answer, attempt) : true;
}

function newJob(
  context: StepContext,
  { plan: { model, price, clip, expectedTime }, token }: Planned,
  body: string,
  place: Pick<Job, 'id' | 'orderId' | 'attempt'>,
): Job {
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
    jobId: null,
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
async function letGo(context: StepContext, jobId: string): Promise<void> {
  const job = await context.store.job(jobId);
  if (!job || job.owner !== context.owner || isAtRest(job) || job.state === 'submitting') return;
  await moveJob(context, job, { change: {}, event: { what: 'detached' }, release: true });
}

function sameOrder(order: Order, fingerprint: string): Order {
  if (order.fingerprint === fingerprint) return order;
  throw new JobFailure(
    'key_reused',
    `The key ${order.key} belongs to order ${order.id}, which asks for something else. Nothing was bought. Use another key, or repeat the order as it was.`,
    order.id,
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
