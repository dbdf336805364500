import { timeSeen } from '../../choice/time-seen.ts';
import { isoOf } from '../../iso-time.ts';
import type { JobReading, WireClient } from '../../openrouter/client.types.ts';
import { PollError } from '../../openrouter/errors.ts';
import { nextPollAfterFailure } from '../../openrouter/retry-poll.ts';
import { fileAddresses } from '../content-addresses.ts';
import type { Attempt, JobReason } from '../job.ts';
import { refundOf, settlementOf } from '../money/money-entry.ts';
import { picoFromUsd } from '../money/pico.ts';
import { type StatedBill, statedBill } from '../money/stated-bill.ts';
import type { AttemptChange } from '../records/job-records.ts';
import { FileUndecided, withFileFound } from './look-for-file.ts';
import { type Move, moveAttempt } from './move.ts';
import { isLate, longestLastWaitMs } from './next-step.ts';
import type { StepContext } from './step-context.ts';

/** What can look and fetch, but not buy. */
export type WatchClient = Pick<WireClient, 'getJob' | 'content'>;

/** Where the next poll goes. */
export interface PollPlacement {
  /** Milliseconds since 1970. */
  readonly nextPollMs: number;
  readonly remainingSeconds: { readonly low: number; readonly high: number } | null;
}

/** How a job is watched. */
export interface PollSettings {
  /** Reads a job at the service. */
  readonly client: WatchClient;
  /** When to ask next. */
  readonly placePoll: (attempt: Attempt, nowMs: number, retryAfterMs?: number) => PollPlacement;
}

