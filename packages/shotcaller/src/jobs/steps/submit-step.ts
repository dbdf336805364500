import type { SubmitOutcome, WireClient } from '../../openrouter/client.types.ts';
import { nextSubmit } from '../../openrouter/retry-submit.ts';
import type { Attempt, JobReason } from '../job.ts';
import { JobFailure } from '../job-failure.ts';
import { refundOf } from '../money/money-entry.ts';
import { isoOf, type Move, moveAttempt } from './move.ts';
import type { StepContext } from './step-context.ts';

/** What can buy. Only this file, and what imports it, has it. */
export type SubmitClient = Pick<WireClient, 'submit'>;

export interface SubmitSettings {
  readonly client: SubmitClient;
  /** How long a POST may take, and so how long nobody may doubt it. Milliseconds. */
  readonly submitLeaseMs: number;
  readonly watchMs: (attempt: Attempt) => Promise<number>;
  readonly firstPollMs: (attempt: Attempt, nowMs: number) => number;
}

/**
 * reserved → submitting → submitted. The intent is on disk before the POST leaves; whoever finds it there after the lease
 * calls the outcome unknown. `undefined`: somebody else moved the job first, and nothing was sent.
 */
export async function takeSubmitStep(
  context: StepContext,
  settings: SubmitSettings,
  attempt: Attempt,
): Promise<Attempt | undefined> {
  const { store, checkpoint, clock } = context;
  const body = await store.requestBody(attempt.id);
  if (body === undefined)
    throw new JobFailure('request_missing', `The ledger has no request for job ${attempt.id}.`, attempt.id);
  await checkpoint('submit:request_read');
  const watchMs = await settings.watchMs(attempt);
  const intended = await moveAttempt(context, attempt, {
    change: {
      state: 'submitting',
      submitTries: attempt.submitTries + 1,
      submittedAt: attempt.submittedAt ?? isoOf(clock.now()),
      nextAt: null,
    },
    event: { what: 'submitting', detail: { requestHash: attempt.requestHash, tries: attempt.submitTries + 1 } },
    leaseMs: settings.submitLeaseMs,
  });
  if (!intended) return undefined;
  await checkpoint('submit:before_post');
  // Not aborted when the caller detaches: an aborted POST would be a purchase of unknown outcome.
  const outcome = await settings.client.submit(JSON.parse(body), { idempotencyKey: attempt.correlationToken });
  await checkpoint('submit:answered');
  const recorded = await record(
    context,
    intended,
    moveOf(context, settings, intended, outcome, watchMs, await store.reservedPico(attempt.id)),
    outcome,
  );
  await checkpoint('submit:recorded');
  return recorded;
}

function moveOf(
  context: StepContext,
  settings: SubmitSettings,
  attempt: Attempt,
  outcome: SubmitOutcome,
  watchMs: number,
  reservedPico: bigint | null,
): Move {
  const nowMs = context.clock.now();
  if (outcome.kind === 'accepted') {
    return {
      change: {
        state: 'submitted',
        remoteId: outcome.remoteId,
        pollingUrl: outcome.pollingUrl,
        word: outcome.status,
        submittedAt: isoOf(nowMs),
        deadlineAt: isoOf(nowMs + watchMs),
        nextAt: isoOf(settings.firstPollMs({ ...attempt, submittedAt: isoOf(nowMs) }, nowMs)),
        reason: null,
      },
      event: { what: 'submitted', detail: { remoteId: outcome.remoteId } },
    };
  }
  const reason = reasonOf(outcome);
  if (outcome.kind === 'unknown') {
    return { change: { state: 'unknown', reason }, event: { what: 'outcome_unknown', detail: reason } };
  }
  const next = nextSubmit(outcome, {
    attempts: attempt.submitTries,
    elapsedMs: nowMs - Date.parse(attempt.submittedAt ?? attempt.createdAt),
    random: context.random,
  });
  if (next.action === 'submit_again') {
    return {
      change: { state: 'reserved', reason, nextAt: isoOf(nowMs + next.delayMs) },
      event: { what: 'refused_for_now', detail: { ...reason, retryInMs: next.delayMs } },
    };
  }
  return {
    change: { state: 'refused', reason },
    event: { what: 'refused', detail: reason },
    money: refundOf(reservedPico),
  };
}

function reasonOf(outcome: Exclude<SubmitOutcome, { kind: 'accepted' }>): JobReason {
  if (outcome.kind === 'unknown') {
    return {
      code: 'submit_outcome_unknown',
      cause: outcome.cause,
      detail: outcome.detail,
      ...(outcome.httpStatus !== undefined && { httpStatus: outcome.httpStatus }),
    };
  }
  if (outcome.kind === 'not_sent') return { code: 'not_sent', detail: outcome.detail };
  const { httpStatus, error, repeat } = outcome;
  return {
    code: repeat === 'after_wait' ? 'no_capacity' : 'request_refused',
    httpStatus,
    message: error.message,
    errorType: error.errorType,
    limitSource: error.limitSource,
    providerName: error.providerName,
    availabilityCode: error.availabilityCode,
    moderationReasons: error.moderationReasons,
    issues: error.issues,
  };
}

/**
 * Writes the answer down, whatever happened to the row meanwhile: a process that slept through its lease finds `unknown`
 * there, and what it knows is better.
 */
async function record(context: StepContext, intended: Attempt, move: Move, outcome: SubmitOutcome): Promise<Attempt> {
  let attempt = intended;
  for (let tries = 1; ; tries += 1) {
    try {
      const moved = await moveAttempt(context, attempt, move);
      if (moved) return moved;
      const current = await context.store.attempt(attempt.id);
      if (!current) throw new Error('The row is gone.');
      if (current.state !== 'submitting' && current.state !== 'unknown') return current;
      attempt = current;
    } catch (cause) {
      if (tries < 6) {
        await context.clock.sleep(50 * 2 ** tries);
        continue;
      }
      const bought =
        outcome.kind === 'accepted' ? `Job ${outcome.remoteId} was bought` : `The submit ended (${outcome.kind})`;
      throw new JobFailure(
        'not_recorded',
        `${bought}, but the ledger could not be written. Keep this id; the ledger shows ${intended.id} as submitting.`,
        intended.id,
        { cause, ...(outcome.kind === 'accepted' && { remoteId: outcome.remoteId }) },
      );
    }
  }
}
