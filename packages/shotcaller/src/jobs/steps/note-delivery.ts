import { isoOf } from '../../iso-time.ts';
import type { DeliveryVerdict } from '../../openrouter/webhook.ts';
import { reservationAnew } from '../adopt-remote-id.ts';
import { isRefusedByService, isSettledByHand } from '../attempt-in-doubt.ts';
import type { Attempt } from '../job.ts';
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
 * refused, is found by its correlation token, gets the id that its lost answer would have brought, and is watched again.
 */
export async function noteDelivery(
  context: StepContext,
  { watchMs, hurry }: { readonly watchMs: number; readonly hurry: (attemptId: string) => void },
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
    const moved = await move(context, attempt, hint.remoteId, watchMs);
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
  attempt: Attempt,
  remoteId: string,
  watchMs: number,
): Promise<'recovered' | 'hurried' | 'nothing' | undefined> {
  const nowMs = context.clock.now();
  const isLost =
    attempt.state === 'unknown' ||
    attempt.state === 'gave_up_watching' ||
    isSettledByHand(attempt) ||
    isRefusedByService(attempt);
  if (isLost || (attempt.state === 'submitting' && attempt.remoteId === null)) {
    const moved = await moveAttempt(context, attempt, {
      change: {
        state: 'submitted',
        remoteId,
        reason: null,
        nextAt: null,
        submittedAt: attempt.submittedAt ?? isoOf(nowMs),
        deadlineAt: isoOf(nowMs + watchMs),
        endedAt: null,
        billedUsd: null,
        billKnown: null,
        billDoubt: null,
      },
      event: {
        what: 'found_by_webhook',
        detail: { remoteId, ...(attempt.reason !== null && { was: attempt.reason }) },
      },
      // What somebody said gives way to what the service says; its bill comes with the next look.
      money: await reservationAnew(context, attempt),
      corrects: true,
      release: isLost || attempt.worker !== context.worker,
    });
    return moved && 'recovered';
  }
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
