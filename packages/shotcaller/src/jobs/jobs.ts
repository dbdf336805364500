import type { Carrier, CarryOptions } from './carrier.ts';
import { JobFailure } from './job-failure.ts';
import { jobIdOf } from './job-ids.ts';
import type { JobQuery, JobWithAttempts, Ledger } from './ledger.ts';
import { makeReady } from './make-ready.ts';
import { type JobInput, type OpenAnswer, type OpenSettings, openJob } from './open-job.ts';
import { type DeliveryAnswer, type DeliveryHint, noteDelivery } from './steps/note-delivery.ts';
import { settleStale } from './steps/settle-stale.ts';
import type { StepContext } from './steps/step-context.ts';

/** How long a job is watched when nobody says, in seconds. */
export const usualWatchSeconds = 7200;

/** Jobs of one service: recorded once, brought forward, and shown as they stand. */
export interface Jobs {
  /** Plans and records a job, or finds the one that it repeats. Buys nothing. */
  open(input: JobInput): Promise<OpenAnswer>;
  /** Brings a job forward from wherever it stands: buys what it was opened for, watches, fetches, falls back. */
  carry: Carrier['carry'];
  /**
   * Goes on with a job whose process is gone. Never sends again what may have been sent; what was never sent gets its reservation back;
   * further attempts are those that the job was ordered with.
   */
  resume(jobId: string, options?: CarryOptions & { readonly watchSeconds?: number }): Promise<'carried' | 'detached'>;
  /** By our id or an attempt's. Asks nobody, but says the truth about submits whose process died. */
  find(id: string): Promise<JobWithAttempts | undefined>;
  /** Newest first. */
  list(query?: Omit<JobQuery, 'service'>): Promise<readonly JobWithAttempts[]>;
  /** Ids of jobs that somebody may go on with, oldest first. */
  openIds(): Promise<readonly string[]>;
  /** A verified webhook: finds a job whose answer was lost, and makes it due. Carry it if it was `recovered`. */
  noteDelivery(hint: DeliveryHint): Promise<DeliveryAnswer>;
  readonly carrier: Carrier;
  ledger(): Promise<Ledger>;
  close(): Promise<void>;
}

export interface JobsOptions {
  readonly context: () => Promise<Omit<StepContext, 'tell'>>;
  readonly carrier: Carrier;
  readonly open: OpenSettings;
}

export function createJobs({ context: openContext, carrier, open }: JobsOptions): Jobs {
  const silent = async (): Promise<StepContext> => ({ ...(await openContext()), tell: () => undefined });

  async function settled(context: StepContext, { job, attempts }: JobWithAttempts): Promise<JobWithAttempts> {
    return { job, attempts: await Promise.all(attempts.map((attempt) => settleStale(context, attempt))) };
  }

  return {
    carrier,
    open: async (input) => openJob(await openContext(), open, input),
    carry: (jobId, options) => carrier.carry(jobId, options),

    async resume(id, { watchSeconds = usualWatchSeconds, ...options } = {}) {
      const context = await silent();
      const jobId = jobIdOf(id);
      const found = await context.ledger.jobWithAttempts(jobId);
      if (!found || found.job.service !== context.service) {
        throw new JobFailure('no_such_job', `The ledger has no job ${id}. \`shotcaller jobs\` lists them.`, id);
      }
      await makeReady(context, found, { watchMs: watchSeconds * 1000 });
      await context.checkpoint('resume:ready');
      return carrier.carry(jobId, options);
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
        if (page.length < pageLength) return ids;
      }
    },

    async noteDelivery(hint) {
      const hurry = (attemptId: string) => carrier.hurry(attemptId);
      return noteDelivery(await silent(), { watchMs: usualWatchSeconds * 1000, hurry }, hint);
    },

    ledger: async () => (await openContext()).ledger,
    close: () => carrier.close(),
  };
}

const pageLength = 1000;
