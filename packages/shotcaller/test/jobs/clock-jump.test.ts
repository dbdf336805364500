import { type ManualClock, manualClock } from '@shotcaller/simulator';
import { expect, test } from 'vitest';
import { ownRuns } from '../../src/choice/own-evidence.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { clip, hastyClock, type Simulated, simulate } from './simulated.ts';

const threeHoursMs = 3 * 3_600_000;

/** A machine that sleeps for three hours after the first answer to a poll. `serviceMs`: how far the service comes meanwhile. */
function sleepyMachine(world: Simulated, service: ManualClock, serviceMs: number) {
  let sleptMs = 0;
  return world.open({
    clock: { now: () => hastyClock.now() + sleptMs, sleep: hastyClock.sleep },
    async checkpoint(name) {
      if (name !== 'poll:recorded' || sleptMs > 0) return;
      sleptMs = threeHoursMs;
      await service.advance(serviceMs);
    },
  });
}

test('a job that finished while the machine slept past the deadline is looked at and delivered', async () => {
  const service = manualClock();
  await using world = await simulate({ clock: service });
  const shotcaller = sleepyMachine(world, service, threeHoursMs);
  const result = await shotcaller.run(clip, { watchSeconds: 7200 });
  expect(result).toMatchObject({ status: 'done', resumable: false });
  const events = await shotcaller.events(result.id ?? '');
  expect(events.find(({ what }) => what === 'completed')?.detail).toMatchObject({
    timeNotLearned: { why: 'gap_too_long' },
  });
  await shotcaller.close();
  const ledger = await openLedger({ home: world.home, now: new Date(hastyClock.now()).toISOString() });
  const ended = await ledger.endedAttempts({ service: 'https://openrouter.ai', limit: 10 });
  await ledger.close();
  expect(ended).toHaveLength(1);
  expect(ownRuns(ended)).toEqual([]);
});

test('a job that still runs when the machine wakes past the deadline is looked at once, then handed back as running', async () => {
  const service = manualClock();
  await using world = await simulate({ clock: service, scenario: 'job-stuck' });
  const result = await sleepyMachine(world, service, 0).run(clip, { watchSeconds: 7200 });
  expect(result).toMatchObject({ status: 'gave_up_watching', reason: { code: 'deadline_passed' }, resumable: true });
  expect(result).not.toHaveProperty('reason.unseen');
  expect(world.requests.filter((request) => request.startsWith('GET'))).toHaveLength(2);
});

test('a job that was given up and ends after all is watched again when a webhook says so', async () => {
  const service = manualClock();
  await using world = await simulate({ clock: service, scenario: 'job-stuck' });
  const shotcaller = sleepyMachine(world, service, 0);
  const { id } = await shotcaller.run(clip, { watchSeconds: 7200 });
  const remoteId = world.simulator.jobs[0]!.id;
  const hint = { idempotencyKey: 'd-1', remoteId, correlationToken: null };
  expect(await shotcaller.noteDelivery(hint)).toMatchObject({ kind: 'noted' });
  expect((await shotcaller.job(id!))?.status).toBe('submitted');
});

test('a service that does not answer after the deadline is asked a few times, and nothing is called running', async () => {
  const service = manualClock();
  await using world = await simulate({ clock: service, scenario: 'poll-503:50' });
  const shotcaller = world.open();
  const result = await shotcaller.run(clip, { watchSeconds: 1 });
  expect(result).toMatchObject({
    status: 'gave_up_watching',
    reason: { code: 'deadline_passed', unseen: { message: expect.any(String) } },
    resumable: true,
  });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('a job left by a process that died is not called running by a resume that gets no answer, and the next resume delivers it', async () => {
  const service = manualClock();
  await using world = await simulate({ clock: service, scenario: 'poll-503:6' });
  const bought = await world.open().submit(clip, { watchSeconds: 1 });
  const [first] = await world.open().resume([bought.id ?? ''], { watchSeconds: 1 });
  expect(first).toMatchObject({ status: 'gave_up_watching', reason: { unseen: {} } });
  await service.advance(threeHoursMs);
  const [second] = await world.open().resume([bought.id ?? '']);
  expect(second).toMatchObject({ status: 'done' });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('a clock that was put back by hours costs one look at once, and then as many as ever', async () => {
  await using world = await simulate({ speed: 100 });
  let aheadMs = threeHoursMs;
  const shotcaller = world.open({
    clock: { now: () => hastyClock.now() + aheadMs, sleep: hastyClock.sleep },
    placePoll: (_job, nowMs) => ({ nextPollMs: nowMs + 2000, remainingSeconds: null }),
    async checkpoint(name) {
      if (name === 'poll:recorded') aheadMs = 0;
    },
  });
  expect(await shotcaller.run(clip)).toMatchObject({ status: 'done' });
  expect(world.requests.filter((request) => request.startsWith('GET')).length).toBeLessThan(60);
});
