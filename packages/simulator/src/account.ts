import { formatUsd, fromUsdNumber, type Picodollars, parseUsd, usdNumber } from './money.ts';
import type { SimulatorOptions } from './options.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Store } from './store.ts';

/** Money of the one account: what is there, what is spent, what is running. */
export interface Account {
  /** Why a job of this estimated cost is refused now, or undefined. */
  check(estimate: Picodollars): Refusal | undefined;
  /** US dollars billed until `untilMs`. */
  usageUsd(untilMs?: number): number;
  readonly creditsUsd: number;
  readonly keyLimitUsd: number | null;
  /** Decimal strings, for the inspection. */
  summary(): { readonly creditsUsd: string; readonly spentUsd: string; readonly inFlightUsd: string };
}

type AccountOptions = Pick<SimulatorOptions, 'creditsUsd' | 'keyLimitUsd' | 'inFlightBudgetUsd'>;

export function createAccount(store: Store, options: AccountOptions): Account {
  const credits = fromUsdNumber(options.creditsUsd ?? 1000);
  const keyLimit = options.keyLimitUsd === undefined ? undefined : fromUsdNumber(options.keyLimitUsd);
  const budget = options.inFlightBudgetUsd === undefined ? undefined : fromUsdNumber(options.inFlightBudgetUsd);

  const spent = (untilMs = Number.POSITIVE_INFINITY) => {
    let sum = 0n;
    for (const bill of store.bills.values()) if (bill.bookedAtMs <= untilMs) sum += parseUsd(bill.usd)!;
    for (const chat of store.chats) if (chat.bookedAtMs <= untilMs) sum += parseUsd(chat.usd)!;
    return sum;
  };
  const inFlight = () => {
    let sum = 0n;
    for (const job of store.jobs.values()) {
      if (job.settledAtMs === undefined && job.estimatedUsd !== undefined) sum += parseUsd(job.estimatedUsd)!;
    }
    return sum;
  };

  return {
    check(estimate) {
      const running = inFlight();
      const used = spent() + running;
      if (used + estimate > credits)
        return insufficient('openrouter_credits', 'Insufficient credits. Add more using https://openrouter.ai/credits');
      if (keyLimit !== undefined && used + estimate > keyLimit) {
        return insufficient('openrouter_key_limit', 'This key has reached its credit limit');
      }
      if (budget !== undefined && running + estimate > budget) {
        return {
          ...insufficient(
            'openrouter_in_flight_budget',
            'Too much spend is in flight; wait for running requests to finish',
          ),
          headers: { 'Retry-After': '5' },
        };
      }
      return undefined;
    },
    usageUsd: (untilMs) => usdNumber(spent(untilMs)),
    creditsUsd: usdNumber(credits),
    keyLimitUsd: keyLimit === undefined ? null : usdNumber(keyLimit),
    summary: () => ({
      creditsUsd: formatUsd(credits),
      spentUsd: formatUsd(spent()),
      inFlightUsd: formatUsd(inFlight()),
    }),
  };
}

function insufficient(limitSource: string, message: string): Refusal {
  return refuse(402, message, { metadata: { limit_source: limitSource, error_type: 'payment_required' } });
}
