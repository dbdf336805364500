import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import type { FirstAnswers } from '../../src/mcp/first-answers.ts';
import { type OpenServer, openLazyServer } from '../../src/mcp/lazy-server.ts';
import { continuedTransport, serveOverStdio } from '../../src/mcp/stdio.ts';
import { clip, type SimulatedDoor, simulatedDoor } from './agents.ts';

/** What a client that starts is told before the server is loaded, and how the server goes on from there. */

interface Answer {
  readonly id: number | string;
  readonly result?: Record<string, unknown> & { readonly isError?: boolean };
  readonly error?: { readonly code: number };
}

interface Line {
  readonly client: (text: string) => void;
  readonly goesAway: () => void;
  /** What was answered, as soon as there are so many. */
  readonly answers: (count: number) => Promise<readonly Answer[]>;
  /** What was answered, as soon as these requests are. */
  readonly answersTo: (...ids: readonly number[]) => Promise<readonly Answer[]>;
  readonly opened: () => number;
  readonly server: OpenServer;
}

const clientInfo = { name: 'an-agent', version: '1.0.0' };
const initializeWith = (more: object = {}) => ({
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo,
  ...more,
});
const envelope = (more: object = {}) => ({
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
    ...more,
  },
});
const say = (id: number | string, method: string, params?: object) =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, ...(params && { params }) })}\n`;
const initialized = '{"jsonrpc":"2.0","method":"notifications/initialized"}\n';
const lists = ['tools/list', 'prompts/list', 'resources/templates/list'];

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function newDoor(): Promise<SimulatedDoor> {
  const door = await simulatedDoor();
  open.push(async () => door[Symbol.asyncDispose]());
  return door;
}

/** A client of that door; the server behind it is a real one. */
function lineTo(door: SimulatedDoor, answers: FirstAnswers | undefined): Line {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let opened = 0;
  const server = openLazyServer({
    input,
    output,
    answers,
    openServer: async (handedOver) => {
      opened += 1;
      return serveOverStdio(door.door, { transport: continuedTransport(handedOver) });
    },
  });
  open.push(() => server.close());
  let told = '';
  output.on('data', (chunk) => {
    told += chunk;
  });
  const heard = () =>
    told
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Answer);
  return {
    client: (text) => void input.write(text),
    goesAway: () => void input.end(),
    async answers(count) {
      await expect.poll(() => heard().length, { interval: 5 }).toBeGreaterThanOrEqual(count);
      return heard();
    },
    async answersTo(...ids) {
      const said = () => heard().map(({ id }) => id);
      await expect.poll(said, { interval: 5 }).toEqual(expect.arrayContaining([...ids]));
      return heard();
    },
    opened: () => opened,
    server,
  };
}

function quoteIdIn(answers: readonly Answer[]): string | undefined {
  const quote = answers.find(({ id }) => id === 3)?.result?.structuredContent as { quoteId: string } | undefined;
  return quote?.quoteId;
}

/** Recorded as the build does it: the server is asked everything itself. */
async function recordedAt(door: SimulatedDoor): Promise<FirstAnswers> {
  const legacyMethods = ['initialize', 'ping', ...lists];
  const modernMethods = ['server/discover', ...lists];
  const [legacy, modern] = [lineTo(door, undefined), lineTo(door, undefined)];
  for (const method of legacyMethods)
    legacy.client(say(method, method, method === 'initialize' ? initializeWith() : {}));
  for (const method of modernMethods) modern.client(say(method, method, envelope()));
  const resultsOf = (answers: readonly Answer[]) => Object.fromEntries(answers.map(({ id, result }) => [id, result!]));
  return {
    legacy: resultsOf(await legacy.answers(legacyMethods.length)),
    legacyVersions: ['2025-11-25', '2025-06-18'],
    modern: resultsOf(await modern.answers(modernMethods.length)),
    modernVersion: '2026-07-28',
  };
}

describe('A client that starts is answered without the server', () => {
  test('of 2025: what it asks on its way in, in whatever pieces it comes', async () => {
    const door = await newDoor();
    const recorded = await recordedAt(door);
    const asked = say(1, 'initialize', initializeWith({ clientInfo: { ...clientInfo, title: 'Ein „Agent“ 🎬' } }));
    const text = [
      asked,
      initialized,
      say('zwei', 'tools/list'),
      say(3, 'ping', {}),
      say(4, 'prompts/list', { _meta: { progressToken: 7 } }),
    ].join('');
    const line = lineTo(door, recorded);
    for (const byte of Buffer.from(text)) line.client(Buffer.of(byte) as unknown as string);
    const answers = await line.answers(4);
    expect(answers.map(({ id }) => id)).toEqual([1, 'zwei', 3, 4]);
    expect(answers[1]?.result).toEqual(recorded.legacy['tools/list']);
    expect(answers[0]?.result).toMatchObject({ protocolVersion: '2025-11-25', serverInfo: { name: 'shotcaller' } });
    expect(line.opened()).toBe(0);
    line.goesAway();
    await line.server.closed;
    expect(line.opened()).toBe(0);
  });

  test('of 2026: the same with each request, whatever it can do besides', async () => {
    const door = await newDoor();
    const recorded = await recordedAt(door);
    const line = lineTo(door, recorded);
    const capabilities = {
      elicitation: { form: {} },
      roots: { listChanged: true },
      extensions: {
        'io.modelcontextprotocol/tasks': {},
        'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] },
      },
    };
    const params = envelope({ 'io.modelcontextprotocol/clientCapabilities': capabilities });
    line.client(say(1, 'server/discover', params) + say(2, 'tools/list', params));
    const answers = await line.answers(2);
    expect(answers.map(({ result }) => result)).toEqual([
      recorded.modern['server/discover'],
      recorded.modern['tools/list'],
    ]);
    expect(line.opened()).toBe(0);
  });

  test('in each revision in its own words, and one that goes away at once has cost nothing', async () => {
    const door = await newDoor();
    const recorded = await recordedAt(door);
    const line = lineTo(door, recorded);
    line.client(say(1, 'initialize', initializeWith({ protocolVersion: '2025-06-18' })));
    line.goesAway();
    expect((await line.answers(1))[0]?.result).toMatchObject({ protocolVersion: '2025-06-18' });
    await line.server.closed;
    expect(line.opened()).toBe(0);
  });
});

describe('The server takes over at the first message that needs it', () => {
  test('a purchase: it hears everything from the beginning, and every request is answered once', async () => {
    const door = await newDoor();
    const line = lineTo(door, await recordedAt(door));
    line.client(say(1, 'initialize', initializeWith()) + initialized + say(2, 'tools/list'));
    await line.answers(2);
    line.client(say(3, 'tools/call', { name: 'quote', arguments: { requirements: clip } }) + say(4, 'tools/list', {}));
    const quoted = await line.answers(4);
    const quoteId = quoteIdIn(quoted);
    line.client(say(5, 'tools/call', { name: 'generate_video', arguments: { quoteId, waitSeconds: 45 } }));
    const all = await line.answers(5);
    expect(all.map(({ id }) => id).toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(all.at(-1)?.result?.structuredContent).toMatchObject({ status: 'done' });
    expect([line.opened(), door.simulator.bills.length]).toEqual([1, 1]);
  });

  test('a purchase of 2026, by a client that declares tasks after it was discovered', async () => {
    const door = await newDoor();
    const line = lineTo(door, await recordedAt(door));
    const params = envelope();
    line.client(say(1, 'server/discover', params) + say(2, 'tools/list', params));
    line.client(say(3, 'tools/call', { name: 'quote', arguments: { requirements: clip }, ...params }));
    const quoteId = quoteIdIn(await line.answers(3));
    line.client(say(4, 'tools/call', { name: 'generate_video', arguments: { quoteId, waitSeconds: 45 }, ...params }));
    const all = await line.answers(4);
    expect(all.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(all.at(-1)?.result?.structuredContent).toMatchObject({ status: 'done' });
    expect(line.opened()).toBe(1);
  });

  test('a client of 2025 that tried the ways of 2026 first is served as one of 2025', async () => {
    const door = await newDoor();
    const line = lineTo(door, await recordedAt(door));
    line.client(say(1, 'server/discover', envelope()));
    await line.answers(1);
    line.client(say(2, 'initialize', initializeWith()) + initialized + say(3, 'ping', {}));
    const all = await line.answers(3);
    expect(all[1]?.result).toMatchObject({ protocolVersion: '2025-11-25' });
    expect(all.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  const long = 'x'.repeat(100_000);
  test.each([
    ['a revision that it knows not', say(1, 'initialize', initializeWith({ protocolVersion: '2099-01-01' }))],
    ['no client', say(1, 'initialize', { protocolVersion: '2025-11-25', capabilities: {} })],
    ['capabilities that are none', say(1, 'initialize', initializeWith({ capabilities: [] }))],
    [
      'a capability that is a text',
      say(1, 'initialize', initializeWith({ capabilities: { roots: { listChanged: 'yes' } } })),
    ],
    ['a list before anything else', say(1, 'tools/list', {})],
    ['a page of a list', say(1, 'tools/list', { ...envelope(), cursor: 'x' })],
    [
      'tasks declared in no valid form',
      say(
        1,
        'tools/list',
        envelope({
          'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': true } },
        }),
      ),
    ],
    [
      'another revision in the envelope',
      say(1, 'tools/list', envelope({ 'io.modelcontextprotocol/protocolVersion': '2026-01-01' })),
    ],
    ['a method that is a property of every object', say(1, 'constructor', envelope())],
    ['a batch', `[${say(1, 'initialize', initializeWith()).trim()}]\n`],
    ['no JSON', 'hello\n'],
    ['an id of no kind', '{"jsonrpc":"2.0","id":{},"method":"ping"}\n'],
    ['another protocol', '{"jsonrpc":"1.0","id":1,"method":"ping"}\n'],
    ['a message that does not end', `{"jsonrpc":"2.0","id":1,"method":"${long}`],
  ])('%s: it is answered as the server answers it', async (_what, text) => {
    const door = await newDoor();
    const [behind, alone] = [lineTo(door, await recordedAt(door)), lineTo(door, undefined)];
    const more = `${text.endsWith('\n') ? '' : '"}\n'}${say(8, 'tools/list', envelope())}${say(9, 'initialize', initializeWith())}`;
    for (const line of [behind, alone]) line.client(text + more);
    const expected = await alone.answersTo(8, 9);
    expect(await behind.answersTo(8, 9)).toEqual(expected);
    expect(behind.opened()).toBe(1);
  });

  test('a server that cannot be opened ends with its reason', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const server = openLazyServer({
      input,
      output,
      answers: undefined,
      openServer: () => Promise.reject(new Error('the ledger is of a newer version')),
    });
    input.write(say(1, 'initialize', initializeWith()));
    await expect(server.closed).rejects.toThrow('newer version');
    await server.close();
  });
});
