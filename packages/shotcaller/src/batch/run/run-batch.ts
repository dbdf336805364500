import { constants, copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Brief, isRefused, type Plan } from '@shotcaller/core';
import type { Choice } from '../../choice/choice.ts';
import { firstFree } from '../../files/target.ts';
import { type Attempt, isAtRest, isTerminal, isUnsent, type JobFile } from '../../jobs/job.ts';
import { type JobResult, resultOf, wasNeverBought } from '../../jobs/job-result.ts';
import { type Jobs, usualWatchSeconds } from '../../jobs/jobs.ts';
import { picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import type { Clock, ProgressEvent } from '../../jobs/steps/step-context.ts';
import type { BatchPlan, PlannedClip } from '../plan/batch-plan.ts';
import { providerOf } from '../plan/forecast.ts';
import { requestSha256 } from '../plan/plan-batch.ts';
import { findClipJob } from './clip-job.ts';
import type { ClipResult, ClipState, WhyNotBought } from './clip-result.ts';
import { createLimiter } from './limiter.ts';

export interface RunParts {
  readonly jobs: Jobs;
  readonly choice: Choice;
  readonly service: string;
  readonly clock: Clock;
  /** The last picture of a clip, as a `data:` URL. Throws what is wrong. */
  readonly lastFrame: (clipPath: string) => Promise<string>;
}

export interface RunBatchOptions {
  readonly owner?: string;
  /** Where clips go: a file a shot, named by its id. */
  readonly outFolder: string;
  /** Most that the whole batch may cost, what was spent on it before included. Default what the plan says. */
  readonly maxUsd?: string | undefined;
  readonly concurrency?: number | undefined;
  /** The first failure ends the batch: what is bought is finished, and nothing more is bought. */
  readonly failFast?: boolean;
  readonly sidecar?: boolean;
  readonly watchSeconds?: number;
  /** Detaches: what is bought runs on at the service, and the next run goes on. */
  readonly signal?: AbortSignal;
  /** Hears of every change. */
  readonly onProgress?: (progress: BatchProgress) => void;
}

/** How far a batch is. */
export interface BatchProgress {
  /** The clip that has changed; `null`: nothing yet. */
  readonly changed: ClipResult | null;
  readonly clips: readonly RunningClip[];
  readonly inFlight: number;
  /** Bills, and what is reserved for clips under way. */
  readonly committedUsd: string;
}

export interface RunningClip extends ClipResult {
  readonly planned: PlannedClip;
  /** Since its submit; `null`: it is not being made. Milliseconds since 1970. */
  readonly sinceMs: number | null;
}

export interface BatchResult {
  readonly name: string;
  readonly clips: readonly ClipResult[];
  /** Of all clips of the batch, as far as they are known. */
  readonly billedUsd: string;
  readonly detached: boolean;
  /** Refusals for lack of room that were waited out. */
  readonly refusals: number;
  readonly limits: Readonly<Record<string, number>>;
}

interface Unit {
  readonly planned: PlannedClip;
  readonly provider: string;
  state: ClipState;
  model: string | null;
  jobId: string | null;
  job: JobResult | null;
  file: JobFile | null;
  earlier: boolean;
  whyNot: WhyNotBought | null;
  sinceMs: number | null;
  notBeforeMs: number;
  /** Set aside for it, bill or upper price, in pico-dollars. */
  allottedPico: bigint;
  /** Counted by the limiter. */
  inside: boolean;
  busy: boolean;
}

/** Buys what a plan says and nothing else, as many at once as the service takes, under one budget. What is there is not bought again. */
export async function runBatch(plan: BatchPlan, parts: RunParts, options: RunBatchOptions): Promise<BatchResult> {
  const { jobs, service, clock } = parts;
  const { owner = '', outFolder, signal, failFast = false, maxUsd = plan.maxUsd } = options;
  const limiter = createLimiter({ fixed: options.concurrency ?? plan.concurrency });
  const maxPico = maxUsd === undefined ? null : picoFromUsd(maxUsd);
  const units = plan.clips.map(unitOf);
  const firstTakes = new Map(
    units.filter(({ planned }) => planned.take === 1).map((unit) => [unit.planned.shot, unit]),
  );
  let stopped: Extract<WhyNotBought, { code: 'stopped' }>['because'] | null = null;
  let refusals = 0;
  let wakeAtMs = Number.POSITIVE_INFINITY;
  let broken: { readonly error: unknown } | null = null;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });

  await mkdir(outFolder, { recursive: true });
  const committedPico = () => units.reduce((sum, { allottedPico }) => sum + allottedPico, 0n);
  const tell = (unit: Unit | null) => {
    options.onProgress?.({
      changed: unit && resultOfUnit(unit),
      clips: units.map((one) => ({ ...resultOfUnit(one), planned: one.planned, sinceMs: one.sinceMs })),
      inFlight: limiter.inFlight,
      committedUsd: usdFromPico(committedPico()),
    });
  };

  function leave(unit: Unit, how: 'completed' | 'ended'): void {
    if (!unit.inside) return;
    unit.inside = false;
    limiter.leave(unit.provider, how, clock.now());
  }

  function end(unit: Unit, state: ClipState, whyNot: WhyNotBought | null = null): void {
    leave(unit, 'ended');
    unit.state = state;
    unit.whyNot = whyNot;
    unit.sinceMs = null;
    if (state === 'failed' && failFast) stopped ??= 'failure';
    const reason = unit.job?.reason;
    if (state === 'not_bought' && reason?.code === 'over_budget' && reason.cap !== 'job') stopped ??= 'budget';
    tell(unit);
  }

  /** Why it cannot begin now: a reason for ever, or `wait`. */
  function obstacle(unit: Unit, full: Set<string>): WhyNotBought | 'wait' | null {
    if (stopped) return { code: 'stopped', because: stopped };
    const before = unit.planned.continues && firstTakes.get(unit.planned.continues.shot);
    if (before && !before.busy && before.state !== 'waiting' && before.state !== 'done') {
      return { code: 'waits_for', shot: before.planned.shot };
    }
    if (before && before.state !== 'done') return 'wait';
    const nowMs = clock.now();
    if (full.has(unit.provider)) return 'wait';
    const readyAtMs = Math.max(limiter.readyAt(unit.provider, nowMs) ?? Number.POSITIVE_INFINITY, unit.notBeforeMs);
    if (readyAtMs > nowMs) {
      // One that was refused waits alone; whoever comes after it would be refused as well.
      full.add(unit.provider);
      wakeAtMs = Math.min(wakeAtMs, readyAtMs);
      return 'wait';
    }
    return unit.jobId === null ? overBudget(unit) : null;
  }

  function overBudget({ planned: { outcome } }: Unit): WhyNotBought | 'wait' | null {
    if (maxPico === null || outcome.kind !== 'to_buy') return null;
    const { highUsd } = outcome.price;
    const leftPico = maxPico - committedPico();
    if (highUsd !== null && picoFromUsd(highUsd) <= leftPico) return null;
    // Bills below their reservations may make room.
    if (highUsd !== null && units.some(({ busy }) => busy)) return 'wait';
    const leftUsd = usdFromPico(leftPico > 0n ? leftPico : 0n);
    return { code: 'over_batch_budget', maxUsd: maxUsd ?? '', neededUsd: highUsd, leftUsd };
  }

  function pump(): void {
    wakeAtMs = Number.POSITIVE_INFINITY;
    const full = new Set<string>();
    for (const unit of units) {
      if (unit.state !== 'waiting' || unit.busy) continue;
      const why = obstacle(unit, full);
      if (why === 'wait') continue;
      if (why) {
        end(unit, 'not_bought', why);
        continue;
      }
      limiter.enter(unit.provider);
      unit.inside = true;
      const { outcome } = unit.planned;
      if (unit.jobId === null && outcome.kind === 'to_buy' && outcome.price.highUsd !== null) {
        unit.allottedPico = picoFromUsd(outcome.price.highUsd);
      }
      work(unit, () => make(unit));
    }
    if (!units.some(({ busy, state }) => busy || state === 'waiting')) finish();
    else if (Number.isFinite(wakeAtMs)) wakeLater(wakeAtMs);
  }

  let sleeping: { readonly untilMs: number; readonly abort: AbortController } | null = null;
  function wakeLater(untilMs: number): void {
    if (sleeping && sleeping.untilMs <= untilMs) return;
    sleeping?.abort.abort();
    const mine = { untilMs, abort: new AbortController() };
    sleeping = mine;
    clock.sleep(Math.max(0, untilMs - clock.now()), { signal: mine.abort.signal }).then(
      () => {
        if (sleeping === mine) sleeping = null;
        pump();
      },
      () => undefined,
    );
  }

  function work(unit: Unit, task: () => Promise<void>): void {
    unit.busy = true;
    task()
      .catch((error: unknown) => {
        // What was bought is in the ledger; what is wrong with one shot stops no other.
        end(unit, unit.job && !isTerminal(unit.job.status) ? 'under_way' : unit.jobId ? 'failed' : 'not_bought', {
          code: 'error',
          message: error instanceof Error ? error.message : String(error),
        });
        if (isOfLedger(error)) broken ??= { error };
        if (broken) stopped ??= 'failure';
      })
      .finally(() => {
        unit.busy = false;
        pump();
      });
  }

  async function make(unit: Unit): Promise<void> {
    if (unit.jobId === null && !(await openFor(unit))) return;
    await carry(unit);
  }

  /** Records the job of a clip. `false`: it has ended here. */
  async function openFor(unit: Unit): Promise<boolean> {
    const { planned } = unit;
    const { outcome } = planned;
    if (outcome.kind !== 'to_buy') throw new TypeError(`Nothing is to be bought for ${planned.shot}.`);
    const brief = await briefOf(unit);
    const fresh = await parts.choice.plan({ ...brief, model: outcome.model });
    const changed = fresh.kind === 'plan' ? changeOf(fresh, planned) : 'model';
    const giveUp = (whyNot: WhyNotBought) => {
      unit.allottedPico = 0n;
      end(unit, 'not_bought', whyNot);
      return false;
    };
    if (fresh.kind === 'no_plan' || changed) return giveUp({ code: 'changed', what: changed ?? 'model' });
    if (isRefused(fresh.findings)) return giveUp({ code: 'request_refused' });
    const { highUsd } = outcome.price;
    const { key } = await findClipJob(jobs, { service, owner, key: planned.key });
    const opened = await jobs.open({
      brief,
      plan: fresh,
      key,
      owner,
      fingerprint: planned.hash,
      options: {
        fallback: planned.fallback,
        allowTwoBills: false,
        overwrite: false,
        sidecar: options.sidecar ?? false,
        watchSeconds: options.watchSeconds ?? usualWatchSeconds,
        waitsForRoom: true,
        output: join(outFolder, fileNameOf(planned)),
        // What is set aside for it bounds all its attempts together, so the sum of all shots holds the budget.
        ...(highUsd !== null && { maxUsd: highUsd, confirmUsd: highUsd }),
      },
    });
    switch (opened.kind) {
      case 'job':
        unit.jobId = opened.job.id;
        return true;
      case 'key_reused':
        return giveUp({ code: 'error', message: `Its key belongs to job ${opened.job.id}.` });
      case 'no_plan':
        return giveUp({ code: 'no_model' });
      case 'request_refused':
        return giveUp({ code: 'request_refused' });
      case 'not_confirmed':
        return giveUp({ code: 'changed', what: 'price' });
      case 'rate_limited':
        unit.notBeforeMs = clock.now() + opened.retryAfterSeconds * 1000;
        leave(unit, 'ended');
        unit.allottedPico = 0n;
        return false;
      default:
        return opened satisfies never;
    }
  }

  /** The brief with what the clip before it has left behind. */
  async function briefOf({ planned: { brief, continues } }: Unit): Promise<Brief> {
    const before = continues && firstTakes.get(continues.shot);
    if (!continues || !before) return brief;
    const { requirements } = brief;
    if (continues.how === 'task') {
      const previousJobId = before.job?.remoteId;
      if (!previousJobId) throw new Error(`The service’s id of ${continues.shot} is not known.`);
      return { ...brief, requirements: { ...requirements, previousJobId } };
    }
    if (!before.file) throw new Error(`The clip of ${continues.shot} is not there.`);
    return {
      ...brief,
      requirements: { ...requirements, firstFrame: { url: await parts.lastFrame(before.file.path) } },
    };
  }

  /** Brings the job to its end, unless the service has no room: then it waits for its turn. */
  async function carry(unit: Unit): Promise<void> {
    let refusedUntilMs: number | null;
    do {
      refusedUntilMs = await carryOnce(unit);
      // Let go of for its turn, and yet sent: its next try had begun already.
    } while (refusedUntilMs !== null && !signal?.aborted && (await isUnderWay(unit)));
    if (!(await judge(unit, signal?.aborted ?? false))) return;
    leave(unit, 'ended');
    unit.state = 'waiting';
    unit.sinceMs = null;
    unit.notBeforeMs = refusedUntilMs ?? clock.now();
    tell(unit);
  }

  /** Answers when the service was to be asked again, if it had no room; `null`: it had, or nobody knows. */
  async function carryOnce(unit: Unit): Promise<number | null> {
    const turn = new AbortController();
    const stop = () => turn.abort();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    let refusedUntilMs: number | null = null;
    const onProgress = (event: ProgressEvent) => {
      if (event.kind !== 'state') return;
      const { attempt } = event;
      const { reason } = attempt;
      unit.model = attempt.model;
      if (attempt.state === 'reserved' && reason?.code === 'no_capacity') {
        const of = isOfAccount(reason) ? 'account' : 'provider';
        refusedUntilMs = attempt.nextAt === null ? clock.now() : Date.parse(attempt.nextAt);
        refusals += 1;
        limiter.refused(unit.provider, { of, retryAfterMs: refusedUntilMs - clock.now() }, clock.now());
        turn.abort();
        return;
      }
      follow(unit, attempt);
    };
    try {
      await jobs.carry(unit.jobId!, { signal: turn.signal, onProgress });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
    return refusedUntilMs;
  }

  async function isUnderWay({ jobId }: Unit): Promise<boolean> {
    const found = await jobs.find(jobId!);
    return found?.attempts.some((attempt) => !isUnsent(attempt) && !isAtRest(attempt)) ?? false;
  }

  function follow(unit: Unit, attempt: Attempt): void {
    const state = stateWords[attempt.state];
    if (attempt.state === 'submitted') unit.sinceMs = clock.now();
    // The service has made it: there is room for another one.
    if (attempt.state === 'downloading') leave(unit, 'completed');
    if (state === undefined || state === unit.state) return;
    unit.state = state;
    tell(unit);
  }

  /** What has become of the job. `true`: it is still to be sent. */
  async function judge(unit: Unit, detached: boolean): Promise<boolean> {
    const found = await jobs.find(unit.jobId!);
    if (!found) throw new Error(`The ledger has lost job ${unit.jobId}.`);
    const result = resultOf(found.job, found.attempts);
    unit.job = result;
    unit.model = result.model;
    const booked = await (await jobs.ledger()).bookedPico({ service, jobId: result.id });
    const { status } = result;
    const waits = status === 'reserved' || status === 'planned';
    if (!waits) unit.allottedPico = booked;
    if (waits && !detached) return true;
    if (status === 'done') {
      unit.file = await inItsPlace(result.files[0] ?? null, join(outFolder, fileNameOf(unit.planned)));
      end(unit, 'done');
    } else if (status === 'unknown' || status === 'submitting') end(unit, 'unknown');
    else if (waits) end(unit, 'not_bought', { code: 'stopped', because: 'interrupt' });
    else if (!isTerminal(status)) end(unit, 'under_way');
    else if (wasNeverBought(found.attempts)) {
      end(unit, 'not_bought', result.reason ? { code: 'refused', reason: result.reason } : { code: 'no_model' });
    } else end(unit, 'failed');
    return false;
  }

  /** What is in the ledger already: done, unknown, or under way since a run that has ended. */
  async function takeUp(unit: Unit): Promise<void> {
    const { outcome } = unit.planned;
    if (outcome.kind === 'no_model') return end(unit, 'not_bought', { code: 'no_model' });
    if (outcome.kind === 'request_refused') return end(unit, 'not_bought', { code: 'request_refused' });
    if (outcome.kind === 'cannot_continue') {
      return end(unit, 'not_bought', { code: 'cannot_continue', detail: cannotContinueText(outcome) });
    }
    const { found } = await findClipJob(jobs, { service, owner, key: unit.planned.key });
    if (!found) {
      if (outcome.kind !== 'to_buy') end(unit, 'not_bought', { code: 'changed', what: 'model' });
      return;
    }
    unit.jobId = found.job.id;
    unit.model = found.attempt.model;
    unit.earlier = true;
    unit.allottedPico = await (await jobs.ledger()).bookedPico({ service, jobId: found.job.id });
    if (isTerminal(found.attempt.state) || found.attempt.state === 'unknown') {
      await judge(unit, true);
      return;
    }
    // It is being made, whatever the limit says.
    limiter.enter(unit.provider);
    unit.inside = true;
    unit.sinceMs = found.attempt.submittedAt === null ? null : Date.parse(found.attempt.submittedAt);
    unit.state = 'generating';
    work(unit, async () => {
      await jobs.resume(found.job.id, {
        ...(signal && { signal }),
        onProgress: (event) => event.kind === 'state' && follow(unit, event.attempt),
      });
      const after = await jobs.find(found.job.id);
      const wasGivenBack =
        after !== undefined && wasNeverBought(after.attempts) && after.attempts.every(({ state }) => isTerminal(state));
      if (!wasGivenBack || signal?.aborted || outcome.kind !== 'to_buy') {
        await judge(unit, true);
        return;
      }
      // Given back: the process before this one died before it sent anything.
      leave(unit, 'ended');
      Object.assign(unit, {
        jobId: null,
        job: null,
        state: 'waiting',
        earlier: false,
        allottedPico: 0n,
        sinceMs: null,
      });
    });
  }

  const onInterrupt = () => {
    stopped ??= 'interrupt';
    pump();
  };
  signal?.addEventListener('abort', onInterrupt, { once: true });
  if (signal?.aborted) stopped = 'interrupt';
  try {
    for (const unit of units) await takeUp(unit);
    tell(null);
    pump();
    await finished;
    // What waited for room when the batch was stopped was never sent: its reservation goes back.
    const unsent = units.filter(({ whyNot, jobId }) => whyNot?.code === 'stopped' && jobId !== null);
    await Promise.allSettled(unsent.map(({ jobId }) => jobs.resume(jobId!)));
  } finally {
    signal?.removeEventListener('abort', onInterrupt);
    (sleeping as { readonly abort: AbortController } | null)?.abort.abort();
  }
  const clips = units.map(resultOfUnit);
  return {
    name: plan.name,
    clips,
    billedUsd: usdFromPico(clips.reduce((sum, { job }) => sum + picoFromUsd(job?.billedUsd ?? '0'), 0n)),
    detached: signal?.aborted ?? false,
    refusals,
    limits: limiter.limits(),
  };
}

