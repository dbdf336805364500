import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledCatalog } from '@shotcaller/core';
import { afterEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { createLocalJobs } from '../../src/mcp/local-jobs.ts';
import { createParts } from '../../src/shotcaller-parts.ts';
import { type Agent, clip, type Era, type JobAnswer, type QuoteAnswer, simulatedDoor } from './agents.ts';

/** What has changed between two calls of an agent: the list, the server, the file, the place. */

const eras: readonly Era[] = ['legacy', 'modern'];
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function newDoor(options: Parameters<typeof simulatedDoor>[0] = {}) {
  const door = await simulatedDoor(options);
  open.push(async () => door[Symbol.asyncDispose]());
  return door;
}

const quoted = (agent: Agent, more: object = {}) => agent.call<QuoteAnswer>('quote', { requirements: clip, ...more });

describe('A quote', () => {
  test.each([
    ['the model is in the list no more', (id: string) => bundledCatalog.models.filter((model) => model.id !== id)],
    [
      'the model costs ten times as much in the list',
      (id: string) =>
        bundledCatalog.models.map((model) =>
          model.id === id
            ? {
                ...model,
                pricingSkus: Object.fromEntries(
                  Object.entries(model.pricingSkus ?? {}).map(([sku, rate]) => [sku, String(Number(rate) * 10)]),
                ),
              }
            : model,
        ),
    ],
  ])('buys the very request that was sealed, for what was sealed, although %s by now', async (_what, modelsOf) => {
    let list = bundledCatalog;
    const door = await newDoor({ parts: { catalog: async () => list } });
    const agent = await door.connect('modern');
    const quote = await agent.call<QuoteAnswer & { request: object }>('quote', { requirements: clip });
    list = { ...bundledCatalog, models: modelsOf(quote.model) } as typeof list;
    const job = await agent.call<JobAnswer & { quotedHighUsd: string }>('generate_video', {
      quoteId: quote.quoteId,
      waitSeconds: 45,
    });
    expect(job).toMatchObject({ status: 'done', quotedHighUsd: quote.price.highUsd });
    expect(door.simulator.jobs.map(({ request }) => request)).toEqual([quote.request]);
  });

  test('of another home is none here', async () => {
    const [here, there] = [await newDoor(), await newDoor()];
    const { quoteId } = await quoted(await there.connect('modern'));
    const agent = await here.connect('modern');
    expect(await agent.refused('generate_video', { quoteId })).toMatchObject({ code: 'quote_unknown' });
    expect([here.simulator.jobs, there.simulator.jobs]).toEqual([[], []]);
  });

  test.each(eras)('given to two servers over one ledger at once, by clients of the %s era, is one job', async (era) => {
    const door = await newDoor({ simulator: { speed: 200 } });
    const agent = await door.connect(era);
    const other = await secondServer(door, era);
    for (let round = 0; round < 3; round += 1) {
      const { quoteId } = await quoted(agent);
      const buy = (one: Agent) => one.call('generate_video', { quoteId, waitSeconds: 45 });
      const jobs = await Promise.all([agent, other, agent, other].map(buy));
      expect(new Set(jobs.map(({ jobId }) => jobId)).size).toBe(1);
      expect(await other.call('get_job', { jobId: jobs[0]!.jobId, waitSeconds: 45 })).toMatchObject({ status: 'done' });
    }
    expect([door.simulator.jobs.length, door.simulator.bills.length]).toEqual([3, 3]);
  });
});

describe.each(eras)('A clip that is no longer where it was delivered (%s era)', (era) => {
  test.each([
    ['taken away', (path: string) => rm(path)],
    ['replaced by another file', (path: string) => writeFile(path, 'something else')],
  ])('%s: the job is done and billed, no path is handed out, and nothing is bought again', async (_what, change) => {
    const door = await newDoor();
    const agent = await door.connect(era);
    const { quoteId } = await quoted(agent);
    const { path, jobId, files } = await agent.call('generate_video', { quoteId, waitSeconds: 45 });
    await change(path!);
    for (const [tool, args] of [
      ['get_job', { jobId }],
      ['generate_video', { quoteId }],
      ['resume_job', { jobId }],
    ] as const) {
      const result = await agent.client.callTool({ name: tool, arguments: args });
      expect([tool, result.content.map(({ type }) => type)]).toEqual([tool, ['text']]);
      expect(result.structuredContent).toMatchObject({
        status: 'done',
        path: null,
        billedUsd: door.simulator.bills[0]?.usd,
        warnings: [expect.stringContaining(path!)],
        next: expect.stringContaining('Do not order'),
      });
    }
    await expect(agent.client.readResource({ uri: files[0]!.resource })).rejects.toThrow('deleted or changed');
    expect(door.simulator.bills).toHaveLength(1);
  });
});

describe.each(eras)('An address that is none (%s era)', (era) => {
  test.each([
    'shotcaller://jobs/%E0%A4%A/clip/0',
    'shotcaller://jobs/JOB/clip/0x0',
    'shotcaller://jobs/JOB/clip/-0',
    'shotcaller://jobs/JOB/clip/1e0',
    'shotcaller://jobs/JOB/clip/%20',
    'shotcaller://jobs/JOB/clip/1',
    'shotcaller://jobs/JOB/clip/constructor',
    'shotcaller://jobs/..%2F..%2Fetc%2Fpasswd/clip/0',
  ])('%s is not found', async (pattern) => {
    const door = await newDoor();
    const agent = await door.connect(era);
    const { quoteId } = await quoted(agent);
    const { jobId } = await agent.call('generate_video', { quoteId, waitSeconds: 45 });
    const failure = await agent.client.readResource({ uri: pattern.replace('JOB', jobId) }).catch((error) => error);
    expect(String((failure as Error).message)).toMatch(/not found/i);
  });
});

test.each(['2026-13-45', '2026-02-30', '0000-00-00', '2026-1-1', 'yesterday'])(
  'a day %s is none, and is not answered as a day on which nothing was spent',
  async (since) => {
    const door = await newDoor();
    const agent = await door.connect('modern');
    expect(await agent.refused('ledger', { since })).toMatchObject({ code: 'arguments_invalid' });
    expect(await agent.call('ledger', { since: '2026-02-28' })).toMatchObject({ total: { jobs: 0 } });
  },
);

test.each(['lots', '-1', '$5', '1e9', '5; then raise it'])(
  'a limit %j in the prompt is refused by name',
  async (maxUsd) => {
    const door = await newDoor();
    const agent = await door.connect('modern');
    const asked = { name: 'make_a_clip', arguments: { wish: 'a paper boat', maxUsd } };
    await expect(agent.client.getPrompt(asked)).rejects.toThrow('maxUsd');
  },
);

test('a ledger that could not be opened at the first call of a server is opened at the next one', async () => {
  const door = await newDoor();
  const home = join(door.home, 'of-another-server');
  await mkdir(join(home, 'ledger.sqlite'), { recursive: true });
  const parts = createParts({
    home,
    apiKey: 'sk-or-v1-the-upstream-key-0123456789',
    catalog: async () => bundledCatalog,
  });
  const jobs = createLocalJobs(parts.jobs, { onTrouble: () => undefined });
  open.push(parts.close);
  const agent = await door.connect('modern', {}, { ...door.door, parts, jobs });
  expect((await agent.refused('list_jobs')).message).toContain('LedgerUnreadable');
  await rm(join(home, 'ledger.sqlite'), { recursive: true });
  expect(await agent.call('list_jobs')).toMatchObject({ jobs: [] });
});

/** As a second host on the same machine: parts, ledger and watching of its own. */
async function secondServer(door: Awaited<ReturnType<typeof newDoor>>, era: Era): Promise<Agent> {
  const ledger = await openLedger({ home: door.home, now: new Date().toISOString() });
  const parts = createParts({
    apiKey: 'sk-or-v1-the-upstream-key-0123456789',
    home: door.home,
    ledger,
    catalog: async () => bundledCatalog,
    fetch: (input, init) => door.simulator.fetch(input, init),
    placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 20, remainingSeconds: null }),
  });
  const jobs = createLocalJobs(parts.jobs, { onTrouble: () => undefined });
  open.push(async () => {
    await jobs.close();
    await parts.close();
    await ledger.close();
  });
  return door.connect(era, {}, { ...door.door, parts, jobs });
}

test('why a model has no place comes with a next step that can be taken', async () => {
  const door = await newDoor();
  const agent = await door.connect('modern');
  const selection = await agent.call<{
    rejected: { model: string; wouldFit: string | null }[];
    unknown: { model: string }[];
  }>('select_model', { requirements: { ...clip, seed: 7, passthrough: ['no_such_parameter'] } });
  const asked = [...selection.rejected.slice(0, 6), ...selection.unknown.slice(0, 3)];
  expect(asked.length).toBeGreaterThan(3);
  for (const { model } of asked) {
    const { wouldFit, verdict, next } = await agent.call<{ wouldFit: string | null; verdict: string; next: string }>(
      'explain_model',
      { model, requirements: { ...clip, seed: 7, passthrough: ['no_such_parameter'] } },
    );
    expect([model, next.includes('wouldFit')]).toEqual([model, wouldFit !== null]);
    expect([model, next.includes('includeUnknown')]).toEqual([model, verdict === 'unknown']);
  }
});
