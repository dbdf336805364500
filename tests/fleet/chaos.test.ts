import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { bundle } from '../crash/bundle.mjs';
import { noPostgres } from '../needs.ts';
import { runChaos } from './run-chaos.ts';

let postgres: PostgresServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

/** `node tests/fleet/chaos.mjs` does the same with 2,000. */
const jobs = 60;

test('three machines that are killed, stopped past their leases and cut off from the database buy each clip once, end every job, account every bill and make every call that is owed', async (context) => {
  if (!postgres) context.skip(noPostgres);
  const program = await bundle('tests/gateway/gateway-process.ts');
  const report = await runChaos({ program, databaseUrl: await postgres!.createDatabase(), jobs, seed: 7 });
  expect(report.kills + report.stops + report.cuts).toBeGreaterThan(5);
  expect(report).toMatchObject({
    mostForOneAttempt: 1,
    unknownToLedger: 0,
    open: 0,
    ledgerUsd: report.billedUsd,
    webhooksOwed: jobs,
    webhooksDelivered: jobs,
    integrity: [],
  });
});
