import type { FileStore } from '../files/stores/file-store.ts';
import { isoOf } from '../iso-time.ts';
import { type AdoptSettings, adoptRemoteId, type FoundId } from './adopt-remote-id.ts';
import type { Carrier, CarryOptions } from './carrier.ts';
import { checkTarget } from './check-target.ts';
import { jobIdOf } from './job-ids.ts';
import type { Ledger } from './ledger.ts';
import { makeDue, makeReady } from './make-ready.ts';
import { noSuchJob } from './no-such-job.ts';
import {
  type JobInput,
  type OpenAnswer,
  type OpenSettings,
  type OwnJobInput,
  openJob,
  type RateLimited,
} from './open-job.ts';
import { isDelivered, putElsewhere } from './put-elsewhere.ts';
import type { JobQuery, JobWithAttempts } from './records/job-records.ts';
import { type Settlement, settleByHand } from './settle.ts';
import { letGoOf } from './steps/let-go.ts';
import { isLeased, stepNow } from './steps/next-step.ts';
import { type DeliveryAnswer, type DeliveryHint, noteDelivery } from './steps/note-delivery.ts';
import { settleStale } from './steps/settle-stale.ts';
import type { StepContext } from './steps/step-context.ts';
import { takeBackIfCompleted } from './take-back.ts';

/** How long a job is watched when nobody says, in seconds. */
export const usualWatchSeconds = 7200;

/** Jobs of one service: recorded once, brought forward, and shown as they stand. */
export interface Jobs {
  /** Plans and records a job, or finds the one that it repeats. Buys nothing. */
  open(input: OwnJobInput): Promise<OpenAnswer>;
  open(input: JobInput): Promise<OpenAnswer | RateLimited>;
  /** Brings a job forward from wherever it stands: buys what it was opened for, watches, fetches, falls back. */
  carry: Carrier['carry'];
  /**
   * Goes on with a job whose process is gone. Never sends again what may have been sent; what was never sent gets its reservation back;
   * further attempts are those that the job was ordered with.
   */
  resume(jobId: string, options?: ResumeJobOptions): Promise<'carried' | 'detached'>;
  /**
   * Leaves a job alone, whichever process carries it, until somebody resumes it: none takes it up by itself. A submit under way is
   * finished first by its process.
   */
  letGo(id: string): Promise<void>;
  /**
   * Takes the steps that are due, as `resume` would, and lets go. It asks the service now, unless that answered a moment ago or asked
   * for patience.
   */
  look(jobId: string, options?: LookOptions): Promise<'carried' | 'detached'>;
  /**
   * Takes an id that somebody found in the account's activity as that of the attempt in doubt; `resume` does the same first when it gets
   * one. Throws `JobFailure` `remote_id_refused`.
   */
  adopt(id: string, found: Omit<FoundId, 'watchMs'>): Promise<void>;
  /** Settles the attempt in doubt by what somebody says. Buys nothing, now or later. Throws `JobFailure` `not_settled`. */
  settle(id: string, settlement: Settlement & { readonly saidBy: string }): Promise<void>;
  /** By our id or an attempt's. Asks nobody, but says the truth about submits whose process died. */
  find(id: string): Promise<JobWithAttempts | undefined>;
  /** Newest first. */
  list(query?: Omit<JobQuery, 'service'>): Promise<readonly JobWithAttempts[]>;
  /** Ids of jobs that somebody may go on with, oldest first; clips of a batch that a living process holds are not among them. */
  openIds(): Promise<readonly string[]>;
  /** Ids of jobs that a gateway took and no living process carries, oldest first: whoever finds them may go on with them. */
  abandonedIds(limit: number): Promise<readonly string[]>;
  /** Whether another living process is at it. */
  isHeldElsewhere(found: JobWithAttempts): Promise<boolean>;
  /** A verified webhook: finds a job whose answer was lost, and makes it due. Carry it if it was `recovered`. */
  noteDelivery(hint: DeliveryHint): Promise<DeliveryAnswer>;
  readonly carrier: Carrier;
  /** This process's name in leases and events. */
  readonly worker: string;
  ledger(): Promise<Ledger>;
  close(): Promise<void>;
}

export interface ResumeJobOptions extends CarryOptions {
  /** How long to watch from now. Default: what is left of the watch, or 7,200 where it is over. */
  readonly watchSeconds?: number | undefined;
  /**
   * Another place for the clip: a delivered one is copied there, or fetched again where its file is gone. Throws `JobFailure`
   * `output_unusable` for a place that takes none.
   */
  readonly output?: string | undefined;
  readonly overwrite?: boolean | undefined;
}

export interface LookOptions extends CarryOptions {
  /** Somebody knows that the service has news: it is asked however short ago it answered. */
  readonly hasNews?: boolean;
}

export interface JobsOptions {
  readonly worker: string;
  readonly context: () => Promise<Omit<StepContext, 'tell'>>;
  readonly carrier: Carrier;
  readonly open: OpenSettings;
  readonly adopt: AdoptSettings;
  /** Where delivered files may be. Default: on this machine. */
  readonly store?: FileStore | undefined;
}

