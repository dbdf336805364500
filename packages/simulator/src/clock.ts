/** Time as the simulator sees it. Everything that waits, waits here. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once at `timeMs` or, if that has passed, soon. Returns a function that cancels. */
  at(timeMs: number, callback: () => void | Promise<void>): () => void;
}

/** A clock that moves only when told to. */
export interface ManualClock extends Clock {
  /** Moves on by `durationMs`, running and awaiting what falls due on the way, in order of time. */
  advance(durationMs: number): Promise<void>;
}

/** The simulator's clock and that of whoever waits for it. */
export interface ScaledClock extends Clock {
  /** Resolves when so much of this time has passed; rejects with the signal's reason when aborted first. */
  sleep(durationMs: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}

/** The longest delay that setTimeout takes. */
const longestTimeoutMs = 2 ** 31 - 1;

/** What fails later has nobody to tell; it must not end the process. */
function callBack(callback: () => void | Promise<void>): void {
  void Promise.resolve()
    .then(callback)
    .catch(() => {});
}

/** The machine's clock. Its timers never keep the process alive. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    at(timeMs, callback) {
      let timer: NodeJS.Timeout;
      const run = () => callBack(callback);
      const wait = () => {
        const remainingMs = timeMs - Date.now();
        if (remainingMs > longestTimeoutMs) timer = setTimeout(wait, longestTimeoutMs);
        else timer = setTimeout(run, Math.max(0, remainingMs));
        timer.unref();
      };
      wait();
      return () => clearTimeout(timer);
    },
  };
}

/** `startMs` defaults to 2026-10-09T00:00:00Z, the date of the bundled catalogue's newest evidence. */
export function manualClock(startMs: number = Date.UTC(2026, 9, 9)): ManualClock {
  let nowMs = startMs;
  let order = 0;
  const waiting = new Map<number, { readonly timeMs: number; readonly callback: () => void | Promise<void> }>();

  const nextDue = (untilMs: number) => {
    let best: [number, { timeMs: number; callback: () => void | Promise<void> }] | undefined;
    for (const entry of waiting) {
      if (entry[1].timeMs <= untilMs && (!best || entry[1].timeMs < best[1].timeMs)) best = entry;
    }
    return best;
  };

  return {
    now: () => nowMs,
    at(timeMs, callback) {
      const key = order++;
      waiting.set(key, { timeMs, callback });
      return () => void waiting.delete(key);
    },
    async advance(durationMs) {
      const untilMs = nowMs + durationMs;
      for (let due = nextDue(untilMs); due; due = nextDue(untilMs)) {
        waiting.delete(due[0]);
        nowMs = Math.max(nowMs, due[1].timeMs);
        await due[1].callback();
      }
      nowMs = untilMs;
    },
  };
}

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
    sleep: (durationMs, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const stop = () => {
          clearTimeout(timer);
          reject(signal?.reason);
        };
        const end = () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const timer = setTimeout(end, Math.min(Math.max(0, durationMs / speed), longestTimeoutMs));
        signal?.addEventListener('abort', stop, { once: true });
      }),
    at(timeMs, callback) {
      let timer: NodeJS.Timeout;
      const arm = (wait: () => void) => {
        timer = setTimeout(wait, Math.min(Math.max(0, (timeMs - scaled()) / speed), longestTimeoutMs));
        timer.unref();
      };
      // Timers may fire a little early; what is waited for must be due by this clock.
      const wait = () => (scaled() >= timeMs ? callBack(callback) : arm(wait));
      arm(wait);
      return () => clearTimeout(timer);
    },
  };
}

/** Resolves at `timeMs`; rejects with the signal's reason when aborted first. */
export function waitUntil(clock: Clock, timeMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.at(timeMs, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}
