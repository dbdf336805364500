import type { Requirements } from '@shotcaller/core';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useConnection } from '../api/connection.tsx';
import type { GatewayError } from '../api/gateway-error.ts';
import { serverNowMs } from '../api/server-clock.ts';
import { type OrdersNow, orderSender } from './order-sender.ts';
import type { Take } from './shot.ts';
import { shotStore } from './shot-store.ts';
import type { TakeView } from './shot-view.ts';

/** An order that is this old is not sent by itself any more: somebody opened an old page. Milliseconds. */
const freshMs = 60_000;

/** A take, and the clip that it is ordered for. */
export interface Order extends Pick<TakeView, 'take' | 'heard'> {
  /** `null`: it cannot be sent from here, for example because its picture is elsewhere. */
  readonly requirements: Requirements | null;
}

export interface Orders extends OrdersNow {
  /** Sends an order, or sends it again: under its own key, so it is bought once. */
  readonly place: (take: Take) => void;
  /** Sends an order again; one that was refused goes at the price that {@link askedUsdOf} tells. */
  readonly placeAtPrice: (take: Take) => void;
  /** Takes away an order that was refused. */
  readonly remove: (take: Take) => void;
}

/** Places the orders of takes that were just given, each once. What the ledger knows already is not sent. */
export function useOrders(orders: readonly Order[]): Orders {
  const { state, jobs, learn } = useConnection();
  const { refusals, underWay } = useSyncExternalStore(orderSender.subscribe, orderSender.now);
  const known = useRef(orders);
  known.current = orders;
  const isReady = state === 'online' && jobs.loaded;
  const { note, reload } = jobs;

  const place = useCallback(
    (take: Take) => {
      const order = known.current.find((entry) => entry.take?.key === take.key);
      if (order?.requirements) orderSender.send(take, order.requirements, { note, reload, learn });
    },
    [note, reload, learn],
  );

  useEffect(() => {
    if (!isReady) return;
    for (const { take, heard, requirements } of orders) {
      if (!take || !requirements || !isUnsent({ take, heard }) || orderSender.wasTried(take.key)) continue;
      if (!take.isRefused && Math.abs(serverNowMs() - take.orderedAtMs) < freshMs) place(take);
    }
  }, [isReady, orders, place]);
  const remove = useCallback((take: Take) => shotStore.removeRefused(new Set([take.key])), []);
  const placeAtPrice = (take: Take) => {
    if (!take.isRefused) return place(take);
    const confirmUsd = askedUsdOf(take, refusals.get(take.key));
    // On its way it is in doubt, and reserved, until the answer is here: also when this page is closed meanwhile.
    shotStore.changeTake(take.key, ({ isRefused: _, ...before }) => ({ ...before, confirmUsd }));
    place({ ...take, confirmUsd });
  };
  return { refusals, place, placeAtPrice, remove, underWay };
}

/**
 * The upper price that the next press confirms, in dollars: that which the gateway asked for when it refused the order, or the one that was
 * confirmed before. `null`: not known. It stands on the button, so that nobody pays a price that was not shown.
 */
export function askedUsdOf({ confirmUsd }: Take, refusal: GatewayError | undefined): string | null {
  return refusal?.detail.price?.highUsd ?? confirmUsd;
}

/** No answer to its order has come, and the ledger does not know it. */
export function isUnsent({ take, heard }: Pick<TakeView, 'take' | 'heard'>): boolean {
  return take !== null && heard === null && take.jobId === null;
}
