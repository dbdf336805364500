import type { ServerResponse } from 'node:http';
import * as zlib from 'node:zlib';
import { Agent, buildConnector, type Dispatcher, getGlobalDispatcher, Pool, setGlobalDispatcher } from 'undici';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../../../../tests/free-port.mjs';
import { openParts } from '../../src/ai-sdk/open-parts.ts';
import { createClient } from '../../src/openrouter/client.ts';
import type { ClientOptions } from '../../src/openrouter/client.types.ts';
import type { CallFetch } from '../../src/outbound/plain-fetch.ts';
import { createWaysOut } from '../../src/outbound/ways-out.ts';
import { testFolder } from '../files/clips.ts';
import { type Answer, json, manualClientClock, serve } from './servers.ts';

const apiKey = 'sk-or-v1-test-0123456789abcdef';
const job = { id: 'gen-vid-1-a', status: 'pending', polling_url: '/api/v1/videos/gen-vid-1-a' };
const coded = (coding: string, code: (text: string) => Buffer, status = 200): Answer =>
  sent(status, { 'content-type': 'application/json', 'content-encoding': coding }, code(JSON.stringify(job)));

function sent(status: number, headers: Record<string, string>, body?: string | Buffer): Answer {
  return (_, response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** The connection ends in the middle of the answer. */
function cut(status: number): Answer {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"id": "gen-', () => response.destroy());
  };
}

/** What no HTTP server says. */
function raw(text: string): Answer {
  return (_, response: ServerResponse) => response.socket?.end(text);
}

const answers: readonly (readonly [string, Answer])[] = [
  ['a job', (_, response) => json(response, 202, job)],
  ['a refusal', (_, response) => json(response, 402, { error: { code: 402, message: 'Insufficient credits' } })],
  ['a wait', (_, response) => json(response, 429, { error: { message: 'slow' } }, { 'retry-after': '7' })],
  ['a page of a gateway', sent(502, { 'content-type': 'text/html' }, '<html>bad gateway</html>')],
  ['a time-out of somebody else', sent(524, {}, '')],
  ['a redirect', sent(307, { location: 'https://elsewhere.example.com/videos' }, 'moved')],
  ['nothing, as agreed', sent(204, {})],
  ['nothing new', sent(304, {})],
  ['an empty success', sent(200, {})],
  ['text that is no JSON', sent(200, { 'content-type': 'text/plain' }, 'ok')],
  ['a stream of events', sent(200, { 'content-type': 'text/event-stream' }, `data: ${JSON.stringify(job)}\n\n`)],
  ['more than is read', sent(200, { 'content-type': 'application/json' }, `"${'x'.repeat(3000)}"`)],
  ['a status of nobody', sent(599, {}, 'what')],
  ['several cookies', (_, response) => json(response, 202, job, { 'set-cookie': ['a=1', 'b=2'] as unknown as string })],
  ['letters beyond ASCII', (_, response) => json(response, 400, { error: { message: 'Größe zu groß – 大きい' } })],
  ['gzip that nobody asked for', coded('gzip', (text) => zlib.gzipSync(text), 202)],
  ['deflate that nobody asked for', coded('deflate', (text) => zlib.deflateSync(text))],
  ['brotli that nobody asked for', coded('br', (text) => zlib.brotliCompressSync(text))],
  ['a label of gzip on plain text', coded('identity', (text) => Buffer.from(text))],
  ['a refusal in gzip', coded('gzip', (text) => zlib.gzipSync(text), 400)],
  ['a success that breaks off', cut(200)],
  ['an error that breaks off', cut(500)],
  ['a refusal that breaks off', cut(400)],
  ['no answer', (_, response) => response.destroy()],
  ['what is no HTTP', raw('hello\r\n\r\n')],
  ['a status beyond all that there are', raw('HTTP/1.1 700 What\r\ncontent-length: 20\r\n\r\n{"id":"gen-vid-1-a"}')],
  ['a coding of nobody', sent(200, { 'content-encoding': 'constructor' }, Buffer.from([0, 1, 2, 3]))],
];

/** What one call came to, in words that can be compared. */
async function told(call: Promise<unknown>): Promise<unknown> {
  const answer = await call.catch((error: Error) => ({ ...error, name: error.name, message: error.message }));
  // The two versions of undici name what is no HTTP in their own ways.
  return JSON.parse(JSON.stringify(answer).replaceAll(/ \(HPE_\w+\)/g, ''));
}

const ways: readonly (readonly [string, CallFetch])[] = [
  ['fetch', (url, request) => fetch(url, request)],
  ['the fetch of jobs', createWaysOut(null).jobFetch],
];

describe('A submit and a poll come to the same over Node’s fetch and the fetch of jobs', () => {
  test.each(answers)('answered with %s', async (_, answer) => {
    const { baseUrl, requests } = await serve(answer);
    const outcomes = [];
    for (const [, jobFetch] of ways) {
      const before = requests.length;
      const clock = manualClientClock();
      const client = createClient({ apiKey, baseUrl, fetch, jobFetch, clock, maxBodyBytes: 2000 });
      const submit = await told(client.submit({ model: 'm', prompt: 'a mug' }));
      const bought = requests.slice(before);
      const poll = await told(client.getJob('gen-vid-1-a'));
      outcomes.push({ submit, poll, bought: bought.map(({ method, path, key }) => ({ method, path, key })) });
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[1]?.bought).toEqual([{ method: 'POST', path: '/api/v1/videos', key: `Bearer ${apiKey}` }]);
  });

  test('where nobody listens, and nothing was sent', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}/api/v1`;
    for (const [, jobFetch] of ways) {
      const client = createClient({ apiKey, baseUrl, fetch, jobFetch, clock: manualClientClock() });
      expect(await client.submit({ model: 'm' })).toMatchObject({ kind: 'not_sent' });
    }
  });

  test.each(ways)('%s: stopped while it waits, it may have bought, and says so', async (_, jobFetch) => {
    const stopped = new AbortController();
    const { baseUrl } = await serve(() => stopped.abort());
    const client = createClient({ apiKey, baseUrl, fetch, jobFetch, clock: manualClientClock() });
    expect(await client.submit({ model: 'm' }, { signal: stopped.signal })).toMatchObject({
      kind: 'unknown',
      cause: 'aborted',
    });
  });

  test.each(ways)('%s: the body arrives as it was written', async (_, jobFetch) => {
    const bodies: string[] = [];
    const { baseUrl, requests } = await serve((request, response) => {
      bodies.push(String(request.headers['content-length']));
      json(response, 202, job);
    });
    const client = createClient({ apiKey, baseUrl, fetch, jobFetch, clock: manualClientClock() });
    const body = { model: 'm', prompt: 'Ein roter Becher – 大きい 🫖' };
    await client.submit(body, { idempotencyKey: 'once' });
    expect(bodies).toEqual([String(Buffer.byteLength(JSON.stringify(body)))]);
    expect(requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'node',
      'idempotency-key': 'once',
    });
  });
});

describe('The fetch of jobs', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('is the one that the application has put in the place of the global one', async () => {
    const { jobFetch } = createWaysOut(null);
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url);
      return Response.json(job, { status: 202 });
    });
    const client = createClient({ apiKey, fetch, jobFetch, clock: manualClientClock() });
    expect(await client.submit({ model: 'm' })).toMatchObject({ kind: 'accepted', remoteId: job.id });
    expect(asked).toEqual(['https://openrouter.ai/api/v1/videos']);
  });

  /** Each tells what passes it. */
  const routes: readonly (readonly [string, (passed: string[]) => Dispatcher])[] = [
    [
      'composed of more than an agent',
      (passed) =>
        new Agent().compose((dispatch) => (options, handler) => {
          passed.push(options.path);
          return dispatch(options, handler);
        }),
    ],
    [
      'an agent with connections of its own',
      (passed) => {
        const factory = (origin: string | URL, options: object) => {
          passed.push(String(origin));
          return new Pool(origin, options);
        };
        return new Agent({ factory });
      },
    ],
    [
      'an agent with sockets of its own',
      (passed) => {
        const connect = buildConnector({});
        return new Agent({
          connect: (options, callback) => {
            passed.push(options.hostname);
            connect(options, callback);
          },
        });
      },
    ],
    [
      'an agent of a class of its own with the same name',
      (passed) => {
        class Watched extends Agent {
          override dispatch(...[options, handler]: Parameters<Dispatcher['dispatch']>): boolean {
            passed.push(options.path);
            return super.dispatch(options, handler);
          }
        }
        Object.defineProperty(Watched, 'name', { value: 'Agent' });
        return new Watched();
      },
    ],
    [
      'an agent whose dispatch was replaced',
      (passed) => {
        const agent = new Agent();
        const dispatch = agent.dispatch.bind(agent);
        agent.dispatch = (options, handler) => {
          passed.push(options.path);
          return dispatch(options, handler);
        };
        return agent;
      },
    ],
  ];

  test.each(routes)('goes the way that the application has set, also when it sets it later: %s', async (_, make) => {
    const before = getGlobalDispatcher();
    onTestFinished(() => setGlobalDispatcher(before));
    const { baseUrl, requests } = await serve((_request, response) => json(response, 200, job));
    const { jobFetch } = createWaysOut(null);
    const client = createClient({ apiKey, baseUrl, fetch, jobFetch, clock: manualClientClock() });
    await client.getJob(job.id);
    const passed: string[] = [];
    setGlobalDispatcher(make(passed));
    await client.getJob(job.id);
    expect(passed).toHaveLength(1);
    setGlobalDispatcher(before);
    await client.getJob(job.id);
    expect(passed).toHaveLength(1);
    expect(requests).toHaveLength(3);
  });

  test('keeps its connection from call to call', async () => {
    const ports = new Set<number | undefined>();
    const { baseUrl } = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      json(response, 200, job);
    });
    const client = createClient({
      apiKey,
      baseUrl,
      fetch,
      jobFetch: createWaysOut(null).jobFetch,
      clock: manualClientClock(),
    });
    for (let call = 0; call < 12; call += 1) await client.getJob(job.id);
    // The next call may leave before the connection of the last one is free.
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

/** Node's `fetch` sends a request again after this, body and all, as browsers do. */
const misdirected: Answer = (_, response) => json(response, 421, { error: { message: 'Misdirected' } });

describe('An order that is answered with HTTP 421 is not sent again', () => {
  const none = { httpsUrl: null, httpUrl: null, noProxy: '' };
  const clients: readonly (readonly [
    string,
    (baseUrl: string, origin: string) => Pick<ClientOptions, 'fetch' | 'jobFetch'>,
  ])[] = [
    ['by a client that was given Node’s own fetch', () => ({ fetch })],
    ['by what jobs go by', () => createWaysOut(null)],
    ['through a proxy', (_, origin) => createWaysOut({ ...none, httpUrl: origin })],
  ];

  test.each(clients)('%s', async (_, optionsFor) => {
    const { baseUrl, origin, requests } = await serve(misdirected);
    const client = createClient({ apiKey, baseUrl, ...optionsFor(baseUrl, origin), clock: manualClientClock() });
    expect(await client.submit({ model: 'm', prompt: 'a mug' })).toMatchObject({ kind: 'unknown', httpStatus: 421 });
    expect(requests).toHaveLength(1);
  });

  test('by the dispatcher that an application has set', async () => {
    const before = getGlobalDispatcher();
    onTestFinished(() => setGlobalDispatcher(before));
    setGlobalDispatcher(new Agent({ connections: 4 }));
    const { baseUrl, requests } = await serve(misdirected);
    const { fetch, jobFetch } = createWaysOut(null);
    const client = createClient({ apiKey, baseUrl, fetch, jobFetch, clock: manualClientClock() });
    expect(await client.submit({ model: 'm' })).toMatchObject({ kind: 'unknown', httpStatus: 421 });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['with nothing given', {}],
    ['with Node’s own fetch given', { fetch }],
  ])('by the AI SDK door %s, which sends its headers too', async (_, given) => {
    const { baseUrl, requests } = await serve(misdirected);
    const { client } = await openParts({
      apiKey,
      baseURL: baseUrl,
      home: testFolder(),
      headers: { 'X-Team': 'films' },
      ...given,
    });
    expect(await client.submit({ model: 'm' })).toMatchObject({ kind: 'unknown', httpStatus: 421 });
    expect(requests.map(({ headers }) => [headers['x-team'], headers['user-agent']])).toEqual([
      ['films', expect.stringContaining('ai-sdk')],
    ]);
  });
});
