import { type Attempt, isTerminal, type Job } from './job.ts';
import { wasNeverBought } from './job-result.ts';
import { isSameOrder } from './order-identity.ts';
import type { ArchivedJob } from './records/archive-records.ts';
import type { Dedupe, JobWithAttempts, RepeatedJob } from './records/job-records.ts';
import { isFurtherAttemptDue, nextAttempt } from './steps/next-attempt.ts';

type DedupeByBody = Extract<Dedupe, { by: 'body' }>;

/**
 * Two equal submits of which the second came before the first was answered, and no later than this, were meant as two, as `n: 2` of
 * the AI SDK sends them. A client that repeats has seen its first one fail: @openrouter/sdk then waits between 0 and 1,000 ms (its
 * first pause is jitter alone; 1.3.19, read on 2026-11-23), the AI SDK 2 s. Only what one process received is compared so: the clocks
 * of two machines differ by more, and a second purchase is not made on that doubt.
 */
export const twinWindowMs = 400;

/**
 * The job that a new one repeats, if any. `found` are jobs of the same service and owner: by key the newest generation alone, by body
 * those of the same body within the window.
 */
export function repeatedJob(
  found: readonly JobWithAttempts[],
  dedupe: Dedupe,
  fingerprint?: string,
): RepeatedJob | undefined {
  return dedupe.by === 'key' ? byKey(found[0], fingerprint) : byBody(found, dedupe);
}

/**
 * A key is its job for ever, unless that ended without a purchase and buys nothing more; another order under the same key is the
 * caller's mistake.
 */
function byKey(first: JobWithAttempts | undefined, fingerprint: string | undefined): RepeatedJob | undefined {
  if (!first) return undefined;
  const { job, attempts } = first;
  const isSame = fingerprint === undefined || isSameOrder(job, fingerprint);
  return isSame && wasNeverBought(attempts) && !isFurtherAttemptDue(job, attempts)
    ? undefined
    : { kind: 'repeat', job };
}

/**
 * The window rule: the earlier job may still deliver or has not been fetched yet. Once its file was handed over, or when it failed or
 * was never bought, the same body is a new order.
 */
function byBody(found: readonly JobWithAttempts[], dedupe: DedupeByBody): RepeatedJob | undefined {
  const alive = found.filter(({ job, attempts }) => {
    if (!job.receipt || job.receipt.handedOver || wasNeverBought(attempts)) return false;
    return mayDeliver(attempts) || nextAttempt(attempts, job.options).kind === 'plan';
  });
  const candidates = alive.filter(({ job }) => isRepeatOf(job, dedupe));
  // Twins whose answers were both lost come back twice: each repeat takes one of them, the older first.
  const [first] = candidates.toSorted(
    (one, other) => repeatsOf(one.job) - repeatsOf(other.job) || receivedOf(one.job) - receivedOf(other.job),
  );
  if (first) return { kind: 'repeat', job: first.job };
  const pending = alive.find(({ job }) => job.receipt?.answer === 'pending');
  return pending && { kind: 'answer_pending', job: pending.job };
}

/** Something was bought, or may have been: an earlier version did not note what it archived. */
export function isArchivedPurchase({ state, bookedPico }: ArchivedJob): boolean {
  return state === null || state === 'done' || bookedPico !== 0n;
}

function isRepeatOf({ id, receipt }: Job, { arrivedAtMs, isReceivedHere }: DedupeByBody): boolean {
  if (!receipt) return false;
  if (!isReceivedHere(id)) return true;
  const sawAnswer = receipt.answeredAtMs !== null && receipt.answeredAtMs <= arrivedAtMs;
  return receipt.answer === 'lost' || sawAnswer || arrivedAtMs - receipt.receivedAtMs >= twinWindowMs;
}

function mayDeliver(attempts: readonly Attempt[]): boolean {
  return attempts.some(({ state }) => state === 'done' || !isTerminal(state));
}

function repeatsOf({ receipt }: Job): number {
  return receipt?.repeats ?? 0;
}

function receivedOf({ receipt }: Job): number {
  return receipt?.receivedAtMs ?? 0;
}
