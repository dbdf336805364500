import Big from 'big.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../src/jobs/stores/open.ts';
import type { Shotcaller, ShotcallerOptions } from '../../src/shotcaller.ts';
import { punctualClock, sameTime } from './clocks.ts';
import { type Simulated, simulate } from './simulated.ts';

const model = 'google/veo-3.1-lite';
const clip = { prompt: 'a mug on a table', durationSeconds: 4, resolution: '720p', audio: false } as const;

/** The ledger and the service go by one clock, so that times can be held against each other. */
const world = () => simulate({ clock: punctualClock });

/** The service takes the first order, and what reaches us is another answer. */
function answeringOnce({ simulator }: Simulated, answer: (taken: Record<string, unknown>) => Response) {
  let submits = 0;
  const fetch: NonNullable<ShotcallerOptions['fetch']> = async (input, init) => {
    const response = await simulator.fetch(input, init);
    if (init?.method !== 'POST') return response;
    submits += 1;
    return submits === 1 ? answer((await response.json()) as Record<string, unknown>) : response;
  };
  return { fetch, submits: () => submits };
}

const error = (httpStatus: number, more: object = {}) =>
  Response.json({ error: { code: httpStatus, message: 'no', ...more } }, { status: httpStatus });
const billed = ({ simulator }: Simulated) =>
  simulator.bills.reduce((sum, { usd }) => sum.plus(usd), new Big(0)).toFixed();
const sums = async (shotcaller: Shotcaller) => {
  const { billedUsd, reservedUsd } = (await shotcaller.ledger()).report.total;
  return { billedUsd, reservedUsd };
};

async function tokenOf({ home }: Simulated, id: string): Promise<string> {
  const ledger = await openLedger({ home, now: new Date().toISOString() });
  onTestFinished(() => ledger.close());
  return (await ledger.attempt(id))!.correlationToken;
}

