import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  'the built `shotcaller mcp`, compiled ahead, quotes, buys and fetches from the embedded simulator (%s era)',
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

let postgres: PostgresServer | undefined;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => postgres?.stop(), 60_000);

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
