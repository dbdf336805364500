import type { BudgetName, OverBudget, PriceUnknownWithCap } from '@shotcaller/core';
import type { Ledger } from '../ledger.ts';
import { brokenLimit, type Caps, renewalOf } from './caps.ts';
import { leftUsdOf, picoFromUsd } from './pico.ts';

/** What is left of one budget before a job is bought. */
export interface BudgetLeft {
  readonly cap: BudgetName;
  readonly limitUsd: string;
  /** 0 when it is overdrawn. */
  readonly leftUsd: string;
  /** When it begins anew, ISO 8601; absent where it does not. */
  readonly renewsAt?: string;
}

/** What the budgets leave for a job. */
export interface BudgetCheck {
  /** Every budget that holds for the job, the narrowest first. */
  readonly left: readonly BudgetLeft[];
  /** Why the ledger would refuse to reserve the money; `null`: it would not, as far as is known now. */
  readonly refusal: OverBudget | PriceUnknownWithCap | null;
}

export interface BudgetQuestion {
  readonly service: string;
  readonly caps: Caps;
  /** The client key that would order; default none. */
  readonly key?: KeyBudget;
  /** What one attempt may cost at most; `null`: not known. */
  readonly highUsd: string | null;
  /** The UTC day, `2026-10-01`. */
  readonly day: string;
}

/** What a client key of the gateway may spend. */
export interface KeyBudget {
  readonly owner: string;
  readonly budgetUsd?: string | undefined;
  readonly dailyUsd?: string | undefined;
}

/** Whether the caps leave room for a job, asked before anybody is asked to confirm it. The ledger itself decides again when it reserves. */
export async function checkBudget(
  ledger: Pick<Ledger, 'bookedPico'>,
  { service, caps, key, highUsd, day }: BudgetQuestion,
): Promise<BudgetCheck> {
  const booked = (period: string) => ledger.bookedPico({ service, period });
  const bookedOfKey = async (limitUsd: string | undefined, period?: string) =>
    key === undefined || limitUsd === undefined
      ? 0n
      : ledger.bookedPico({ service, owner: key.owner, ...(period !== undefined && { period }) });
  const limits = [
    { cap: 'key', limitUsd: key?.budgetUsd, bookedPico: await bookedOfKey(key?.budgetUsd) },
    { cap: 'key_day', limitUsd: key?.dailyUsd, bookedPico: await bookedOfKey(key?.dailyUsd, day) },
    { cap: 'job', limitUsd: caps.perJobUsd, setBy: caps.perJobSetBy, bookedPico: 0n },
    { cap: 'day', limitUsd: caps.perDayUsd, bookedPico: await booked(day) },
    { cap: 'month', limitUsd: caps.perMonthUsd, bookedPico: await booked(day.slice(0, 7)) },
  ] as const;
  const neededPico = highUsd === null ? null : picoFromUsd(highUsd);
  const left: BudgetLeft[] = [];
  for (const { cap, limitUsd, bookedPico } of limits) {
    if (limitUsd === undefined) continue;
    const renewsAt = renewalOf(cap, day);
    left.push({
      cap,
      limitUsd,
      leftUsd: leftUsdOf(limitUsd, bookedPico),
      ...(renewsAt !== undefined && { renewsAt }),
    });
  }
  const refusal = limits.map((limit) => brokenLimit(limit, neededPico, day)).find((reason) => reason !== undefined);
  return { left, refusal: refusal ?? null };
}
