// Simulated time, the same in two processes: it runs `speed` times as fast as real time from `originMs` on.
import { setTimeout as sleep } from 'node:timers/promises';

export function scaledClock(originMs, speed) {
  const now = () => originMs + (Date.now() - originMs) * speed;
  return {
    now,
    sleep: (durationMs, { signal } = {}) => sleep(Math.max(0, durationMs / speed), undefined, signal && { signal }),
    at(timeMs, callback) {
      let timer;
      const arm = (wait) => {
        timer = setTimeout(wait, Math.min(Math.max(0, (timeMs - now()) / speed), 2 ** 31 - 1));
        timer.unref();
      };
      const wait = () => (now() >= timeMs ? void callback() : arm(wait));
      arm(wait);
      return () => clearTimeout(timer);
    },
  };
}
