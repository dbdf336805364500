/** Time, handed in, so that no test sleeps. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `durationMs`; rejects with the signal's reason when aborted first. */
  sleep(durationMs: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}

/** The machine's own time. */
export const systemClock: Clock = machineClock({ holdsProcess: true });

/** The same for who only listens: its waits keep no process alive. */
export const listenersClock: Clock = machineClock({ holdsProcess: false });

/** The longest delay that `setTimeout` takes. */
const longestTimeoutMs = 2 ** 31 - 1;

function machineClock({ holdsProcess }: { readonly holdsProcess: boolean }): Clock {
  return {
    now: () => Date.now(),
    // Not that of `timers/promises`: it makes an error of its own whenever a wait is called off, and every call has one that is.
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
        const timer = setTimeout(end, Math.min(Math.max(0, durationMs), longestTimeoutMs));
        if (!holdsProcess) timer.unref();
        signal?.addEventListener('abort', stop, { once: true });
      }),
  };
}

/** Waits. `false`: the signal has ended the wait, or had before. */
export async function passed(clock: Pick<Clock, 'sleep'>, durationMs: number, signal: AbortSignal): Promise<boolean> {
  await clock.sleep(durationMs, { signal }).catch(() => undefined);
  return !signal.aborted;
}

/** Calls back at the earliest of the times that it was set to. */
export interface Alarm {
  /** Later than it is set to already: nothing changes. */
  set(untilMs: number): void;
  /** A wait that nobody needs would keep the process alive. */
  clear(): void;
}

/** @param ring gets the time that the alarm was set to: by then it was waited out, even if somebody has put the clock back meanwhile */
export function createAlarm({
  clock,
  ring,
}: {
  readonly clock: Clock;
  readonly ring: (untilMs: number) => void;
}): Alarm {
  let set: { readonly untilMs: number; readonly abort: AbortController } | undefined;
  return {
    set(untilMs) {
      if (set && set.untilMs <= untilMs) return;
      set?.abort.abort();
      const mine = { untilMs, abort: new AbortController() };
      set = mine;
      clock.sleep(Math.max(0, untilMs - clock.now()), { signal: mine.abort.signal }).then(
        () => {
          if (set !== mine) return;
          set = undefined;
          ring(untilMs);
        },
        () => undefined,
      );
    },
    clear() {
      set?.abort.abort();
      set = undefined;
    },
  };
}
