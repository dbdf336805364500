import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createSimulator } from '@shotcaller/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import type { JobAnswer, QuoteAnswer } from '../../packages/shotcaller/test/mcp/agents.ts';
import { noPostgres } from '../needs.ts';

const program = fileURLToPath(new URL('../../packages/shotcaller/bin/shotcaller.js', import.meta.url));

test.each(['legacy', 'modern'] as const)(
  'the built `shotcaller mcp`, compiled ahead, quotes, buys and fetches from the built-in simulator (%s era)',
  async (era) => {
    const home = await mkdtemp(join(tmpdir(), 'shotcaller-built-mcp-'));
    const client = new Client(
      { name: 'an-agent', version: '1.0.0' },
      { versionNegotiation: { mode: era === 'legacy' ? 'legacy' : { pin: '2026-07-28' } } },
    );
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp', '--files', join(home, 'clips'), '--catalog', 'bundled'],
      env: { PATH: process.env.PATH ?? '', SHOTCALLER_HOME: home },
      stderr: 'ignore',
    });
    await client.connect(transport);
    try {
      const call = async <Answer>(name: string, args: Record<string, unknown>) =>
        (await client.callTool({ name, arguments: args })).structuredContent as unknown as Answer;
      const requirements = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false };
      const { quoteId } = await call<QuoteAnswer>('quote', { requirements, profile: 'fastAndCheap' });
      let job = await call<JobAnswer>('generate_video', { quoteId, waitSeconds: 45 });
      while (job.status === 'running') job = await call<JobAnswer>('get_job', { jobId: job.jobId, waitSeconds: 45 });
      expect(job).toMatchObject({ status: 'done', path: expect.stringContaining(join(home, 'clips')) });
      expect((await readFile(job.path!)).subarray(4, 8).toString()).toBe('ftyp');
    } finally {
      await client.close();
      await rm(home, { recursive: true, force: true });
    }
  },
);

const clientInfo = { name: 'an-agent', version: '1.0.0' };
const lists = ['tools/list', 'prompts/list', 'resources/templates/list'];
const opensWith = {
  legacy: (protocolVersion: string) => [
    ['initialize', { protocolVersion, capabilities: {}, clientInfo }],
    ...['ping', ...lists].map((method) => [method, {}]),
  ],
  modern: (protocolVersion: string) =>
    ['server/discover', ...lists].map((method) => [
      method,
      {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': protocolVersion,
          'io.modelcontextprotocol/clientInfo': clientInfo,
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    ]),
} as const;

/** The lines that it is answered with, in order; `first` is said before anything else. */
async function toldAtStart(asked: readonly (readonly unknown[])[], first: string): Promise<readonly string[]> {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-built-mcp-'));
  const server = spawn(process.execPath, [program, 'mcp'], {
    env: { PATH: process.env.PATH, SHOTCALLER_HOME: home, OPENROUTER_API_KEY: 'sk-or-v1-nothing-real' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  try {
    const ended = once(server, 'close');
    const messages = asked.map(([method, params], id) => `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    server.stdin.write(first + messages.join(''));
    const lines: string[] = [];
    for await (const line of createInterface({ input: server.stdout })) {
      lines.push(line);
      if (lines.length === asked.length) break;
    }
    server.stdin.end();
    server.stdout.resume();
    expect((await ended)[0]).toBe(0);
    return lines;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

test.each([
  ['legacy', '2025-11-25'],
  ['legacy', '2025-06-18'],
  ['legacy', '2025-03-26'],
  ['legacy', '2024-11-05'],
  ['modern', '2026-07-28'],
] as const)(
  'what a client of the %s era (%s) is told before the server is loaded is what the server says',
  async (era, revision) => {
    const asked = opensWith[era](revision);
    // An empty line is no message, and only the server knows what to make of it.
    const [atTheDesk, byTheServer] = [await toldAtStart(asked, ''), await toldAtStart(asked, '\n')];
    expect(atTheDesk.map((line) => JSON.parse(line))).toEqual(byTheServer.map((line) => JSON.parse(line)));
  },
);

let postgres: PostgresServer | undefined;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => postgres?.stop());

test('on a database that several machines share, quotes and jobs go by its clock, not by a machine’s that is wrong', async (context) => {
  if (!postgres) return context.skip(noPostgres);
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-built-mcp-'));
  const simulator = createSimulator({ speed: 100, clipThread: false });
  const { url } = await simulator.listen();
  /** A machine whose clock is ten minutes late. */
  const late =
    'const D = Date; globalThis.Date = class extends D { constructor(...a) { a.length ? super(...a) : super(D.now() - 6e5); } static now() { return D.now() - 6e5; } };';
  const client = new Client({ name: 'an-agent', version: '1.0.0' }, { versionNegotiation: { mode: 'legacy' } });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [`--import=data:text/javascript,${encodeURIComponent(late)}`, program, 'mcp', '--catalog', 'bundled'],
    env: {
      PATH: process.env.PATH ?? '',
      SHOTCALLER_HOME: home,
      DATABASE_URL: await postgres.createDatabase(),
      OPENROUTER_API_KEY: 'sk-or-v1-nothing-real',
      OPENROUTER_BASE_URL: `${url}/api/v1`,
    },
    stderr: 'ignore',
  });
  await client.connect(transport);
  try {
    const call = async <Answer>(name: string, args: Record<string, unknown>) =>
      (await client.callTool({ name, arguments: args })).structuredContent as unknown as Answer;
    const requirements = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false };
    const { quoteId, expiresAt } = await call<QuoteAnswer>('quote', { requirements, profile: 'fastAndCheap' });
    const leftMs = Date.parse(expiresAt) - Date.now();
    // Fifteen minutes from now, and not five.
    expect([leftMs > 13 * 60_000, leftMs < 16 * 60_000]).toEqual([true, true]);
    const { createdAt } = await call<{ createdAt: string }>('generate_video', { quoteId, waitSeconds: 0 });
    expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(120_000);
  } finally {
    await client.close();
    await simulator.close();
    await rm(home, { recursive: true, force: true });
  }
});
