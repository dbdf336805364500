import { describe, expect, test } from 'vitest';
import { createDueHeap } from '../../src/jobs/engines/due-heap.ts';
import { createInProcessEngine } from '../../src/jobs/engines/in-process.ts';

/** A clock whose sleepers wake in order as soon as everybody sleeps. */
function stepClock() {
  let nowMs = 0;
  const sleepers: { atMs: number; wake: () => void }[] = [];
  const tick = () => {
    sleepers.sort((a, b) => a.atMs - b.atMs);
    const next = sleepers.shift();
    if (!next) return;
    nowMs = Math.max(nowMs, next.atMs);
    next.wake();
  };
  return {
    now: () => nowMs,
    timers: () => sleepers.length,
    sleep: (durationMs: number, { signal }: { signal?: AbortSignal } = {}) =>
      new Promise<void>((resolve, reject) => {
        const sleeper = { atMs: nowMs + durationMs, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          const at = sleepers.indexOf(sleeper);
          if (at >= 0) sleepers.splice(at, 1);
          reject(signal.reason);
        });
        setImmediate(tick);
      }),
  };
}

test('the heap gives out what is due first', () => {
  const heap = createDueHeap();
  for (let number = 0; number < 500; number += 1) heap.push({ dueMs: (number * 7919) % 499, id: String(number) });
  const out = Array.from({ length: 500 }, () => heap.pop()!.dueMs);
  expect(out).toEqual([...out].sort((a, b) => a - b));
  expect(heap.pop()).toBeUndefined();
});

/** An engine whose steps are those of `take`; `ended` resolves when no step is under way and none is waited for. */
function engineOf(
  take: (id: string, signal: AbortSignal) => Promise<number | undefined>,
  { clock = stepClock(), concurrency }: { clock?: ReturnType<typeof stepClock>; concurrency?: number } = {},
) {
  const errors: unknown[] = [];
  let working = 0;
  const engine = createInProcessEngine({
    clock,
    async takeSteps(id, signal) {
      working += 1;
      return take(id, signal).finally(() => (working -= 1));
    },
    onError: (_id, error) => errors.push(error),
    ...(concurrency !== undefined && { concurrency }),
  });
  const ended = async () => {
    while (working + clock.timers() > 0) await new Promise((resolve) => setImmediate(resolve));
  };
  return { engine, errors, ended, clock };
}

describe('the engine', () => {
  test('takes steps when they are due and ends when none is left', async () => {
    const clock = stepClock();
    const at: number[] = [];
    const { engine, ended } = engineOf(
      async () => {
        at.push(clock.now());
        return at.length < 4 ? clock.now() + 1000 : undefined;
      },
      { clock },
    );
    engine.schedule('a', 0);
    await ended();
    expect(at).toEqual([0, 1000, 2000, 3000]);
    expect(clock.timers()).toBe(0);
  });

  test('never runs more steps at once than allowed, nor one attempt twice at once, with one timer for all', async () => {
    const clock = stepClock();
    const running = new Set<string>();
    const steps = new Map<string, number>();
    let most = 0;
    let timers = 0;
    const { engine, ended } = engineOf(
      async (id) => {
        expect(running.has(id)).toBe(false);
        running.add(id);
        most = Math.max(most, running.size);
        timers = Math.max(timers, clock.timers());
        await new Promise((resolve) => setImmediate(resolve));
        running.delete(id);
        steps.set(id, (steps.get(id) ?? 0) + 1);
        return steps.get(id)! < 3 ? clock.now() + Number(id) : undefined;
      },
      { clock, concurrency: 3 },
    );
    for (let number = 0; number < 50; number += 1) engine.schedule(String(number), 0);
    await ended();
    expect([...steps.values()]).toEqual(Array.from({ length: 50 }, () => 3));
    expect(most).toBe(3);
    expect(timers).toBeLessThanOrEqual(1);
  });

  test('an attempt that is scheduled twice takes its step once, at the earlier time', async () => {
    const clock = stepClock();
    const at: number[] = [];
    const { engine, ended } = engineOf(
      async () => {
        at.push(clock.now());
        return undefined;
      },
      { clock },
    );
    engine.schedule('a', 5000);
    engine.schedule('a', 1000);
    engine.schedule('a', 9000);
    await ended();
    expect(at).toEqual([1000]);
  });

  test.each([
    ['at its own time while there are 63', 62, [1001], [1001]],
    [
      'every 50 ms with the others from 64 on, never before its time',
      63,
      [1001, 1012, 1049, 1051, 1100],
      [1050, 1050, 1050, 1100, 1100],
    ],
  ])('wakes an attempt %s', async (_, resting, due, expected) => {
    const clock = stepClock();
    const at: number[] = [];
    const { engine, ended } = engineOf(
      async (id) => {
        if (id.startsWith('due')) at.push(clock.now());
        return undefined;
      },
      { clock },
    );
    for (let number = 0; number < resting; number += 1) engine.schedule(`resting ${number}`, 10_000);
    for (const dueMs of due) engine.schedule(`due ${dueMs}`, dueMs);
    await ended();
    expect(at).toEqual(expected);
    expect(clock.now()).toBe(10_000);
  });

  test('what is scheduled while a step is under way comes after it', async () => {
    let steps = 0;
    const { engine, ended } = engineOf(async (id) => {
      steps += 1;
      if (steps === 1) engine.schedule(id, 0);
      return undefined;
    });
    engine.schedule('a', 0);
    await ended();
    expect(steps).toBe(2);
  });

  test('tells what a step threw, and goes on with the others', async () => {
    const taken: string[] = [];
    const { engine, errors, ended } = engineOf(async (id) => {
      taken.push(id);
      if (id === 'bad') throw new Error('broken');
      return undefined;
    });
    engine.schedule('bad', 0);
    engine.schedule('good', 0);
    await ended();
    expect(taken).toEqual(['bad', 'good']);
    expect(errors).toMatchObject([{ message: 'broken' }]);
  });

  test('a cancelled attempt takes no further step, and a step under way is aborted and waited for', async () => {
    let wasAborted = false;
    const taken: string[] = [];
    const { engine, clock } = engineOf(
      (id, signal) =>
        new Promise((resolve) => {
          taken.push(id);
          signal.addEventListener('abort', () => {
            wasAborted = true;
            setImmediate(() => resolve(0));
          });
        }),
    );
    engine.schedule('waiting', 1_000_000);
    await engine.cancel('waiting');
    engine.schedule('working', 0);
    await engine.cancel('working');
    expect(wasAborted).toBe(true);
    expect([taken, clock.timers()]).toEqual([['working'], 0]);
  });
});