/** submitted or running → running, downloading, failed, cancelled, expired, or gave_up_watching. A bad poll changes no state. */
export async function takePollStep(
  context: StepContext,
  settings: PollSettings,
  attempt: Attempt,
  signal?: AbortSignal,
): Promise<Attempt | undefined> {
  const { checkpoint } = context;
  await checkpoint('poll:before');
  let reading: JobReading;
  try {
    reading = await settings.client.getJob(attempt.remoteId ?? '', {
      pollingUrl: attempt.pollingUrl,
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    await checkpoint('poll:failed');
    return recordFailure(context, attempt, error);
  }
  await checkpoint('poll:answered');
  const isLast = isLate(attempt, context.clock.now());
  let found: JobReading;
  try {
    found = await withFileFound(context, settings.client, reading, { isLast, signal });
  } catch (error) {
    if (!(error instanceof FileUndecided)) throw error;
    // A clip that was billed is not given up for a service that was slow: asked again later, and believed in the end.
    if (attempt.pollErrors < mostUndecidedPolls) return recordFailure(context, attempt, error);
    found = error.reading;
  }
  const moved = await recordReading(context, settings, attempt, found);
  await checkpoint('poll:recorded');
  return moved;
}

/** Polls in a row whose answer "failed" is not believed because nobody could see whether the clip is there. */
const mostUndecidedPolls = 8;

async function recordReading(
  context: StepContext,
  settings: PollSettings,
  attempt: Attempt,
  reading: JobReading,
): Promise<Attempt | undefined> {
  const nowMs = context.clock.now();
  const seen = { polls: attempt.polls + 1, pollErrors: 0, remoteStatus: reading.remoteStatus };
  switch (reading.status) {
    case 'pending':
    case 'in_progress':
    case 'running_unknown_word': {
      const { nextPollMs, remainingSeconds } = settings.placePoll({ ...attempt, ...seen }, nowMs, reading.retryAfterMs);
      const moved = await moveAttempt(context, attempt, {
        durable: false,
        change: { ...seen, state: 'running', lastPendingAt: isoOf(nowMs), nextAt: isoOf(nextPollMs) },
        ...((attempt.state !== 'running' || attempt.remoteStatus !== reading.remoteStatus) && {
          event: { what: 'running', detail: { remoteStatus: reading.remoteStatus } },
        }),
      });
      if (moved) {
        const progress = reading.progress === undefined ? {} : { progress: reading.progress };
        context.tell({ kind: 'poll', attempt: moved, nextPollMs, remainingSeconds, ...progress });
      }
      return moved;
    }
    case 'completed':
      return moveAttempt(context, attempt, await completion(context, attempt, reading, seen));
    case 'failed':
    case 'cancelled':
    case 'expired': {
      if (attempt.completedAt !== null) return fetchAfterAll(context, attempt, seen, reading.status);
      const reason: JobReason = {
        code: `job_${reading.status}`,
        message: reading.error ?? null,
        ...(reading.errorCode !== undefined && { errorCode: reading.errorCode }),
      };
      const reservedPico = await context.ledger.reservedPico(attempt.id);
      // Failures are not billed as far as anyone has seen; one that states a cost is believed as any other.
      const stated = statedBill(reading, attempt.price);
      const bill = stated.billDoubt ? stated : { billedUsd: stated.billedUsd ?? '0', billKnown: true, billDoubt: null };
      const isBilled = bill.billedUsd === null || picoFromUsd(bill.billedUsd) > 0n;
      // It was complete and settled before: that bill is not forgotten.
      const isNews = attempt.completedAt === null;
      return moveAttempt(context, attempt, {
        change: { ...seen, state: reading.status, reason, ...(isNews && bill) },
        event: {
          what: reading.status,
          detail: { ...reason, costUsd: reading.costUsd, raw: reading.raw, ...doubtOf(bill) },
        },
        ...(isNews && {
          money: isBilled ? settlementOfBill(reservedPico, bill) : refundOf(reservedPico),
          corrects: true,
        }),
      });
    }
  }
}

async function completion(
  context: StepContext,
  attempt: Attempt,
  reading: JobReading,
  seen: Partial<Attempt>,
): Promise<Move> {
  const nowMs = context.clock.now();
  const reservedPico = await context.ledger.reservedPico(attempt.id);
  const bill = statedBill(reading, attempt.price);
  // A job that is watched again may complete a second time: its bill may be stated only then, or otherwise than before.
  const isNews = attempt.completedAt === null || isFurtherBill(attempt, bill);
  return {
    // The service says it again when it is asked again.
    durable: false,
    change: {
      ...seen,
      state: 'downloading',
      completedAt: attempt.completedAt ?? isoOf(nowMs),
      contentUrls: fileAddresses(reading),
      ...(isNews && bill),
      nextAt: null,
    },
    event: {
      what: 'completed',
      detail: { costUsd: reading.costUsd, raw: reading.raw, ...doubtOf(bill), ...timeDoubtOf(attempt, nowMs) },
    },
    ...(isNews && { money: settlementOfBill(reservedPico, bill), corrects: true }),
  };
}

/** A bill after none, or another believable one: the service's last word counts. */
function isFurtherBill({ billKnown, billedUsd }: Attempt, bill: StatedBill): boolean {
  if (!bill.billKnown || bill.billedUsd === null) return false;
  if (billKnown === false || billedUsd === null) return true;
  return bill.billDoubt === null && picoFromUsd(bill.billedUsd) !== picoFromUsd(billedUsd);
}

/** Why its time is not learned from, when it is not. */
function timeDoubtOf({ submittedAt, lastPendingAt, completedAt }: Attempt, nowMs: number) {
  if (submittedAt === null || completedAt !== null) return {};
  const seen = timeSeen({ submittedAt, lastPendingAt, completedAt: isoOf(nowMs) });
  return seen.seconds === null ? { timeNotLearned: { why: seen.unknownWhy, gapSeconds: seen.gapSeconds } } : {};
}

/** What was finished and billed once stays so, whatever the service says of it later: its file is asked for where it was. */
function fetchAfterAll(context: StepContext, attempt: Attempt, change: AttemptChange, why: string) {
  return moveAttempt(context, attempt, {
    change: { ...change, state: 'downloading', nextAt: null },
    event: { what: 'completed_before', detail: { since: attempt.completedAt, said: why } },
  });
}

function settlementOfBill(reservedPico: bigint | null, { billedUsd, billDoubt }: StatedBill) {
  const billPico = billedUsd === null ? null : picoFromUsd(billedUsd);
  return settlementOf(reservedPico, billPico, { isDisputed: billDoubt !== null });
}

function doubtOf({ billDoubt }: StatedBill) {
  return billDoubt === null ? {} : { billDoubt };
}

async function recordFailure(context: StepContext, attempt: Attempt, error: unknown): Promise<Attempt | undefined> {
  const nowMs = context.clock.now();
  const failures = attempt.pollErrors + 1;
  const poll = error instanceof PollError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const next = nextPollAfterFailure({
    httpStatus: poll?.httpStatus,
    retryAfterMs: poll?.retryAfterMs,
    failures,
    jobAgeMs: nowMs - Date.parse(attempt.submittedAt ?? attempt.createdAt),
    random: context.random,
  });
  const counted = { polls: attempt.polls + 1, pollErrors: failures };
  if (next.action === 'stop_watching') {
    if (attempt.completedAt !== null) return fetchAfterAll(context, attempt, counted, next.why);
    const reason: JobReason = { code: 'polls_refused', why: next.why, httpStatus: poll?.httpStatus ?? null, message };
    return moveAttempt(context, attempt, {
      change: { ...counted, state: 'gave_up_watching', reason },
      event: { what: 'gave_up_watching', detail: reason },
    });
  }
  const isLast = failures >= mostLastLooks || next.delayMs > longestLastWaitMs;
  if (isLate(attempt, nowMs) && isLast) return giveUpUnseen(context, attempt, counted, message);
  const nextPollMs = nowMs + next.delayMs;
  const moved = await moveAttempt(context, attempt, {
    change: { ...counted, nextAt: isoOf(nextPollMs) },
    durable: false,
    event: { what: 'poll_failed', detail: { message, httpStatus: poll?.httpStatus ?? null } },
  });
  if (moved) context.tell({ kind: 'poll_failed', attempt: moved, nextPollMs, message });
  return moved;
}

/** Looks after the deadline that may fail in a row: a machine that wakes up may have no network for a moment. */
const mostLastLooks = 4;

/** Nobody knows whether it is still running. */
function giveUpUnseen(context: StepContext, attempt: Attempt, counted: AttemptChange, message: string) {
  const reason: JobReason = { code: 'deadline_passed', deadlineAt: attempt.deadlineAt, unseen: { message } };
  return moveAttempt(context, attempt, {
    change: { ...counted, state: 'gave_up_watching', reason },
    event: { what: 'gave_up_watching', detail: reason },
  });
}
