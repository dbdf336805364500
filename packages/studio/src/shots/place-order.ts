import type { Requirements, RequirementsInput } from '@shotcaller/core';
import { gateway } from '../api/gateway.ts';
import { GatewayError } from '../api/gateway-error.ts';
import type { Job } from '../api/wire.ts';
import type { Take } from './shot.ts';
import { shotStore } from './shot-store.ts';

const sent = new Map<string, Promise<Job>>();
/** Orders on their way at once: a browser has six connections to a server, and one carries the events. */
const mostAtOnce = 3;
let atWork = 0;
const waiting: (() => void)[] = [];
// Whoever leaves the page has ordered those that wait, too: they are sent now, or not at all.
globalThis.addEventListener?.('pagehide', () => {
  atWork += waiting.length;
  for (const next of waiting.splice(0)) next();
});

/**
 * Sends the order of a take. It always goes under the take's own key, so that sending it again, from a second press, a reload or another
 * tab, comes back to the first order.
 */
export function placeOrder(take: Take, requirements: Requirements): Promise<Job> {
  const before = sent.get(take.key);
  if (before) return before;
  const placed = inTurn(() =>
    gateway.buy({
      requirements: { ...requirements, ...(take.seed !== undefined && { seed: take.seed }) } as RequirementsInput,
      model: take.model,
      key: take.key,
      ...(take.confirmUsd === null ? {} : { confirmUsd: take.confirmUsd }),
    }),
  )
    .then((job) => {
      shotStore.changeTake(take.key, ({ isRefused: _, ...before }) => ({ ...before, jobId: job.id }));
      return job;
    })
    .catch((error: unknown) => {
      // Written down whatever the page does next: what is refused is not reserved, and an order in doubt is.
      const isRefused = error instanceof GatewayError && error.isRefusal;
      shotStore.changeTake(take.key, ({ isRefused: _, ...before }) => (isRefused ? { ...before, isRefused } : before));
      throw error;
    })
    .finally(() => sent.delete(take.key));
  sent.set(take.key, placed);
  return placed;
}

async function inTurn<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  if (atWork >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else atWork += 1;
  try {
    return await act();
  } finally {
    // The place goes to the one that waits first: given back, another caller could take it before.
    const next = waiting.shift();
    if (next) next();
    else atWork -= 1;
  }
}
