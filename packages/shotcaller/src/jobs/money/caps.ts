import type { OverBudget } from '@shotcaller/core';
import { picoFromUsd, usdFromPico } from './pico.ts';

/** Most that may be spent, counting reservations, in dollars as exact decimals. Days and months are UTC. */
export interface Caps {
  readonly perJobUsd?: string;
  readonly perDayUsd?: string;
  readonly perMonthUsd?: string;
}

/** What is booked already, bills and open reservations together, in pico-dollars. */
export interface Booked {
  readonly jobPico: bigint;
  readonly dayPico: bigint;
  readonly monthPico: bigint;
}

/** The first cap that a further reservation would break, or `undefined`. Reaching a cap exactly is allowed. */
export function brokenCap(reservePico: bigint, booked: Booked, caps: Caps): OverBudget | undefined {
  const limits = [
    { cap: 'job', limitUsd: caps.perJobUsd, bookedPico: booked.jobPico },
    { cap: 'day', limitUsd: caps.perDayUsd, bookedPico: booked.dayPico },
    { cap: 'month', limitUsd: caps.perMonthUsd, bookedPico: booked.monthPico },
  ] as const;
  for (const { cap, limitUsd, bookedPico } of limits) {
    if (limitUsd === undefined) continue;
    if (bookedPico + reservePico > picoFromUsd(limitUsd)) {
      return {
        code: 'over_budget',
        cap,
        limitUsd,
        bookedUsd: usdFromPico(bookedPico),
        neededUsd: usdFromPico(reservePico),
      };
    }
  }
  return undefined;
}

export function hasCap(caps: Caps): boolean {
  return caps.perJobUsd !== undefined || caps.perDayUsd !== undefined || caps.perMonthUsd !== undefined;
}

/** The caps with a job's own limit, whichever is the tighter one. */
export function tighterCaps(caps: Caps, maxUsd: string | undefined): Caps {
  const perJobUsd = tighterUsd(caps.perJobUsd, maxUsd);
  return perJobUsd === undefined ? caps : { ...caps, perJobUsd };
}

/** The smaller of two amounts; an absent one limits nothing. */
export function tighterUsd(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return picoFromUsd(one) < picoFromUsd(other) ? one : other;
}
