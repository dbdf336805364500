import type { Attempt } from '../job.ts';
import { moveAttempt } from './move.ts';
import { stepNow } from './next-step.ts';
import type { StepContext } from './step-context.ts';

/** Makes a job say the truth before it is shown: a submit whose process is dead has an unknown outcome. Asks nobody. */
export async function settleStale(context: StepContext, attempt: Attempt): Promise<Attempt> {
  if (stepNow(attempt, context).kind !== 'mark_unknown') return attempt;
  const reason = { code: 'died_while_submitting', worker: attempt.worker } as const;
  const moved = await moveAttempt(context, attempt, {
    change: { state: 'unknown', reason },
    event: { what: 'outcome_unknown', detail: reason },
  });
  return moved ?? (await context.ledger.attempt(attempt.id)) ?? attempt;
}
