import { isoOf } from '../../iso-time.ts';
import type { SubmitOutcome, WireClient } from '../../openrouter/client.types.ts';
import { multiplyingField } from '../../openrouter/multiplying-field.ts';
import { nextSubmit } from '../../openrouter/retry-submit.ts';
import type { Attempt, Job, JobReason } from '../job.ts';
import { JobFailure } from '../job-failure.ts';
import { refundOf } from '../money/money-entry.ts';
import { LedgerAway } from '../stores/ledger-error.ts';
import { intendSubmit, picoOfQuote } from './intend-submit.ts';
import { type Move, moveAttempt } from './move.ts';
import type { StepContext } from './step-context.ts';

/** What can buy. Only this file, and what imports it, has it. */
export type SubmitClient = Pick<WireClient, 'submit'>;

export interface SubmitSettings {
  readonly client: SubmitClient;
  /** How long a POST may take, and so how long nobody may doubt it. Milliseconds. */
  readonly submitLeaseMs: number;
  readonly firstPollMs: (attempt: Attempt, nowMs: number) => number;
}

/**
 * planned or reserved → submitting → submitted. The reservation and the intent are on disk, in one write, before the POST leaves;
 * whoever finds the intent there after the lease calls the outcome unknown. `undefined`: somebody else moved the attempt first, and
 * nothing was sent.
 */
export async function takeSubmitStep(
  context: StepContext,
  settings: SubmitSettings,
  attempt: Attempt,
  job: Job,
): Promise<Attempt | undefined> {
  const { ledger, checkpoint } = context;
  // All that is needed is read before the POST: after it, nothing may keep the id from being written down.
  const body = await ledger.requestBody(attempt.id);
  if (body === undefined) {
    throw new JobFailure(
      'request_missing',
      `The ledger no longer has the request of ${attempt.id}, so it was not sent and nothing was bought for it. Order the clip again; \`shotcaller doctor\` looks at the ledger.`,
      attempt.id,
    );
  }
  await checkpoint('submit:request_read');
  const request = JSON.parse(body);
  const reservedPico =
    attempt.state === 'reserved' ? await ledger.reservedPico(attempt.id) : picoOfQuote(attempt.price.highUsd);
  const field = multiplyingField(request);
  let intended: Attempt | undefined;
  try {
    intended = await intendSubmit(context, settings, attempt, job, { reservedPico, field });
  } catch (error) {
    const written = await intentWrittenUnheard(context, attempt, error);
    const outcome: SubmitOutcome = {
      kind: 'not_sent',
      detail: 'the database of the ledger did not say in time that the intent is written',
    };
    const move = moveOf(context, settings, written, outcome, job.options, reservedPico);
    return record(context, written, move, outcome);
  }
  if (intended?.state !== 'submitting') return intended;
  await checkpoint('submit:before_post');
  // Not aborted when the caller detaches: an aborted POST would be a purchase of unknown outcome.
  const outcome = await settings.client.submit(request, { idempotencyKey: attempt.correlationToken });
  const move = moveOf(context, settings, intended, outcome, job.options, reservedPico);
  await checkpoint('submit:answered');
  const recorded = await record(context, intended, move, outcome);
  await checkpoint('submit:recorded');
  return recorded;
}

function moveOf(
  context: StepContext,
  settings: SubmitSettings,
  attempt: Attempt,
  outcome: SubmitOutcome,
  { watchSeconds, waitsForRoom = false }: Job['options'],
  reservedPico: bigint | null,
): Move {
  const nowMs = context.clock.now();
  if (outcome.kind === 'accepted') {
    return {
      change: {
        state: 'submitted',
        remoteId: outcome.remoteId,
        pollingUrl: outcome.pollingUrl,
        remoteStatus: outcome.status,
        submittedAt: isoOf(nowMs),
        deadlineAt: isoOf(nowMs + watchSeconds * 1000),
        nextAt: isoOf(firstPollOf(settings, { ...attempt, submittedAt: isoOf(nowMs) }, nowMs)),
        reason: null,
      },
      event: { what: 'submitted', detail: { remoteId: outcome.remoteId } },
      claimsRemoteId: true,
    };
  }
  const reason = reasonOf(outcome);
  if (outcome.kind === 'unknown') return moveToUnknown(reason);
  const isForRoom = waitsForRoom && reason.code === 'no_capacity';
  const next = nextSubmit(outcome, {
    attempts: isForRoom ? 1 : attempt.submitTries,
    elapsedMs: isForRoom ? 0 : nowMs - Date.parse(attempt.submittedAt ?? attempt.createdAt),
    random: context.random,
    // Whoever asks to wait for hours is waited for.
    ...(isForRoom && { maxElapsedMs: Number.POSITIVE_INFINITY }),
  });
  if (next.action === 'submit_again') {
    return {
      change: {
        state: 'reserved',
        reason,
        nextAt: isoOf(nowMs + next.delayMs),
        ...(isForRoom && { submitTries: attempt.submitTries - 1, submittedAt: null }),
      },
      event: { what: 'refused_for_now', detail: { ...reason, retryInMs: next.delayMs } },
    };
  }
  return {
    change: { state: 'refused', reason },
    event: { what: 'refused', detail: reason },
    money: refundOf(reservedPico),
  };
}

function moveToUnknown(reason: JobReason): Move {
  return { change: { state: 'unknown', reason }, event: { what: 'outcome_unknown', detail: reason } };
}

