import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { noPostgres } from '../needs.ts';
import { bundle } from './bundle.mjs';
import { type CrashPoint, openWorld, resumeScenes, runScenes, type Scene } from './matrix.ts';

let childPath: string;
let postgres: PostgresServer | undefined;

beforeAll(async () => {
  childPath = await bundle('tests/crash/child.ts');
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

/** Each named point once on each database; `npm run crash-matrix` does every point many times in more scenarios. */
describe.concurrent('killed at every named point of run', () => {
  // Without webhooks a purchase whose answer was lost stays unknown, and its reservation stays booked.
  test('on SQLite: no double submit, no lost job, no corrupt file, and the ledger equals the bills', async () => {
    const { points, faults, died } = await playAll({ scenes: runScenes.slice(0, 1), withWebhooks: false });
    expect(faults).toEqual([]);
    expect(points).toBeGreaterThanOrEqual(30);
    expect(died).toBeGreaterThanOrEqual(30);
  });

  // With webhooks such a purchase is found again by its correlation token, and every bill is in the ledger.
  test('on PostgreSQL, with webhooks: the same, and what was bought is always found', async (context) => {
    if (!postgres) return context.skip(noPostgres);
    const { points, faults, died } = await playAll({
      scenes: runScenes.slice(0, 1),
      withWebhooks: true,
      createDatabase: postgres.createDatabase,
    });
    expect(faults).toEqual([]);
    expect(points).toBeGreaterThanOrEqual(30);
    expect(died).toBeGreaterThanOrEqual(30);
  });
});

/** A run was killed and left its job open; now resume is killed, and then everything is resumed once more. */
describe.concurrent('killed at every step of resume', () => {
  const sceneLeftAt = (point: string) =>
    resumeScenes.find(({ scenario, leftAt }) => scenario === '' && leftAt === point)!;

  test('on SQLite: no double submit, no lost job, no corrupt file, and the ledger equals the bills', async () => {
    const scenes = ['submit:recorded', 'run:recorded', 'submit:before_post'].map(sceneLeftAt);
    const { points, faults, died } = await playAll({ scenes, withWebhooks: false, isWanted: isStep });
    expect(faults).toEqual([]);
    expect(points).toBeGreaterThanOrEqual(20);
    expect(died).toBe(points);
  });

  test('on PostgreSQL, with a webhook: the same for a purchase that only the webhook tells of', async (context) => {
    if (!postgres) return context.skip(noPostgres);
    const scenes = [sceneLeftAt('submit:answered')];
    const { createDatabase } = postgres;
    const { points, faults, died } = await playAll({ scenes, withWebhooks: true, createDatabase, isWanted: isStep });
    expect(faults).toEqual([]);
    expect(points).toBeGreaterThanOrEqual(12);
    expect(died).toBe(points);
  });
});

/** The boundaries of steps, and what gives money back; `npm run crash-matrix` kills within all transactions and fetches too. */
function isStep({ name }: CrashPoint): boolean {
  return /^ledger:(cancelled|outcome_unknown):/.test(name) || !/^(ledger|fetch):/.test(name);
}

/** Plays every name once in each of the scenes. */
async function playAll({
  scenes,
  withWebhooks,
  createDatabase,
  isWanted = () => true,
}: {
  scenes: readonly Scene[];
  withWebhooks: boolean;
  createDatabase?: () => Promise<string>;
  isWanted?: (point: CrashPoint) => boolean;
}) {
  await using world = await openWorld(childPath, createDatabase);
  const points: CrashPoint[] = [];
  for (const scene of scenes) {
    points.push(...(await world.pointsOf(scene)).filter((point) => point.occurrence === 1 && isWanted(point)));
  }
  const faults: string[] = [];
  let died = 0;
  for (const point of points) {
    const round = await world.play(point, withWebhooks);
    died += Number(round.died);
    faults.push(...round.faults.map((fault) => `${point.leftAt ?? ''} ${point.name}: ${fault}`));
  }
  return { points: points.length, faults, died };
}
