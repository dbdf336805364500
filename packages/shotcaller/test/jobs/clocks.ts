import type { Clock } from '../../src/clock.ts';
import { systemClock } from '../../src/clock.ts';
import type { ShotcallerOptions } from '../../src/shotcaller.ts';

const haste = 20;
const sleep: Clock['sleep'] = (durationMs, options) => systemClock.sleep(durationMs / haste, options);

/** Time that begins at a moment and passes twenty times as fast as the machine's, for service and ledger: backing off for seconds takes a moment. */
export function hastyClockFrom(startMs: number) {
  const now = () => Math.floor(startMs + performance.now() * haste);
  return {
    now,
    at: (timeMs: number, callback: () => void | Promise<void>) => after((timeMs - now()) / haste, callback),
    sleep,
  };
}

/** The machine's time, for a service, in whole milliseconds: a timer that is a fraction early finds its job unfinished and does not look again. */
export const punctualClock = {
  now: () => Date.now(),
  at: (timeMs: number, callback: () => void | Promise<void>) => after(Math.ceil(timeMs - Date.now()) + 2, callback),
};

/** How the library goes by the time of such a service, so that times can be held against each other. Only its waits are short. */
export const sameTime = {
  clock: { now: () => Date.now(), sleep },
  placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 20, remainingSeconds: null }),
} satisfies Partial<ShotcallerOptions>;

function after(durationMs: number, callback: () => void | Promise<void>): () => void {
  const timer = setTimeout(() => void callback(), Math.max(0, durationMs));
  timer.unref();
  return () => clearTimeout(timer);
}
