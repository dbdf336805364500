import type { OverBudget, PriceUnknownWithCap } from '@shotcaller/core';
import { picoFromUsd, usdFromPico } from '../../jobs/pico.ts';
import type { BookedEntry, JobStore } from '../../jobs/store.ts';
import type { Caller } from '../keys/caller.ts';

/** What the orders of each client key cost, reservations counted; the budgets of keys are held against it. */
export interface Spending {
  /** Reads the ledger once; `owners` says whose each order is. */
  load(owners: readonly { readonly orderId: string; readonly owner: string }[]): Promise<void>;
  /**
   * Holds `highUsd` for an order that is about to be placed, or says which budget it would break. The hold ends with `release`,
   * when the ledger has the reservation.
   */
  hold(caller: Caller, token: string, highUsd: string | null): OverKeyBudget | undefined;
  release(token: string): void;
  /** Reads an order's entries anew. */
  refresh(owner: string, orderId: string): Promise<void>;
  booked(owner: string): { readonly allUsd: string; readonly dayUsd: string };
}

/** `cap` is `key` or `key_day`. */
export type OverKeyBudget = OverBudget | Required<PriceUnknownWithCap>;

interface OrderMoney {
  readonly owner: string;
  readonly entries: readonly { readonly day: string; readonly pico: bigint }[];
}

export function createSpending(ledger: Pick<JobStore, 'money'>, now: () => number): Spending {
  const orders = new Map<string, OrderMoney>();
  /** Sums by owner, and by owner and day. */
  const sums = new Map<string, bigint>();
  const holds = new Map<string, { readonly owner: string; readonly pico: bigint }>();
  const today = () => new Date(now()).toISOString().slice(0, 10);

  function put(orderId: string, owner: string, entries: readonly BookedEntry[]): void {
    for (const { day, pico } of orders.get(orderId)?.entries ?? []) add(owner, day, -pico);
    const money = entries.map(({ budgetDay, usd }) => ({ day: budgetDay, pico: signedPico(usd) }));
    for (const { day, pico } of money) add(owner, day, pico);
    orders.set(orderId, { owner, entries: money });
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
      const byOrder = new Map<string, BookedEntry[]>();
      for (const entry of await ledger.money()) {
        const list = byOrder.get(entry.orderId);
        if (list) list.push(entry);
        else byOrder.set(entry.orderId, [entry]);
      }
      for (const { orderId, owner } of owners) put(orderId, owner, byOrder.get(orderId) ?? []);
    },
    hold({ owner, budgetUsd, dailyUsd }, token, highUsd) {
      const limits = [
        { cap: 'key' as const, limitUsd: budgetUsd, booked: sums.get(owner) ?? 0n },
        { cap: 'key_day' as const, limitUsd: dailyUsd, booked: sums.get(`${owner}\n${today()}`) ?? 0n },
      ];
      for (const { cap, limitUsd, booked } of limits) {
        if (limitUsd === undefined) continue;
        const bookedPico = booked + held(owner);
        const facts = { cap, limitUsd, bookedUsd: usdFromPico(bookedPico) };
        // What cannot be priced cannot be reserved.
        if (highUsd === null) return { code: 'price_unknown_with_cap', ...facts, neededUsd: null };
        if (bookedPico + picoFromUsd(highUsd) > picoFromUsd(limitUsd))
          return { code: 'over_budget', ...facts, neededUsd: highUsd };
      }
      if (highUsd !== null) holds.set(token, { owner, pico: picoFromUsd(highUsd) });
      return undefined;
    },
    release(token) {
      holds.delete(token);
    },
    async refresh(owner, orderId) {
      put(orderId, owner, await ledger.money({ orderId }));
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
