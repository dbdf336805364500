import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { bundle } from './bundle.mjs';
import { openWorld } from './matrix.ts';

let childPath: string;
let postgres: PostgresServer | undefined;

beforeAll(async () => {
  childPath = await bundle('tests/crash/child.ts');
  postgres = await startPostgres();
}, 60_000);

afterAll(() => postgres?.stop());

/** Each named point once on each database; `npm run crash-matrix` does every point many times in more scenarios. */
describe.concurrent('killed at every named point of run', () => {
  // Without webhooks a purchase whose answer was lost stays unknown, and its reservation stays booked.
  test('on SQLite: no double submit, no lost job, no corrupt file, and the ledger equals the bills', async () => {
    const { names, faults, died } = await playAll({ withWebhooks: false });
    expect(faults).toEqual([]);
    expect(names).toBeGreaterThanOrEqual(30);
    expect(died).toBeGreaterThanOrEqual(30);
  }, 240_000);

  // With webhooks such a purchase is found again by its correlation token, and every bill is in the ledger.
  test('on PostgreSQL, with webhooks: the same, and what was bought is always found', async (context) => {
    if (!postgres) return context.skip();
    const { names, faults, died } = await playAll({ withWebhooks: true, createDatabase: postgres.createDatabase });
    expect(faults).toEqual([]);
    expect(names).toBeGreaterThanOrEqual(30);
    expect(died).toBeGreaterThanOrEqual(30);
  }, 240_000);
});

async function playAll({
  withWebhooks,
  createDatabase,
}: {
  withWebhooks: boolean;
  createDatabase?: () => Promise<string>;
}) {
  await using world = await openWorld(childPath, createDatabase);
  const points = (await world.pointsOf('', 0)).filter(({ occurrence }) => occurrence === 1);
  const faults: string[] = [];
  let died = 0;
  for (const point of points) {
    const round = await world.play(point, withWebhooks);
    died += Number(round.died);
    faults.push(...round.faults.map((fault) => `${point.name}: ${fault}`));
  }
  return { names: new Set(points.map(({ name }) => name)).size, faults, died };
}
