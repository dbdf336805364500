import { expect, onTestFinished, test } from 'vitest';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { at } from './sample-job.ts';
import { clip, simulate } from './simulated.ts';

/** A ledger that cannot be reached while it is cut off, as one behind a network. */
function cuttable(ledger: Ledger) {
  const state = { isCut: false };
  const refusing = new Proxy(ledger, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function' || name === 'close') return value;
      return async (...words: unknown[]) => {
        if (state.isCut) throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
        return (value as (...more: unknown[]) => unknown).apply(target, words);
      };
    },
  });
  return { refusing, state };
}

test('whoever carries a job is told when the ledger is cut off, no rejection is left unheard, and the job is gone on with', async () => {
  const unheard: unknown[] = [];
  const hear = (error: unknown) => unheard.push(error);
  process.on('unhandledRejection', hear);
  onTestFinished(() => void process.off('unhandledRejection', hear));
  const world = await simulate();
  onTestFinished(() => world[Symbol.asyncDispose]());
  const ledger = await openLedger({ home: world.home, now: at });
  onTestFinished(() => ledger.close());
  const { refusing, state } = cuttable(ledger);
  const shotcaller = world.open({ ledger: refusing });
  let id = '';
  const running = shotcaller.run(clip, {
    onProgress(event) {
      if (event.kind !== 'state' || event.attempt.state !== 'submitted') return;
      id = event.attempt.jobId;
      state.isCut = true;
    },
  });
  await expect(running).rejects.toThrow('Connection terminated');
  // Every promise that was rejected has been looked at by then.
  await new Promise((resolve) => setImmediate(resolve));
  expect(unheard).toEqual([]);
  state.isCut = false;
  expect((await shotcaller.resume([id])).map(({ status }) => status)).toEqual(['done']);
  expect(world.simulator.jobs).toHaveLength(1);
});

test('whoever waits for a job that somebody else’s step lost is told, while the ledger has not answered yet', async () => {
  const unheard: unknown[] = [];
  const hear = (error: unknown) => unheard.push(error);
  process.on('unhandledRejection', hear);
  onTestFinished(() => void process.off('unhandledRejection', hear));
  // No clip is there before the ledger is cut off.
  const world = await simulate({ speed: 1 });
  onTestFinished(() => world[Symbol.asyncDispose]());
  const ledger = await openLedger({ home: world.home, now: at });
  onTestFinished(() => ledger.close());
  const { refusing, state } = cuttable(ledger);
  /** Reads of the whole job are not answered, from the one on that the second carrier makes. */
  let reads = Number.NEGATIVE_INFINITY;
  let letGo: () => void = () => undefined;
  let onHeld: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    onHeld = resolve;
  });
  const hanging: Ledger = {
    ...refusing,
    async jobWithAttempts(id) {
      reads += 1;
      if (reads !== 4) return refusing.jobWithAttempts(id);
      await new Promise<void>((resolve) => {
        letGo = resolve;
        onHeld();
      });
      return refusing.jobWithAttempts(id);
    },
  };
  const shotcaller = world.open({ ledger: hanging });
  const { id } = await shotcaller.submit(clip);
  reads = 0;
  const [first, second] = [1, 2].map(() =>
    shotcaller.resume([id ?? '']).then(
      () => null,
      (error: unknown) => error,
    ),
  );
  await held;
  state.isCut = true;
  expect(String(await first)).toContain('Connection terminated');
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(unheard).toEqual([]);
  letGo();
  expect(String(await second)).toContain('Connection terminated');
});
