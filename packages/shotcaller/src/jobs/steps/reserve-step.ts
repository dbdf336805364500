import type { Attempt, Job } from '../job.ts';
import { type Caps, hasCap } from '../money/caps.ts';
import { picoFromUsd } from '../money/pico.ts';
import { moveAttempt, transitionOf } from './move.ts';
import type { StepContext } from './step-context.ts';

/** planned → reserved, or refused because a budget would break. `undefined`: somebody else moved the job first. */
export async function takeReserveStep(context: StepContext, attempt: Attempt, job: Job): Promise<Attempt | undefined> {
  const caps = capsOf(context.caps, job);
  const budgetDay = new Date(context.clock.now()).toISOString().slice(0, 10);
  const { highUsd } = attempt.price;
  if (highUsd === null) {
    // What cannot be priced cannot be held against a cap.
    if (hasCap(caps)) return refuse(context, attempt, { code: 'price_unknown_with_cap' });
    return moveAttempt(context, attempt, {
      change: { state: 'reserved', budgetDay },
      event: { what: 'reserve', detail: { usd: null } },
    });
  }
  const reservePico = picoFromUsd(highUsd);
  const transition = transitionOf(context, attempt, {
    change: { state: 'reserved', budgetDay },
    event: { what: 'reserve', detail: { usd: highUsd } },
    money: [{ kind: 'reserve', pico: reservePico }],
  });
  const answer = await context.store.reserve(transition, reservePico, caps);
  switch (answer.kind) {
    case 'reserved':
      context.tell({ kind: 'state', attempt: answer.attempt, from: attempt.state });
      return answer.attempt;
    case 'over_budget':
      return refuse(context, attempt, answer.reason);
    case 'stale':
      return undefined;
  }
}

/** The tighter of the order's own limit and the configured one. */
function capsOf(caps: Caps, { options }: Job): Caps {
  const { maxUsd } = options;
  if (maxUsd === undefined) return caps;
  const tighter =
    caps.perJobUsd === undefined || picoFromUsd(maxUsd) < picoFromUsd(caps.perJobUsd) ? maxUsd : caps.perJobUsd;
  return { ...caps, perJobUsd: tighter };
}

function refuse(context: StepContext, attempt: Attempt, reason: NonNullable<Attempt['reason']>): Promise<Attempt | undefined> {
  return moveAttempt(context, attempt, { change: { state: 'refused', reason }, event: { what: 'refused', detail: reason } });
}
