import { manualClock } from '@shotcaller/simulator';
import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { openLedger } from '../../src/jobs/stores/open.ts';
import type { Shotcaller } from '../../src/shotcaller.ts';
import { punctualClock, sameTime } from './clocks.ts';
import { sampleAttempt, sampleJob } from './sample-job.ts';
import { type Simulated, simulate } from './simulated.ts';

const model = 'google/veo-3.1-lite';
const clip = { prompt: 'a mug on a table', durationSeconds: 4, resolution: '720p', audio: false } as const;

/** The ledger and the service go by one clock, so that times can be held against each other. */
async function world(scenario = 'submit-reset'): Promise<Simulated> {
  return simulate({ scenario, clock: punctualClock });
}

function open(simulated: Simulated): Shotcaller {
  return simulated.open(sameTime);
}

async function lost(shotcaller: Shotcaller, requirements: object = clip): Promise<string> {
  const { id, status } = await shotcaller.run(requirements, { model });
  expect(status).toBe('unknown');
  return id!;
}

async function sums(shotcaller: Shotcaller) {
  const { report } = await shotcaller.ledger();
  const { billedUsd, assumedUsd, reservedUsd } = report.total;
  return { billedUsd, assumedUsd, reservedUsd };
}

function billed({ simulator }: Simulated): string {
  return simulator.bills.reduce((sum, { usd }) => sum.plus(usd), new Big(0)).toFixed();
}

