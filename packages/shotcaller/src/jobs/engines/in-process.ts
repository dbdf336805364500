import type { Clock } from '../steps/step-context.ts';
import { createDueHeap } from './due-heap.ts';

/**
 * Takes the steps of one job that are due now. Answers when the next one is due (milliseconds since 1970), or `undefined` when
 * no step can bring it further.
 */
export type TakeSteps = (id: string, signal: AbortSignal) => Promise<number | undefined>;

export interface InProcessEngine {
  /**
   * Carries a job until no step can bring it further. A job that is being carried already is joined, not carried twice.
   * Rejects with the signal's reason when aborted, and with what a step threw.
   */
  carry(id: string, takeSteps: TakeSteps, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Makes a waiting job due now: a webhook has hinted at news. */
  hurry(id: string): void;
  /** Jobs under way here. */
  readonly size: number;
  /** Lets go of every job; steps under way are aborted. */
  close(): Promise<void>;
}

interface Carried {
  readonly takeSteps: TakeSteps;
  readonly abort: AbortController;
  readonly finished: Promise<void>;
  readonly finish: (error?: unknown) => void;
  /** The time in the heap that counts; older entries of the same job are passed over. `null`: a step is under way. */
  dueMs: number | null;
  hurried: boolean;
}

/** Decides only when and where a step runs; what runs is the ledger's matter. One timer, one heap, `concurrency` steps at once. */
export function createInProcessEngine({
  clock,
  concurrency = 32,
}: {
  clock: Clock;
  concurrency?: number;
}): InProcessEngine {
  const attempts = new Map<string, Carried>();
  const heap = createDueHeap();
  let running = 0;
  let sleep: { readonly untilMs: number; readonly abort: AbortController } | undefined;
  let closed = false;

  function schedule(id: string, attempt: Carried, dueMs: number): void {
    attempt.dueMs = dueMs;
    heap.push({ dueMs, id });
  }

  /** Starts what is due and sets the one timer for what comes next. */
  function pump(reachedMs = clock.now()): void {
    while (running < concurrency) {
      const first = heap.peek();
      if (!first) {
        stopSleeping();
        return;
      }
      const attempt = attempts.get(first.id);
      if (!attempt || attempt.dueMs !== first.dueMs) {
        heap.pop();
        continue;
      }
      if (first.dueMs > reachedMs) {
        wakeAt(first.dueMs);
        return;
      }
      heap.pop();
      attempt.dueMs = null;
      running += 1;
      void step(first.id, attempt);
    }
  }

  async function step(id: string, attempt: Carried): Promise<void> {
    try {
      const dueMs = await attempt.takeSteps(id, attempt.abort.signal);
      if (attempt.abort.signal.aborted) attempt.finish(attempt.abort.signal.reason);
      else if (dueMs === undefined && !attempt.hurried) attempt.finish();
      else schedule(id, attempt, attempt.hurried ? clock.now() : (dueMs ?? clock.now()));
      attempt.hurried = false;
    } catch (error) {
      attempt.finish(error ?? new Error('A step failed without saying why.'));
    } finally {
      running -= 1;
      pump();
    }
  }

  function wakeAt(dueMs: number): void {
    if (sleep && sleep.untilMs <= dueMs) return;
    sleep?.abort.abort();
    const mine = { untilMs: dueMs, abort: new AbortController() };
    sleep = mine;
    const wake = () => {
      if (sleep !== mine) return;
      sleep = undefined;
      // A wait that was waited out is over, even if somebody has put the clock back meanwhile.
      pump(Math.max(dueMs, clock.now()));
    };
    clock.sleep(Math.max(0, dueMs - clock.now()), { signal: mine.abort.signal }).then(wake, () => undefined);
  }

  /** A timer that nobody needs would keep the process alive. */
  function stopSleeping(): void {
    sleep?.abort.abort();
    sleep = undefined;
  }

  function start(id: string, takeSteps: TakeSteps): Carried {
    let finish: Carried['finish'] = () => undefined;
    const finished = new Promise<void>((resolve, reject) => {
      finish = (error) => {
        attempts.delete(id);
        if (error === undefined) resolve();
        else reject(error);
      };
    });
    // Whoever joined hears of a failure; that nobody may be listening must not end the process.
    finished.catch(() => undefined);
    const attempt: Carried = { takeSteps, abort: new AbortController(), finished, finish, dueMs: null, hurried: false };
    attempts.set(id, attempt);
    schedule(id, attempt, clock.now());
    pump();
    return attempt;
  }

  return {
    get size() {
      return attempts.size;
    },
    async carry(id, takeSteps, { signal } = {}) {
      signal?.throwIfAborted();
      if (closed) throw new Error('The engine is closed.');
      const attempt = attempts.get(id) ?? start(id, takeSteps);
      if (!signal) return attempt.finished;
      const letGo = () => {
        attempt.abort.abort(signal.reason);
        if (attempt.dueMs !== null) attempt.finish(signal.reason);
      };
      signal.addEventListener('abort', letGo, { once: true });
      try {
        await attempt.finished;
      } finally {
        signal.removeEventListener('abort', letGo);
      }
    },
    hurry(id) {
      const attempt = attempts.get(id);
      if (!attempt) return;
      if (attempt.dueMs === null) attempt.hurried = true;
      else {
        schedule(id, attempt, clock.now());
        pump();
      }
    },
    async close() {
      closed = true;
      const reason = new DOMException('The engine is closed.', 'AbortError');
      const under = [...attempts.values()];
      for (const attempt of under) {
        attempt.abort.abort(reason);
        if (attempt.dueMs !== null) attempt.finish(reason);
      }
      stopSleeping();
      await Promise.allSettled(under.map((attempt) => attempt.finished));
    },
  };
}
