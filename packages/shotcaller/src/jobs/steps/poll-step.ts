import type { JobReading, WireClient } from '../../openrouter/client.types.ts';
import { PollError } from '../../openrouter/errors.ts';
import { nextPollAfterFailure } from '../../openrouter/retry-poll.ts';
import type { Job, JobReason } from '../job.ts';
import { refundOf, settlementOf } from '../money/money-entry.ts';
import { picoFromUsd } from '../money/pico.ts';
import { isoOf, type Move, moveJob } from './move.ts';
import type { StepContext } from './step-context.ts';

/** What can look and fetch, but not buy. */
export type WatchClient = Pick<WireClient, 'getJob' | 'content'>;

/** Where the next poll goes. */
export interface PollPlacement {
  /** Milliseconds since 1970. */
  readonly nextPollMs: number;
  readonly remainingSeconds: { readonly low: number; readonly high: number } | null;
}

export interface PollSettings {
  readonly client: WatchClient;
  readonly placePoll: (job: Job, nowMs: number, retryAfterMs?: number) => PollPlacement;
}

/** How long a finished file is fetched before the job is handed back, in milliseconds. */
const downloadWindowMs = 3_600_000;

/** submitted or running → running, downloading, failed, cancelled, expired, or gave_up_watching. A bad poll changes no state. */
export async function takePollStep(
  context: StepContext,
  settings: PollSettings,
  job: Job,
  signal?: AbortSignal,
): Promise<Job | undefined> {
  const { checkpoint } = context;
  await checkpoint('poll:before');
  let reading: JobReading;
  try {
    reading = await settings.client.getJob(job.jobId ?? '', {
      pollingUrl: job.pollingUrl,
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    await checkpoint('poll:failed');
    return recordFailure(context, job, error);
  }
  await checkpoint('poll:answered');
  const moved = await recordReading(context, settings, job, reading);
  await checkpoint('poll:recorded');
  return moved;
}

async function recordReading(
  context: StepContext,
  settings: PollSettings,
  job: Job,
  reading: JobReading,
): Promise<Job | undefined> {
  const nowMs = context.clock.now();
  const seen = { polls: job.polls + 1, pollErrors: 0, word: reading.word };
  switch (reading.status) {
    case 'pending':
    case 'in_progress':
    case 'running_unknown_word': {
      const { nextPollMs, remainingSeconds } = settings.placePoll({ ...job, ...seen }, nowMs, reading.retryAfterMs);
      const moved = await moveJob(context, job, {
        change: { ...seen, state: 'running', lastPendingAt: isoOf(nowMs), nextAt: isoOf(nextPollMs) },
        ...((job.state !== 'running' || job.word !== reading.word) && {
          event: { what: 'running', detail: { word: reading.word } },
        }),
      });
      if (moved) {
        const progress = reading.progress === undefined ? {} : { progress: reading.progress };
        context.tell({ kind: 'poll', job: moved, nextPollMs, remainingSeconds, ...progress });
      }
      return moved;
    }
    case 'completed':
      return moveJob(context, job, await completion(context, job, reading, seen));
    case 'failed':
    case 'cancelled':
    case 'expired': {
      const reason: JobReason = {
        code: `job_${reading.status}`,
        message: reading.error ?? null,
        ...(reading.errorCode !== undefined && { errorCode: reading.errorCode }),
      };
      const reservedPico = await context.store.reservedPico(job.id);
      // Failures are not billed as far as anyone has seen; one that states a cost is believed.
      const billed = reading.costUsd !== null && picoFromUsd(reading.costUsd) > 0n ? reading.costUsd : null;
      return moveJob(context, job, {
        change: { ...seen, state: reading.status, reason, billedUsd: billed ?? '0', billKnown: true },
        event: { what: reading.status, detail: { ...reason, costUsd: reading.costUsd, raw: reading.raw } },
        money: billed === null ? refundOf(reservedPico) : settlementOf(reservedPico, picoFromUsd(billed)),
      });
    }
  }
}

async function completion(context: StepContext, job: Job, reading: JobReading, seen: Partial<Job>): Promise<Move> {
  const nowMs = context.clock.now();
  const reservedPico = await context.store.reservedPico(job.id);
  const billPico = reading.costUsd === null ? null : picoFromUsd(reading.costUsd);
  return {
    change: {
      ...seen,
      state: 'downloading',
      completedAt: job.completedAt ?? isoOf(nowMs),
      contentUrls: reading.contentUrls,
      ...(job.completedAt === null && { billedUsd: reading.costUsd, billKnown: billPico !== null }),
      nextAt: null,
      deadlineAt: isoOf(Math.max(Date.parse(job.deadlineAt ?? isoOf(nowMs)), nowMs + downloadWindowMs)),
    },
    event: { what: 'completed', detail: { costUsd: reading.costUsd, raw: reading.raw } },
    // Settled once: a job that is watched again after it gave up may complete a second time.
    ...(job.completedAt === null && { money: settlementOf(reservedPico, billPico) }),
  };
}

async function recordFailure(context: StepContext, job: Job, error: unknown): Promise<Job | undefined> {
  const nowMs = context.clock.now();
  const failures = job.pollErrors + 1;
  const poll = error instanceof PollError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const next = nextPollAfterFailure({
    httpStatus: poll?.httpStatus,
    retryAfterMs: poll?.retryAfterMs,
    failures,
    jobAgeMs: nowMs - Date.parse(job.submittedAt ?? job.createdAt),
    random: context.random,
  });
  const counted = { polls: job.polls + 1, pollErrors: failures };
  if (next.action === 'stop_watching') {
    const reason: JobReason = { code: 'polls_refused', why: next.why, httpStatus: poll?.httpStatus ?? null, message };
    return moveJob(context, job, {
      change: { ...counted, state: 'gave_up_watching', reason },
      event: { what: 'gave_up_watching', detail: reason },
    });
  }
  const nextPollMs = nowMs + next.delayMs;
  const moved = await moveJob(context, job, {
    change: { ...counted, nextAt: isoOf(nextPollMs) },
    event: { what: 'poll_failed', detail: { message, httpStatus: poll?.httpStatus ?? null } },
  });
  if (moved) context.tell({ kind: 'poll_failed', job: moved, nextPollMs, message });
  return moved;
}
