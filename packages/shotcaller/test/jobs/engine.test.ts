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

describe('the engine', () => {
  test('takes steps when they are due and ends when none is left', async () => {
    const clock = stepClock();
    const engine = createInProcessEngine({ clock });
    const at: number[] = [];
    await engine.carry('a', async () => {
      at.push(clock.now());
      return at.length < 4 ? clock.now() + 1000 : undefined;
    });
    expect(at).toEqual([0, 1000, 2000, 3000]);
    expect(engine.size).toBe(0);
    expect(clock.timers()).toBe(0);
  });

  test('never runs more steps at once than allowed, nor one job twice at once, with one timer for all', async () => {
    const clock = stepClock();
    const engine = createInProcessEngine({ clock, concurrency: 3 });
    const running = new Set<string>();
    let most = 0;
    let timers = 0;
    const carried = Array.from({ length: 50 }, (_, number) => {
      let steps = 0;
      return engine.carry(String(number), async (id) => {
        expect(running.has(id)).toBe(false);
        running.add(id);
        most = Math.max(most, running.size);
        timers = Math.max(timers, clock.timers());
        await new Promise((resolve) => setImmediate(resolve));
        running.delete(id);
        steps += 1;
        return steps < 3 ? clock.now() + number : undefined;
      });
    });
    await Promise.all(carried);
    expect(most).toBe(3);
    expect(timers).toBeLessThanOrEqual(1);
  });

  test('joins who asks for a job that is under way', async () => {
    const engine = createInProcessEngine({ clock: stepClock() });
    let steps = 0;
    const take = async () => {
      steps += 1;
      return undefined;
    };
    await Promise.all([engine.carry('a', take), engine.carry('a', take)]);
    expect(steps).toBe(1);
  });

  test('hands on what a step throws, and goes on with the others', async () => {
    const engine = createInProcessEngine({ clock: stepClock() });
    const bad = engine.carry('bad', async () => Promise.reject(new Error('broken')));
    const good = engine.carry('good', async () => undefined);
    await expect(bad).rejects.toThrow('broken');
    await expect(good).resolves.toBeUndefined();
  });

  test('lets go of a waiting job when its signal is aborted', async () => {
    const clock = { now: () => 0, sleep: () => new Promise<void>(() => undefined) };
    const engine = createInProcessEngine({ clock });
    const detach = new AbortController();
    const carried = engine.carry('a', async () => 1000, { signal: detach.signal });
    setImmediate(() => detach.abort(new Error('Ctrl-C')));
    await expect(carried).rejects.toThrow('Ctrl-C');
    expect(engine.size).toBe(0);
  });

  test('a hint makes a waiting job due at once', async () => {
    const clock = { now: () => 0, sleep: () => new Promise<void>(() => undefined) };
    const engine = createInProcessEngine({ clock });
    let steps = 0;
    const carried = engine.carry('a', async () => {
      steps += 1;
      return steps === 1 ? 1_000_000 : undefined;
    });
    await new Promise((resolve) => setImmediate(resolve));
    engine.hurry('a');
    await carried;
    expect(steps).toBe(2);
  });
});
