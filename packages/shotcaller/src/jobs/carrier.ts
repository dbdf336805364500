import { isoOf } from '../iso-time.ts';
import { onAbort } from '../outbound/on-abort.ts';
import type { Engine } from './engines/engine.ts';
import { type Attempt, isAtRest } from './job.ts';
import { jobIdOf } from './job-ids.ts';
import { decisiveAttempt } from './job-result.ts';
import type { JobWithAttempts } from './records/job-records.ts';
import { ShotcallerClosed } from './shotcaller-closed.ts';
import { letGoIfHeld } from './steps/let-go.ts';
import { nextAttempt } from './steps/next-attempt.ts';
import { type PlanSettings, takePlanStep } from './steps/plan-step.ts';
import type { ProgressEvent, ProgressListener, StepContext } from './steps/step-context.ts';
import { type StepSettings, takeSteps } from './steps/take-steps.ts';
import { traceStep } from './tracing/trace-job.ts';
import { createWaiter, createWaiters, tellSafely, type Waiter, type WaitsUntil } from './waiters.ts';

export interface CarryOptions {
  /**
   * `bought`: until the service has said its id, or has not. `look`: until the steps that are due have been taken. Default `end`: until
   * nothing moves by itself.
   */
  readonly until?: WaitsUntil;
  /** The first attempt of a job that was just recorded here: then nothing has to be read to begin. */
  readonly opened?: Attempt | undefined;
  readonly onProgress?: ProgressListener | undefined;
  /** Lets go: the job runs on at the service. A submit under way is finished first. */
  readonly signal?: AbortSignal | undefined;
}

/** Brings jobs of the ledger forward in this process, from wherever they stand. */
export interface Carrier {
  /** Answers `carried` when the job is as far as was asked, `detached` when the signal let go of it. Rejects with what a step threw. */
  carry(jobId: string, options?: CarryOptions): Promise<'carried' | 'detached'>;
  /** Makes a job that is carried here look for news now. */
  hurry(attemptId: string): void;
  isCarrying(jobId: string): boolean;
  /** Hears of every job that is carried here. */
  listen(listener: ProgressListener): void;
  /** Hears of every job that is carried here no more, whether it has ended, failed or was let go of. */
  listenToEnds(listener: (jobId: string) => void): void;
  readonly size: number;
  /** Lets go of everything. */
  close(): Promise<void>;
}

export interface CarrierOptions {
  /** Without `tell`, which is the carrier's. */
  readonly context: () => Promise<Omit<StepContext, 'tell'>>;
  readonly steps: StepSettings;
  readonly plan: PlanSettings;
  readonly createEngine: (parts: {
    readonly takeSteps: (attemptId: string, signal: AbortSignal) => Promise<number | undefined>;
    readonly onError: (attemptId: string, error: unknown) => void;
  }) => Engine;
}

