import { once } from 'node:events';
import { Agent, type ClientRequest, get, type IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { type SimulatedGateway, simulatedGateway, veo } from './simulated-gateway.ts';

/** Sleeps of the gateway of a second and more last until the test lets them pass. */
function heldClock() {
  const sleeps = new Set<{ readonly durationMs: number; readonly pass: () => void }>();
  const sleep = (durationMs: number, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (durationMs < 1000) return void setTimeout(resolve, durationMs);
      const entry = { durationMs, pass: resolve };
      sleeps.add(entry);
      signal?.addEventListener('abort', () => {
        sleeps.delete(entry);
        reject(signal.reason);
      });
    });
  const those = (durationMs: number) => [...sleeps].filter((one) => one.durationMs === durationMs);
  return {
    clock: { now: () => Date.now(), sleep },
    sleeping: (durationMs: number) => those(durationMs).length,
    pass: (durationMs: number) => {
      for (const { pass } of those(durationMs)) pass();
    },
  };
}

/** How long a connection stays before what it was given counts as arrived, and how long one is watched that its client has closed. */
const stays = 3000;
const closed = 1500;

interface World extends AsyncDisposable {
  readonly home: SimulatedGateway;
  readonly time: ReturnType<typeof heldClock>;
  readonly id: string;
  readonly owner: Record<string, string>;
  /** The same body again: `new` or `repeat`. */
  again(agent?: Agent): Promise<string>;
  isHandedOver(): Promise<boolean | undefined>;
  content(agent: Agent, headers?: Record<string, string>, query?: string): Promise<[ClientRequest, IncomingMessage]>;
}

/** A clip that a client key has ordered, on a server with sockets. */
async function delivered(options: Parameters<typeof simulatedGateway>[0] = {}): Promise<World> {
  const time = heldClock();
  const home = await simulatedGateway({ ...options, gateway: { mode: 'server', clock: time.clock } });
  const server = await home.gateway.listen();
  const owner = { authorization: `Bearer ${await home.addKey({ name: 'ann' })}` };
  const { id } = await (await home.post('/api/v1/videos', veo, owner)).json();
  await home.ended(id, owner);
  return {
    home,
    time,
    id,
    owner,
    async again(agent) {
      const answer = agent
        ? await posted(`${server.url}/api/v1/videos`, agent, owner)
        : await (await home.post('/api/v1/videos', veo, owner)).json();
      return answer.id === id ? 'repeat' : 'new';
    },
    isHandedOver: async () => (await home.ledger.job(id))?.receipt?.handedOver,
    async content(agent, headers = {}, query = '') {
      const request = get(`${server.url}/api/v1/videos/${id}/content${query}`, {
        agent,
        headers: { ...owner, ...headers },
      });
      request.on('error', () => undefined);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.on('error', () => undefined);
      return [request, response];
    },
    async [Symbol.asyncDispose]() {
      await home[Symbol.asyncDispose]();
    },
  };
}

async function posted(url: string, agent: Agent, headers: Record<string, string>) {
  const { request } = await import('node:http');
  const call = request(url, { method: 'POST', agent, headers: { ...headers, 'content-type': 'application/json' } });
  call.end(JSON.stringify(veo));
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return JSON.parse((await wholeOf(response)).toString());
}

function agentOf(keepAlive: boolean): Agent {
  const agent = new Agent({ keepAlive });
  onTestFinished(() => agent.destroy());
  return agent;
}

