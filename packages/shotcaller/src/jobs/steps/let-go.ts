import { type Attempt, isAtRest } from '../job.ts';
import { moveAttempt } from './move.ts';
import type { StepContext } from './step-context.ts';

/** Gives up the lease of an attempt, so that another process need not wait for its end. `undefined`: the row has moved on meanwhile. */
export function letGoOf(context: StepContext, attempt: Attempt): Promise<Attempt | undefined> {
  // Lost in a power failure, the lease ends by itself.
  return moveAttempt(context, attempt, { change: {}, event: { what: 'detached' }, release: true, durable: false });
}

/** Lets go of an attempt that this process holds, unless a submit is under way. `false`: it may be another row by now. */
export async function letGoIfHeld(context: StepContext, attempt: Attempt | undefined): Promise<boolean> {
  if (!attempt || isAtRest(attempt)) return true;
  // A step that ended just now may have taken it meanwhile.
  if (attempt.worker !== context.worker || attempt.state === 'submitting') return false;
  return (await letGoOf(context, attempt)) !== undefined;
}
