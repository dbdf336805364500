import { isoOf } from '../../iso-time.ts';
import { PollError } from '../../openrouter/errors.ts';
import type { DeliveryVerdict } from '../../openrouter/webhook.ts';
import { isEndedByService, isRefusedByService, isSettledByHand } from '../attempt-in-doubt.ts';
import type { Attempt } from '../job.ts';
import { reservationAnew, standBeside, type TakeBackSettings, takeBackIfCompleted, watchedAnew } from '../take-back.ts';
import { moveAttempt } from './move.ts';
import { tokenParameter } from './plan-step.ts';
import type { StepContext } from './step-context.ts';

/** What a verified webhook call says. A hint: state, cost and file are read from the job itself. */
export interface DeliveryHint {
  /** `X-OpenRouter-Idempotency-Key`. */
  readonly idempotencyKey: string | null;
  /** The API's id of the job. */
  readonly remoteId: string;
  /** From the query of the callback URL. */
  readonly correlationToken: string | null;
}

/**
 * What a verified delivery says, for `noteDelivery`.
 *
 * @param calledUrl the address that was called, with its query; the path alone will do
 */
export function deliveryHint(
  { event, dedupeKey }: Extract<DeliveryVerdict, { verified: true }>,
  calledUrl: string,
): DeliveryHint {
  const { searchParams } = new URL(calledUrl, 'http://localhost');
  return {
    idempotencyKey: dedupeKey,
    remoteId: event.remoteId,
    correlationToken: searchParams.get(tokenParameter),
  };
}

/** What a webhook told. `recovered`: the job was found again by it: its submit had no answer or a wrong one, or it was no
 * longer watched. */
export type DeliveryAnswer =
  | { readonly kind: 'noted'; readonly id: string; readonly recovered: boolean }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'no_such_job' };

/**
 * Makes the job that a webhook names due now. A job whose submit outcome is unknown, or that an error status has
 * refused, is found by its correlation token, gets the id that its lost answer would have brought, and is watched again. One that the
 * service has called failed comes back when the service says now that it is completed; throws when that cannot be asked.
 */
export async function noteDelivery(
  context: StepContext,
  { hurry, ...settings }: TakeBackSettings & { readonly hurry: (attemptId: string) => void },
  hint: DeliveryHint,
): Promise<DeliveryAnswer> {
  const { ledger, clock } = context;
  for (let tries = 0; tries < 10; tries += 1) {
    const attempt =
      (hint.correlationToken === null ? undefined : await ledger.attemptByToken(hint.correlationToken)) ??
      (await ledger.attemptByRemoteId(context.service, hint.remoteId));
    if (!attempt) return { kind: 'no_such_job' };
    // A token of one job with the id of another proves nothing.
    if (attempt.remoteId !== null && attempt.remoteId !== hint.remoteId) return { kind: 'no_such_job' };
    // Nor does the id of another one: two orders do not share a clip.
    const holder = attempt.remoteId === null && (await ledger.attemptByRemoteId(context.service, hint.remoteId));
    if (holder) return { kind: 'no_such_job' };
    const moved = await move(context, settings, attempt, hint.remoteId);
    if (moved === undefined) continue;
    await context.checkpoint('delivery:noted');
    // Remembered last: a crash before this line makes the next delivery do the work again, which harms nothing.
    const key = hint.idempotencyKey;
    const isNew = key === null || (await ledger.rememberDelivery(key, isoOf(clock.now())));
    hurry(attempt.id);
    return isNew ? { kind: 'noted', id: attempt.id, recovered: moved === 'recovered' } : { kind: 'repeated' };
  }
  return { kind: 'no_such_job' };
}

/** `undefined`: somebody else moved the job first. */
async function move(
  context: StepContext,
  settings: TakeBackSettings,
  attempt: Attempt,
  remoteId: string,
): Promise<'recovered' | 'hurried' | 'nothing' | undefined> {
  const isLost =
    attempt.state === 'unknown' ||
    attempt.state === 'gave_up_watching' ||
    isSettledByHand(attempt) ||
    isRefusedByService(attempt);
  if (isLost || (attempt.state === 'submitting' && attempt.remoteId === null)) {
    const moved = await moveAttempt(context, attempt, {
      change: { ...watchedAnew(context, attempt, settings.watchMs), remoteId },
      event: {
        what: 'found_by_webhook',
        detail: { remoteId, ...(attempt.reason !== null && { was: attempt.reason }) },
      },
      // What somebody said gives way to what the service says; its bill comes with the next look.
      money: await reservationAnew(context, attempt),
      corrects: true,
      claimsRemoteId: true,
      release: isLost || attempt.worker !== context.worker,
    });
    if (moved) await standBeside(context, moved);
    return moved && 'recovered';
  }
  if (isEndedByService(attempt)) return lookAgain(context, settings, attempt);
  if (attempt.state === 'submitted' || attempt.state === 'running') {
    const moved = await moveAttempt(context, attempt, {
      change: { nextAt: null },
      event: { what: 'webhook_hint' },
      release: attempt.worker !== context.worker,
    });
    return moved && 'hurried';
  }
  return 'nothing';
}

/** The webhook may tell of the end that is known. */
async function lookAgain(
  context: StepContext,
  settings: TakeBackSettings,
  attempt: Attempt,
): Promise<'recovered' | 'nothing' | undefined> {
  const how = await takeBackIfCompleted(context, settings, attempt).catch((error: unknown) => {
    // What it does not know it will not bill.
    if (error instanceof PollError && error.httpStatus === 404) return 'none';
    throw error;
  });
  if (how === 'moved') return undefined;
  return how === 'back' ? 'recovered' : 'nothing';
}
