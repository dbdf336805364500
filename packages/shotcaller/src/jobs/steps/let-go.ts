import type { Attempt } from '../job.ts';
import { moveAttempt } from './move.ts';
import type { StepContext } from './step-context.ts';

/** Gives up the lease of an attempt, so that another process need not wait for its end. `undefined`: the row has moved on meanwhile. */
export function letGoOf(context: StepContext, attempt: Attempt): Promise<Attempt | undefined> {
  // Lost in a power failure, the lease ends by itself.
  return moveAttempt(context, attempt, { change: {}, event: { what: 'detached' }, release: true, durable: false });
}
