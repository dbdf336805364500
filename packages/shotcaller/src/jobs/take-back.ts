import { isoOf } from '../iso-time.ts';
import type { WireClient } from '../openrouter/client.types.ts';
import { isEndedByService, isSettledByHand } from './attempt-in-doubt.ts';
import { type Attempt, isTerminal, isUnsent } from './job.ts';
import { type MoneyEntry, refundOf } from './money/money-entry.ts';
import type { AttemptChange } from './records/job-records.ts';
import { moveAttempt } from './steps/move.ts';
import type { StepContext } from './steps/step-context.ts';

export interface TakeBackSettings {
  /** Looks, and cannot buy. */
  readonly client: Pick<WireClient, 'getJob'>;
  readonly watchMs: number;
}

/**
 * Asks for an attempt that the service has called failed, cancelled or expired, and brings it back when it is called completed now: it is
 * billed, so its money is reserved anew, and its clip is fetched. Throws what the look throws.
 *
 * Answers `none` when it stands as it did, `moved` when somebody else moved it first.
 */
export async function takeBackIfCompleted(
  context: StepContext,
  { client, watchMs }: TakeBackSettings,
  attempt: Attempt,
): Promise<'back' | 'none' | 'moved'> {
  if (!isEndedByService(attempt) || attempt.remoteId === null) return 'none';
  const { status } = await client.getJob(attempt.remoteId, { pollingUrl: attempt.pollingUrl });
  if (status !== 'completed') return 'none';
  const moved = await moveAttempt(context, attempt, {
    change: watchedAnew(context, attempt, watchMs),
    event: { what: 'completed_after_all', detail: { remoteId: attempt.remoteId, was: attempt.reason } },
    money: await reservationAnew(context, attempt),
    corrects: true,
    release: true,
  });
  if (!moved) return 'moved';
  await standBeside(context, moved);
  return 'back';
}

/** What an attempt that comes back is watched with: nothing that was said of its end holds. */
export function watchedAnew({ clock }: StepContext, { submittedAt }: Attempt, watchMs: number): AttemptChange {
  const nowMs = clock.now();
  return {
    state: 'submitted',
    reason: null,
    nextAt: null,
    billedUsd: null,
    billKnown: null,
    billDoubt: null,
    endedAt: null,
    submittedAt: submittedAt ?? isoOf(nowMs),
    deadlineAt: isoOf(nowMs + watchMs),
  };
}

/** What an attempt that was given back, and proves to be bought, holds again until its bill is known. */
export async function reservationAnew({ ledger }: StepContext, attempt: Attempt): Promise<readonly MoneyEntry[]> {
  const wasGivenBack = isSettledByHand(attempt) || isEndedByService(attempt) || attempt.state === 'refused';
  const pico = wasGivenBack ? await ledger.reservedPico(attempt.id) : null;
  return pico === null ? [] : [{ kind: 'reserve', pico }];
}

/**
 * An attempt came back to a job that has gone on without it: a further one that was not sent is not bought any more, and of one that was
 * the attempt notes that both are bought.
 */
export async function standBeside(context: StepContext, back: Attempt): Promise<void> {
  const others = (await context.ledger.attemptsOfJob(back.jobId)).filter(({ number }) => number > back.number);
  for (const other of others) {
    if (isUnsent(other)) await giveBack(context, other);
    else if (other.remoteId !== null && (other.state === 'done' || !isTerminal(other.state))) {
      const now = await context.ledger.attempt(back.id);
      const detail = { remoteId: other.remoteId, attempt: other.number };
      if (now)
        await moveAttempt(context, now, { change: {}, event: { what: 'bought_as_well', detail }, release: true });
    }
  }
}

/** Ends an attempt of which nothing was sent; whoever was about to send it finds that somebody moved it first. */
export async function giveBack(context: StepContext, attempt: Attempt): Promise<void> {
  const reason = { code: 'never_submitted' } as const;
  await moveAttempt(context, attempt, {
    change: { state: 'cancelled', reason },
    event: { what: 'cancelled', detail: reason },
    money: refundOf(await context.ledger.reservedPico(attempt.id)),
  });
}
