import { isTerminal } from '../../jobs/job.ts';
import { jobIdOf } from '../../jobs/job-ids.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { isHeld } from '../../jobs/steps/next-step.ts';
import type { ProgressEvent } from '../../jobs/steps/step-context.ts';
import { isWorkerGone } from '../../jobs/worker-name.ts';
import { isHandOverAwaited } from '../content/hand-overs.ts';
import type { ChoiceTurns } from '../guards/choice-turns.ts';
import type { RefusalRate } from '../guards/refusal-rate.ts';
import type { GatewayOptions } from '../options.ts';
import { createCarriedJobs } from './carried-jobs.ts';
import { createJobNews } from './job-news.ts';
import type { JobOrder, Ordered } from './job-order.ts';
import { listenToMovesElsewhere } from './moves-elsewhere.ts';
import { createOrders } from './orders.ts';
import { createRecentJobs } from './recent-jobs.ts';
import { createTakeUp } from './take-up.ts';
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
  /** Resolves when it is known of clips of such an order that were just sent whether they have arrived. */
  readonly clipsDecided: (owner: string, bodyHash: string) => Promise<void>;
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
  const { jobs, ledger, service, clock, onTrouble } = options;
  const listeners: ((event: ProgressEvent, snapshot: JobSnapshot) => void)[] = [];
  const endListeners: ((snapshot: JobSnapshot) => void)[] = [];
  const news = createJobNews();
  const recent = createRecentJobs({
    load: (jobId) => jobs.find(jobId),
    jobIdOfRemote: async (remoteId) => (await ledger.attemptByRemoteId(service, remoteId))?.jobId,
    isCarried: (jobId) => carried.has(jobId),
    now: () => clock.now(),
  });

  const carried = createCarriedJobs({
    async onReturn(jobId, how) {
      recent.forget(jobId);
      if (how === 'carried') await noteEnd(jobId);
    },
    onLeft: (jobId) => news.tell(jobId),
    onTrouble,
  });
  const order = createOrders({
    ...options,
    recent,
    carried,
    answers: {
      clock,
      submitWaitMs: options.submitWaitMs,
      news,
      find: (jobId) => recent.find(jobId),
      isCarried: (jobId) => carried.has(jobId),
    },
  });

  function tell(event: ProgressEvent, snapshot: JobSnapshot): void {
    for (const listener of listeners) listener(event, snapshot);
  }

  jobs.carrier.listen((event) => {
    if (event.kind === 'fallback') return;
    const { jobId } = event.attempt;
    recent.note(event.attempt);
    news.tell(jobId);
    if (listeners.length === 0) return;
    recent
      .find(jobId)
      .then((snapshot) => {
        if (snapshot) tell(event, snapshot);
      })
      .catch((error: unknown) => onTrouble(jobId, error));
  });

  function watch(jobId: string, watchSeconds?: number): void {
    recent.forget(jobId);
    carried.carry(jobId, (signal) => jobs.resume(jobId, { watchSeconds, signal }));
  }

  async function noteEnd(jobId: string): Promise<void> {
    const snapshot = await recent.find(jobId);
    if (!snapshot?.attempts.every(({ state }) => isTerminal(state))) return;
    for (const listener of endListeners) listener(snapshot);
  }

  return {
    order,
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
      await carried.letGo(jobId);
      recent.forget(jobId);
    },

    async handedOver({ job }) {
      if (!isHandOverAwaited(job)) return;
      const { id } = job;
      await ledger.changeReceipt(id, { handedOver: true });
      recent.forget(id);
    },

    ...createTakeUp({ jobs, ledger, carried, watch }),

    listenToOthers: () => listenToMovesElsewhere({ ...options, recent, carried, news, tell }),

    listen: (listener) => void listeners.push(listener),
    onEnd: (listener) => void endListeners.push(listener),

    get underWay() {
      return carried.count;
    },

    close: () => carried.close(),
  };
}
