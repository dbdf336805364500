import { readUsd } from '@shotcaller/core';
import { isoOf } from '../iso-time.ts';
import { attemptMeant, isBillUnknown, isInDoubt } from './attempt-in-doubt.ts';
import { type Attempt, isTerminal, type JobReason } from './job.ts';
import { JobFailure } from './job-failure.ts';
import { refundOf, settlementOf } from './money/money-entry.ts';
import { picoFromUsd } from './money/pico.ts';
import type { JobWithAttempts } from './records/job-records.ts';
import { type Move, moveAttempt } from './steps/move.ts';
import type { StepContext } from './steps/step-context.ts';

/** What somebody found in the account's activity: the job is not there, or it is there with a bill. */
export type Settlement =
  | { readonly notBought: true; readonly billedUsd?: never }
  | {
      readonly notBought?: never;
      /** US dollars, a decimal. */
      readonly billedUsd: string;
    };

/**
 * Settles the attempt in doubt of a job by what somebody says: its reservation goes, a bill takes its place, and the job ends. Nothing is
 * sent, now or later. A webhook that proves otherwise brings the attempt back, and its bill replaces what was said.
 *
 * Throws `JobFailure` `not_settled`: nothing of the job is in doubt, several attempts are, or the amount is none.
 */
export async function settleByHand(
  context: StepContext,
  read: () => Promise<JobWithAttempts>,
  id: string,
  { saidBy, ...settlement }: Settlement & { readonly saidBy: string },
): Promise<void> {
  const billedUsd = foundBill(settlement, id);
  for (;;) {
    const { attempts } = await read();
    const attempt = attemptMeant(attempts, id, (one) => isInDoubt(one) || isBillUnknown(one), {
      code: 'not_settled',
      says: 'Nothing was changed: no attempt of this job is in doubt. `shotcaller jobs ID` says how it stands.',
    });
    const move = await moveOf(context, attempt, billedUsd, { saidBy, saidAt: isoOf(context.clock.now()) });
    if (!(await moveAttempt(context, attempt, move))) continue;
    const now = await context.ledger.attemptsOfJob(attempt.jobId);
    // What was settled buys nothing more by itself: no fallback follows.
    if (now.every(({ state }) => isTerminal(state))) {
      await context.ledger.concludeJob(attempt.jobId, isoOf(context.clock.now()));
    }
    return;
  }
}

async function moveOf(
  { ledger }: StepContext,
  attempt: Attempt,
  billedUsd: string | undefined,
  said: { readonly saidBy: string; readonly saidAt: string },
): Promise<Move> {
  const reservedPico = await ledger.reservedPico(attempt.id);
  if (billedUsd === undefined) {
    if (isBillUnknown(attempt)) {
      throw new JobFailure(
        'not_settled',
        'Nothing was changed: OpenRouter reported this job as complete, so it was bought. Settle it with its bill: shotcaller jobs settle JOB --billed 0.40.',
        attempt.id,
      );
    }
    const reason: JobReason = { code: 'settled_not_bought', ...said };
    return {
      change: { state: 'refused', reason, billedUsd: null, billKnown: null, billDoubt: null },
      event: { what: 'settled', detail: { ...said, notBought: true } },
      money: refundOf(reservedPico),
      corrects: true,
    };
  }
  const bill = { billedUsd, billKnown: true, billDoubt: null } as const;
  const reason: JobReason = { code: 'settled_billed', billedUsd, ...said };
  return {
    change: isBillUnknown(attempt) ? bill : { state: 'failed', reason, ...bill },
    event: { what: 'settled', detail: { ...said, billedUsd } },
    money: settlementOf(reservedPico, picoFromUsd(billedUsd)),
    corrects: true,
  };
}

/** What was billed, as an exact decimal; `undefined`: it was not bought, which somebody must have said. */
function foundBill({ notBought, billedUsd }: Settlement, id: string): string | undefined {
  if ((notBought === true) === (billedUsd !== undefined)) {
    throw new JobFailure(
      'not_settled',
      'Nothing was changed: say either that it was not bought (notBought: true) or what it was billed (billedUsd: "0.40").',
      id,
    );
  }
  if (billedUsd === undefined) return undefined;
  const amount = readUsd(billedUsd);
  if (amount !== undefined && picoFromUsd(amount) <= picoFromUsd(mostSaidUsd)) return amount;
  throw new JobFailure(
    'not_settled',
    `Nothing was changed: ${String(billedUsd).slice(0, 40)} is not a valid bill of a clip. Write dollars, for example 0.40.`,
    id,
  );
}

/** Far beyond any clip, and well within what a ledger can add up. */
const mostSaidUsd = '100000';
