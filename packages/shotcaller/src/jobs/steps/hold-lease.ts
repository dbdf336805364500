import { isoOf } from '../../iso-time.ts';
import { onAbort } from '../../outbound/on-abort.ts';
import type { Attempt } from '../job.ts';
import { keepRenewed } from './keep-renewed.ts';
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
  const { ledger, clock, worker, leaseMs } = context;
  const renew = () => ledger.renewLease({ attemptId: attempt.id, worker, until: isoOf(clock.now() + leaseMs) });
  const renewing = keepRenewed(clock, leaseMs / 3, renew, ended.signal).then((isHeld) => {
    if (!isHeld) held.abort();
  });
  try {
    return await step(held.signal);
  } catch (error) {
    if (held.signal.aborted && !signal.aborted) return undefined;
    throw error;
  } finally {
    takeBack();
    ended.abort(stepEnded);
    await renewing;
  }
}

/** Nobody reads it; an error of its own would be made for every step. */
const stepEnded = 'The step has ended.';