function unitOf(planned: PlannedClip): Unit {
  const { outcome } = planned;
  const model = 'model' in outcome ? outcome.model : null;
  return {
    planned,
    provider: providerOf(model ?? ''),
    state: 'waiting',
    model,
    jobId: null,
    job: null,
    file: null,
    earlier: false,
    whyNot: null,
    sinceMs: null,
    notBeforeMs: 0,
    allottedPico: 0n,
    inside: false,
    busy: false,
  };
}

function resultOfUnit({ planned: { shot, take }, state, model, job, file, earlier, whyNot }: Unit): ClipResult {
  return { shot, take, state, model, job, file, earlier, whyNot };
}

const stateWords: Partial<Record<Attempt['state'], ClipState>> = {
  submitting: 'submitting',
  submitted: 'generating',
  running: 'generating',
  downloading: 'downloading',
};

/** `shot-1.mp4`, `shot-1.take-2.mp4`. */
function fileNameOf({ shot, take }: Pick<PlannedClip, 'shot' | 'take'>): string {
  return take === 1 ? `${shot}.mp4` : `${shot}.take-${take}.mp4`;
}

/** What the plan and today's answer differ in; `null`: nothing that matters. */
function changeOf({ price, body }: Plan, { outcome }: PlannedClip): 'price' | 'request' | null {
  if (outcome.kind !== 'to_buy') return 'request';
  const [now, planned] = [price.highUsd, outcome.price.highUsd];
  if (now === null ? planned !== null : planned !== null && picoFromUsd(now) > picoFromUsd(planned)) return 'price';
  const isSame = outcome.requestSha256 === null || requestSha256(body) === outcome.requestSha256;
  return isSame ? null : 'request';
}