describe('a job whose outcome is unknown', () => {
  test('settled as not bought holds no reservation, ends, and is never sent again', async () => {
    await using home = await world('submit-refused-reset');
    const shotcaller = open(home);
    const id = await lost(shotcaller);
    expect(Number((await sums(shotcaller)).reservedUsd)).toBeGreaterThan(0);
    const settled = await shotcaller.settle(id, { notBought: true, saidBy: 'ada' });
    expect(settled).toMatchObject({
      status: 'refused',
      resumable: false,
      billedUsd: null,
      reason: { code: 'settled_not_bought', saidBy: 'ada', saidAt: expect.stringMatching(/Z$/) },
    });
    expect(await sums(shotcaller)).toEqual({ billedUsd: '0', assumedUsd: '0', reservedUsd: '0' });
    expect(await shotcaller.resume([id])).toMatchObject([{ status: 'refused' }]);
    expect(await shotcaller.resume()).toEqual([]);
    expect(home.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
    const event = (await shotcaller.events(id)).find(({ what }) => what === 'settled');
    expect(event).toMatchObject({ at: expect.stringMatching(/Z$/), detail: { saidBy: 'ada', notBought: true } });
  });

  test('settled with a bill holds the bill in place of the reservation', async () => {
    await using home = await world();
    const shotcaller = open(home);
    const id = await lost(shotcaller);
    const settled = await shotcaller.settle(id, { billedUsd: '0.40' });
    expect(settled).toMatchObject({
      status: 'failed',
      billedUsd: '0.4',
      unknownBills: 0,
      resumable: false,
      reason: { code: 'settled_billed', billedUsd: '0.4', saidBy: 'library' },
    });
    expect(await sums(shotcaller)).toEqual({ billedUsd: '0.4', assumedUsd: '0', reservedUsd: '0' });
    expect(await shotcaller.checkIntegrity()).toEqual([]);
  });

  test('what was said wrongly may be said anew, and the last word counts', async () => {
    await using home = await world();
    const shotcaller = open(home);
    const id = await lost(shotcaller);
    await shotcaller.settle(id, { notBought: true });
    await shotcaller.settle(id, { billedUsd: '0.40' });
    await shotcaller.settle(id, { billedUsd: '0.12' });
    expect(await sums(shotcaller)).toEqual({ billedUsd: '0.12', assumedUsd: '0', reservedUsd: '0' });
    await shotcaller.settle(id, { notBought: true });
    expect(await sums(shotcaller)).toEqual({ billedUsd: '0', assumedUsd: '0', reservedUsd: '0' });
    expect(await shotcaller.checkIntegrity()).toEqual([]);
  });

  test.each([
    ['a settled budget has its room again', { notBought: true } as const, 'done'],
    ['a bill that was said counts against the budget', { billedUsd: '0.9' } as const, 'refused'],
  ])('%s', async (_what, settlement, status) => {
    await using home = await world();
    const shotcaller = home.open({ ...sameTime, caps: { perDayUsd: '1' } });
    const id = await lost(shotcaller, { ...clip, durationSeconds: 4 });
    await shotcaller.settle(id, settlement);
    home.simulator.setScenario('');
    expect(await shotcaller.run({ ...clip, prompt: 'another' }, { model, maxUsd: '1' })).toMatchObject({ status });
  });

  test('a webhook that comes after all brings a job back that was said not to be bought: its bill is booked once', async () => {
    await using home = await world();
    const shotcaller = open(home);
    const id = await lost(shotcaller);
    await shotcaller.settle(id, { notBought: true });
    const ledger = await openLedger({ home: home.home, now: new Date().toISOString() });
    const { correlationToken } = (await ledger.attempt(id))!;
    const remoteId = home.simulator.jobs[0]!.id;
    const hint = { idempotencyKey: 'd-1', remoteId, correlationToken };
    expect(await shotcaller.noteDelivery(hint)).toMatchObject({ kind: 'noted', recovered: true });
    expect(Number((await sums(shotcaller)).reservedUsd)).toBeGreaterThan(0);
    expect(await shotcaller.resume([id])).toMatchObject([{ status: 'done', remoteId }]);
    expect(await sums(shotcaller)).toEqual({ billedUsd: billed(home), assumedUsd: '0', reservedUsd: '0' });
    expect(await shotcaller.checkIntegrity()).toEqual([]);
    await ledger.close();
  });

  test.each<[string, string, object]>([
    ['no amount', 'not_settled', { billedUsd: 'much' }],
    ['a negative amount', 'not_settled', { billedUsd: '-0.10' }],
    ['an exponent', 'not_settled', { billedUsd: '1e3' }],
    ['more than a clip can cost', 'not_settled', { billedUsd: '10000000' }],
    ['nothing at all', 'not_settled', {}],
    ['an amount that is undefined', 'not_settled', { billedUsd: undefined }],
    ['saying that it was bought, without a bill', 'not_settled', { notBought: false }],
    ['both answers', 'not_settled', { notBought: true, billedUsd: '0.40' }],
  ])('is not settled by %s, and nothing changes', async (_what, code, settlement) => {
    await using home = await world();
    const shotcaller = open(home);
    const id = await lost(shotcaller);
    await expect(shotcaller.settle(id, settlement as { billedUsd: string })).rejects.toMatchObject({ code });
    expect(await shotcaller.job(id)).toMatchObject({ status: 'unknown' });
  });

  test('of several attempts in doubt the one that is named is settled', async () => {
    await using home = await world('');
    const ledger = await openLedger({ home: home.home, now: new Date().toISOString() });
    const doubt = { state: 'unknown', jobId: 'job', worker: null, leaseUntil: null } as const;
    const first = sampleAttempt({ ...doubt, id: 'job', number: 1 });
    await ledger.openJob({ job: sampleJob({ id: 'job' }), attempt: first, dedupe: null, body: '{}' });
    await ledger.addAttempt(sampleAttempt({ ...doubt, id: 'job.2', number: 2 }), '{}');
    await ledger.close();
    const shotcaller = open(home);
    await expect(shotcaller.settle('job', { notBought: true })).rejects.toThrow('job.1, job.2');
    await shotcaller.settle('job.1', { notBought: true });
    expect((await shotcaller.job('job'))?.attempts).toMatchObject([{ status: 'refused' }, { status: 'unknown' }]);
    await shotcaller.settle('job', { billedUsd: '0.1' }).catch(() => shotcaller.settle('job.2', { billedUsd: '0.1' }));
    expect((await shotcaller.job('job'))?.attempts).toMatchObject([{ status: 'refused' }, { status: 'failed' }]);
  });
});

describe('nothing is settled', () => {
  test('of a job that is done', async () => {
    await using home = await world('');
    const shotcaller = open(home);
    const { id } = await shotcaller.run(clip, { model });
    await expect(shotcaller.settle(id!, { notBought: true })).rejects.toMatchObject({ code: 'not_settled' });
  });

  test('of a job that nobody knows', async () => {
    await using home = await world('');
    await expect(open(home).settle('shot-none', { notBought: true })).rejects.toMatchObject({ code: 'no_such_job' });
  });
});

test('a bill that the service never stated can be said, and the clip stays', async () => {
  await using home = await world('cost-null');
  const shotcaller = open(home);
  const { id } = await shotcaller.run(clip, { model });
  expect(Number((await sums(shotcaller)).assumedUsd)).toBeGreaterThan(0);
  await expect(shotcaller.settle(id!, { notBought: true })).rejects.toThrow('it was bought');
  const settled = await shotcaller.settle(id!, { billedUsd: '0.11' });
  expect(settled).toMatchObject({ status: 'done', billedUsd: '0.11', unknownBills: 0, files: [{}] });
  expect(await sums(shotcaller)).toEqual({ billedUsd: '0.11', assumedUsd: '0', reservedUsd: '0' });
});

describe('a bill that comes in pieces', () => {
  const later = async (answers: readonly object[]) => {
    const home = await world('');
    let looks = 0;
    const shotcaller = home.open({
      ...sameTime,
      clock: { ...sameTime.clock, sleep: (durationMs) => sameTime.clock.sleep(durationMs / 50) },
      retrieve: async () => Promise.reject(new Error('no file')),
      fetch: async (_url, init) =>
        init?.method === 'POST'
          ? Response.json({ id: 'gen-1', status: 'pending' }, { status: 202 })
          : Response.json({ id: 'gen-1', ...answers[Math.min(looks++, answers.length - 1)] }),
    });
    const { id } = await shotcaller.run(clip, { model, watchSeconds: 1 });
    await shotcaller.resume([id!], { watchSeconds: 1 });
    return { home, shotcaller, id: id! };
  };
  const complete = { status: 'completed', unsigned_urls: [] };

  test('stated only at the second look, it replaces what was assumed', async () => {
    const { home, shotcaller } = await later([complete, { ...complete, usage: { cost: 0.11 } }]);
    await using _ = home;
    expect(await sums(shotcaller)).toEqual({ billedUsd: '0.11', assumedUsd: '0', reservedUsd: '0' });
  });

  test('known, it is not forgotten when the job expires before its file was fetched', async () => {
    const { home, shotcaller, id } = await later([{ ...complete, usage: { cost: 0.08 } }, { status: 'expired' }]);
    await using _ = home;
    expect(await shotcaller.job(id)).toMatchObject({ billedUsd: '0.08' });
    expect(await sums(shotcaller)).toEqual({ billedUsd: '0.08', assumedUsd: '0', reservedUsd: '0' });
  });
});

describe('an id that somebody found', () => {
  test('is taken, and the clip comes home for one bill', async () => {
    await using home = await world();
    const shotcaller = open(home);
    const id = await lost(shotcaller);
    const remoteId = home.simulator.jobs[0]!.id;
    expect(await shotcaller.resume([id], { remoteId, saidBy: 'ada' })).toMatchObject([
      { id, status: 'done', remoteId, billedUsd: billed(home) },
    ]);
    expect(home.simulator.jobs).toHaveLength(1);
    const event = (await shotcaller.events(id)).find(({ what }) => what === 'remote_id_given');
    expect(event).toMatchObject({ detail: { remoteId, saidBy: 'ada', time: 'matches' } });
    // Said again, it is the same job.
    expect(await shotcaller.resume([id], { remoteId })).toMatchObject([{ status: 'done' }]);
  });

  test('is taken after the job was settled, and its bill replaces what was said', async () => {
    await using home = await world();
    const shotcaller = open(home);
    const id = await lost(shotcaller);
    await shotcaller.settle(id, { billedUsd: '5' });
    const remoteId = home.simulator.jobs[0]!.id;
    expect(await shotcaller.resume([id], { remoteId })).toMatchObject([{ status: 'done', remoteId }]);
    expect(await sums(shotcaller)).toEqual({ billedUsd: billed(home), assumedUsd: '0', reservedUsd: '0' });
  });

  test.each<[string, (remoteIds: readonly string[]) => string, string]>([
    ['that the service does not know', () => `gen-vid-${Math.floor(Date.now() / 1000)}-nobody`, 'has no such job'],
    ['that is no id', () => 'two words', 'not the id'],
    ['that another job has', ([first]) => first!, 'belongs to job'],
    ['of a job of another model', ([, second]) => second!, 'x-ai/grok-imagine-video'],
  ])('%s is refused, and nothing changes', async (_which, idOf, says) => {
    await using home = await world('');
    const shotcaller = open(home);
    await shotcaller.run(clip, { model });
    const other = await home.simulator.fetch('https://simulator.invalid/api/v1/videos', {
      method: 'POST',
      headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'x-ai/grok-imagine-video', prompt: 'a cat', duration: 4 }),
    });
    expect(other.status).toBe(202);
    home.simulator.setScenario('submit-refused-reset');
    const id = await lost(shotcaller, { ...clip, prompt: 'lost' });
    const remoteId = idOf(home.simulator.jobs.map((job) => job.id));
    // The records of the account name the model some minutes after the end.
    const withRecords = home.open({
      ...sameTime,
      fetch: async (input, init) =>
        new URL(input).pathname.endsWith('/generation')
          ? Response.json({ data: { model: 'x-ai/grok-imagine-video-20260512' } })
          : home.simulator.fetch(input, init),
    });
    await expect(withRecords.resume([id], { remoteId })).rejects.toMatchObject({
      code: 'remote_id_refused',
      message: expect.stringContaining(says),
    });
    expect(await shotcaller.job(id)).toMatchObject({ status: 'unknown', remoteId: null });
    expect(Number((await sums(shotcaller)).reservedUsd)).toBeGreaterThan(0);
  });

  test('of a job that was made hours before is refused', async () => {
    const time = manualClock(Date.now() - 5 * 3_600_000);
    await using home = await simulate({ clock: time, scenario: 'submit-reset' });
    const shotcaller = open(home);
    const id = await lost(shotcaller);
    const remoteId = home.simulator.jobs[0]!.id;
    await expect(shotcaller.resume([id], { remoteId })).rejects.toThrow('was made at');
  });

  test('that cannot be checked now is not taken', async () => {
    await using home = await world();
    const shotcaller = open(home);
    const id = await lost(shotcaller);
    const remoteId = home.simulator.jobs[0]!.id;
    home.simulator.setScenario('poll-503');
    await expect(shotcaller.resume([id], { remoteId })).rejects.toThrow('could not be checked');
    expect(await shotcaller.job(id)).toMatchObject({ status: 'unknown', remoteId: null });
  });
});
