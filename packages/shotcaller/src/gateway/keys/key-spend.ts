import { dateOf } from '@shotcaller/core';
import type { Ledger } from '../../jobs/ledger.ts';
import { leftUsdOf, picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import type { ClientKey } from '../../jobs/records/client-key-records.ts';

/** What a client key has spent at a service: its bills and what is reserved for it. Exact decimals in dollars. */
export interface KeySpend {
  readonly bookedUsd: string;
  /** On this UTC day. */
  readonly bookedTodayUsd: string;
}

export async function keySpend(
  ledger: Pick<Ledger, 'bookedPico'>,
  { owner }: Pick<ClientKey, 'owner'>,
  { service, now }: { readonly service: string; readonly now: string },
): Promise<KeySpend> {
  const scope = { service, owner };
  return {
    bookedUsd: usdFromPico(await ledger.bookedPico(scope)),
    bookedTodayUsd: usdFromPico(await ledger.bookedPico({ ...scope, period: dateOf(now) })),
  };
}

/** What is left of a limit; nothing, where more is booked. `null`: there is no limit. */
export function leftOf(limitUsd: string | undefined, bookedUsd: string): string | null {
  return limitUsd === undefined ? null : leftUsdOf(limitUsd, picoFromUsd(bookedUsd));
}
