import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { newClientKey } from '../../packages/shotcaller/src/gateway/keys/client-keys.ts';
import { openLedger } from '../../packages/shotcaller/src/jobs/stores/open.ts';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { bundle } from '../crash/bundle.mjs';
import { freePort } from '../free-port.mjs';
import { noPostgres } from '../needs.ts';
import type { GatewayTask } from './gateway-process.ts';
import { startGateway, stopGateway } from './start-gateway.ts';

let postgres: PostgresServer | undefined;
let program: string;

beforeAll(async () => {
  postgres = await startPostgres();
  program = await bundle('tests/gateway/gateway-process.ts');
});

afterAll(() => postgres?.stop());

const clip = { model: 'google/veo-3.1-lite', duration: 4, resolution: '720p', generate_audio: false };

const fleets = [
  { kind: 'sqlite', count: 2 },
  { kind: 'sqlite', count: 3 },
  { kind: 'postgres', count: 2 },
  { kind: 'postgres', count: 3 },
] as const;

describe.each(fleets)('$count gateways on one ledger in $kind', ({ kind, count }) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  /** Processes, one service, and a key that all know. */
  async function startAll({
    budgetUsd,
    clockAheadMs = [],
    scenario,
  }: {
    readonly budgetUsd?: string;
    readonly clockAheadMs?: readonly number[];
    readonly scenario?: string;
  } = {}) {
    const simulator = createSimulator({ speed: 40, clipThread: false, ...(scenario !== undefined && { scenario }) });
    const home = await mkdtemp(join(tmpdir(), 'shotcaller-two-'));
    const upstream = `${(await simulator.listen()).url}/api/v1`;
    const databaseUrl = kind === 'postgres' ? await postgres!.createDatabase() : undefined;
    const place = { home, ...(databaseUrl !== undefined && { databaseUrl }) };
    const ledger = await openLedger({ ...place, now: new Date().toISOString() });
    const made = newClientKey(
      { name: 'alice', ...(budgetUsd !== undefined && { budgetUsd }) },
      { now: () => new Date().toISOString(), newToken: () => 'a'.repeat(43) },
    );
    await ledger.addClientKey(made.entry);
    const ports = await Promise.all(Array.from({ length: count }, () => freePort()));
    const tasks = ports.map(
      (port, index): GatewayTask => ({
        ...place,
        port,
        upstream,
        pollMs: 100,
        receivesWebhooks: false,
        asksForKeys: true,
        clockAheadMs: clockAheadMs[index] ?? 0,
      }),
    );
    const gateways = await Promise.all(tasks.map((task) => startGateway(program, task)));
    onTestFinished(async () => {
      for (const gateway of gateways) await stopGateway(gateway, 'SIGKILL');
      await ledger.close();
      await simulator.close();
      await rm(home, { recursive: true, force: true });
    });
    const submit = async (gateway: number, prompt: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`http://127.0.0.1:${ports[gateway]}/api/v1/videos`, {
        method: 'POST',
        headers: { authorization: `Bearer ${made.key}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ ...clip, prompt }),
      });
      const { id } = (await answer.json()) as { id?: string };
      return { status: answer.status, id };
    };
    const booked = () => ledger.bookedPico({ service: new URL(upstream).origin, owner: made.entry.owner });
    return { simulator, submit, booked };
  }

  const everyone = Array.from({ length: count }, (_, index) => index);

  test('each of twenty Idempotency-Keys that is sent to all at once, and again, is one purchase', async () => {
    const { simulator, submit } = await startAll();
    const keys = Array.from({ length: 20 }, (_, number) => `shot-${number}`);
    const send = (key: string) =>
      Promise.all([...everyone, ...everyone].map((gateway) => submit(gateway, key, { 'idempotency-key': key })));
    const answers = [...(await Promise.all(keys.map(send))), ...(await Promise.all(keys.map(send)))];
    for (const same of answers) {
      expect(same.map(({ status }) => status)).toEqual(same.map(() => 202));
      expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    }
    expect(simulator.jobs.map(({ request }) => request.prompt).sort()).toEqual([...keys].sort());
  });

  test('an Idempotency-Key that one of them knows with another body buys nothing at the other', async () => {
    const { simulator, submit } = await startAll();
    expect((await submit(0, 'a mug', { 'idempotency-key': 'one' })).status).toBe(202);
    expect((await submit(1, 'a jug', { 'idempotency-key': 'one' })).status).toBe(422);
    expect(simulator.jobs).toHaveLength(1);
  });

  test('an equal body without a key that is sent to all at once, and again, is one purchase', async () => {
    const { simulator, submit } = await startAll();
    const prompts = ['one', 'two', 'three', 'four', 'five'];
    const send = (prompt: string) => Promise.all(everyone.map((gateway) => submit(gateway, prompt)));
    const answers = [...(await Promise.all(prompts.map(send))), ...(await Promise.all(prompts.map(send)))];
    for (const same of answers) {
      expect(same.map(({ status }) => status)).toEqual(same.map(() => 202));
      expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    }
    expect(simulator.jobs.map(({ request }) => request.prompt).sort()).toEqual([...prompts].sort());
  });

  test('an equal body without a key is one purchase at two gateways whose clocks differ', async () => {
    const { simulator, submit } = await startAll({ clockAheadMs: [5000, 0] });
    const first = await submit(0, 'a mug');
    expect(await submit(1, 'a mug')).toEqual(first);
    expect(simulator.jobs).toHaveLength(1);
  });

  test('an equal body that comes to the other gateway while nobody knows whether the first was bought is not sent', async () => {
    const { simulator, submit } = await startAll({ scenario: 'submit-reset' });
    const first = await submit(0, 'a mug');
    expect(await submit(1, 'a mug')).toEqual(first);
    expect(simulator.jobs).toHaveLength(1);
  });

  test('a budget of a key is one budget, however the orders are spread', async () => {
    const { simulator, submit, booked } = await startAll({ budgetUsd: '1.20' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) => submit(number % count, `Clip ${number}`)),
    );
    const bought = answers.filter(({ status }) => status === 202).length;
    expect(answers.map(({ status }) => status).every((status) => status === 202 || status === 402)).toBe(true);
    // Ten clips of twelve cents, and not one more.
    expect([bought, simulator.jobs.length]).toEqual([10, 10]);
    expect(await booked()).toBeLessThanOrEqual(1_200_000_000_000n);
  });
});