export function createCarrier({ context: openContext, steps, plan, createEngine }: CarrierOptions): Carrier {
  const listeners: ProgressListener[] = [];
  const endListeners: ((jobId: string) => void)[] = [];
  const waiters = createWaiters((jobId) => {
    for (const listener of endListeners) listener(jobId);
  });
  let opened: StepContext | undefined;
  let closing = false;

  async function context(): Promise<StepContext> {
    opened ??= { ...(await openContext()), tell };
    return opened;
  }

  const engine = createEngine({
    async takeSteps(attemptId, signal) {
      const ready = await context();
      const dueMs = await takeSteps(ready, steps, attemptId, signal);
      const jobId = jobIdOf(attemptId);
      if (dueMs === undefined) {
        await goOn(ready, jobId);
        return undefined;
      }
      if (waiters.hasWaiting(jobId, 'bought')) await resolveBought(ready, jobId);
      if (waiters.hasWaiting(jobId, 'look') && dueMs > ready.clock.now()) await resolveLooks(ready, jobId);
      return dueMs;
    },
    onError: (attemptId, error) => waiters.settle(jobIdOf(attemptId), ({ reject }) => reject(error)),
  });

  function tell(event: ProgressEvent): void {
    const jobId = event.kind === 'fallback' ? event.jobId : event.attempt.jobId;
    for (const listener of listeners) tellSafely(listener, event);
    waiters.tell(jobId, event);
  }

  /** What comes after an attempt that is at rest: the next one, or the end. */
  async function goOn(ready: StepContext, jobId: string): Promise<void> {
    const found = await ready.ledger.jobWithAttempts(jobId);
    const next = found && (await whatFollows(ready, plan, found));
    if (next === 'moved') return goOn(ready, jobId);
    if (next) return schedule(ready, next);
    waiters.settle(jobId, ({ resolve }) => resolve('carried'));
  }

  /** Takes the attempt's next step, unless whoever waited has let go meanwhile. */
  async function schedule(ready: StepContext, { id, jobId }: Attempt): Promise<void> {
    if (waiters.has(jobId)) await engine.schedule(id, ready.clock.now());
    else await letGo(ready, jobId);
  }

  async function resolveBought(ready: StepContext, jobId: string): Promise<void> {
    const attempts = await ready.ledger.attemptsOfJob(jobId);
    if (attempts.at(-1)?.remoteId == null) return;
    waiters.settle(jobId, ({ until, resolve }) => until === 'bought' && resolve('carried'), 'bought');
    if (!waiters.has(jobId)) await letGo(ready, jobId, attempts);
  }

  /** Nothing is due now: whoever only looks has seen it. */
  async function resolveLooks(ready: StepContext, jobId: string): Promise<void> {
    waiters.settle(jobId, ({ resolve }) => resolve('carried'), 'look');
    if (!waiters.has(jobId)) await letGo(ready, jobId);
  }

  /** Gives up the lease, so that another process need not wait for its end. */
  async function letGo(ready: StepContext, jobId: string, known?: readonly Attempt[]): Promise<void> {
    const attempts = known ?? (await ready.ledger.attemptsOfJob(jobId));
    for (const attempt of attempts) {
      void engine.cancel(attempt.id);
      // A row that was read before a step ended may have moved on; where it has not, it need not be read again.
      if (!(await letGoIfHeld(ready, attempt))) await letGoIfHeld(ready, await ready.ledger.attempt(attempt.id));
    }
  }

  return {
    // The waiter's own promise where that can be: an async function's would stand beside it for as long as the job lasts.
    carry: (jobId, options = {}) =>
      opened && !closing ? waitFor(opened, jobId, options) : waitWhenOpen(jobId, options),
    hurry(attemptId) {
      if (waiters.has(jobIdOf(attemptId))) void engine.schedule(attemptId, 0);
    },
    isCarrying: (jobId) => waiters.has(jobId),
    listen(listener) {
      listeners.push(listener);
    },
    listenToEnds(listener) {
      endListeners.push(listener);
    },
    get size() {
      return waiters.size;
    },
    async close() {
      closing = true;
      await engine.close();
      const ready = opened;
      await Promise.all(waiters.all().map(({ beginning }) => beginning));
      if (ready) await Promise.allSettled(waiters.jobIds().map((jobId) => letGo(ready, jobId)));
      for (const jobId of waiters.jobIds()) waiters.settle(jobId, ({ resolve }) => resolve('detached'));
    },
  };

  async function waitWhenOpen(jobId: string, options: CarryOptions): Promise<'carried' | 'detached'> {
    if (closing) throw new ShotcallerClosed();
    const ready = await context();
    // Meanwhile the ledger was opened, which takes a moment.
    if (closing) throw new ShotcallerClosed();
    return waitFor(ready, jobId, options);
  }

  /** Somebody may wait for hours, and ten thousand at once: what is held meanwhile is the waiter, and nothing of the job. */
  function waitFor(
    ready: StepContext,
    jobId: string,
    { until = 'end', opened: recorded, onProgress, signal }: CarryOptions,
  ): Promise<'carried' | 'detached'> {
    const { waiter, finished } = createWaiter(until, onProgress);
    waiters.add(jobId, waiter);
    const takeBack = signal && onAbort(signal, () => void leave(ready, jobId, waiter));
    if (signal?.aborted) void leave(ready, jobId, waiter);
    waiter.beginning = begin(ready, jobId, waiter, recorded);
    return takeBack ? finished.finally(takeBack) : finished;
  }

  /** Never rejects. */
  async function begin(ready: StepContext, jobId: string, waiter: Waiter, recorded: Attempt | undefined) {
    try {
      if (waiter.until === 'bought' && !recorded) await resolveBought(ready, jobId);
      if (!waiters.holds(jobId, waiter)) return;
      await (recorded ? schedule(ready, recorded) : goOn(ready, jobId));
    } catch (error) {
      waiters.remove(jobId, waiter);
      waiter.reject(error);
    } finally {
      waiter.beginning = null;
    }
  }

  /** The last one who waits for a job lets go of it; a submit under way is finished first. */
  async function leave(ready: StepContext, jobId: string, waiter: Waiter): Promise<void> {
    if (!waiters.remove(jobId, waiter)) return;
    try {
      if (!waiters.has(jobId)) {
        const attempts = await ready.ledger.attemptsOfJob(jobId);
        await Promise.all(attempts.map(({ id }) => engine.cancel(id)));
        await letGo(ready, jobId, attempts);
      }
      await waiter.beginning;
      waiter.resolve('detached');
    } catch (error) {
      waiter.reject(error);
    }
  }
}

/**
 * The attempt of a job that is to be gone on with, a further one where its turn has come. `undefined`: the job is over, or waits for
 * somebody. `moved`: somebody else has just recorded a further attempt.
 */
async function whatFollows(
  ready: StepContext,
  plan: PlanSettings,
  { job, attempts }: JobWithAttempts,
): Promise<Attempt | 'moved' | undefined> {
  const moving = attempts.find((attempt) => !isAtRest(attempt));
  if (moving || job.concludedAt !== null) return moving;
  const next = nextAttempt(attempts, job.options);
  if (next.kind === 'stop') return undefined;
  if (next.kind === 'plan') {
    const take = () => takePlanStep(ready, plan, job, attempts, next.exclude);
    const further = await traceStep(ready, 'plan', decisiveAttempt(attempts), take);
    if (further) {
      await ready.checkpoint('run:further_attempt');
      return further;
    }
  }
  if ((await ready.ledger.attemptsOfJob(job.id)).length > attempts.length) return 'moved';
  await ready.ledger.concludeJob(job.id, isoOf(ready.clock.now()));
  return undefined;
}
