import type { BillDoubt, RequestedClip, RequestFinding, Requirements } from '@shotcaller/core';
import { filesOf } from '../files/job-file.ts';
import { type Attempt, type AttemptState, isTerminal, type Job, type JobFile, type JobReason } from './job.ts';
import type { JobEvent } from './job-event.ts';
import { picoFromUsd, usdFromPico } from './money/pico.ts';
import { isFurtherAttemptDue, wasNeverSubmitted } from './steps/next-attempt.ts';

/** A job as it stands: what `run --json` prints. Money is an exact decimal in dollars. */
export interface JobResult {
  readonly id: string;
  readonly key: string | null;
  readonly status: AttemptState;
  readonly model: string;
  /** The API's id of the attempt that `status` is about; `null` when none was given. */
  readonly remoteId: string | null;
  /** Why it is not done; `null` when done or under way. */
  readonly reason: JobReason | null;
  readonly files: readonly JobFile[];
  /** Expected price of that attempt; `null`: not known. */
  readonly quotedUsd: string | null;
  readonly quotedHighUsd: string | null;
  /** Sum of the known bills of all attempts; `null` when there is none. */
  readonly billedUsd: string | null;
  /** Attempts that ended without a stated cost that is believed, booked as their reservation. */
  readonly unknownBills: number;
  /** `true`: `resume` can bring news, or buy the further attempt that the job was ordered with. `false`: the job has ended. */
  readonly resumable: boolean;
  /** What was worth knowing of its request and pictures when it was ordered. */
  readonly findings: readonly RequestFinding[];
  readonly createdAt: string;
  readonly attempts: readonly AttemptResult[];
}

/** One job with what was ordered. */
export interface OrderedJob extends JobResult {
  /** As asked for; long `data:` URLs shortened. The prompt is whole. */
  readonly requirements: Requirements;
  /** What the request of the attempt that `status` is about asks for. What is absent it leaves to the model. */
  readonly clip: RequestedClip;
}

/** One attempt of a job. Dollars are exact decimals, `null`: not known; times are ISO 8601. */
export interface AttemptResult {
  readonly id: string;
  readonly status: AttemptState;
  readonly model: string;
  readonly remoteId: string | null;
  readonly reason: JobReason | null;
  readonly quotedUsd: string | null;
  readonly quotedHighUsd: string | null;
  readonly billedUsd: string | null;
  readonly billKnown: boolean | null;
  /** Why the bill that the service stated is not believed; `null`: it is, or none was stated. */
  readonly billDoubt: BillDoubt | null;
  /** How often its request was sent; 0: never. Waiting for room on the account is not counted. Repeated only after proof that nothing was bought. */
  readonly submits: number;
  /** Why it was sent again, oldest first. Absent: it was not, or only the events of the job say it. */
  readonly sentAgain?: readonly JobReason[];
  readonly polls: number;
  readonly submittedAt: string | null;
  readonly completedAt: string | null;
  readonly endedAt: string | null;
}

/** The attempt whose state is the state of the job: the one that delivered first, else one that still may, else the last. */
export function decisiveAttempt(attempts: readonly Attempt[]): Attempt {
  const done = attempts.filter((attempt) => attempt.state === 'done');
  const decisive =
    done.find(({ endedAt }) => done.every((other) => (other.endedAt ?? '') >= (endedAt ?? ''))) ??
    attempts.findLast((attempt) => !isTerminal(attempt.state)) ??
    attempts.at(-1);
  if (decisive) return decisive;
  throw new TypeError('A job without an attempt.');
}

/** Nothing was bought, so the same may be ordered anew. */
export function wasNeverBought(attempts: readonly Attempt[]): boolean {
  return attempts.every((attempt) => attempt.state === 'refused' || wasNeverSubmitted(attempt));
}

/** Puts a job and its attempts together. */
export function resultOf(
  job: Pick<Job, 'id' | 'key' | 'findings' | 'createdAt' | 'concludedAt' | 'options'>,
  attempts: readonly Attempt[],
): JobResult {
  const decisive = decisiveAttempt(attempts);
  const bills = attempts.flatMap((attempt) => (attempt.billedUsd === null ? [] : [picoFromUsd(attempt.billedUsd)]));
  return {
    id: job.id,
    key: job.key,
    status: decisive.state,
    model: decisive.model,
    remoteId: decisive.remoteId,
    reason: decisive.state === 'done' ? null : decisive.reason,
    files: [decisive, ...attempts.filter((attempt) => attempt !== decisive)].flatMap(keptFiles),
    quotedUsd: decisive.price.expectedUsd,
    quotedHighUsd: decisive.price.highUsd,
    billedUsd: bills.length === 0 ? null : usdFromPico(bills.reduce((sum, bill) => sum + bill, 0n)),
    unknownBills: attempts.filter((attempt) => attempt.billKnown === false).length,
    resumable: attempts.some((attempt) => !isTerminal(attempt.state)) || isFurtherAttemptDue(job, attempts),
    findings: job.findings,
    createdAt: job.createdAt,
    attempts: attempts.map(attemptResultOf),
  };
}

/** The result with the reasons of all that was sent again, as its events tell them. */
export function withSentAgain<Result extends Pick<JobResult, 'attempts'>>(
  result: Result,
  events: readonly JobEvent[],
): Result {
  const attempts = result.attempts.map((attempt) => {
    const refusals = events.filter(({ what, attemptId }) => what === 'refused_for_now' && attemptId === attempt.id);
    return refusals.length === 0 ? attempt : { ...attempt, sentAgain: refusals.map(reasonOf) };
  });
  return { ...result, attempts };
}

function reasonOf({ detail }: JobEvent): JobReason {
  const { retryInMs: _, ...reason } = detail as JobReason & { readonly retryInMs?: number };
  return reason;
}

/** The files that are in their place: all of them, or those that came before one could not be fetched. */
function keptFiles({ state, file, reason }: Attempt): readonly JobFile[] {
  const isKept = state === 'done' || (state === 'not_fetched' && reason?.code !== 'file_not_written');
  return isKept ? filesOf(file) : [];
}

function attemptResultOf(attempt: Attempt): AttemptResult {
  return {
    id: attempt.id,
    status: attempt.state,
    model: attempt.model,
    remoteId: attempt.remoteId,
    reason: attempt.reason,
    quotedUsd: attempt.price.expectedUsd,
    quotedHighUsd: attempt.price.highUsd,
    billedUsd: attempt.billedUsd,
    billKnown: attempt.billKnown,
    billDoubt: attempt.billDoubt,
    submits: attempt.submitTries,
    polls: attempt.polls,
    submittedAt: attempt.submittedAt,
    completedAt: attempt.completedAt,
    endedAt: attempt.endedAt,
  };
}
