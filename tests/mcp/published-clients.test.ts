import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSimulator, type Simulator } from '@shotcaller/simulator';
import { afterEach, describe, expect, it } from 'vitest';
import { simulatedGateway } from '../../packages/shotcaller/test/gateway/simulated-gateway.ts';
import type { JobAnswer, QuoteAnswer } from '../../packages/shotcaller/test/mcp/agents.ts';
import { bundle } from '../crash/bundle.mjs';
import { needsClients } from '../needs.ts';
import type { McpTask } from './mcp-process.ts';

const run = promisify(execFile);
const clients = fileURLToPath(new URL('../clients/', import.meta.url));

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Served {
  readonly simulator: Simulator;
  /** What a client is started with. */
  readonly url?: string;
  readonly program?: readonly [string, string];
  /** A folder of its own for what a client keeps. */
  readonly folder: string;
}

async function overHttp(): Promise<Served> {
  const home = await simulatedGateway();
  open.push(async () => home[Symbol.asyncDispose]());
  const { url } = await home.gateway.listen();
  return { simulator: home.simulator, url: `${url}/mcp`, folder: home.home };
}

async function overStdio(): Promise<Served> {
  const simulator = createSimulator({ speed: 100, clipThread: false });
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-clients-'));
  open.push(
    () => simulator.close(),
    () => rm(folder, { recursive: true, force: true }),
  );
  const task: McpTask = { home: folder, upstream: `${(await simulator.listen()).url}/api/v1`, pollMs: 50 };
  return { simulator, program: [await bundle('tests/mcp/mcp-process.ts'), JSON.stringify(task)], folder };
}

const transports: readonly (readonly [string, () => Promise<Served>])[] = [
  ['stdio', overStdio],
  ['HTTP', overHttp],
];

describe.each(transports)('Published clients of the protocol, unmodified, over %s', needsClients, (_name, serve) => {
  it('@ai-sdk/mcp 2.0.99 drives every tool; bought once', async () => {
    const { simulator, url, program } = await serve();
    const args = url === undefined ? ['stdio', ...program!] : ['http', url];
    const { stdout } = await run(process.execPath, [join(clients, 'ai-sdk-mcp.mjs'), ...args]);
    const told = JSON.parse(stdout.trim().split('\n').at(-1)!);
    expect(told).toMatchObject({
      tools: 11,
      models: true,
      picked: true,
      refused: [true, true],
      status: ['done', 'done', 'done'],
      sameJob: true,
      billed: 1,
    });
    expect((await stat(told.path)).size).toBeGreaterThan(10_000);
    expect([simulator.jobs.length, simulator.bills.length]).toEqual([1, 1]);
  });

  it('the command line of the Inspector 2.12.0 drives every tool, each call a connection of its own; bought once', async () => {
    const { simulator, url, program, folder } = await serve();
    const target = url === undefined ? [process.execPath, ...program!] : [url];
    const inspect = async (...more: readonly string[]) => {
      const inspector = join(clients, 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');
      const { stdout } = await run(process.execPath, [inspector, '--cli', ...target, ...more], {
        env: { PATH: process.env.PATH, HOME: folder, MCP_CATALOG_PATH: join(folder, 'inspector.json') },
        maxBuffer: 2 ** 26,
      }).catch((error: { readonly stderr?: string; readonly stdout?: string }) => {
        // It ends with 1 or more when a tool tells an error.
        if (!error.stderr?.includes('not_settled') && !error.stdout?.includes('not_settled')) throw error;
        return { stdout: '{"isError":true}' };
      });
      return JSON.parse(stdout);
    };
    const call = async <Answer = JobAnswer>(name: string, args: Readonly<Record<string, string>> = {}) => {
      const pairs = Object.entries(args).map(([field, value]) => `${field}=${value}`);
      const more = pairs.length === 0 ? [] : ['--tool-arg', ...pairs];
      const result = await inspect('--method', 'tools/call', '--tool-name', name, ...more);
      return { isError: result.isError === true, answer: result.structuredContent as Answer };
    };
    const { tools } = await inspect('--method', 'tools/list');
    expect(tools).toHaveLength(11);
    const requirements = JSON.stringify({ prompt: 'a mug', durationSeconds: 4, resolution: '480p', audio: false });
    expect((await call('list_models', { search: 'veo' })).isError).toBe(false);
    const { answer: selected } = await call<{ pick: string }>('select_model', { requirements });
    expect((await call('explain_model', { model: selected.pick, requirements })).isError).toBe(false);
    expect((await call('preview_request', { requirements })).isError).toBe(false);
    const { answer: quote } = await call<QuoteAnswer>('quote', { requirements });
    expect(quote.model).toBe(selected.pick);
    let { answer: job } = await call('generate_video', { quoteId: quote.quoteId, waitSeconds: '45' });
    for (let look = 0; look < 20 && job.status === 'running'; look += 1) {
      ({ answer: job } = await call('get_job', { jobId: job.jobId, waitSeconds: '45' }));
    }
    expect(job).toMatchObject({ status: 'done', files: [{ verified: true }] });
    expect((await call('get_job', { jobId: job.jobId })).answer).toMatchObject({ status: 'done' });
    expect((await call('generate_video', { quoteId: quote.quoteId })).answer.jobId).toBe(job.jobId);
    expect((await call<{ jobs: unknown[] }>('list_jobs')).answer.jobs).toHaveLength(1);
    expect((await call('resume_job', { jobId: job.jobId })).answer.status).toBe('done');
    expect((await call('settle_job', { jobId: job.jobId, notBought: 'true' })).isError).toBe(true);
    expect((await call<object>('ledger')).answer).toMatchObject({ total: { jobs: 1 } });
    const { resources } = await inspect('--method', 'resources/list');
    expect(resources.length).toBeGreaterThan(3);
    expect([simulator.jobs.length, simulator.bills.length]).toEqual([1, 1]);
  });
});

describe('The published client of the tasks extension', needsClients, () => {
  it('ext-tasks 0.2.2 buys a task, cancels it, goes away and takes it up in another session; bought once', async () => {
    const home = await simulatedGateway({ simulator: { speed: 20 } });
    open.push(async () => home[Symbol.asyncDispose]());
    const { url } = await home.gateway.listen();
    const { stdout } = await run(process.execPath, [join(clients, 'ext-tasks.mjs'), `${url}/mcp`]);
    const told = JSON.parse(stdout.trim().split('\n').at(-1)!);
    expect(told).toMatchObject({
      kinds: ['task', 'immediate', 'immediate'],
      snapshot: 'working',
      job: { jobId: told.taskId, status: 'done', billedUsd: home.simulator.bills[0]?.usd, files: [{ verified: true }] },
      refusedIsError: true,
      unknown: expect.stringContaining('no job nobody'),
    });
    expect((await stat(told.job.path)).size).toBeGreaterThan(10_000);
    expect([home.simulator.jobs.length, home.simulator.bills.length]).toEqual([1, 1]);
  });
});