async function wholeOf(response: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('a clip that was fetched is handed over by the next request on its connection: the same body is a new order', async () => {
  await using world = await delivered();
  const agent = agentOf(true);
  await wholeOf((await world.content(agent))[1]);
  expect(await world.again(agent)).toBe('new');
  expect(await world.isHandedOver()).toBe(true);
});

test('an equal order on another connection waits for the sign that the clip arrived, and is a new one', async () => {
  await using world = await delivered();
  await wholeOf((await world.content(agentOf(true)))[1]);
  await expect.poll(() => world.time.sleeping(stays)).toBe(1);
  const again = world.again();
  expect(await world.isHandedOver()).toBe(false);
  world.time.pass(stays);
  expect(await again).toBe('new');
});

test('a client that fetches its clip and closes the connection has it', async () => {
  await using world = await delivered();
  const [request, response] = await world.content(agentOf(true));
  const { socket } = request;
  await wholeOf(response);
  socket?.end();
  await expect.poll(() => world.time.sleeping(closed)).toBe(1);
  world.time.pass(closed);
  expect(await world.again()).toBe('new');
});

test('so has one that asks for the connection to be closed', async () => {
  await using world = await delivered();
  await wholeOf((await world.content(agentOf(false)))[1]);
  await expect.poll(() => world.time.sleeping(closed) + world.time.sleeping(stays)).toBeGreaterThan(0);
  world.time.pass(closed);
  world.time.pass(stays);

  expect(await world.again()).toBe('new');
});

test.each([true, false])(
  'a client that reads nothing and resets has nothing, though all was written (connection kept: %s)',
  async (keepAlive) => {
    await using world = await delivered();
    const [request, response] = await world.content(agentOf(keepAlive));
    response.pause();
    // All of it waits in buffers of the two systems.
    await expect.poll(() => world.time.sleeping(stays)).toBe(1);
    const again = world.again();
    request.destroy();
    await expect.poll(() => world.time.sleeping(stays)).toBe(0);
    expect(await again).toBe('repeat');
    expect(await world.isHandedOver()).toBe(false);
  },
);

test('a client that is gone at the headers of a small part has nothing', async () => {
  await using world = await delivered();
  const { files } = await (await world.home.call(`/v1/jobs/${world.id}`, { headers: world.owner })).json();
  const from = files[0].bytes - 8000;
  const first = await world.home.call(`/v1/jobs/${world.id}/content`, {
    headers: { ...world.owner, range: `bytes=0-${from - 1}` },
  });
  await first.arrayBuffer();
  const [request] = await world.content(agentOf(true), { range: `bytes=${from}-` });
  request.destroy();
  // Whatever sign is waited for passes, until none is.
  const again = world.again();
  const passing = setInterval(() => {
    world.time.pass(closed);
    world.time.pass(stays);
  }, 20);
  expect(await again.finally(() => clearInterval(passing))).toBe('repeat');
  expect(await world.isHandedOver()).toBe(false);
});

test.each<[string, (size: number) => readonly string[], string]>([
  ['its last bytes alone', () => ['-500'], 'repeat'],
  ['its second half alone', (size) => [`${size / 2}-`], 'repeat'],
  ['all but a byte', (size) => ['0-999', `1001-${size - 1}`], 'repeat'],
  ['all of it in two parts', (size) => ['0-999', `1000-${size - 1}`], 'new'],
  ['all of it in parts of any order, some twice', (size) => ['5000-', '0-999', '500-3000', `3001-${size}`], 'new'],
])('a client that fetched %s', async (_what, rangesOf, outcome) => {
  await using home = await simulatedGateway();
  const { id } = await (await home.post('/api/v1/videos', veo)).json();
  await home.ended(id);
  const { files } = await (await home.call(`/v1/jobs/${id}`)).json();
  for (const range of rangesOf(files[0].bytes)) {
    const part = await home.call(`/api/v1/videos/${id}/content`, { headers: { range: `bytes=${range}` } });
    expect(part.status).toBe(206);
    await part.arrayBuffer();
  }
  home.later(500);
  const again = await (await home.post('/api/v1/videos', veo)).json();
  expect(again.id === id ? 'repeat' : 'new').toBe(outcome);
});

test('an admin, or a link that only shows it, hands a clip over to nobody', async () => {
  await using home = await simulatedGateway({ gateway: { mode: 'server' } });
  const [ann, root] = [
    { authorization: `Bearer ${await home.addKey({ name: 'ann' })}` },
    { authorization: `Bearer ${await home.addKey({ name: 'root', admin: true })}` },
  ];
  const { id } = await (await home.post('/api/v1/videos', veo, ann)).json();
  await home.ended(id, ann);
  const look = async (path: string, headers = {}) => (await home.call(path, { headers })).arrayBuffer();
  await look(`/v1/jobs/${id}/content`, root);
  await look(`/api/v1/videos/${id}/content`, root);
  const view = await (await home.post('/v1/views', { jobs: [id] }, ann)).json();
  expect((await look(`/v1/views/${view.token}/content?take=1`)).byteLength).toBeGreaterThan(1000);
  home.later(500);
  const again = await (await home.post('/api/v1/videos', veo, ann)).json();
  expect([again.id, (await home.ledger.job(id))?.receipt?.handedOver]).toEqual([id, false]);
  await look(`/v1/jobs/${id}/content`, ann);
  expect((await (await home.post('/api/v1/videos', veo, ann)).json()).id).not.toBe(id);
});

test('a job of two clips is handed over once both were fetched', async () => {
  await using home = await simulatedGateway({
    shotcaller: { fetch: (input, init) => withTwoOutputs(input, init) },
  });
  async function withTwoOutputs(input: string, init?: RequestInit): Promise<Response> {
    const response = await home.simulator.fetch(input.replace('index=1', 'index=0'), init);
    const body = response.headers.get('content-type')?.includes('json') ? await response.clone().json() : undefined;
    const [first] = body?.unsigned_urls ?? [];
    return first ? Response.json({ ...body, unsigned_urls: [first, first.replace('index=0', 'index=1')] }) : response;
  }
  const { id } = await (await home.post('/api/v1/videos', veo)).json();
  await home.ended(id);
  expect((await (await home.call(`/v1/jobs/${id}`)).json()).files).toHaveLength(2);
  const fetched = async (index: number) =>
    (await home.call(`/api/v1/videos/${id}/content?index=${index}`)).arrayBuffer();
  const isHandedOver = async () => (await home.ledger.job(id))?.receipt?.handedOver;
  await fetched(0);
  home.later(500);
  expect([(await (await home.post('/api/v1/videos', veo)).json()).id, await isHandedOver()]).toEqual([id, false]);
  // A player that goes back to the beginning of the first takes nothing of it away.
  const beginning = { headers: { range: 'bytes=0-9' } };
  await (await home.call(`/api/v1/videos/${id}/content?index=0`, beginning)).arrayBuffer();
  await fetched(1);
  await expect.poll(isHandedOver).toBe(true);
});
