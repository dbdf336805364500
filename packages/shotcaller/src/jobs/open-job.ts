import {
  type Brief,
  isRefused,
  type NoPlan,
  type OrderDifference,
  type Plan,
  type RequestFinding,
  withCallback,
} from '@shotcaller/core';
import type { LookAtPictures } from '../inputs/look-at-pictures.ts';
import { isoOf } from '../iso-time.ts';
import type { TakeTurn } from '../outbound/turns.ts';
import { checkTarget } from './check-target.ts';
import type { Attempt, Job, JobChoice, JobOptions, Receipt } from './job.ts';
import { JobFailure } from './job-failure.ts';
import { keyArchivedText } from './no-such-job.ts';
import { isSameOrder, orderDifferences, orderFingerprint } from './order-identity.ts';
import type { ReceivedHere } from './received-here.ts';
import type { Dedupe, JobOpening, Repeat } from './records/job-records.ts';
import {
  isConfirmed,
  newAttempt,
  type PlanSettings,
  planSettingsOf,
  planWithToken,
  type TokenPlan,
  withToken,
} from './steps/plan-step.ts';
import type { StepContext } from './steps/step-context.ts';
import { traceOrder } from './tracing/trace-job.ts';

/** A job as a door hands it in. */
export interface JobInput {
  readonly brief: Brief;
  readonly options: JobOptions;
  /** The caller's dedupe key: the same key again returns the first job. */
  readonly key?: string | undefined;
  /** What makes two orders of one key the same. Default: a hash of brief and options. */
  readonly fingerprint?: string;
  /** The client key that orders; default nobody's. */
  readonly owner?: string;
  /** The plan that was shown and confirmed; default one is made now. */
  readonly plan?: Plan | undefined;
  /** The caller's W3C trace context, a `traceparent` header. Default: whatever span is active. */
  readonly traceparent?: string | undefined;
  /** For the gateway: what is remembered of the submit, and by what an equal one is recognised where it has no key. */
  readonly received?: Received;
}

/** A job of the program's own user, whom no client key slows down. */
export type OwnJobInput = Omit<JobInput, 'owner' | 'received'> & { readonly owner?: never; readonly received?: never };

export interface Received extends Pick<Receipt, 'bodyHash' | 'receivedAtMs' | 'requested' | 'callbackUrl'> {
  /** How long the same body without a key counts as the same order; 0: never. */
  readonly windowSeconds: number;
  readonly describe: (plan: Plan) => JobChoice;
  /** Seconds until the owner may order again; 0: now. Asked once the order is known to repeat no earlier one. */
  readonly waitSeconds: () => number;
  /** The owner's own turn at planning; default none is needed. */
  readonly inTurn?: TakeTurn;
}

export interface OpenSettings extends PlanSettings {
  readonly newJobId: () => string;
  /** Where files go, and what a relative output is relative to. */
  readonly filesFolder: string;
  readonly receivedHere: ReceivedHere;
  /** Bounds how many jobs are planned and recorded at once. */
  readonly takeTurn: TakeTurn;
  readonly lookAtPictures: LookAtPictures;
}

export type OpenAnswer =
  | {
      readonly kind: 'job';
      readonly job: Job;
      readonly repeated: boolean;
      /** The first attempt, as it was just recorded. Absent for a repeated job. */
      readonly opened?: Attempt;
    }
  | NoPlan
  /** The model would refuse the request; the findings of the plan say why. */
  | { readonly kind: 'request_refused'; readonly plan: Plan }
  /** Dearer than what was confirmed, or of unknown price. */
  | { readonly kind: 'not_confirmed'; readonly plan: Plan }
  /** The key stands for another order. */
  | { readonly kind: 'key_reused'; readonly job: Job; readonly differences: readonly OrderDifference[] };

/** The client key that orders may order again in so many seconds. */
export interface RateLimited {
  readonly kind: 'rate_limited';
  readonly retryAfterSeconds: number;
}

/** Plans a job and records it with its first attempt, or finds the one that it repeats. Buys nothing. */
export async function openJob(
  context: Omit<StepContext, 'tell'>,
  settings: OpenSettings,
  input: JobInput,
): Promise<OpenAnswer | RateLimited> {
  return traceOrder(
    context,
    input.traceparent,
    (traceparent) => open(context, settings, traceparent === undefined ? input : traced(input, traceparent)),
    (answer) =>
      answer.kind === 'job'
        ? { 'shotcaller.job.id': answer.job.id, 'shotcaller.job.repeated': answer.repeated }
        : { 'shotcaller.order.answer': answer.kind },
  );
}

const traced = (input: JobInput, traceparent: string): JobInput => ({
  ...input,
  options: { ...input.options, traceparent },
});