export function createJobs({ worker, context: openContext, carrier, open, adopt, store }: JobsOptions): Jobs {
  const silent = async (): Promise<StepContext> => ({ ...(await openContext()), tell: () => undefined });

  async function settled(context: StepContext, { job, attempts }: JobWithAttempts): Promise<JobWithAttempts> {
    return { job, attempts: await Promise.all(attempts.map((attempt) => settleStale(context, attempt))) };
  }

  async function known({ ledger, service }: StepContext, id: string): Promise<JobWithAttempts> {
    const found = await ledger.jobWithAttempts(jobIdOf(id));
    if (found && found.job.service === service) return found;
    throw await noSuchJob(ledger, id);
  }

  /** Their batch goes on with them, and knows when: a clip of it that waits for room is not one that nobody wants any more. */
  async function idsOfHeldBatches(): Promise<ReadonlySet<string>> {
    const { ledger, service, clock, isWorkerGone } = await openContext();
    const held = await ledger.heldBatches({ service, at: isoOf(clock.now()), isGone: isWorkerGone });
    const orders = await Promise.all(held.map((batch) => ledger.ordersOfBatch(batch)));
    return new Set(orders.flat().map(({ jobId }) => jobId));
  }

  function openHere(input: OwnJobInput): Promise<OpenAnswer>;
  function openHere(input: JobInput): Promise<OpenAnswer | RateLimited>;
  async function openHere(input: JobInput): Promise<OpenAnswer | RateLimited> {
    return openJob(await openContext(), open, input);
  }

  return {
    carrier,
    worker,
    open: openHere,
    carry: (jobId, options) => carrier.carry(jobId, options),

    async resume(id, { watchSeconds, output, overwrite, ...options } = {}) {
      const context = await silent();
      const jobId = jobIdOf(id);
      const found = await known(context, id);
      const movesFile = output !== undefined || overwrite === true;
      const watchMs = (watchSeconds ?? usualWatchSeconds) * 1000;
      if (movesFile) {
        const { filesFolder } = open;
        checkTarget(output ?? found.job.options.output, filesFolder);
        const changed = {
          ...found.job.options,
          ...(output !== undefined && { output }),
          ...(overwrite !== undefined && { overwrite }),
        };
        await context.ledger.changeJobOptions(jobId, changed);
        const delivered = found.attempts.find(isDelivered);
        if (delivered) {
          await putElsewhere(context, { ...found.job, options: changed }, delivered, { filesFolder, watchMs, store });
        }
      }
      await takeBack(context, found);
      await makeReady(context, found, { watchMs, isWatchSaid: watchSeconds !== undefined, movesFile });
      const { client } = adopt;
      for (const attempt of found.attempts) {
        // Whoever resumes an end that the service has told asks whether it still says so; without an answer it stands.
        await takeBackIfCompleted(context, { client, watchMs }, attempt).catch(() => undefined);
      }
      await context.checkpoint('resume:ready');
      return carrier.carry(jobId, options);
    },

    async letGo(id) {
      const context = await silent();
      const { job, attempts } = await known(context, id);
      if (job.receipt) await context.ledger.changeReceipt(job.id, { letGo: true, durable: true });
      for (const attempt of attempts) {
        const isCarriedHere = attempt.worker === worker && carrier.isCarrying(job.id);
        if (attempt.worker === null || isCarriedHere || attempt.state === 'submitting') continue;
        // Its process hears of this, and asks the ledger why.
        await letGoOf(context, attempt);
      }
    },

    async look(id, { hasNews = false, ...options } = {}) {
      const context = await silent();
      const jobId = jobIdOf(id);
      await makeReady(context, await known(context, id), { watchMs: usualWatchSeconds * 1000 });
      for (const attempt of await context.ledger.attemptsOfJob(jobId)) await makeDue(context, attempt, hasNews);
      return carrier.carry(jobId, { until: 'look', ...options });
    },

    async adopt(id, given) {
      const context = await silent();
      const read = async () => settled(context, await known(context, id));
      await adoptRemoteId(context, adopt, read, id, { ...given, watchMs: usualWatchSeconds * 1000 });
    },

    async settle(id, settlement) {
      const context = await silent();
      await settleByHand(context, async () => settled(context, await known(context, id)), id, settlement);
    },

    async find(id) {
      const context = await silent();
      const found = await context.ledger.jobWithAttempts(jobIdOf(id));
      return found && found.job.service === context.service ? settled(context, found) : undefined;
    },

    async list(query = {}) {
      const context = await silent();
      const { jobs } = await context.ledger.jobs({ ...query, service: context.service });
      return Promise.all(jobs.map((found) => settled(context, found)));
    },

    async openIds() {
      const { ledger, service } = await openContext();
      const ids: string[] = [];
      for (;;) {
        const after = ids.at(-1);
        const page = await ledger.openJobIds({ service, limit: pageLength, ...(after !== undefined && { after }) });
        ids.push(...page);
        if (page.length < pageLength) break;
      }
      const held = ids.length === 0 ? new Set() : await idsOfHeldBatches();
      return ids.filter((id) => !held.has(id));
    },

    async abandonedIds(limit) {
      const { ledger, service, clock, leaseMs } = await openContext();
      const nowMs = clock.now();
      return ledger.abandonedJobIds({ service, at: isoOf(nowMs), endedBefore: isoOf(nowMs - leaseMs), limit });
    },

    async isHeldElsewhere({ attempts }) {
      const context = await openContext();
      return attempts.some((attempt) => isLeased(stepNow(attempt, context)));
    },

    async noteDelivery(hint) {
      const hurry = (attemptId: string) => carrier.hurry(attemptId);
      const { client } = adopt;
      return noteDelivery(await silent(), { client, watchMs: usualWatchSeconds * 1000, hurry }, hint);
    },

    ledger: async () => (await openContext()).ledger,
    close: () => carrier.close(),
  };
}

/** Somebody goes on with it: from here on it may be taken up again. */
async function takeBack({ ledger }: StepContext, { job }: JobWithAttempts): Promise<void> {
  if (job.receipt?.letGo) await ledger.changeReceipt(job.id, { letGo: false });
}

const pageLength = 1000;
