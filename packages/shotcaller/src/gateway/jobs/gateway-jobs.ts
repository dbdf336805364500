import { UnknownModelError } from '@shotcaller/core';
import { isTerminal, isUnsent } from '../../jobs/job.ts';
import { JobFailure } from '../../jobs/job-failure.ts';
import { jobIdOf } from '../../jobs/job-ids.ts';
import { wasNeverBought } from '../../jobs/job-result.ts';
import { type Jobs, usualWatchSeconds } from '../../jobs/jobs.ts';
import type { Move } from '../../jobs/ledger.ts';
import type { JobWithAttempts } from '../../jobs/records/job-records.ts';
import { isHeld } from '../../jobs/steps/next-step.ts';
import type { ProgressEvent } from '../../jobs/steps/step-context.ts';
import { isWorkerGone } from '../../jobs/worker-name.ts';
import type { AnswerFate } from '../guards/answer-fate.ts';
import type { ChoiceTurns } from '../guards/choice-turns.ts';
import type { RefusalRate } from '../guards/refusal-rate.ts';
import type { GatewayOptions } from '../options.ts';
import { describeChoice } from './describe-choice.ts';
import { createJobNews } from './job-news.ts';
import type { JobOrder, Ordered } from './job-order.ts';
import { createRecentJobs } from './recent-jobs.ts';
import { whenAnswerable } from './when-answerable.ts';
import type { JobSnapshot } from './wire-status.ts';

/** Where routes meet jobs: orders them once, watches them, and answers how they stand. */
export interface GatewayJobs {
  /** Answers once the submit is through, or as known as it will be. */
  order(order: JobOrder): Promise<Ordered>;
  find(id: string): Promise<JobSnapshot | undefined>;
  /** Goes on with a job in the background. */
  watch(jobId: string, watchSeconds?: number): void;
  /** Takes an id that somebody found as that of an attempt in doubt. Throws `JobFailure`. */
  adopt: Jobs['adopt'];
  /** Ends a job in doubt by what somebody found. Throws `JobFailure`. */
  settle: Jobs['settle'];
  /** As the ledger has it now. */
  findAsItStands(jobId: string): Promise<JobSnapshot | undefined>;
  /** Whether a living process follows a job: this one, or another one on the ledger. `nowMs`: the time that jobs go by. */
  isWatched(snapshot: JobSnapshot, nowMs: number): boolean;
  /** Stops watching, whichever process does, until somebody resumes it. */
  letGo(jobId: string): Promise<void>;
  handedOver(snapshot: JobSnapshot): Promise<void>;
  /** Takes up what an earlier run left open, unless another process is at it. */
  recover(): Promise<void>;
  /** Takes up jobs whose process is gone, wherever it ran. */
  takeUpAbandoned(): Promise<void>;
  /** Hears of what other processes on the ledger do with jobs. Answers how to stop. */
  listenToOthers(): Promise<() => Promise<void>>;
  /** Every progress event of every job, with the job as it stands. */
  listen(listener: (event: ProgressEvent, snapshot: JobSnapshot) => void): void;
  /** Every job that has come to its end here. */
  onEnd(listener: (snapshot: JobSnapshot) => void): void;
  readonly underWay: number;
  /** Parks everything: submits under way are finished, the rest is let go. */
  close(): Promise<void>;
}

export interface GatewayJobsOptions extends Pick<GatewayOptions, 'ledger' | 'clock'> {
  readonly jobs: Jobs;
  readonly service: string;
  readonly dedupeWindowSeconds: number;
  readonly submitWaitMs: number;
  readonly choiceTurns: ChoiceTurns;
  readonly refusals: RefusalRate;
  /** Whether anybody here wants to hear of jobs that other processes carry. */
  readonly isAnybodyListening: () => boolean;
  /** Another process moved a job while nobody listened. */
  readonly onUnheard: () => void;
  /** Moves of other processes may have been missed. */
  readonly onGap: () => void;
  /** A step failed in a way that no answer tells, such as a ledger that cannot be written. */
  readonly onTrouble: (jobId: string | null, error: unknown) => void;
}

