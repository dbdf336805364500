import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, test } from 'vitest';
import type { JobAnswer, QuoteAnswer } from '../../packages/shotcaller/test/mcp/agents.ts';

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
