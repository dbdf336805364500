import { isoOf, utcDayOf } from '../../iso-time.ts';
import type { Attempt, Job } from '../job.ts';
import { type Caps, tighterCaps, tighterUsd } from '../money/caps.ts';
import { refundOf } from '../money/money-entry.ts';
import { mostBookableUsd, picoFromUsd } from '../money/pico.ts';
import { moveAttempt, transitionOf } from './move.ts';
import type { StepContext } from './step-context.ts';

/** Reserves the upper end of the price, unless that was done for an earlier try, and writes the intent. */
export async function intendSubmit(
  context: StepContext,
  { submitLeaseMs }: { readonly submitLeaseMs: number },
  attempt: Attempt,
  { options }: Job,
  { reservedPico, field }: { readonly reservedPico: bigint | null; readonly field: string | undefined },
): Promise<Attempt | undefined> {
  const nowMs = context.clock.now();
  const tries = attempt.submitTries + 1;
  const change = {
    state: 'submitting',
    submitTries: tries,
    submittedAt: attempt.submittedAt ?? isoOf(nowMs),
    nextAt: null,
  } as const;
  const detail = { requestHash: attempt.requestHash, tries };
  const day = utcDayOf(nowMs);
  const isReserved = attempt.state === 'reserved';
  // What waited for its turn counts for the day on which it is sent, and keeps the limits of that day.
  if (isReserved && (attempt.budgetDay === null || attempt.budgetDay >= day)) {
    const event = { what: 'submitting', detail } as const;
    return moveAttempt(context, attempt, { change, event, leaseMs: submitLeaseMs });
  }
  const transition = transitionOf(context, attempt, {
    change: { ...change, budgetDay: day },
    event: { what: 'submitting', detail: { ...detail, reservedUsd: attempt.price.highUsd } },
    ...(reservedPico !== null && !isReserved && { money: [{ kind: 'reserve', pico: reservedPico }] }),
    leaseMs: submitLeaseMs,
  });
  const caps = withBatchCap(tighterCaps(await context.caps(), options.maxUsd), options.batch);
  // What may multiply the price makes it one that no limit can be held against.
  const reservePico = field === undefined ? reservedPico : null;
  const answer = await context.ledger.reserve(
    transition,
    reservePico,
    // An unknown price breaks every cap, so one that nobody set holds known prices only.
    reservePico === null
      ? caps
      : { ...caps, perJobUsd: tighterUsd(caps.perJobUsd, mostBookableUsd) ?? mostBookableUsd },
  );
  switch (answer.kind) {
    case 'reserved':
      context.tell({ kind: 'state', attempt: answer.attempt, from: attempt.state, at: transition.at });
      return answer.attempt;
    case 'refused': {
      const isOfField = field !== undefined && answer.reason.code === 'price_unknown_with_cap';
      const reason = isOfField ? { ...answer.reason, field } : answer.reason;
      return moveAttempt(context, attempt, {
        change: { state: 'refused', reason },
        event: { what: 'refused', detail: reason },
        ...(isReserved && { money: refundOf(reservedPico) }),
      });
    }
    case 'stale':
      return undefined;
    default:
      return answer satisfies never;
  }
}

function withBatchCap(caps: Caps, batch: Job['options']['batch']): Caps {
  return batch?.maxUsd === undefined ? caps : { ...caps, batch: { name: batch.name, maxUsd: batch.maxUsd } };
}

/** What a quote reserves; `null`: its price is not known. */
export function picoOfQuote(highUsd: string | null): bigint | null {
  return highUsd === null ? null : picoFromUsd(highUsd);
}
