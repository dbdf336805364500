import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
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
}, 60_000);

afterAll(() => postgres?.stop(), 60_000);

const prompts = Array.from({ length: 20 }, (_, number) => `Clip ${number}`);

const clip = { model: 'google/veo-3.1-lite', duration: 4, resolution: '720p', generate_audio: false };

describe.each(['sqlite', 'postgres'] as const)('several gateways on one ledger in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  const gateways = (tasks: readonly Partial<GatewayTask>[]) => startGateways(kind, tasks);

  test('20 jobs of one that was killed are finished by another, and each is bought once', async () => {
    const { simulator, submit, poll, kill, ledger } = await gateways([{}, {}]);
    const ids = await Promise.all(prompts.map((prompt) => submit(0, prompt)));
    await kill(0);
    for (const id of ids) await until(async () => (await poll(1, id)).status === 'completed');
    expect(simulator.jobs).toHaveLength(prompts.length);
    const events = await ledger.events({ jobId: ids[0]! });
    expect(events.at(-1)?.state).toBe('done');
  });

  test('jobs that one parks when it is ended are finished by a worker that answers no requests', async () => {
    const { simulator, submit, end, ledger } = await gateways([{}, { listens: false }]);
    const ids = await Promise.all(prompts.slice(0, 5).map((prompt) => submit(0, prompt)));
    await end(0);
    for (const id of ids) await until(async () => (await ledger.attempt(id))?.state === 'done');
    expect(simulator.jobs).toHaveLength(5);
  });

  test('a job of one is answered by the other, with its file', async () => {
    const { submit, poll, url } = await gateways([{}, {}]);
    const id = await submit(0, 'a mug');
    await until(async () => (await poll(1, id)).status === 'completed');
    const content = await fetch(`${url(1)}/api/v1/videos/${id}/content`);
    expect(content.status).toBe(200);
    expect((await content.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
  });

  test('a listener at one hears of the job that the other carries', async () => {
    const { submit, url } = await gateways([{}, {}]);
    const abort = new AbortController();
    const stream = await fetch(`${url(1)}/v1/events`, { signal: abort.signal });
    const heard = statusesOf(stream.body!, 'done');
    await submit(0, 'a mug');
    const statuses = await heard;
    abort.abort();
    // Moves that follow each other closely are told as the job stands then.
    expect(statuses.length).toBeGreaterThan(1);
    expect(statuses.at(-1)).toBe('done');
  });

  test('a webhook call that is owed is made once by all of them, also when the one that saw the end died', async () => {
    const calls: string[] = [];
    const receiver = createServer((request, response) => {
      calls.push(String(request.headers['x-openrouter-idempotency-key']));
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void receiver.close());
    const callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/done`;
    const { submit, kill } = await gateways([
      { callsLoopback: true },
      { callsLoopback: true },
      { callsLoopback: true },
    ]);
    const ids = await Promise.all(
      prompts.map((prompt, number) => submit(number % 3, prompt, { callback_url: callbackUrl })),
    );
    await kill(0);
    for (const id of ids) await until(async () => calls.includes(`${id}-completed`));
    const timesCalled = (id: string) => calls.filter((call) => call === `${id}-completed`).length;
    // Of a call by the one that was killed nobody knows whether it arrived: it is made again, with the same key.
    expect(ids.filter((_, number) => number % 3 !== 0).map(timesCalled)).toEqual(Array(13).fill(1));
  });
});

test('gateways on one PostgreSQL whose clocks that differ by 200 seconds take nothing from each other and leave nothing lying', async (context) => {
  if (!postgres) context.skip(noPostgres);
  const { simulator, submit, poll, kill, ledger } = await startGateways('postgres', [
    { clockAheadMs: -200_000, leaseMs: 15_000 },
    { clockAheadMs: 200_000, leaseMs: 15_000 },
    { clockAheadMs: 0, leaseMs: 15_000 },
  ]);
  const ids = await Promise.all(prompts.map((prompt, number) => submit(number % 2, prompt)));
  await kill(0);
  for (const id of ids) await until(async () => (await poll(2, id)).status === 'completed');
  expect(simulator.jobs).toHaveLength(prompts.length);
  const events = (await Promise.all(ids.map((jobId) => ledger.events({ jobId })))).flat();
  expect(events.map(({ what }) => what)).not.toContain('outcome_unknown');
  // Only what the killed one held was taken over.
  const taken = new Set(events.filter(({ what }) => what === 'taken_over').map(({ jobId }) => jobId));
  for (const id of taken) expect(ids.indexOf(id) % 2).toBe(0);
});

/** One process for each task, all on one ledger and one service. In PostgreSQL each has a home of its own, as on several machines. */
async function startGateways(kind: 'sqlite' | 'postgres', tasks: readonly Partial<GatewayTask>[]) {
  const simulator = createSimulator({ speed: 40, clipThread: false, allowInsecureCallbacks: true });
  const upstream = `${(await simulator.listen()).url}/api/v1`;
  const databaseUrl = kind === 'postgres' ? await postgres!.createDatabase() : undefined;
  const shared = await mkdtemp(join(tmpdir(), 'shotcaller-several-'));
  const homes = tasks.map((_, index) => (kind === 'postgres' ? join(shared, String(index)) : shared));
  const ports = await Promise.all(tasks.map(() => freePort()));
  const start = (index: number) =>
    startGateway(program, {
      home: homes[index]!,
      port: ports[index]!,
      upstream,
      pollMs: 100,
      receivesWebhooks: false,
      leaseMs: 1500,
      sweepMs: 200,
      ...(databaseUrl !== undefined && { databaseUrl, followsDatabase: true }),
      ...tasks[index],
    });
  const processes = await Promise.all(tasks.map((_, index) => start(index)));
  const ledger = await openLedger({
    home: homes[0]!,
    now: new Date().toISOString(),
    ...(databaseUrl !== undefined && { databaseUrl }),
  });
  onTestFinished(async () => {
    for (const gateway of processes) await stopGateway(gateway, 'SIGKILL');
    await ledger.close();
    await simulator.close();
    await rm(shared, { recursive: true, force: true });
  });
  const url = (index: number) => `http://127.0.0.1:${ports[index]}`;
  return {
    simulator,
    ledger,
    url,
    kill: (index: number) => stopGateway(processes[index]!, 'SIGKILL'),
    end: (index: number) => stopGateway(processes[index]!, 'SIGTERM'),
    async submit(index: number, prompt: string, more: object = {}): Promise<string> {
      const answer = await fetch(`${url(index)}/api/v1/videos`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...clip, prompt, ...more }),
      });
      expect(answer.status).toBe(202);
      return ((await answer.json()) as { id: string }).id;
    },
    async poll(index: number, id: string): Promise<{ status: string }> {
      const answer = await fetch(`${url(index)}/api/v1/videos/${id}`);
      expect(answer.status).toBe(200);
      return (await answer.json()) as { status: string };
    },
  };
}

/** Asks until it is so; the test's own time limit ends it. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** The statuses that a stream of events tells of, to the first that is `last`. */
async function statusesOf(body: ReadableStream<Uint8Array>, last: string): Promise<readonly string[]> {
  const statuses: string[] = [];
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      const { kind, status } = JSON.parse(data ?? '{}') as { kind?: string; status?: string };
      if (kind === 'job' && status !== undefined) statuses.push(status);
    }
    if (statuses.at(-1) === last) break;
  }
  return statuses;
}