describe('an order that an error status refused and the service took', () => {
  test.each<[string, () => Response]>([
    ['400', () => error(400)],
    ['402', () => error(402)],
    ['404 without a body', () => new Response(null, { status: 404 })],
  ])('after %s, a signed webhook brings it back: fetched, billed once, never ordered again', async (_, answer) => {
    await using home = await world();
    const { fetch, submits } = answeringOnce(home, answer);
    const shotcaller = home.open({ ...sameTime, fetch });
    const refused = await shotcaller.run(clip, { model });
    expect(refused.status).toBe('refused');
    expect(await sums(shotcaller)).toEqual({ billedUsd: '0', reservedUsd: '0' });
    const hint = {
      idempotencyKey: 'd-1',
      remoteId: home.simulator.jobs[0]!.id,
      correlationToken: await tokenOf(home, refused.id!),
    };
    expect(await shotcaller.noteDelivery(hint)).toMatchObject({ kind: 'noted', recovered: true });
    expect(Number((await sums(shotcaller)).reservedUsd)).toBeGreaterThan(0);
    expect(await shotcaller.resume([refused.id!])).toMatchObject([{ status: 'done', billedUsd: billed(home) }]);
    expect(await sums(shotcaller)).toEqual({ billedUsd: billed(home), reservedUsd: '0' });
    expect(await shotcaller.checkIntegrity()).toEqual([]);
    expect([submits(), home.simulator.bills.length]).toEqual([1, 1]);
  });

  test('after 429, a signed webhook that comes before the next try is the end of trying', async () => {
    await using home = await world();
    const { fetch, submits } = answeringOnce(home, () =>
      Response.json({ error: { code: 429, message: 'slow down' } }, { status: 429, headers: { 'Retry-After': '60' } }),
    );
    const shotcaller = home.open({ ...sameTime, fetch });
    const running = shotcaller.run(clip, { model });
    await expect.poll(async () => (await shotcaller.jobs()).map(({ status }) => status)).toEqual(['reserved']);
    const id = (await shotcaller.jobs())[0]!.id!;
    const hint = {
      idempotencyKey: 'd-1',
      remoteId: home.simulator.jobs[0]!.id,
      correlationToken: await tokenOf(home, id),
    };
    expect(await shotcaller.noteDelivery(hint)).toMatchObject({ kind: 'noted', recovered: true });
    expect(await running).toMatchObject({ status: 'done', remoteId: hint.remoteId });
    expect([submits(), home.simulator.bills.length]).toEqual([1, 1]);
    expect(await sums(shotcaller)).toEqual({ billedUsd: billed(home), reservedUsd: '0' });
  });

  test('after 429, a webhook that comes while it is sent again leaves both ids told and noted', async () => {
    await using home = await world();
    let submits = 0;
    const tells: unknown[] = [];
    const fetch: NonNullable<ShotcallerOptions['fetch']> = async (input, init) => {
      const response = await home.simulator.fetch(input, init);
      if (init?.method !== 'POST') return response;
      submits += 1;
      if (submits === 1) return error(429);
      const [{ id }] = (await shotcaller.jobs()) as unknown as [{ id: string }];
      const hint = {
        idempotencyKey: 'd-1',
        remoteId: home.simulator.jobs[0]!.id,
        correlationToken: await tokenOf(home, id),
      };
      expect(await shotcaller.noteDelivery(hint)).toMatchObject({ kind: 'noted' });
      return response;
    };
    const shotcaller = home.open({ ...sameTime, fetch });
    const result = await shotcaller.run(clip, {
      model,
      onProgress: (event) => event.kind === 'not_recorded' && tells.push(event.remoteId),
    });
    const [first, second] = home.simulator.jobs.map(({ id }) => id);
    expect(result).toMatchObject({ status: 'done', remoteId: first });
    expect(tells).toEqual([second]);
    const events = await shotcaller.events(result.id!);
    expect(events.find(({ what }) => what === 'bought_as_well')?.detail).toEqual({ remoteId: second });
  });

  test('after a refusal and a fallback whose answer was lost, an id is taken as that of the one in doubt', async () => {
    await using home = await world();
    let submits = 0;
    const fetch: NonNullable<ShotcallerOptions['fetch']> = async (input, init) => {
      if (init?.method !== 'POST') return home.simulator.fetch(input, init);
      submits += 1;
      if (submits === 1)
        return error(403, {
          metadata: { error_type: 'content_policy_violation', reasons: ['violence'], provider_name: 'one' },
        });
      await home.simulator.fetch(input, init);
      throw Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
      });
    };
    const shotcaller = home.open({ ...sameTime, fetch });
    const { id, status } = await shotcaller.run(clip, { fallback: 1 });
    expect([status, submits]).toEqual(['unknown', 2]);
    const remoteId = home.simulator.jobs[0]!.id;
    expect(await shotcaller.resume([id!], { remoteId })).toMatchObject([{ status: 'done', remoteId }]);
  });

  test('after 400, its id in the account is taken', async () => {
    await using home = await world();
    const { fetch, submits } = answeringOnce(home, () => error(400));
    const shotcaller = home.open({ ...sameTime, fetch });
    const { id } = await shotcaller.run(clip, { model });
    const remoteId = home.simulator.jobs[0]!.id;
    expect(await shotcaller.resume([id!], { remoteId })).toMatchObject([{ status: 'done', remoteId }]);
    expect([submits(), home.simulator.bills.length]).toEqual([1, 1]);
    expect(await shotcaller.checkIntegrity()).toEqual([]);
  });

  test.each<[string, (taken: Record<string, unknown>) => Response]>([
    ['429 and the job', (taken) => Response.json(taken, { status: 429, headers: { 'Retry-After': '1' } })],
    [
      '503 and the job beside the error',
      (taken) =>
        Response.json(
          { ...taken, error: { code: 503, message: 'no', metadata: { error_type: 'provider_overloaded' } } },
          { status: 503 },
        ),
    ],
    ['400 and the job, wrapped', (taken) => Response.json({ data: taken }, { status: 400 })],
    ['521 and where to ask', ({ id, polling_url }) => Response.json({ id, polling_url }, { status: 521 })],
  ])('%s: in doubt, with the id named, and not sent again', async (_, answer) => {
    await using home = await world();
    const { fetch, submits } = answeringOnce(home, answer);
    const result = await home.open({ ...sameTime, fetch }).run(clip, { model });
    expect(result).toMatchObject({ status: 'unknown', reason: { code: 'submit_outcome_unknown' } });
    expect(JSON.stringify(result)).toContain(home.simulator.jobs[0]!.id);
    expect([submits(), home.simulator.jobs.length]).toEqual([1, 1]);
  });

  test.each<[string, () => Response]>([
    [
      'an error that has an id and a status of its own',
      () => Response.json({ id: 'req-1', status: 400, title: 'no' }, { status: 400 }),
    ],
    ['a job that failed', () => Response.json({ id: 'gen-vid-1', status: 'failed' }, { status: 400 })],
  ])('%s is a refusal as before', async (_, answer) => {
    await using home = await world();
    const { fetch } = answeringOnce(home, answer);
    expect((await home.open({ ...sameTime, fetch }).run(clip, { model })).status).toBe('refused');
  });
});

test('an order that is answered with the id of another one is in doubt, and does not take its clip', async () => {
  await using home = await world();
  let first: string | undefined;
  const fetch: NonNullable<ShotcallerOptions['fetch']> = async (input, init) => {
    const response = await home.simulator.fetch(input, init);
    if (init?.method !== 'POST') return response;
    const taken = (await response.json()) as { id: string };
    first ??= taken.id;
    return Response.json({ ...taken, id: first }, { status: 202 });
  };
  const shotcaller = home.open({ ...sameTime, fetch });
  const one = await shotcaller.run(clip, { model });
  const other = await shotcaller.run({ ...clip, prompt: 'another mug' }, { model });
  expect(one).toMatchObject({ status: 'done', remoteId: first });
  expect(other).toMatchObject({
    status: 'unknown',
    reason: { detail: expect.stringContaining(`${first}, which is that of job`) },
  });
  expect(home.simulator.jobs).toHaveLength(2);
  const bought = home.simulator.jobs.find(({ id }) => id !== first)!.id;
  expect(await shotcaller.resume([other.id!], { remoteId: bought })).toMatchObject([
    { status: 'done', remoteId: bought },
  ]);
  expect(await sums(shotcaller)).toEqual({ billedUsd: billed(home), reservedUsd: '0' });
});
