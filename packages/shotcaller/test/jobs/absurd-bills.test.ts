import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noPostgres } from '../../../../tests/needs.ts';
import { statedBill } from '../../src/jobs/money/stated-bill.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { backToVersion } from './older-tables.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at } from './sample-job.ts';
import { clip, type Simulated, simulate } from './simulated.ts';

let postgres: PostgresServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

/** The service, stating these bills one after the other, as JSON text in the place of `usage.cost`; the last one from then on. */
function billing(world: Simulated, ...costs: readonly string[]) {
  const seen = new Map<string, string>();
  return async (input: string | URL, init?: RequestInit): Promise<Response> => {
    const response = await world.simulator.fetch(String(input), init);
    const path = new URL(String(input)).pathname;
    if ((init?.method ?? 'GET') !== 'GET' || path.endsWith('/content') || path.endsWith('/models')) return response;
    const text = await response.text();
    if (/"cost":/.test(text) && !seen.has(path)) seen.set(path, costs[Math.min(seen.size, costs.length - 1)] ?? '0');
    const cost = seen.get(path);
    const stated = cost === undefined ? text : text.replace(/"cost":[-\d.e]+/, () => `"cost":${cost}`);
    return new Response(stated, { status: response.status, headers: { 'content-type': 'application/json' } });
  };
}

const ordered = {
  ...clip,
  models: { allow: ['google/veo-3.1-lite'] },
  durationSeconds: 4,
  resolution: '720p',
} as const;

describe.each(['sqlite', 'postgres'] as const)('a bill that cannot be true, in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  async function world(...costs: readonly string[]) {
    const simulated = await simulate();
    const databaseUrl = kind === 'postgres' ? await postgres!.createDatabase() : undefined;
    const place = databaseUrl === undefined ? {} : { databaseUrl };
    const fetch = billing(simulated, ...costs);
    return { simulated, open: () => simulated.open({ fetch, ...place }) };
  }

  test.each([
    ['ten million dollars', '10000000', 'bill_far_above_quote', '10000000'],
    ['a hundred times the quote', '20.5', 'bill_far_above_quote', '20.5'],
    ['pico-dollars', '200000000000', 'bill_far_above_quote', '200000000000'],
    ['an exponent', '1e9', 'bill_far_above_quote', '1e9'],
    ['more than any number', '1e400', 'bill_unreadable', '1e400'],
    ['less than nothing', '-5', 'bill_unreadable', '-5'],
    ['a word', '"NaN"', 'bill_unreadable', 'NaN'],
    ['a sum with its currency', '"$0.20"', 'bill_unreadable', '$0.20'],
    ['a list', '[0.2]', 'bill_unreadable', '["0.2"]'],
    ['an object', '{"usd":0.2}', 'bill_unreadable', '{"usd":"0.2"}'],
    ['true', 'true', 'bill_unreadable', 'true'],
  ])(
    '%s: the clip is delivered, the reservation stays booked, and the next one is bought',
    async (_, cost, code, stated) => {
      const { simulated, open } = await world(cost, '0.2');
      await using _disposed = simulated;
      const shotcaller = open();
      const first = await shotcaller.run(ordered);
      expect(first).toMatchObject({ status: 'done', billedUsd: null, unknownBills: 1 });
      const [attempt] = 'attempts' in first ? first.attempts : [];
      expect(attempt).toMatchObject({ billKnown: false, billDoubt: { code, stated } });
      const { report } = await shotcaller.ledger();
      expect(report.total).toMatchObject({
        billedUsd: '0',
        reservedUsd: '0',
        assumedUsd: attempt!.quotedHighUsd,
        unknownBills: 1,
        disputedBills: 1,
      });
      expect(await shotcaller.learnedCorrections()).toEqual([]);
      expect(await shotcaller.run(ordered)).toMatchObject({
        status: 'done',
        billedUsd: '0.2',
        quotedHighUsd: attempt!.quotedHighUsd,
      });
      expect(await shotcaller.jobs()).toHaveLength(2);
    },
  );

  test.each([
    ['nothing', '0', '0'],
    ['minus nothing', '-0.0', '0'],
    ['twice the quote', '0.4', '0.4'],
    ['text', '"0.20"', '0.2'],
  ])('%s is believed', async (_, cost, billedUsd) => {
    const { simulated, open } = await world(cost);
    await using _disposed = simulated;
    expect(await open().run(ordered)).toMatchObject({ status: 'done', billedUsd, unknownBills: 0 });
  });

  test('null is no bill, and no doubt about one', async () => {
    const { simulated, open } = await world('null');
    await using _disposed = simulated;
    const result = await open().run(ordered);
    expect(result).toMatchObject({ status: 'done', billedUsd: null, unknownBills: 1 });
    expect('attempts' in result && result.attempts[0]?.billDoubt).toBeNull();
  });
});

test('what is believed grows with the quote, from a dollar on, and ends where the ledger does', () => {
  const believed = (costUsd: string, highUsd: string | null) => statedBill({ costUsd }, { highUsd }).billKnown;
  expect([believed('1', '0.08'), believed('1.01', '0.08')]).toEqual([true, false]);
  expect([believed('5', '0.5'), believed('5.000000000001', '0.5')]).toEqual([true, false]);
  expect([believed('1000', null), believed('1001', null)]).toEqual([true, false]);
  expect([believed('900000', '800000'), believed('900001', '800000')]).toEqual([true, false]);
});

test('a ledger that an older version left with a bill of ten million opens, disputes it and goes on', async () => {
  await using world = await simulate();
  const first = world.open();
  const bought = await first.run(ordered);
  await first.close();
  const { quotedHighUsd } = bought as { quotedHighUsd: string };
  const file = new Database(join(world.home, 'ledger.sqlite'));
  file.exec(`
    update attempts set billed_usd = '10000000', bill_known = 1;
    update money set pico = 10000000 * 1000000000000.0 where kind = 'settle';
    update totals set pico = 10000000 * 1000000000000.0;
    ${backToVersion(2)}`);
  expect(file.prepare("select typeof(pico) as type from money where kind = 'settle'").get()).toMatchObject({
    type: 'real',
  });
  file.close();

  const again = world.open();
  expect((await again.ledger()).report.total).toMatchObject({
    billedUsd: '0',
    assumedUsd: quotedHighUsd,
    disputedBills: 1,
  });
  expect((await again.jobs())[0]).toMatchObject({
    billedUsd: null,
    attempts: [{ billDoubt: { code: 'bill_far_above_quote', stated: '10000000' } }],
  });
  expect(await again.run(ordered)).toMatchObject({ status: 'done', quotedHighUsd });
  await again.close();
  const ledger = await openLedger({ home: world.home, now: at });
  expect(await ledger.checkIntegrity()).toEqual([]);
  await ledger.close();
});