export function cannotContinueText({
  lacks,
  model,
}: {
  readonly lacks: 'ffmpeg' | 'first_frame';
  readonly model: string;
}): string {
  return lacks === 'ffmpeg'
    ? `To go on from the last frame, ffmpeg must be on the PATH (apt-get install ffmpeg); ${model} takes no job to continue.`
    : `No model takes a first frame for it, and ${model} takes no job to continue.`;
}

function isOfAccount(reason: { readonly httpStatus: number; readonly limitSource: string | null }): boolean {
  return reason.httpStatus === 402 || (reason.limitSource?.startsWith('openrouter') ?? false);
}

/** The ledger cannot be written: nothing more may be bought. */
function isOfLedger(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'not_recorded';
}

/** A clip that was bought into another folder is copied to where it is wanted; what is there stays. */
async function inItsPlace(file: JobFile | null, wanted: string): Promise<JobFile | null> {
  if (!file || dirname(file.path) === dirname(wanted)) return file;
  const isHere = await stat(file.path).catch(() => undefined);
  if (!isHere) return file;
  const there = await stat(wanted).catch(() => undefined);
  if (there?.size === file.bytes) return { ...file, path: wanted };
  const path = firstFree(wanted);
  await copyFile(file.path, path, constants.COPYFILE_EXCL);
  return { ...file, path };
}
