import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noPostgres } from '../../../../tests/needs.ts';
import type { JobStore, Transition } from '../../src/jobs/store.ts';
import { openStore } from '../../src/jobs/stores/open.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at, sampleJob, sampleOrder } from './sample-job.ts';

let postgres: PostgresServer | undefined;
let folder: string;
const opened: JobStore[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shotcaller-ledger-'));
  postgres = await startPostgres();
});

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

let places = 0;

describe.each(['sqlite', 'postgres'] as const)('the ledger in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  /** Opens a new ledger; called twice with one place, the same ledger by a second handle. */
  async function place() {
    places += 1;
    const home = join(folder, String(places));
    const databaseUrl = kind === 'postgres' ? await postgres?.createDatabase() : undefined;
    return async (): Promise<JobStore> => {
      const store = await openStore({ home, now: at, ...(databaseUrl !== undefined && { databaseUrl }) });
      opened.push(store);
      return store;
    };
  }

  async function open(): Promise<JobStore> {
    return (await place())();
  }

  async function twoHandles(): Promise<readonly [JobStore, JobStore]> {
    const openHere = await place();
    return [await openHere(), await openHere()];
  }

  const move = (change: Partial<Transition> = {}): Transition => ({
    jobId: 'order-1',
    version: 1,
    change: { state: 'reserved', budgetDay: '2026-11-22' },
    at,
    by: 'me',
    event: { what: 'reserve', detail: { usd: '0.12' } },
    ...change,
  });

  test('lists the jobs of any number of orders', async () => {
    const store = await open();
    await store.createOrder({ order: sampleOrder(), job: sampleJob(), body: '{}' });
    const others = Array.from({ length: 70_000 }, (_, number) => `other-${number}`);
    expect((await store.jobs({ orderIds: [...others, 'order-1'] })).map(({ id }) => id)).toEqual(['order-1']);
    expect(await store.jobs({ orderIds: others })).toEqual([]);
    expect(await store.jobs({ orderIds: [] })).toEqual([]);
  });

  test('gives back an order, its job and its request as they were recorded', async () => {
    const store = await open();
    expect(store.kind).toBe(kind);
    const order = sampleOrder({ key: 'k' });
    const job = sampleJob({ contentUrls: ['a', 'b'], reason: { code: 'x', n: 1 } });
    expect(await store.createOrder({ order, job, body: '{"model":"m"}' })).toEqual({ created: true, order });
    expect(await store.job('order-1')).toEqual(job);
    expect(await store.order('order-1')).toEqual(order);
    expect(await store.orderByKey('k')).toEqual(order);
    expect(await store.jobsOfOrder('order-1')).toEqual([job]);
    expect(await store.jobByToken(job.correlationToken)).toEqual(job);
    expect(await store.requestBody('order-1')).toBe('{"model":"m"}');
    expect(await store.job('nobody')).toBeUndefined();
    expect(await store.checkIntegrity()).toEqual([]);
  });

  test('a repeated key records nothing and returns the first order', async () => {
    const store = await open();
    const first = sampleOrder({ key: 'k' });
    await store.createOrder({ order: first, job: sampleJob(), body: '1' });
    const second = sampleOrder({ id: 'order-2', key: 'k' });
    const job = sampleJob({ id: 'order-2', orderId: 'order-2' });
    expect(await store.createOrder({ order: second, job, body: '2' })).toEqual({ created: false, order: first });
    expect(await store.job('order-2')).toBeUndefined();
    expect(await store.jobs()).toHaveLength(1);
  });

  test('of twenty handles that race for one key, one records and all get its order', async () => {
    const openAgain = await place();
    await openAgain();
    const stores = await Promise.all(Array.from({ length: 4 }, openAgain));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) => {
        const id = `order-${number}`;
        const order = sampleOrder({ id, key: 'k' });
        return stores[number % 4]!.createOrder({ order, job: sampleJob({ id, orderId: id }), body: '' });
      }),
    );
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ order }) => order.id)).size).toBe(1);
    expect(await stores[0]!.jobs()).toHaveLength(1);
  });

  test('a write under the version that was read moves the job; a second one under the same version does not', async () => {
    const store = await open();
    await store.createOrder({ order: sampleOrder(), job: sampleJob(), body: '' });
    expect(await store.apply(move())).toMatchObject({ state: 'reserved', version: 2, model: 'google/veo-3.1-lite' });
    expect(await store.apply(move({ change: { state: 'cancelled' } }))).toBeUndefined();
    expect(await store.job('order-1')).toMatchObject({ state: 'reserved', version: 2 });
  });

  test('of fifty writers of one version over several connections, one wins', async () => {
    const openAgain = await place();
    const first = await openAgain();
    await first.createOrder({ order: sampleOrder(), job: sampleJob(), body: '' });
    const stores = [first, await openAgain(), await openAgain(), await openAgain()];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, number) => stores[number % 4]!.apply(move({ by: `writer ${number}` }))),
    );
    expect(answers.filter((job) => job !== undefined)).toHaveLength(1);
    expect(await first.events({ orderId: 'order-1' })).toHaveLength(2);
  });

  test('of many writes at once the one that is refused leaves no trace, and the others are all there', async () => {
    const [store, other] = await twoHandles();
    const ids = Array.from({ length: 60 }, (_, n) => `order-${n}`);
    const outcomes = await Promise.allSettled(
      // One job's id is taken: its order must not stay behind without a job.
      ids.map((id, n) => {
        const job = sampleJob({ id: n === 30 ? 'order-29' : id, orderId: id, correlationToken: `token-${n}` });
        return store.createOrder({ order: sampleOrder({ id }), job, body: String(n) });
      }),
    );
    const refused = outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [`order-${n}`] : []));
    expect([['order-29'], ['order-30']]).toContainEqual(refused);
    const written = ids.filter((id) => !refused.includes(id));
    expect((await other.jobs()).map(({ orderId }) => orderId).sort()).toEqual(written.sort());
    expect(await other.order(refused[0]!)).toBeUndefined();
    expect(await other.events()).toHaveLength(59);
  });

  test('what is written is seen by every handle as soon as the promise resolves', async () => {
    const [store, other] = await twoHandles();
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const id = `order-${n}`;
        const job = sampleJob({ id, orderId: id, correlationToken: `token-${n}` });
        await store.createOrder({ order: sampleOrder({ id }), job, body: '1' });
        expect((await other.job(id))?.state).toBe('planned');
        await store.apply(move({ jobId: id }));
        expect((await other.job(id))?.state).toBe('reserved');
      }),
    );
  });

  test('every move leaves an event: what, when, by whom, in order', async () => {
    const store = await open();
    await store.createOrder({ order: sampleOrder(), job: sampleJob(), body: '' });
    await store.apply(move());
    await store.apply(move({ version: 2, change: { polls: 1 }, event: undefined as never }));
    await store.apply(move({ version: 3, change: { state: 'submitting' }, by: 'you', event: { what: 'submitting' } }));
    expect(await store.events({ orderId: 'order-1' })).toEqual([
      {
        jobId: 'order-1',
        orderId: 'order-1',
        version: 1,
        at,
        by: 'me',
        what: 'planned',
        state: 'planned',
        detail: { model: 'google/veo-3.1-lite', requestHash: 'h1' },
      },
      {
        jobId: 'order-1',
        orderId: 'order-1',
        version: 2,
        at,
        by: 'me',
        what: 'reserve',
        state: 'reserved',
        detail: { usd: '0.12' },
      },
      {
        jobId: 'order-1',
        orderId: 'order-1',
        version: 4,
        at,
        by: 'you',
        what: 'submitting',
        state: 'submitting',
        detail: null,
      },
    ]);
  });

  test('a further attempt is recorded once, whoever else plans it', async () => {
    const store = await open();
    await store.createOrder({ order: sampleOrder(), job: sampleJob(), body: '' });
    const second = sampleJob({ id: 'order-1.2', attempt: 2 });
    expect(await store.addAttempt(second, 'b')).toBe(true);
    expect(await store.addAttempt({ ...second, id: 'order-1.2b', correlationToken: 'other' }, 'c')).toBe(false);
    expect((await store.jobsOfOrder('order-1')).map(({ id }) => id)).toEqual(['order-1', 'order-1.2']);
  });

  test('money adds up exactly, a trillionth of a dollar beside millions of them', async () => {
    const store = await open();
    await store.createOrder({ order: sampleOrder(), job: sampleJob(), body: '' });
    const huge = 9_007_199n * 10n ** 12n + 1n;
    await store.reserve(move({ money: [{ kind: 'reserve', pico: huge }] }), huge, {});
    expect(await store.reservedPico('order-1')).toBe(huge);
    await store.apply(
      move({
        version: 2,
        money: [
          { kind: 'refund', pico: -huge },
          { kind: 'settle', pico: 135_800_000_001n },
        ],
      }),
    );
    expect((await store.money()).map(({ kind, usd }) => [kind, usd])).toEqual([
      ['refund', '-9007199.000000000001'],
      ['reserve', '9007199.000000000001'],
      ['settle', '0.135800000001'],
    ]);
  });

  test('nothing is booked twice for one job', async () => {
    const store = await open();
    await store.createOrder({ order: sampleOrder(), job: sampleJob(), body: '' });
    await store.apply(move({ money: [{ kind: 'settle', pico: 1n }] }));
    await expect(store.apply(move({ version: 2, money: [{ kind: 'settle', pico: 1n }] }))).rejects.toThrow();
    expect(await store.job('order-1')).toMatchObject({ version: 2 });
  });

  // 0.12 each: eight are 0.96, nine would be 1.08.
  test('of twenty reservations that race for a cap of one dollar a day, eight of 0.12 get in', async () => {
    const openAgain = await place();
    const stores = [await openAgain(), await openAgain(), await openAgain()];
    for (let number = 0; number < 20; number += 1) {
      const id = `order-${number}`;
      await stores[0]!.createOrder({ order: sampleOrder({ id }), job: sampleJob({ id, orderId: id }), body: '' });
    }
    const pico = 120_000_000_000n;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) => {
        const transition = move({ jobId: `order-${number}`, money: [{ kind: 'reserve', pico }] });
        return stores[number % 3]!.reserve(transition, pico, { perDayUsd: '1.00' });
      }),
    );
    expect(answers.filter(({ kind }) => kind === 'reserved')).toHaveLength(8);
    expect(answers.find(({ kind }) => kind === 'over_budget')).toEqual({
      kind: 'over_budget',
      reason: { code: 'over_budget', cap: 'day', limitUsd: '1.00', bookedUsd: '0.96', neededUsd: '0.12' },
    });
  });

  test('a cap of a month counts its days and not the next month; a cap of a job counts its attempts', async () => {
    const store = await open();
    await store.createOrder({ order: sampleOrder(), job: sampleJob(), body: '' });
    await store.addAttempt(sampleJob({ id: 'order-1.2', attempt: 2 }), '');
    const money = [{ kind: 'reserve', pico: 900_000_000_000n } as const];
    await store.reserve(move({ money }), 900_000_000_000n, {});
    const pico = 200_000_000_000n;
    const second = (time: string): Transition =>
      move({ jobId: 'order-1.2', at: time, money: [{ kind: 'reserve', pico }] });
    expect(await store.reserve(second('2026-11-30T23:59:59.999Z'), pico, { perMonthUsd: '1' })).toMatchObject({
      kind: 'over_budget',
      reason: { cap: 'month' },
    });
    expect(await store.reserve(second('2026-12-01T00:00:00.000Z'), pico, { perJobUsd: '1' })).toMatchObject({
      kind: 'over_budget',
      reason: { cap: 'job', bookedUsd: '0.9' },
    });
    expect(await store.reserve(second('2026-12-01T00:00:00.000Z'), pico, { perMonthUsd: '1' })).toMatchObject({
      kind: 'reserved',
    });
  });

  test('jobs can be asked for by state and order, the newest first', async () => {
    const store = await open();
    for (const number of [1, 2, 3]) {
      const id = `order-${number}`;
      const createdAt = `2026-11-2${number}T10:00:00.000Z`;
      const state = number === 2 ? 'unknown' : 'running';
      await store.createOrder({
        order: sampleOrder({ id }),
        job: sampleJob({ id, orderId: id, createdAt, state }),
        body: '',
      });
    }
    expect((await store.jobs()).map(({ id }) => id)).toEqual(['order-3', 'order-2', 'order-1']);
    expect((await store.jobs({ states: ['running'] })).map(({ id }) => id)).toEqual(['order-3', 'order-1']);
    expect((await store.jobs({ states: [] })).map(({ id }) => id)).toEqual([]);
    expect((await store.jobs({ since: '2026-11-22', limit: 1 })).map(({ id }) => id)).toEqual(['order-3']);
  });

  test('a delivery is new once', async () => {
    const store = await open();
    expect(await store.rememberDelivery('job-completed', at)).toBe(true);
    expect(await store.rememberDelivery('job-completed', at)).toBe(false);
  });

  test('opening it again keeps what is there, and many may open a new one at once', async () => {
    const openAgain = await place();
    const stores = await Promise.all(Array.from({ length: 5 }, openAgain));
    await stores[0]!.createOrder({ order: sampleOrder(), job: sampleJob(), body: '' });
    await stores[4]!.close();
    opened.splice(opened.indexOf(stores[4]!), 1);
    expect(await (await openAgain()).job('order-1')).toEqual(sampleJob());
  });
});
