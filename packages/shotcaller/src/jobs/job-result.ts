import { isTerminal, type Job, type JobFile, type JobReason, type JobState, type Order } from './job.ts';
import { picoFromUsd, usdFromPico } from './money/pico.ts';

/** An order as it stands: what `run --json` prints. Money is an exact decimal in dollars. */
export interface JobResult {
  readonly id: string;
  readonly key: string | null;
  readonly status: JobState;
  readonly model: string;
  /** The API's id of the attempt that `status` is about; `null` when none was given. */
  readonly jobId: string | null;
  /** Why it is not done; `null` when done or under way. */
  readonly reason: JobReason | null;
  readonly files: readonly JobFile[];
  /** Expected price of that attempt; `null`: not known. */
  readonly quotedUsd: string | null;
  readonly quotedHighUsd: string | null;
  /** Sum of the known bills of all attempts; `null` when there is none. */
  readonly billedUsd: string | null;
  /** Attempts that ended without a stated cost, booked as their reservation. */
  readonly unknownBills: number;
  /** `true`: `resume` can bring news. */
  readonly resumable: boolean;
  readonly createdAt: string;
  readonly attempts: readonly Attempt[];
}

export interface Attempt {
  readonly id: string;
  readonly status: JobState;
  readonly model: string;
  readonly jobId: string | null;
  readonly reason: JobReason | null;
  readonly quotedUsd: string | null;
  readonly quotedHighUsd: string | null;
  readonly billedUsd: string | null;
  readonly billKnown: boolean | null;
  readonly polls: number;
  readonly submittedAt: string | null;
  readonly completedAt: string | null;
  readonly endedAt: string | null;
}

/** Puts an order and its attempts together. The attempt that delivered speaks for it, else one that still may, else the last. */
export function resultOf(order: Order, jobs: readonly Job[]): JobResult {
  const speaker =
    jobs.find((job) => job.state === 'done') ?? jobs.findLast((job) => !isTerminal(job.state)) ?? jobs.at(-1);
  if (!speaker) throw new TypeError(`Order ${order.id} has no attempt`);
  const bills = jobs.flatMap((job) => (job.billedUsd === null ? [] : [picoFromUsd(job.billedUsd)]));
  return {
    id: order.id,
    key: order.key,
    status: speaker.state,
    model: speaker.model,
    jobId: speaker.jobId,
    reason: speaker.state === 'done' ? null : speaker.reason,
    files: jobs.flatMap((job) => (job.state === 'done' && job.file ? [job.file] : [])),
    quotedUsd: speaker.price.expectedUsd,
    quotedHighUsd: speaker.price.highUsd,
    billedUsd: bills.length === 0 ? null : usdFromPico(bills.reduce((sum, bill) => sum + bill, 0n)),
    unknownBills: jobs.filter((job) => job.billKnown === false).length,
    resumable: jobs.some((job) => !isTerminal(job.state)),
    createdAt: order.createdAt,
    attempts: jobs.map(attemptOf),
  };
}

function attemptOf(job: Job): Attempt {
  return {
    id: job.id,
    status: job.state,
    model: job.model,
    jobId: job.jobId,
    reason: job.reason,
    quotedUsd: job.price.expectedUsd,
    quotedHighUsd: job.price.highUsd,
    billedUsd: job.billedUsd,
    billKnown: job.billKnown,
    polls: job.polls,
    submittedAt: job.submittedAt,
    completedAt: job.completedAt,
    endedAt: job.endedAt,
  };
}
