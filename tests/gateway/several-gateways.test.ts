import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../packages/shotcaller/src/jobs/stores/open.ts';
import { readEvents } from '../../packages/shotcaller/test/gateway/read-events.ts';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { bundle } from '../crash/bundle.mjs';
import { freePort } from '../free-port.mjs';
import { noPostgres } from '../needs.ts';
import { patienceMs } from '../patience.ts';
import type { GatewayTask } from './gateway-process.ts';
import { startGateway, stopGateway } from './start-gateway.ts';

let postgres: PostgresServer | undefined;
let program: string;

beforeAll(async () => {
  postgres = await startPostgres();
  program = await bundle('tests/gateway/gateway-process.ts');
});

afterAll(() => postgres?.stop());

const prompts = Array.from({ length: 20 }, (_, number) => `Clip ${number}`);

const clip = { model: 'google/veo-3.1-lite', duration: 4, resolution: '720p', generate_audio: false };

describe.each(['sqlite', 'postgres'] as const)('several gateways on one ledger in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  const gateways = (tasks: readonly Partial<GatewayTask>[], options?: { readonly speed?: number }) =>
    startGateways(kind, tasks, options);

  test.each([2, 3])(
    '20 jobs of one of %i that was killed are finished by the others, and each is bought once',
    async (count) => {
      const { simulator, submit, poll, kill, ledger } = await gateways(Array(count).fill({}));
      const ids = await Promise.all(prompts.map((prompt) => submit(0, prompt)));
      await kill(0);
      for (const id of ids) await until(async () => (await poll(count - 1, id)).status === 'completed');
      expect(simulator.jobs).toHaveLength(prompts.length);
      const events = await ledger.events({ jobId: ids[0]! });
      expect(events.at(-1)?.state).toBe('done');
    },
  );

  test('jobs that one parks when it is ended are finished by a worker that answers no requests', async () => {
    const { simulator, submit, end, ledger } = await gateways([{}, { listens: false }]);
    const ids = await Promise.all(prompts.slice(0, 5).map((prompt) => submit(0, prompt)));
    await end(0);
    for (const id of ids) await until(async () => (await ledger.attempt(id))?.state === 'done');
    expect(simulator.jobs).toHaveLength(5);
  });

  test.each([2, 3])('a job of one of %i is answered by each of the others, with its file', async (count) => {
    const { submit, poll, url } = await gateways(Array(count).fill({}));
    const id = await submit(0, 'a mug');
    for (let other = 1; other < count; other += 1) {
      await until(async () => (await poll(other, id)).status === 'completed');
      const content = await fetch(`${url(other)}/api/v1/videos/${id}/content`);
      expect(content.status).toBe(200);
      expect((await content.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
    }
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

  test('who leaves one and comes back at another with Last-Event-ID is told what moved meanwhile, and nothing is reset', async () => {
    const { submit, url } = await gateways([{}, {}]);
    const first = await submit(0, 'a mug');
    const heard = await eventsOf(url(0), {}, (events) =>
      events.some(({ id, status }) => id === first && status === 'done'),
    );
    const second = await submit(0, 'a lantern');
    await until(async () => (await stateOf(url(0), second)) === 'done');
    const more = await eventsOf(url(1), { 'last-event-id': heard.at(-1)!.position }, (events) =>
      events.some(({ id, status }) => id === second && status === 'done'),
    );
    expect(more.map(({ kind }) => kind)).not.toContain('reset');
    expect(more[0]?.kind).toBe('hello');
    // From there on to the first again, which hears what happens from now on.
    const third = await submit(1, 'a kite');
    const rest = await eventsOf(url(0), { 'last-event-id': more.at(-1)!.position }, (events) =>
      events.some(({ id, status }) => id === third && status === 'done'),
    );
    expect(rest.map(({ kind }) => kind)).not.toContain('reset');
  });

  test('an id that no server sent, or one of another day with too much after it, is answered with a reset', async () => {
    const { url } = await gateways([{}]);
    for (const position of ['x', 'another-run-7', '2026-13-45T99:00:00.000Z.abc-1', "'; drop table events"]) {
      const events = await eventsOf(url(0), { 'last-event-id': position }, ({ length }) => length === 2);
      expect(events.map(({ kind }) => kind)).toEqual(['hello', 'reset']);
    }
  });

  test('a job that one carries is watched, whichever is asked', async () => {
    const { submit, url } = await gateways([{ pollMs: 60_000, leaseMs: patienceMs }, {}]);
    const id = await submit(0, 'a mug');
    for (const index of [0, 1]) expect(await jobAt(url(index), id)).toMatchObject({ ended: false, watched: true });
  });

  test('a job that is let go at one is left alone by all of them, also by one that starts, until it is resumed', async () => {
    const { submit, url, start, end, kill, ledger } = await gateways([{ pollMs: 300 }, {}], { speed: 0.01 });
    const id = await submit(0, 'a mug');
    const detached = await fetch(`${url(1)}/v1/jobs/${id}/detach`, { method: 'POST' });
    expect(detached.status).toBe(200);
    await until(async () => (await ledger.attempt(id))?.worker === null);
    for (const index of [0, 1]) await until(async () => (await jobAt(url(index), id)).watched === false);
    await end(1);
    await start(1);
    // The sweep takes up the job of one that is killed, and leaves that one.
    const other = await submit(0, 'a lantern');
    await kill(0);
    await until(async () => (await ledger.events({ jobId: other })).some(({ what }) => what === 'taken_over'));
    expect((await ledger.attempt(id))?.worker).toBe(null);
    const resumed = await fetch(`${url(1)}/v1/jobs/${id}/resume`, { method: 'POST' });
    expect(resumed.status).toBe(202);
    await until(async () => (await ledger.attempt(id))?.worker !== null);
    expect(await jobAt(url(1), id)).toMatchObject({ watched: true });
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
async function startGateways(
  kind: 'sqlite' | 'postgres',
  tasks: readonly Partial<GatewayTask>[],
  { speed = 40 }: { readonly speed?: number } = {},
) {
  const simulator = createSimulator({ speed, clipThread: false, allowInsecureCallbacks: true });
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
    async start(index: number) {
      processes[index] = await start(index);
    },
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

interface Told {
  readonly position: string;
  readonly kind: string;
  readonly id?: string;
  readonly status?: string;
}

/** Events of a server until there are enough, then leaves it. */
async function eventsOf(
  url: string,
  headers: Readonly<Record<string, string>>,
  enough: (events: readonly Told[]) => boolean,
): Promise<readonly Told[]> {
  const events = await readEvents(await fetch(`${url}/v1/events`, { headers }), (seen) =>
    enough(seen.map(({ id, event }) => ({ position: id, ...event }))),
  );
  return events.map(({ id, event }) => ({ position: id, ...event }));
}

async function jobAt(url: string, id: string): Promise<{ status: string; ended: boolean; watched: boolean }> {
  return (await (await fetch(`${url}/v1/jobs/${id}`)).json()) as { status: string; ended: boolean; watched: boolean };
}

async function stateOf(url: string, id: string): Promise<string> {
  return (await jobAt(url, id)).status;
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
