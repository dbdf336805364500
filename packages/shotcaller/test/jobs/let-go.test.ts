import { expect, test } from 'vitest';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { clip, simulate } from './simulated.ts';

const day = '2026-11-22T00:00:00.000Z';

/** Every point that a run passes, the first time, a fallback included. */
async function pointsOfRun(): Promise<readonly string[]> {
  await using world = await simulate();
  const points = new Set<string>();
  world.simulator.setScenario('job-failed');
  await world.open({ checkpoint: (name) => void points.add(name) }).run(clip, {
    fallback: 1,
    onProgress: ({ kind }) => kind === 'fallback' && world.simulator.setScenario(''),
  });
  return [...points];
}

test('a run that is let go at any point holds nothing any more: another process brings it home, and nothing is sent twice', async () => {
  const points = await pointsOfRun();
  expect(points.length).toBeGreaterThan(30);
  for (const point of points) {
    await using world = await simulate();
    const letGo = new AbortController();
    world.simulator.setScenario('job-failed');
    const first = await world
      .open({ checkpoint: (name) => void (name === point && letGo.abort(new Error('let go'))) })
      .run(clip, {
        fallback: 1,
        signal: letGo.signal,
        onProgress: ({ kind }) => kind === 'fallback' && world.simulator.setScenario(''),
      });
    world.simulator.setScenario('');
    const ledger = await openLedger({ home: world.home, now: day });
    const attempts = await ledger.attemptsOfJob(first.id ?? '');
    await ledger.close();
    if (!('detached' in first)) throw new Error(first.status);
    // While nothing is under way it is heard at once.
    if (point.startsWith('run:')) expect([point, first.detached]).toEqual([point, true]);
    // A lease would keep the next process waiting for its end.
    if (first.detached)
      expect([point, ...attempts.map(({ worker }) => worker)]).toEqual([point, ...attempts.map(() => null)]);
    else expect([point, first.status]).toEqual([point, 'done']);
    await world.open().resume();
    const posts = world.requests.filter((request) => request.startsWith('POST')).length;
    expect([point, world.simulator.jobs.length]).toEqual([point, posts]);
    expect(posts).toBeLessThanOrEqual(2);
  }
}, 1_200_000);

test('a run whose signal is aborted when its clip is there was not let go of: nothing of it is under way', async () => {
  await using world = await simulate();
  const late = new AbortController();
  const result = await world.open().run(clip, {
    signal: late.signal,
    onProgress: (event) => event.kind === 'state' && event.attempt.state === 'done' && late.abort(),
  });
  expect(late.signal.aborted).toBe(true);
  expect(result).toMatchObject({ status: 'done', detached: false, resumable: false });
});

test('a run whose signal is aborted before it begins records nothing', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  await expect(shotcaller.run(clip, { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
  expect([await shotcaller.jobs(), world.requests]).toEqual([[], []]);
});

test('a run that takes its job again after another process let go of it, while it is let go of here too, holds nothing', async () => {
  await using world = await simulate({ scenario: 'job-stuck' });
  const letGo = new AbortController();
  const ledger = await openLedger({ home: world.home, now: day });
  let phase: 'watching' | 'taken away' | 'let go' = 'watching';
  const checkpoint = async (name: string) => {
    if (name !== 'step:boundary' || phase === 'let go') return;
    const [attempt] = await attemptsOf();
    if (!attempt?.remoteId) return;
    if (phase === 'watching') {
      phase = 'taken away';
      const { id: attemptId, version } = attempt;
      const change = { worker: null, leaseUntil: null };
      await ledger.apply({
        ...{ attemptId, version, change, at: day, by: 'another', durable: false },
        event: { what: 'detached' },
      });
    } else if (attempt.worker === null) {
      phase = 'let go';
      letGo.abort(new Error('let go'));
      // Who lets go has read its rows by then, and waits for this step.
      for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    }
  };
  async function attemptsOf() {
    const { jobs } = await ledger.jobs({ service: 'https://openrouter.ai' });
    return jobs.flatMap(({ attempts }) => attempts);
  }
  const left = await world.open({ checkpoint }).run(clip, { signal: letGo.signal });
  expect('detached' in left && left.detached).toBe(true);
  expect((await attemptsOf()).map(({ worker, state }) => [worker, state])).toEqual([[null, expect.any(String)]]);
  expect(phase).toBe('let go');
  await ledger.close();
});
