import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noPostgres } from '../../../../tests/needs.ts';
import type { BatchRun } from '../../src/batch/batches.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import type { Shotcaller } from '../../src/shotcaller.ts';
import { type PostgresServer, startPostgres } from '../jobs/postgres-server.ts';
import { simulate } from '../jobs/simulated.ts';
import { twoLedgers } from '../jobs/two-ledgers.ts';

let postgres: PostgresServer | undefined;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shotcaller-two-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const shots = 8;
const csv = `id,prompt,duration,resolution,audio,model\n${Array.from({ length: shots }, (_, index) => `shot-${index + 1},a mug number ${index + 1},4,480p,no,bytedance/seedance-2.0-fast`).join('\n')}\n`;

/** As a machine that was stopped past its lease: it takes the batch for its own, whoever holds it. */
function believingItHolds(ledger: Ledger): Ledger {
  return { ...ledger, putBatch: async () => true, renewBatch: async () => true, releaseBatch: async () => undefined };
}

let runs = 0;

/** Reads the list and runs the batch, as if nobody else did. */
async function run({ batch }: Shotcaller): Promise<BatchRun> {
  runs += 1;
  const plan = await batch.plan(await batch.readListText(csv, 'csv', { name: 'film' }));
  return batch.run(plan, { outFolder: join(folder, `clips-${runs}`) });
}

const done = (count: number) => Array.from({ length: count }, () => 'done');

describe.each(['sqlite', 'postgres'] as const)('one list on two machines over one ledger in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });
  const ledgers = () => twoLedgers(folder, kind === 'postgres' ? postgres : undefined);
  // In SQLite they are two processes of one home; in PostgreSQL each machine has its own.
  const homeOf = (machine: number) => (kind === 'postgres' ? { home: join(folder, `home-${runs}-${machine}`) } : {});

  test('started at the same moment: one machine runs it, the other is told so, or finds all there when it comes late', async () => {
    await using simulated = await simulate();
    const machines = (await ledgers()).map((ledger, at) => simulated.open({ ledger, ...homeOf(at) }));
    const ended = await Promise.allSettled(machines.map(run));
    const ran = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(ran.length).toBeGreaterThan(0);
    for (const { clips } of ran) expect(clips.map(({ state }) => state)).toEqual(done(shots));
    for (const one of ended) if (one.status === 'rejected') expect(String(one.reason)).toMatch(/Another process runs/);
    expect(simulated.simulator.jobs).toHaveLength(shots);
    expect(simulated.simulator.bills).toHaveLength(shots);
  });

  test('both running it, each sure that it holds it: every shot is bought once, and both have all clips', async () => {
    await using simulated = await simulate();
    const machines = (await ledgers()).map((ledger, at) =>
      simulated.open({ ledger: believingItHolds(ledger), ...homeOf(at) }),
    );
    const both = await Promise.all(machines.map(run));
    expect(both.map(({ clips }) => clips.map(({ state }) => state))).toEqual([done(shots), done(shots)]);
    expect(simulated.simulator.jobs).toHaveLength(shots);
    expect(simulated.simulator.bills).toHaveLength(shots);
    expect(both[0]?.clips.map(({ job }) => job?.id)).toEqual(both[1]?.clips.map(({ job }) => job?.id));
  });
});
