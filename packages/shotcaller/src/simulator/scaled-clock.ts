import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** The simulator's clock and that of whoever waits for it. */
export interface ScaledClock extends Clock {
  /** Resolves when so much of this time has passed; rejects with the signal's reason when aborted first. */
  sleep(durationMs: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}

const longestTimeoutMs = 2 ** 31 - 1;

/**
 * Time that runs `speed` times as fast as real time. Two processes that are given the same start have the same time.
 *
 * @param now the real clock, milliseconds since 1970
 * @param speed simulated seconds a second, above 0
 * @param startMs when both times were the same; default: this moment
 */
export function scaledClock(now: () => number, speed: number, startMs: number = now()): ScaledClock {
  const scaled = () => startMs + (now() - startMs) * speed;
  return {
    now: scaled,
    async sleep(durationMs, { signal } = {}) {
      try {
        await sleepFor(Math.min(Math.max(0, durationMs / speed), longestTimeoutMs), undefined, signal && { signal });
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },
    at(timeMs, callback) {
      let timer: NodeJS.Timeout;
      const arm = (wait: () => void) => {
        timer = setTimeout(wait, Math.min(Math.max(0, (timeMs - scaled()) / speed), longestTimeoutMs));
        timer.unref();
      };
      // Timers may fire a little early; what is waited for must be due by this clock.
      const wait = () => (scaled() >= timeMs ? void callback() : arm(wait));
      arm(wait);
      return () => clearTimeout(timer);
    },
  };
}
