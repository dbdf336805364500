import { picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import type { BookedEntry, Ledger } from '../../jobs/store.ts';
import type { Caller } from '../keys/caller.ts';

/** What the orders of each client key cost, reservations counted; the budgets of keys are held against it. */
export interface Spending {
  /** Reads the ledger once; `owners` says whose each order is. */
  load(owners: readonly { readonly jobId: string; readonly owner: string }[]): Promise<void>;
  /**
   * Holds `highUsd` for an order that is about to be placed, or says which budget it would break. The hold ends with `release`,
   * when the ledger has the reservation.
   */
  hold(caller: Caller, token: string, highUsd: string | null): OverKeyBudget | undefined;
  release(token: string): void;
  /** Reads an order's entries anew. */
  refresh(owner: string, jobId: string): Promise<void>;
  booked(owner: string): { readonly allUsd: string; readonly dayUsd: string };
}

export interface OverKeyBudget {
  readonly code: 'over_budget' | 'price_unknown_with_cap';
  readonly cap: 'key' | 'key_day';
  readonly limitUsd: string;
  readonly bookedUsd: string;
  readonly neededUsd: string | null;
}

interface JobMoney {
  readonly owner: string;
  readonly entries: readonly { readonly day: string; readonly pico: bigint }[];
}

export function createSpending(ledger: Pick<Ledger, 'money'>, now: () => number): Spending {
  const jobs = new Map<string, JobMoney>();
  /** Sums by owner, and by owner and day. */
  const sums = new Map<string, bigint>();
  const holds = new Map<string, { readonly owner: string; readonly pico: bigint }>();
  const today = () => new Date(now()).toISOString().slice(0, 10);

  function put(jobId: string, owner: string, entries: readonly BookedEntry[]): void {
    for (const { day, pico } of jobs.get(jobId)?.entries ?? []) add(owner, day, -pico);
    const money = entries.map(({ budgetDay, usd }) => ({ day: budgetDay, pico: signedPico(usd) }));
    for (const { day, pico } of money) add(owner, day, pico);
    jobs.set(jobId, { owner, entries: money });
  }

  function add(owner: string, day: string, pico: bigint): void {
    for (const key of [owner, `${owner}\n${day}`]) sums.set(key, (sums.get(key) ?? 0n) + pico);
  }

  function held(owner: string): bigint {
    let sum = 0n;
    for (const hold of holds.values()) if (hold.owner === owner) sum += hold.pico;
    return sum;
  }

  return {
    async load(owners) {
      const byJob = new Map<string, BookedEntry[]>();
      for (const entry of await ledger.money()) {
        const list = byJob.get(entry.jobId);
        if (list) list.push(entry);
        else byJob.set(entry.jobId, [entry]);
      }
      for (const { jobId, owner } of owners) put(jobId, owner, byJob.get(jobId) ?? []);
    },
    hold({ owner, budgetUsd, dailyUsd }, token, highUsd) {
      const limits = [
        { cap: 'key' as const, limitUsd: budgetUsd, booked: sums.get(owner) ?? 0n },
        { cap: 'key_day' as const, limitUsd: dailyUsd, booked: sums.get(`${owner}\n${today()}`) ?? 0n },
      ];
      for (const { cap, limitUsd, booked } of limits) {
        if (limitUsd === undefined) continue;
        const bookedPico = booked + held(owner);
        const facts = { cap, limitUsd, bookedUsd: usdFromPico(bookedPico), neededUsd: highUsd };
        // What cannot be priced cannot be held against a budget.
        if (highUsd === null) return { code: 'price_unknown_with_cap', ...facts };
        if (bookedPico + picoFromUsd(highUsd) > picoFromUsd(limitUsd)) return { code: 'over_budget', ...facts };
      }
      if (highUsd !== null) holds.set(token, { owner, pico: picoFromUsd(highUsd) });
      return undefined;
    },
    release(token) {
      holds.delete(token);
    },
    async refresh(owner, jobId) {
      put(jobId, owner, await ledger.money({ jobId }));
    },
    booked: (owner) => ({
      allUsd: usdFromPico((sums.get(owner) ?? 0n) + held(owner)),
      dayUsd: usdFromPico((sums.get(`${owner}\n${today()}`) ?? 0n) + held(owner)),
    }),
  };
}

function signedPico(usd: string): bigint {
  return usd.startsWith('-') ? -picoFromUsd(usd.slice(1)) : picoFromUsd(usd);
}
