import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from '@shotcaller/simulator';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../packages/shotcaller/src/jobs/stores/open.ts';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import type { BudgetReport, BudgetTask } from './budget-child.ts';
import { bundle } from './bundle.mjs';

let childPath: string;
let postgres: PostgresServer | undefined;

beforeAll(async () => {
  childPath = await bundle('tests/crash/budget-child.ts');
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

// 0.12 each: eight are 0.96, nine would be 1.08.
test.each(['SQLite', 'PostgreSQL'])(
  'of forty orders that two processes make at once with a key of one dollar, eight of 0.12 are bought, on %s',
  async (kind) => {
    if (kind === 'PostgreSQL' && !postgres) return;
    const home = await mkdtemp(join(tmpdir(), 'shotcaller-budget-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    const simulator = createSimulator({ speed: 100, clipThread: false });
    const service = await simulator.listen();
    onTestFinished(() => simulator.close());
    const place = { home, ...(kind === 'PostgreSQL' && { databaseUrl: await postgres!.createDatabase() }) };
    const now = new Date().toISOString();
    const ledger = await openLedger({ ...place, now });
    onTestFinished(() => ledger.close());
    const owner = 'alice~1';
    const key = { name: 'alice', owner, sha256: 'h', createdAt: now, revokedAt: null, admin: false };
    await ledger.addClientKey({ ...key, budgetUsd: '1' });

    const task = { ...place, baseUrl: `${service.url}/api/v1`, owner, orders: 20 };
    const children = [startChild(task), startChild(task)];
    await Promise.all(children.map(({ ready }) => ready));
    for (const { begin } of children) begin();
    const reports = (await Promise.all(children.map(({ report }) => report))).flat();

    expect(reports).toHaveLength(40);
    expect(reports.filter(({ code }) => code === 'over_budget')).toHaveLength(32);
    expect(reports.filter(({ state }) => state === 'submitted' || state === 'running')).toHaveLength(8);
    expect(simulator.jobs).toHaveLength(8);
    const origin = new URL(service.url).origin;
    expect(await ledger.bookedPico({ service: origin, owner })).toBe(960_000_000_000n);
    expect(await ledger.checkIntegrity()).toEqual([]);
  },
  600_000,
);

/** A process that is `ready` to order, orders at `begin`, and then reports. */
function startChild(task: BudgetTask) {
  const child = spawn(process.execPath, [childPath, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let isReady = () => {};
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    if (stdout.includes('ready\n')) isReady();
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const report = new Promise<BudgetReport>((resolve, reject) => {
    child.on('close', (code) => {
      isReady();
      if (code === 0) resolve(JSON.parse(stdout.replace('ready\n', '')) as BudgetReport);
      else reject(new Error(stderr));
    });
  });
  return { ready, report, begin: () => child.stdin.write('begin\n') };
}
