import { isoOf } from '../../iso-time.ts';
import { onAbort } from '../../outbound/on-abort.ts';
import type { Attempt } from '../job.ts';
import type { StepContext } from './step-context.ts';

/**
 * Takes a step that may last longer than a lease, such as a download, and renews the lease meanwhile. When another process has taken
 * the attempt over, as after a long sleep of this machine, the step is ended and the answer is `undefined`.
 */
export async function holdLease(
  context: StepContext,
  attempt: Attempt,
  signal: AbortSignal,
  step: (held: AbortSignal) => Promise<Attempt | undefined>,
): Promise<Attempt | undefined> {
  signal.throwIfAborted();
  // Not `AbortSignal.any`, whose signals stay until all memory is searched: a lease is held for every download.
  const held = new AbortController();
  const takeBack = onAbort(signal, () => held.abort(signal.reason));
  const ended = new AbortController();
  const beating = beat(context, attempt, ended.signal, () => held.abort());
  try {
    return await step(held.signal);
  } catch (error) {
    if (held.signal.aborted && !signal.aborted) return undefined;
    throw error;
  } finally {
    takeBack();
    ended.abort(stepEnded);
    await beating;
  }
}

/** Nobody reads it; an error of its own would be made for every step. */
const stepEnded = 'The step has ended.';

async function beat(
  { ledger, clock, worker, leaseMs }: StepContext,
  { id }: Attempt,
  ended: AbortSignal,
  onLost: () => void,
): Promise<void> {
  while (!ended.aborted) {
    await clock.sleep(leaseMs / 3, { signal: ended }).catch(() => undefined);
    if (ended.aborted) return;
    const until = isoOf(clock.now() + leaseMs);
    // A database that cannot be asked now is asked again; until the lease is over nobody else takes the attempt.
    const holds = await ledger.renewLease({ attemptId: id, worker, until }).catch(() => true);
    if (!holds) return onLost();
  }
}
