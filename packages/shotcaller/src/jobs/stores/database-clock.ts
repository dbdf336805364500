import type { Clock } from '../../clock.ts';
import type { Ledger } from '../ledger.ts';

/** A clock that can be set by a database's. */
export interface DatabaseClock extends Clock {
  /** Measures how far the database's clock is ahead, and goes by it from now on. A ledger in a file leaves it as it is. */
  follow(ledger: Pick<Ledger, 'databaseTimeMs'>): Promise<void>;
  /** What this machine's own clock says, in milliseconds since 1970. */
  machineNow(): number;
}

/** Readings of which the quickest counts: it leaves the least doubt. */
const readings = 3;

/**
 * Leases, budget days and dedupe windows are compared between machines, whose clocks may differ by minutes: all go by the clock of the
 * database that they share.
 */
export function createDatabaseClock(clock: Clock): DatabaseClock {
  let aheadMs = 0;
  return {
    now: () => clock.now() + aheadMs,
    machineNow: () => clock.now(),
    sleep: (durationMs, options) => clock.sleep(durationMs, options),
    async follow(ledger) {
      let best: { readonly tookMs: number; readonly aheadMs: number } | undefined;
      for (let reading = 0; reading < readings; reading += 1) {
        const askedMs = clock.now();
        const databaseMs = await ledger.databaseTimeMs();
        if (databaseMs === undefined) return;
        const tookMs = clock.now() - askedMs;
        if (!best || tookMs < best.tookMs) best = { tookMs, aheadMs: databaseMs - (askedMs + tookMs / 2) };
      }
      if (best) aheadMs = Math.round(best.aheadMs);
    },
  };
}