/** When to look first. What fails in reckoning it must not keep the id from being written down. */
function firstPollOf({ firstPollMs }: SubmitSettings, attempt: Attempt, nowMs: number): number {
  try {
    const pollMs = firstPollMs(attempt, nowMs);
    return Number.isFinite(pollMs) ? pollMs : nowMs;
  } catch {
    return nowMs;
  }
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
  if (outcome.neverArrived) return { code: 'service_not_reached', httpStatus };
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

/** How long an answer is tried to be written down, in milliseconds, and the longest pause between two tries. */
const recordForMs = 60_000;
const longestPauseMs = 5_000;

/**
 * Writes the answer down, whatever happened to the row meanwhile: a process that slept through its lease finds `unknown`
 * there, and what it knows is better. While the ledger cannot be written, the id of what was bought is told first of all.
 */
async function record(
  context: StepContext,
  intended: Attempt,
  answered: Move,
  outcome: SubmitOutcome,
): Promise<Attempt> {
  let attempt = intended;
  let move = answered;
  let waitedMs = 0;
  for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      const moved = await moveAttempt(context, attempt, move);
      if (moved) return moved;
      const current = await context.ledger.attempt(attempt.id);
      if (!current) throw new Error('The row is gone.');
      if (current.state !== 'submitting' && current.state !== 'unknown') {
        return (await noteSecondId(context, current, outcome)) ?? current;
      }
      if (current.version === attempt.version) move = (await moveOfForeignId(context, attempt, outcome)) ?? move;
      attempt = current;
    } catch (cause) {
      const remoteId = outcome.kind === 'accepted' ? outcome.remoteId : undefined;
      const message = notRecordedText(intended, outcome, cause);
      if (waitedMs === 0 && remoteId !== undefined) {
        context.tell({ kind: 'not_recorded', attempt: intended, remoteId, message });
      }
      if (waitedMs >= recordForMs) {
        const facts = { cause, ...(remoteId !== undefined && { remoteId }) };
        throw new JobFailure('not_recorded', message, intended.id, facts);
      }
      await context.clock.sleep(pauseMs);
      waitedMs += pauseMs;
    }
  }
}

/**
 * The intent of this process that is in the ledger although its writing failed: a connection may break between a commit and its answer. By
 * then the lease may be nearly over, so nothing is sent under it; left as it is, it would count as a purchase of unknown outcome. Throws
 * the error of the writing where there is none, and where the ledger cannot be read for a minute.
 */
async function intentWrittenUnheard(
  { ledger, clock, worker }: StepContext,
  { id, version }: Attempt,
  error: unknown,
): Promise<Attempt> {
  if (!(error instanceof LedgerAway)) throw error;
  for (let [waitedMs, pauseMs] = [0, 100]; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      const row = await ledger.attempt(id);
      if (row?.state === 'submitting' && row.version === version + 1 && row.worker === worker) return row;
      throw error;
    } catch (cause) {
      if (cause === error || !(cause instanceof LedgerAway) || waitedMs >= recordForMs) throw error;
      await clock.sleep(pauseMs);
      waitedMs += pauseMs;
    }
  }
}

/** A webhook has proved an earlier try to be bought meanwhile: what this one has bought is told and noted, since an attempt has one id. */
async function noteSecondId(
  context: StepContext,
  attempt: Attempt,
  outcome: SubmitOutcome,
): Promise<Attempt | undefined> {
  if (outcome.kind !== 'accepted' || attempt.remoteId === null || attempt.remoteId === outcome.remoteId) {
    return undefined;
  }
  const { remoteId } = outcome;
  const message = `Job ${remoteId} was bought as well: ${attempt.remoteId} was bought by an earlier try that was answered with a refusal. Keep this id: openrouter.ai/activity shows both.`;
  context.tell({ kind: 'not_recorded', attempt, remoteId, message });
  return moveAttempt(context, attempt, {
    change: {},
    event: { what: 'bought_as_well', detail: { remoteId } },
    release: attempt.worker !== context.worker,
  });
}

/** An answer with the id of another order of ours belongs to that one: what became of this one is not known. */
async function moveOfForeignId(
  { ledger, service }: StepContext,
  { id, jobId }: Attempt,
  outcome: SubmitOutcome,
): Promise<Move | undefined> {
  if (outcome.kind !== 'accepted') return undefined;
  const other = await ledger.attemptByRemoteId(service, outcome.remoteId);
  if (!other || other.id === id) return undefined;
  // Whose it is may be nothing for the one who reads this.
  const isOfOwner = (await ledger.job(other.jobId))?.owner === (await ledger.job(jobId))?.owner;
  return moveToUnknown({
    code: 'submit_outcome_unknown',
    cause: 'unreadable_answer',
    httpStatus: 200,
    detail: `an answer with the id ${outcome.remoteId}, which is that of ${isOfOwner ? `job ${other.jobId}` : 'another job'}`,
  });
}

function notRecordedText({ id, jobId }: Attempt, outcome: SubmitOutcome, cause: unknown): string {
  const why = cause instanceof Error ? cause.message : String(cause);
  if (outcome.kind !== 'accepted') {
    return `The submit of ${id} ended (${outcome.kind}), but the ledger cannot be written: ${why} It is tried again for a minute.`;
  }
  const { remoteId } = outcome;
  return `Job ${remoteId} was bought, but the ledger cannot be written: ${why} It is tried again for a minute. Keep this id. If the ledger still does not know it then, go on with: shotcaller resume ${jobId} --remote-id ${remoteId}`;
}
