import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { noPostgres } from '../needs.ts';
import { bundle } from './bundle.mjs';
import { openWorld } from './matrix.ts';

let childPath: string;
let postgres: PostgresServer | undefined;

beforeAll(async () => {
  childPath = await bundle('tests/crash/child.ts');
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

describe.each(['SQLite', 'PostgreSQL'])('four processes that race on %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'PostgreSQL' && !postgres) context.skip(noPostgres);
  });

  const open = () => openWorld(childPath, kind === 'PostgreSQL' ? postgres!.createDatabase : undefined);

  test.each<[string, string | undefined]>([
    ['for one key', undefined],
    ['for one row that is recorded and whose process died', 'run:recorded'],
    ['for one row that is bought and whose process died', 'submit:recorded'],
    ['for one row whose file is there and whose process died', 'download:linked'],
  ])('%s buy one clip, submit once, and all report it', async (_name, point) => {
    await using world = await open();
    const reports = await world.race(4, point === undefined ? undefined : { name: point, occurrence: 1 });
    expect(world.simulator.jobs).toHaveLength(1);
    expect(new Set(reports.map(({ result }) => result.id)).size).toBe(1);
    expect(reports.map(({ result }) => result.status)).toEqual(['done', 'done', 'done', 'done']);
    const boughtBefore = point === 'submit:recorded' || point === 'download:linked' ? 1 : 0;
    expect(reports.reduce((sum, { submits }) => sum + submits, 0)).toBe(1 - boughtBefore);
    // One settlement of one reservation, whoever booked it.
    expect(reports[0]!.entries.map(({ kind: entry }) => entry).sort()).toEqual(['refund', 'reserve', 'settle']);
  });

  test('for one row whose intent is on disk and whose process died submit nothing, and all report that it may be bought', async () => {
    await using world = await open();
    const reports = await world.race(4, { name: 'ledger:reserve:after', occurrence: 1 });
    expect(world.simulator.jobs).toHaveLength(0);
    expect(reports.map(({ result, submits }) => [result.status, submits])).toEqual(
      Array.from({ length: 4 }, () => ['unknown', 0]),
    );
    expect(reports[0]!.entries.map(({ kind: entry }) => entry)).toEqual(['reserve']);
  });
});
