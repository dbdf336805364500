import type { BudgetName, OverBudget, PriceUnknownWithCap } from '@shotcaller/core';
import { isoOf } from '../../iso-time.ts';
import { picoFromUsd, usdFromPico } from './pico.ts';

/** Most that may be spent, counting reservations, in dollars as exact decimals. Days and months are UTC. */
export interface Caps {
  readonly perJobUsd?: string;
  /** The job brought `perJobUsd` itself. Absent: it stands for every job. */
  readonly perJobSetBy?: 'job';
  readonly perDayUsd?: string;
  readonly perMonthUsd?: string;
  /** All clips of a batch together, of its owner and whenever they were bought. */
  readonly batch?: BatchCap;
}

/** The most that all clips of a batch may cost, in dollars. */
export interface BatchCap {
  readonly name: string;
  readonly maxUsd: string;
}

/** Other caps: what is left out stays, `null` takes one away. */
export interface CapsChange {
  readonly perJobUsd?: string | null;
  readonly perDayUsd?: string | null;
  readonly perMonthUsd?: string | null;
}

/** One limit, and what is booked against it already: bills and open reservations together, in pico-dollars. */
export interface SpendLimit {
  readonly cap: BudgetName;
  readonly limitUsd: string | undefined;
  readonly setBy?: 'job' | undefined;
  readonly bookedPico: bigint;
}

/**
 * Why a further reservation would break a limit, or `undefined`. Reaching it exactly is allowed; an unknown price fits no limit.
 *
 * @param reservePico `null`: the price is not known
 * @param day the UTC day that the money counts for
 */
export function brokenLimit(
  { cap, limitUsd, setBy, bookedPico }: SpendLimit,
  reservePico: bigint | null,
  day: string,
): OverBudget | PriceUnknownWithCap | undefined {
  if (limitUsd === undefined) return undefined;
  const facts = { cap, limitUsd, ...(setBy && { setBy }), bookedUsd: usdFromPico(bookedPico) };
  if (reservePico === null) return { code: 'price_unknown_with_cap', ...facts, neededUsd: null };
  if (bookedPico + reservePico <= picoFromUsd(limitUsd)) return undefined;
  const renewsAt = renewalOf(cap, day);
  return {
    code: 'over_budget',
    ...facts,
    neededUsd: usdFromPico(reservePico),
    ...(renewsAt !== undefined && { renewsAt }),
  };
}

/** When a limit of a day or month begins anew; the others do not. */
export function renewalOf(cap: BudgetName, day: string): string | undefined {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  switch (cap) {
    case 'day':
    case 'key_day':
      return isoOf(Date.UTC(year, month - 1, date + 1));
    case 'month':
      return isoOf(Date.UTC(year, month, 1));
    case 'job':
    case 'batch':
    case 'key':
      return undefined;
    default:
      return cap satisfies never;
  }
}

/** The caps with a job's own limit, whichever is the tighter one. */
export function tighterCaps(caps: Caps, maxUsd: string | undefined): Caps {
  const perJobUsd = tighterUsd(caps.perJobUsd, maxUsd);
  if (perJobUsd === undefined || perJobUsd === caps.perJobUsd) return caps;
  return { ...caps, perJobUsd, perJobSetBy: 'job' };
}

/** The smaller of two amounts; an absent one limits nothing. */
export function tighterUsd(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return picoFromUsd(one) < picoFromUsd(other) ? one : other;
}
