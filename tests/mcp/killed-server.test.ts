import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createSimulator } from '@shotcaller/simulator';
import { expect, test } from 'vitest';
import { clip, type JobAnswer, type QuoteAnswer } from '../../packages/shotcaller/test/mcp/agents.ts';
import { bundle } from '../crash/bundle.mjs';
import type { McpTask } from './mcp-process.ts';

/** When a server is killed, by what the service knows; the first time the purchase is only just sent. */
const moments = ['sent', 'bought', 'bought', 'bought', 'bought'] as const;

test.each(['legacy', 'modern'] as const)(
  'the same generate_video to five servers, each killed with SIGKILL: one job, one bill, one file (%s era)',
  async (era) => {
    const simulator = createSimulator({ speed: 40, clipThread: false });
    const home = await mkdtemp(join(tmpdir(), 'shotcaller-killed-'));
    const task: McpTask = { home, upstream: `${(await simulator.listen()).url}/api/v1`, pollMs: 50 };
    const program = await bundle('tests/mcp/mcp-process.ts');
    const connect = async () => {
      const client = new Client(
        { name: 'an-agent', version: '1.0.0' },
        { versionNegotiation: { mode: era === 'legacy' ? 'legacy' : { pin: '2026-07-28' } } },
      );
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [program, JSON.stringify(task)],
        stderr: 'inherit',
      });
      await client.connect(transport);
      return { client, pid: transport.pid! };
    };
    try {
      const first = await connect();
      const { quoteId } = (await first.client.callTool({ name: 'quote', arguments: { requirements: clip } }))
        .structuredContent as unknown as QuoteAnswer;
      await first.client.close();
      const buy = { name: 'generate_video', arguments: { quoteId, waitSeconds: 45 } };
      for (const moment of moments) {
        const { client, pid } = await connect();
        const lost = client.callTool(buy).catch(() => 'lost');
        if (moment === 'bought') await expect.poll(() => simulator.jobs.length, { interval: 5 }).toBe(1);
        process.kill(pid, 'SIGKILL');
        await lost;
        await client.close().catch(() => undefined);
      }
      const { client } = await connect();
      const call = async (name: string, args: Record<string, unknown>) =>
        (await client.callTool({ name, arguments: args })).structuredContent as unknown as JobAnswer;
      let job = await call('generate_video', buy.arguments);
      // Killed between the record of the submit and its answer: only the user can tell, and nothing is bought meanwhile.
      if (job.status === 'unknown') {
        const remoteId = simulator.jobs[0]!.id;
        job = await call('resume_job', { jobId: job.jobId, remoteId, waitSeconds: 45 });
      }
      expect(job).toMatchObject({ status: 'done', files: [{ verified: true }] });
      expect([simulator.jobs.length, simulator.bills.length]).toEqual([1, 1]);
      await client.close();
    } finally {
      await simulator.close();
      await rm(home, { recursive: true, force: true });
    }
  },
);
