import type { Requirements, RequirementsInput } from '@shotcaller/core';
import { gateway } from '../api/gateway.ts';
import type { Job } from '../api/wire.ts';
import type { Take } from './shot.ts';
import { shotStore } from './shot-store.ts';

const underWay = new Map<string, Promise<Job>>();

/**
 * Sends the order of a take. It always goes under the take's own key, so that sending it again, from a second press, a reload or another
 * tab, comes back to the first order.
 */
export function placeOrder(take: Take, requirements: Requirements): Promise<Job> {
  const sent = underWay.get(take.key);
  if (sent) return sent;
  const placed = gateway
    .buy({
      requirements: { ...requirements, ...(take.seed !== undefined && { seed: take.seed }) } as RequirementsInput,
      model: take.model,
      key: take.key,
      ...(take.confirmUsd === null ? {} : { confirmUsd: take.confirmUsd }),
    })
    .then((job) => {
      shotStore.changeTake(take.key, (before) => ({ ...before, jobId: job.id }));
      return job;
    })
    .finally(() => underWay.delete(take.key));
  underWay.set(take.key, placed);
  return placed;
}
