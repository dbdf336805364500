import { setTimeout as sleepFor } from 'node:timers/promises';

/** Time that runs `speed` times as fast, from `startMs` on: the simulator and whoever waits for it share one. */
export interface ScaledClock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(durationMs: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
  at(timeMs: number, callback: () => void | Promise<void>): () => void;
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * @param now the real clock, milliseconds since 1970
 * @param speed simulated seconds a second, above 0
 */
export function scaledClock(now: () => number, speed: number): ScaledClock {
  const startMs = now();
  const scaled = () => startMs + (now() - startMs) * speed;
  return {
    now: scaled,
    async sleep(durationMs, { signal } = {}) {
      try {
        await sleepFor(Math.min(Math.max(0, durationMs / speed), LONGEST_TIMEOUT_MS), undefined, signal && { signal });
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },
    at(timeMs, callback) {
      let timer: NodeJS.Timeout;
      const arm = (wait: () => void) => {
        timer = setTimeout(wait, Math.min(Math.max(0, (timeMs - scaled()) / speed), LONGEST_TIMEOUT_MS));
        timer.unref();
      };
      // Timers may fire a little early; what is waited for must be due by this clock.
      const wait = () => (scaled() >= timeMs ? void callback() : arm(wait));
      arm(wait);
      return () => clearTimeout(timer);
    },
  };
}