export function createGatewayJobs(options: GatewayJobsOptions): GatewayJobs {
  const { jobs, ledger, service, clock, choiceTurns, refusals, onTrouble } = options;
  /** Jobs that are carried in the background here, and how to let go of them: once for the order and for each time it was resumed. */
  const carried = new Map<string, Set<{ readonly abort: AbortController; readonly finished: Promise<void> }>>();
  const listeners: ((event: ProgressEvent, snapshot: JobSnapshot) => void)[] = [];
  const endListeners: ((snapshot: JobSnapshot) => void)[] = [];
  const news = createJobNews();
  let closing = false;
  const recent = createRecentJobs({
    load: (jobId) => jobs.find(jobId),
    jobIdOfRemote: async (remoteId) => (await ledger.attemptByRemoteId(service, remoteId))?.jobId,
    isCarried: (jobId) => carried.has(jobId),
    now: () => clock.now(),
  });

  const answers = {
    clock,
    submitWaitMs: options.submitWaitMs,
    news,
    find: (jobId: string) => recent.find(jobId),
    isCarried: (jobId: string) => carried.has(jobId),
  };

  jobs.carrier.listen((event) => {
    if (event.kind === 'fallback') return;
    const { jobId } = event.attempt;
    recent.note(event.attempt);
    news.tell(jobId);
    if (listeners.length === 0) return;
    recent.find(jobId).then(
      (snapshot) => {
        if (snapshot) for (const listener of listeners) listener(event, snapshot);
      },
      (error: unknown) => onTrouble(jobId, error),
    );
  });

  /** Brings a job forward in the background. */
  function carry(jobId: string, start: (signal: AbortSignal) => Promise<'carried' | 'detached'>): void {
    if (closing) return;
    const abort = new AbortController();
    const finished = start(abort.signal)
      .then(async (how) => {
        recent.forget(jobId);
        if (how === 'carried') await noteEnd(jobId);
      })
      .catch((error: unknown) => onTrouble(jobId, error))
      .finally(() => {
        entries.delete(entry);
        if (entries.size === 0) carried.delete(jobId);
        news.tell(jobId);
      });
    const entry = { abort, finished };
    const entries = carried.get(jobId) ?? new Set();
    carried.set(jobId, entries.add(entry));
  }

  async function noteMoveElsewhere({ jobId, attemptId, at }: Move): Promise<void> {
    const isWanted = news.isAwaited(jobId) || options.isAnybodyListening();
    const before = isWanted ? recent.lastSeen(jobId) : undefined;
    recent.forget(jobId);
    news.tell(jobId);
    if (!options.isAnybodyListening()) return options.onUnheard();
    const snapshot = await recent.find(jobId);
    const attempt = snapshot?.attempts.find(({ id }) => id === attemptId);
    if (!snapshot || !attempt || snapshot.job.receipt === null) return;
    const from = before?.attempts.find(({ id }) => id === attemptId)?.state ?? null;
    for (const listener of listeners) listener({ kind: 'state', attempt, from, at }, snapshot);
  }

  /** A job that is carried here was moved elsewhere: a webhook came to another gateway, or somebody lets go of it there. */
  async function noteMoveOfCarried({ jobId, attemptId }: Move): Promise<void> {
    jobs.carrier.hurry(attemptId);
    const job = await ledger.job(jobId);
    if (job?.receipt?.letGo) await stopCarrying(jobId);
  }

  async function stopCarrying(jobId: string): Promise<void> {
    const entries = [...(carried.get(jobId) ?? [])];
    for (const { abort } of entries) abort.abort(new DOMException('Detached.', 'AbortError'));
    await Promise.all(entries.map(({ finished }) => finished));
  }

  /** Goes on with jobs that nobody carries. */
  async function takeUp(found: readonly JobWithAttempts[]): Promise<void> {
    // First, and waited for: a client that sends again must not be answered with a job that is about to be given back.
    const untold = found.filter((one) => one.attempts.every(isUnsent) && one.job.receipt?.answer !== 'delivered');
    await Promise.allSettled(untold.map(({ job }) => jobs.resume(job.id)));
    for (const one of found) {
      const { id } = one.job;
      if (untold.includes(one)) continue;
      // Its id was given out and nothing was sent for it: it is bought now, for the first time.
      if (one.attempts.every(isUnsent)) carry(id, (signal) => jobs.carry(id, { signal }));
      else watch(id);
    }
  }

  function watch(jobId: string, watchSeconds?: number): void {
    recent.forget(jobId);
    carry(jobId, (signal) => jobs.resume(jobId, { watchSeconds, signal }));
  }

  async function noteEnd(jobId: string): Promise<void> {
    const snapshot = await recent.find(jobId);
    if (!snapshot?.attempts.every(({ state }) => isTerminal(state))) return;
    for (const listener of endListeners) listener(snapshot);
  }

  async function open(order: JobOrder) {
    const { caller, brief, requested, profileName, bodyHash, callbackUrl, answerFate } = order;
    const { fallback = 0, allowTwoBills = false, sidecar = false, confirmUsd } = order.options;
    const { maxUsd } = brief.requirements;
    return jobs.open({
      brief,
      plan: order.plan,
      owner: caller.owner,
      key: order.clientKey ?? undefined,
      traceparent: order.traceparent,
      options: {
        fallback,
        allowTwoBills,
        sidecar,
        overwrite: false,
        watchSeconds: usualWatchSeconds,
        ...(maxUsd !== undefined && { maxUsd }),
        ...(confirmUsd !== undefined && { confirmUsd }),
      },
      received: {
        bodyHash,
        receivedAtMs: answerFate.arrivedAtMs,
        requested,
        callbackUrl,
        windowSeconds: options.dedupeWindowSeconds,
        describe: (plan) => describeChoice(requested, plan, profileName),
        waitSeconds: () => refusals.waitSeconds(caller.owner),
        // A named model is planned at once; to choose one, all are looked at.
        ...(brief.model === null && !order.plan && { inTurn: (plan) => choiceTurns.wait(caller.owner, plan) }),
      },
    });
  }

  function noteAnswer(jobId: string, { known }: AnswerFate): void {
    void known
      .then((answer) => ledger.changeReceipt(jobId, { answer, answeredAtMs: clock.now() }))
      .catch((error: unknown) => onTrouble(jobId, error));
  }

  return {
    async order(order) {
      const { caller, brief } = order;
      if (brief.model !== null && caller.models && !caller.models.includes(brief.model)) {
        return { kind: 'model_not_allowed', model: brief.model, allowed: caller.models };
      }
      let jobId: string | null = null;
      try {
        for (;;) {
          const opened = await open(order);
          if (opened.kind === 'key_reused') return { kind: 'key_reused' };
          if (opened.kind !== 'job') return opened;
          const { job, repeated, opened: first } = opened;
          jobId = job.id;
          if (!repeated) {
            if (first) recent.keep({ job, attempts: [first] });
            noteAnswer(job.id, order.answerFate);
            carry(job.id, (signal) => jobs.carry(job.id, { signal, opened: first }));
          }
          const snapshot = await whenAnswerable(answers, job.id);
          if (!snapshot) return { kind: 'failed', code: 'not_placed_yet' };
          // What the first of equal submits did not get either is a new order.
          if (repeated && wasNeverBought(snapshot.attempts)) continue;
          if (!repeated && snapshot.attempts.every(({ state }) => state === 'refused')) {
            refusals.count(caller.owner, order.bodyBytes);
          }
          // The id goes out before it is certain that the submit left: whoever starts next must go on with it.
          if (snapshot.attempts.every(({ remoteId }) => remoteId === null)) {
            await ledger.changeReceipt(job.id, { answer: 'delivered', answeredAtMs: clock.now(), durable: true });
          }
          return { kind: 'job', snapshot, repeated };
        }
      } catch (error) {
        // The caller's own mistake.
        if (error instanceof UnknownModelError) throw error;
        if (error instanceof JobFailure && error.code === 'key_archived') return { kind: 'key_reused' };
        onTrouble(jobId, error);
        return { kind: 'failed', code: (error as { code?: string }).code ?? 'internal' };
      }
    },

    find: (id) => recent.find(id),

    isWatched: ({ job: { id, receipt }, attempts }, nowMs) =>
      carried.has(id) || (!receipt?.letGo && attempts.some((attempt) => isHeld(attempt, { nowMs, isWorkerGone }))),

    watch,

    async findAsItStands(jobId) {
      recent.forget(jobId);
      return recent.find(jobId);
    },

    async adopt(id, found) {
      await jobs.adopt(id, found);
      recent.forget(jobIdOf(id));
    },

    async settle(id, settlement) {
      await jobs.settle(id, settlement);
      const jobId = jobIdOf(id);
      recent.forget(jobId);
      await noteEnd(jobId);
    },

    async letGo(jobId) {
      await jobs.letGo(jobId);
      await stopCarrying(jobId);
      recent.forget(jobId);
    },

    async handedOver({ job: { id, receipt } }) {
      if (!receipt || receipt.handedOver) return;
      await ledger.changeReceipt(id, { handedOver: true });
      recent.forget(id);
    },

    async recover() {
      const free: JobWithAttempts[] = [];
      for (const found of await ledger.jobsWithAttempts(await jobs.openIds())) {
        const { receipt } = found.job;
        if (receipt && !receipt.letGo && !(await jobs.isHeldElsewhere(found))) free.push(found);
      }
      await takeUp(free);
    },

    async takeUpAbandoned() {
      const free: JobWithAttempts[] = [];
      for (const id of await jobs.abandonedIds(mostTakenUp)) {
        const found = carried.has(id) ? undefined : await ledger.jobWithAttempts(id);
        if (found) free.push(found);
      }
      await takeUp(free);
    },

    listenToOthers: () =>
      ledger.listen({
        onMove(move) {
          if (move.by === jobs.worker) return;
          const noted = carried.has(move.jobId) ? noteMoveOfCarried(move) : noteMoveElsewhere(move);
          noted.catch((error: unknown) => onTrouble(move.jobId, error));
        },
        onGap() {
          options.onGap();
          news.tellAll();
        },
      }),

    listen: (listener) => void listeners.push(listener),
    onEnd: (listener) => void endListeners.push(listener),

    get underWay() {
      return carried.size;
    },

    async close() {
      closing = true;
      const reason = new DOMException('The gateway is closing.', 'AbortError');
      const under = [...carried.values()].flatMap((entries) => [...entries]);
      for (const { abort } of under) abort.abort(reason);
      await Promise.allSettled(under.map(({ finished }) => finished));
    },
  };
}

/** Jobs taken up at once; what is left is taken up next time, by whoever looks first. */
const mostTakenUp = 200;
