import type { Requirements } from '@shotcaller/core';
import type { GatewayConnection } from '../api/connection.tsx';
import type { GatewayError } from '../api/gateway-error.ts';
import { placeOrder } from './place-order.ts';
import type { Take } from './shot.ts';

/** How the orders of this page stand. */
export interface OrdersNow {
  /** Why the order of a take was not taken, by the take's key. */
  readonly refusals: ReadonlyMap<string, GatewayError>;
  /** Keys of the orders that are on their way. */
  readonly underWay: ReadonlySet<string>;
}

/** Who learns of an answer. */
export type Told = Pick<GatewayConnection, 'note' | 'reload' | 'learn'>;

let now: OrdersNow = { refusals: new Map(), underWay: new Set() };
const tried = new Set<string>();
const watchers = new Set<() => void>();

/**
 * Sends orders and knows how they stand, above all pages: an order that was given is sent whatever page is shown by then, and what became of
 * it is told by whichever page shows it.
 */
export const orderSender = {
  now: (): OrdersNow => now,
  subscribe(watcher: () => void): () => void {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  /** Whether this page has sent it: what failed is sent again by a press only. */
  wasTried: (key: string): boolean => tried.has(key),
  /** Sends an order, or sends it again: under its own key, so it is bought once. */
  send(take: Take, requirements: Requirements, { note, reload, learn }: Told): void {
    const { key } = take;
    tried.add(key);
    tell({ refusals: without(now.refusals, key), underWay: new Set(now.underWay).add(key) });
    placeOrder(take, requirements)
      .then(note, (error: GatewayError) => {
        tell({ ...now, refusals: new Map(now.refusals).set(key, error) });
        reload();
        // The prices that this page knows are old ones.
        if (error.code === 'spend_not_confirmed') void learn();
      })
      .finally(() => tell({ ...now, underWay: new Set([...now.underWay].filter((other) => other !== key)) }));
  },
};

function tell(next: OrdersNow): void {
  now = next;
  for (const watcher of watchers) watcher();
}

function without(refusals: OrdersNow['refusals'], key: string): OrdersNow['refusals'] {
  return new Map([...refusals].filter(([other]) => other !== key));
}