async function open(
  context: Omit<StepContext, 'tell'>,
  settings: OpenSettings,
  input: JobInput,
): Promise<OpenAnswer | RateLimited> {
  const { ledger, service, checkpoint } = context;
  const { owner = '' } = input;
  await checkpoint('run:start');
  const fingerprint = input.fingerprint ?? input.received?.bodyHash ?? orderFingerprint(input);
  const dedupe = dedupeOf(input, settings.receivedHere);
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    const found = dedupe && (await ledger.findRepeat(service, owner, dedupe));
    if (found?.kind === 'repeat') return repeated(context, found, input, fingerprint);
    if (found?.kind === 'archived') throw keyArchived(found);
    if (found?.kind === 'answer_pending' && waitedMs < longestWaitMs) {
      await context.clock.sleep(pauseMs);
      continue;
    }
    // Whoever waited that long for an answer does not get a second purchase on the doubt.
    if (found) return repeated(context, { kind: 'repeat', job: found.job }, input, fingerprint);
    const retryAfterSeconds = input.received?.waitSeconds() ?? 0;
    if (retryAfterSeconds > 0) return { kind: 'rate_limited', retryAfterSeconds };
    const { inTurn = atOnce } = input.received ?? {};
    // Before the turn, which nobody's slow picture may hold.
    const ofPictures = await settings.lookAtPictures(input.brief.requirements, owner);
    const opened = await inTurn(() =>
      settings.takeTurn(() => planAndRecord(context, settings, input, { owner, fingerprint, dedupe, ofPictures })),
    );
    if (opened.kind === 'answer_pending') continue;
    if (opened.kind === 'repeat') return repeated(context, opened, input, fingerprint);
    if (opened.kind === 'archived') throw keyArchived(opened);
    if (opened.kind !== 'opened') return opened;
    await checkpoint('run:recorded');
    return { kind: 'job', job: opened.job, repeated: false, opened: opened.attempt };
  }
}

function keyArchived({ jobId, file }: Extract<Repeat, { readonly kind: 'archived' }>): JobFailure {
  return new JobFailure('key_archived', keyArchivedText(jobId, file), jobId);
}

const atOnce: TakeTurn = (work) => work();

/** How often an equal submit looks whether the answer to the first has got through, and how long at most. Milliseconds. */
const pauseMs = 50;
const longestWaitMs = 60_000;

async function planAndRecord(
  context: Omit<StepContext, 'tell'>,
  everyJob: OpenSettings,
  { brief, options, key, plan, received }: JobInput,
  {
    owner,
    fingerprint,
    dedupe,
    ofPictures,
  }: { owner: string; fingerprint: string; dedupe: Dedupe | null; ofPictures: readonly RequestFinding[] },
) {
  const settings = planSettingsOf(everyJob, options);
  checkTarget(options.output, settings.filesFolder);
  const planned = plan
    ? withOwnToken(settings, plan)
    : await planWithToken(settings, brief, options.maxUsd === undefined ? {} : { budgetUsd: options.maxUsd });
  await context.checkpoint('run:planned');
  if (!('token' in planned)) return planned;
  // A plan that was made elsewhere may be older than its findings.
  const findings = [...(planned.plan.findings ?? []), ...ofPictures];
  if (isRefused(findings)) return { kind: 'request_refused', plan: { ...planned.plan, findings } } as const;
  if (!isConfirmed(planned.plan, options.confirmUsd)) return { kind: 'not_confirmed', plan: planned.plan } as const;
  const body = JSON.stringify(planned.plan.body);
  const id = settings.newJobId();
  const opening: JobOpening = {
    job: {
      id,
      service: context.service,
      owner,
      key: key ?? null,
      fingerprint,
      brief,
      options,
      receipt: received ? receiptOf(received, planned.plan) : null,
      findings,
      createdAt: isoOf(context.clock.now()),
      concludedAt: null,
    },
    dedupe,
    attempt: newAttempt(context, planned, body, { id, jobId: id, number: 1 }),
    body,
  };
  if (received) settings.receivedHere.note(id);
  const opened = await context.ledger.openJob(opening);
  return opened.kind === 'opened' ? { ...opened, attempt: opening.attempt } : opened;
}

/** A plan that was made before: the webhook's address gets its token now. */
function withOwnToken({ newToken, callbackUrl }: PlanSettings, plan: Plan): TokenPlan {
  const token = newToken();
  if (callbackUrl === undefined) return { plan, token };
  return { plan: { ...plan, body: withCallback(plan.body, withToken(callbackUrl, token)) }, token };
}

function receiptOf({ windowSeconds: _, describe, ...received }: Received, plan: Plan): Receipt {
  return {
    ...received,
    choice: describe(plan),
    answer: 'pending',
    answeredAtMs: null,
    repeats: 0,
    handedOver: false,
    letGo: false,
  };
}

function dedupeOf({ key, received }: JobInput, receivedHere: ReceivedHere): Dedupe | null {
  if (key !== undefined) return { by: 'key', key };
  if (!received || received.windowSeconds === 0) return null;
  const { bodyHash: hash, receivedAtMs: arrivedAtMs, windowSeconds } = received;
  return {
    by: 'body',
    hash,
    sinceMs: arrivedAtMs - windowSeconds * 1000,
    arrivedAtMs,
    isReceivedHere: receivedHere.has,
  };
}

async function repeated(
  { ledger }: Pick<StepContext, 'ledger'>,
  { job }: Extract<Repeat, { kind: 'repeat' }>,
  input: JobInput,
  fingerprint: string,
): Promise<OpenAnswer> {
  if (!isSameOrder(job, fingerprint)) return { kind: 'key_reused', job, differences: orderDifferences(job, input) };
  if (job.receipt) await ledger.changeReceipt(job.id, { countRepeat: true });
  return { kind: 'job', job, repeated: true };
}
