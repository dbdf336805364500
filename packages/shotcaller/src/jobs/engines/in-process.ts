import { type Clock, createAlarm } from '../../clock.ts';
import { createDueHeap } from './due-heap.ts';
import type { Engine, TakeDueSteps } from './engine.ts';

export interface InProcessEngineOptions {
  readonly clock: Clock;
  readonly takeSteps: TakeDueSteps;
  /** What a step threw. The attempt is not scheduled again by itself. */
  readonly onError: (attemptId: string, error: unknown) => void;
  /** Steps at once. Default 32. */
  readonly concurrency?: number | undefined;
}

/** From so many attempts on, those that come due within `togetherMs` are woken together: their rows are read and written in one statement. */
const manyAttempts = 64;
const togetherMs = 50;

interface Scheduled {
  /** The time in the heap that counts; older entries of the same attempt are passed over. `null`: a step is under way. */
  dueMs: number | null;
  /** Asked for while a step was under way. */
  againMs: number | null;
  abort: AbortController | null;
  /** Resolves when the step under way has ended. */
  ended: Promise<void> | null;
}

/** The engine in this process: one timer, one heap, `concurrency` steps at once. */
export function createInProcessEngine({ clock, takeSteps, onError, concurrency = 32 }: InProcessEngineOptions): Engine {
  const attempts = new Map<string, Scheduled>();
  const heap = createDueHeap();
  let running = 0;
  let closed = false;
  // A wait that was waited out is over, even if somebody has put the clock back meanwhile.
  const alarm = createAlarm({ clock, ring: (dueMs) => pump(Math.max(dueMs, clock.now())) });

  /** Starts what is due and sets the one timer for what comes next. */
  function pump(reachedMs = clock.now()): void {
    while (running < concurrency) {
      const first = heap.peek();
      if (!first) {
        alarm.clear();
        return;
      }
      const scheduled = attempts.get(first.id);
      if (!scheduled || scheduled.dueMs !== first.dueMs) {
        heap.pop();
        continue;
      }
      if (first.dueMs > reachedMs) {
        alarm.set(wakeTime(first.dueMs));
        return;
      }
      heap.pop();
      scheduled.dueMs = null;
      running += 1;
      scheduled.abort = new AbortController();
      scheduled.ended = step(first.id, scheduled, scheduled.abort.signal);
    }
  }

  async function step(id: string, scheduled: Scheduled, signal: AbortSignal): Promise<void> {
    let dueMs: number | undefined;
    try {
      dueMs = await takeSteps(id, signal);
    } catch (error) {
      if (!signal.aborted) onError(id, error);
    }
    scheduled.abort = null;
    scheduled.ended = null;
    // What was asked for after it was cancelled holds.
    const nextMs = earlier(signal.aborted ? undefined : dueMs, scheduled.againMs ?? undefined);
    scheduled.againMs = null;
    if (nextMs === undefined || closed) attempts.delete(id);
    else put(id, scheduled, nextMs);
    running -= 1;
    pump();
  }

  function put(id: string, scheduled: Scheduled, dueMs: number): void {
    scheduled.dueMs = dueMs;
    heap.push({ dueMs, id });
  }

  function wakeTime(dueMs: number): number {
    return attempts.size < manyAttempts ? dueMs : Math.ceil(dueMs / togetherMs) * togetherMs;
  }

  async function cancel(id: string): Promise<void> {
    const scheduled = attempts.get(id);
    if (!scheduled) return;
    scheduled.againMs = null;
    scheduled.abort?.abort(new DOMException('Let go.', 'AbortError'));
    const { ended } = scheduled;
    if (ended === null) attempts.delete(id);
    pump();
    await ended;
  }

  return {
    schedule(id, dueMs) {
      if (closed) throw new Error('The engine is closed.');
      const known = attempts.get(id);
      if (known && known.dueMs === null) {
        known.againMs = earlier(dueMs, known.againMs ?? undefined) ?? dueMs;
        return;
      }
      const scheduled = known ?? { dueMs: null, againMs: null, abort: null, ended: null };
      attempts.set(id, scheduled);
      put(id, scheduled, scheduled.dueMs === null ? dueMs : Math.min(dueMs, scheduled.dueMs));
      pump();
    },
    cancel,
    async close() {
      closed = true;
      alarm.clear();
      await Promise.all([...attempts.keys()].map(cancel));
    },
  };
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
