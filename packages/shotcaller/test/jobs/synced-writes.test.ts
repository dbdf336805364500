import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { simulatedGateway, veo } from '../gateway/simulated-gateway.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { clip, simulate } from './simulated.ts';

let postgres: PostgresServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

/**
 * Every write that a job waits for the disk with, and what would be lost without. Everything else is written too, so a killed process
 * loses nothing; a power failure loses at most what the service says again or what is done again.
 */
const guarantees = {
  /** What may be billed is reserved, and a crash after the POST leads to `unknown`, never to a second POST. The order goes to disk with it. */
  reserve: 'nothing is bought twice, no budget is overspent',
  /** The id that the service gave is known nowhere else. */
  submitted: 'what was bought is found again',
  /** After a crash it is known whether a file of that name is ours, and that it was checked. */
  file_checked: 'no clip is fetched twice or lies about without its job',
} as const;

/** A ledger that notes its transactions in their order, and the waits for the disk among them. */
async function watchedLedger(kind: string, home: string) {
  const writes: { readonly name: string; synced: boolean }[] = [];
  let syncs = 0;
  const ledger = await openLedger({
    home,
    now: '2026-11-22T00:00:00.000Z',
    ...(kind === 'PostgreSQL' && { databaseUrl: await postgres!.createDatabase() }),
    onSync: () => {
      syncs += 1;
    },
    checkpoint(name) {
      const [, write = '', when] = /^ledger:(.+):(before|after)$/.exec(name) ?? [];
      if (when === 'before') writes.push({ name: write, synced: false });
      const written = writes.findLast((one) => one.name === write);
      // In order where nothing else is written meanwhile.
      if (when === 'after' && written && syncs > 0) written.synced = true;
      if (when === 'after') syncs = 0;
    },
  });
  return { ledger, writes };
}

test.each(['SQLite', 'PostgreSQL'])(
  'one job of the library, from its order to its file, waits for the disk three times in nine transactions, in %s',
  async (kind) => {
    if (kind === 'PostgreSQL' && !postgres) return;
    await using world = await simulate();
    const { ledger, writes } = await watchedLedger(kind, world.home);
    onTestFinished(() => ledger.close());
    const shotcaller = world.open({ ledger, placePoll: (_, nowMs) => ({ nextPollMs: nowMs, remainingSeconds: null }) });
    expect((await shotcaller.run(clip)).status).toBe('done');
    // Polls that found nothing new, and leases that were renewed, are as many as it takes.
    const told = writes.filter(({ name }) => name !== 'progress' && name !== 'lease');
    expect(told.filter(({ synced }) => synced).map(({ name }) => name)).toEqual(Object.keys(guarantees));
    expect(told.map(({ name, synced }) => `${name}${synced ? ' (synced)' : ''}`)).toEqual([
      'create',
      'reserve (synced)',
      'submitted (synced)',
      ...(told.some(({ name }) => name === 'running') ? ['running'] : []),
      'completed',
      'download_started',
      'file_checked (synced)',
      'done',
      'conclude',
    ]);
  },
);

test('one job through the gateway waits for the disk as often as one of the library', async () => {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-writes-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  let syncs = 0;
  const names: string[] = [];
  const ledger = await openLedger({
    home,
    now: '2026-11-22T00:00:00.000Z',
    onSync: () => {
      syncs += 1;
    },
    checkpoint: (name) => void (name.endsWith(':after') && names.push(name)),
  });
  onTestFinished(() => ledger.close());
  await using gateway = await simulatedGateway({ gateway: { ledger }, shotcaller: { ledger } });
  const { id } = (await (await gateway.post('/api/v1/videos', veo)).json()) as { id: string };
  expect((await gateway.ended(id)).status).toBe('completed');
  await (await gateway.call(`/api/v1/videos/${id}/content`)).arrayBuffer();
  expect(syncs).toBe(Object.keys(guarantees).length);
  // Beside those of the library: what became of the answer, and that the file was handed over.
  await vi.waitFor(() => expect(names.filter((name) => name === 'ledger:receipt:after')).toHaveLength(2));
});

test('an answer that goes out before anything was sent is on disk first', async () => {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-writes-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  let syncs = 0;
  let mayReserve = () => {};
  const held = new Promise<void>((resolve) => {
    mayReserve = resolve;
  });
  const ledger = await openLedger({
    home,
    now: '2026-11-22T00:00:00.000Z',
    onSync: () => {
      syncs += 1;
    },
    checkpoint: (name) => (name === 'ledger:reserve:before' ? held : undefined),
  });
  onTestFinished(() => ledger.close());
  await using gateway = await simulatedGateway({ gateway: { ledger, submitWaitMs: 1 }, shotcaller: { ledger } });
  const answer = await gateway.post('/api/v1/videos', veo);
  const seen = [answer.status, syncs, gateway.simulator.jobs.length];
  mayReserve();
  expect(seen).toEqual([202, 1, 0]);
  const { id } = (await answer.json()) as { id: string };
  expect((await gateway.ended(id)).status).toBe('completed');
});
