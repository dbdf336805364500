import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from '@shotcaller/simulator';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../packages/shotcaller/src/jobs/stores/open.ts';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { bundle } from '../crash/bundle.mjs';
import { freePort } from '../free-port.mjs';
import { startGateway, stopGateway } from '../gateway/start-gateway.ts';
import { noPostgres } from '../needs.ts';

let postgres: PostgresServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

test('machines that are ended and started anew one after the other, as clients order on, lose nothing and buy nothing twice', async (context) => {
  if (!postgres) context.skip(noPostgres);
  const simulator = createSimulator({ speed: 40, clipThread: false });
  const upstream = `${(await simulator.listen()).url}/api/v1`;
  const databaseUrl = await postgres!.createDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-rolling-'));
  const program = await bundle('tests/gateway/gateway-process.ts');
  const ports = await Promise.all([freePort(), freePort()]);
  const start = (index: number) =>
    startGateway(program, {
      home: join(folder, String(index)),
      port: ports[index]!,
      upstream,
      pollMs: 200,
      receivesWebhooks: false,
      databaseUrl,
      followsDatabase: true,
      sweepMs: 500,
    });
  const machines = await Promise.all([start(0), start(1)]);
  const ledger = await openLedger({ home: folder, databaseUrl, now: new Date().toISOString() });
  onTestFinished(async () => {
    for (const machine of machines) await stopGateway(machine, 'SIGKILL');
    await ledger.close();
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  const restarted = new AbortController();
  const ids = new Set<string>();
  /** Sends again with the same key, to the other machine, where one does not answer: as every client behind a load balancer does. */
  async function client(name: string): Promise<void> {
    for (let number = 0; !restarted.signal.aborted || number < 5; number += 1) {
      for (let at = number; ; at += 1) {
        const answer = await fetch(`http://127.0.0.1:${ports[at % 2]}/api/v1/videos`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': `${name}-${number}` },
          body: JSON.stringify({
            model: 'x-ai/grok-imagine-video',
            prompt: 'a mug',
            duration: 1,
            resolution: '480p',
            seed: 1,
          }),
        }).catch(() => undefined);
        const body = (await answer?.json().catch(() => undefined)) as { id?: string } | undefined;
        if (answer?.ok && body?.id !== undefined) {
          ids.add(body.id);
          break;
        }
      }
    }
  }
  const clients = ['a', 'b', 'c'].map(client);
  for (const index of [0, 1]) {
    await stopGateway(machines[index]!, 'SIGTERM');
    machines[index] = await start(index);
  }
  restarted.abort();
  await Promise.all(clients);

  for (const id of ids) await expect.poll(async () => (await ledger.attempt(id))?.state).toBe('done');
  expect(simulator.jobs).toHaveLength(ids.size);
  const events = (await Promise.all([...ids].map((jobId) => ledger.events({ jobId })))).flat();
  expect(events.map(({ what }) => what)).not.toContain('outcome_unknown');
  expect(await ledger.checkIntegrity()).toEqual([]);
  // Who has ended is not listed among the processes of the ledger.
  expect(await ledger.instances({ service: new URL(upstream).origin, since: '2020-01-01' })).toHaveLength(2);
});
