import type { Job, Order } from '../job.ts';
import { type Caps, hasCap } from '../money/caps.ts';
import { picoFromUsd } from '../money/pico.ts';
import { moveJob, transitionOf } from './move.ts';
import type { StepContext } from './step-context.ts';

/** planned → reserved, or refused because a budget would break. `undefined`: somebody else moved the job first. */
export async function takeReserveStep(context: StepContext, job: Job, order: Order): Promise<Job | undefined> {
  const caps = capsOf(context.caps, order);
  const budgetDay = new Date(context.clock.now()).toISOString().slice(0, 10);
  const { highUsd } = job.price;
  if (highUsd === null) {
    // What cannot be priced cannot be held against a cap.
    if (hasCap(caps)) return refuse(context, job, { code: 'price_unknown_with_cap' });
    return moveJob(context, job, {
      change: { state: 'reserved', budgetDay },
      event: { what: 'reserve', detail: { usd: null } },
    });
  }
  const reservePico = picoFromUsd(highUsd);
  const transition = transitionOf(context, job, {
    change: { state: 'reserved', budgetDay },
    event: { what: 'reserve', detail: { usd: highUsd } },
    money: [{ kind: 'reserve', pico: reservePico }],
  });
  const answer = await context.store.reserve(transition, reservePico, caps);
  switch (answer.kind) {
    case 'reserved':
      context.tell({ kind: 'state', job: answer.job, from: job.state });
      return answer.job;
    case 'over_budget':
      return refuse(context, job, answer.reason);
    case 'stale':
      return undefined;
  }
}

/** The tighter of the order's own limit and the configured one. */
function capsOf(caps: Caps, { options }: Order): Caps {
  const { maxUsd } = options;
  if (maxUsd === undefined) return caps;
  const tighter =
    caps.perJobUsd === undefined || picoFromUsd(maxUsd) < picoFromUsd(caps.perJobUsd) ? maxUsd : caps.perJobUsd;
  return { ...caps, perJobUsd: tighter };
}

function refuse(context: StepContext, job: Job, reason: NonNullable<Job['reason']>): Promise<Job | undefined> {
  return moveJob(context, job, { change: { state: 'refused', reason }, event: { what: 'refused', detail: reason } });
}
