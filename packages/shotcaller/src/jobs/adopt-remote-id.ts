import { isoOf } from '../iso-time.ts';
import type { WireClient } from '../openrouter/client.types.ts';
import { PollError } from '../openrouter/errors.ts';
import { attemptMeant, isInDoubt, isNamed, isRefusedByService, isSettledByHand } from './attempt-in-doubt.ts';
import type { Attempt } from './job.ts';
import { JobFailure } from './job-failure.ts';
import type { MoneyEntry } from './money/money-entry.ts';
import type { JobWithAttempts } from './records/job-records.ts';
import { moveAttempt } from './steps/move.ts';
import type { StepContext } from './steps/step-context.ts';

/** What a found id is checked with. Looks, and cannot buy. */
export interface AdoptSettings {
  readonly client: Pick<WireClient, 'getJob' | 'generationRecord'>;
  /** The id in the catalogue of a model as the service names it; `undefined`: not listed. */
  readonly modelIdOf: (name: string) => Promise<string | undefined>;
}

export interface FoundId {
  readonly remoteId: string;
  readonly saidBy: string;
  readonly watchMs: number;
}

type Check = 'matches' | 'not_stated';

/**
 * Takes an id that somebody found in the account's activity as that of the attempt in doubt, so that it is watched and fetched like any
 * other. Held against the attempt as far as the service's answers tell: the job exists, no other attempt has it, model and time fit.
 *
 * Throws `JobFailure` `remote_id_refused`; then nothing was changed.
 */
export async function adoptRemoteId(
  context: StepContext,
  settings: AdoptSettings,
  read: () => Promise<JobWithAttempts>,
  id: string,
  { remoteId, saidBy, watchMs }: FoundId,
): Promise<void> {
  const refuse = (why: string, cause?: unknown) =>
    new JobFailure('remote_id_refused', `${remoteId.slice(0, 100)} cannot be used: ${why} Nothing was changed.`, id, {
      ...(cause !== undefined && { cause }),
    });
  if (!/^[\x21-\x7e]{1,512}$/.test(remoteId)) throw refuse('it is not the id of a job.');
  for (;;) {
    const { attempts } = await read();
    if (attempts.some((one) => one.remoteId === remoteId && !isSettledByHand(one))) return;
    // A refused attempt is meant only where none is in doubt.
    const isDoubtful = attempts.some((one) => isNamed(one, id) && isInDoubt(one));
    const attempt = attemptMeant(attempts, id, (one) => mayTake(one, remoteId, isDoubtful), {
      code: 'remote_id_refused',
      says: `${remoteId.slice(0, 100)} cannot be used: every attempt of this job has an id already. Nothing was changed.`,
    });
    const other = await context.ledger.attemptByRemoteId(context.service, remoteId);
    if (other && other.id !== attempt.id) throw refuse(`it belongs to job ${other.jobId}.`);
    const checked = await check(context, settings, attempt, remoteId, refuse);
    const nowMs = context.clock.now();
    const moved = await moveAttempt(context, attempt, {
      change: {
        state: 'submitted',
        remoteId,
        pollingUrl: null,
        reason: null,
        nextAt: null,
        billedUsd: null,
        billKnown: null,
        billDoubt: null,
        endedAt: null,
        submittedAt: attempt.submittedAt ?? isoOf(nowMs),
        deadlineAt: isoOf(nowMs + watchMs),
      },
      event: { what: 'remote_id_given', detail: { remoteId, saidBy, ...checked } },
      money: await reservationAnew(context, attempt),
      corrects: true,
      claimsRemoteId: true,
      release: true,
    });
    if (moved) return;
  }
}

/** What an attempt that was given back, and proves to be bought, holds again until its bill is known. */
export async function reservationAnew({ ledger }: StepContext, attempt: Attempt): Promise<readonly MoneyEntry[]> {
  const pico = isSettledByHand(attempt) || attempt.state === 'refused' ? await ledger.reservedPico(attempt.id) : null;
  return pico === null ? [] : [{ kind: 'reserve', pico }];
}

function mayTake(attempt: Attempt, remoteId: string, isDoubtful: boolean): boolean {
  const isOpenToIt = isDoubtful ? isInDoubt(attempt) : isRefusedByService(attempt);
  return isOpenToIt && (attempt.remoteId === null || attempt.remoteId === remoteId);
}

type Refuse = (why: string, cause?: unknown) => JobFailure;

async function check(
  { clock }: StepContext,
  { client, modelIdOf }: AdoptSettings,
  attempt: Attempt,
  remoteId: string,
  refuse: Refuse,
): Promise<{ readonly model: Check; readonly time: Check }> {
  const reading = await client.getJob(remoteId).catch((error: unknown) => {
    if (error instanceof PollError && error.httpStatus === 404) throw refuse('OpenRouter has no such job.', error);
    const message = error instanceof Error ? error.message : String(error);
    throw refuse(`it could not be checked (${message}). Try again.`, error);
  });
  // The records lag by minutes, and another service may have none.
  const record = await client.generationRecord(remoteId).catch(() => null);
  const models = [reading.model, record?.model].filter((name) => name !== undefined && name !== null);
  for (const name of models) {
    const found = (await modelIdOf(name)) ?? name;
    if (!isModel(found, attempt.model)) throw refuse(`it is a job of ${name}, but this attempt used ${attempt.model}.`);
  }
  const times = [timeInId(remoteId), record?.createdAt ?? null].filter((at) => at !== null);
  for (const at of times) {
    if (!fits(Date.parse(at), attempt, clock.now())) {
      throw refuse(`it was made at ${at}, but this attempt was sent at ${attempt.submittedAt ?? attempt.createdAt}.`);
    }
  }
  return {
    model: models.length === 0 ? 'not_stated' : 'matches',
    time: times.length === 0 ? 'not_stated' : 'matches',
  };
}

/** A name of the service may carry a date: `google/veo-3.1-20260331`. */
function isModel(name: string, model: string): boolean {
  const found = name.toLowerCase();
  const wanted = model.toLowerCase();
  return found === wanted || (found.startsWith(`${wanted}-`) && /^\d{4,8}$/.test(found.slice(wanted.length + 1)));
}

/** OpenRouter's ids begin with the second in which the job was made: `gen-vid-1790983457-…`. */
function timeInId(remoteId: string): string | null {
  const seconds = /^gen-vid-(\d{9,11})-/.exec(remoteId)?.[1];
  return seconds === undefined ? null : isoOf(Number(seconds) * 1000);
}

/** Repeats of a refused submit end after ten minutes, and clocks differ by some. */
const earlierMs = 10 * 60_000;
const laterMs = 20 * 60_000;

function fits(atMs: number, { submittedAt, createdAt }: Attempt, nowMs: number): boolean {
  const sentMs = Date.parse(submittedAt ?? createdAt);
  return atMs >= sentMs - earlierMs && atMs <= Math.min(sentMs + laterMs, nowMs + earlierMs);
}
