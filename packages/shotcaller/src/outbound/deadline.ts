import { setImmediate, setTimeout } from 'node:timers/promises';
import { onAbort } from './on-abort.ts';

/** A call took longer than allowed. */
export class TimedOutError extends Error {
  override readonly name = 'TimedOutError';
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`No complete answer within ${Math.round(timeoutMs / 1000)} s.`);
    this.timeoutMs = timeoutMs;
  }
}

export interface DeadlineOptions {
  /** Default the machine's. */
  readonly clock?: { readonly sleep: (durationMs: number, options: { readonly signal: AbortSignal }) => Promise<void> };
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` for at most `timeoutMs`: then its signal is aborted and the call rejects with `TimedOutError`; with the reason of
 * `signal` when that comes first. It rejects even if `work` does not listen. What has arrived by then is still taken.
 */
export async function withDeadline<T>(
  { clock = machineClock, timeoutMs, signal }: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const finished = new AbortController();
  const takeBack = onAbort(signal, () => controller.abort(signal?.reason));
  clock.sleep(timeoutMs, { signal: finished.signal }).then(
    async () => {
      await whatHasArrived(finished.signal);
      if (!finished.signal.aborted) controller.abort(new TimedOutError(timeoutMs));
    },
    () => {},
  );
  try {
    return await firstOf(work(controller.signal), controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    finished.abort(workEnded);
    takeBack();
  }
}

/**
 * `Promise.race` would leave its listener at the signal, and with it the answer, for as long as what `fetch` leaves behind holds the
 * signal.
 */
function firstOf<T>(working: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const takeBack = onAbort(signal, () => reject(signal.reason));
    working.then(resolve, reject).finally(takeBack);
  });
}

/** Turns of the event loop: headers and body of an answer that is there take a few. */
const turnsForArrived = 20;

/**
 * Where the process stood still, because it was suspended or the machine is busy, the time is over while the answer lies in the socket: timers
 * come before reading. An order would be called unknown although its answer is here.
 */
async function whatHasArrived(finished: AbortSignal): Promise<void> {
  for (let turn = 0; turn < turnsForArrived && !finished.aborted; turn += 1) await setImmediate();
}

/** Nobody reads it; an error of its own would be made for every call. */
const workEnded = 'The work has ended.';

const machineClock: NonNullable<DeadlineOptions['clock']> = {
  sleep: (durationMs, { signal }) => setTimeout(durationMs, undefined, { signal }),
};
