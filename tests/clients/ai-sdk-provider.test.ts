import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSimulator, type Simulator } from '@shotcaller/simulator';
import { afterEach, describe, expect, it } from 'vitest';
import { needsClients } from '../needs.ts';
import { runClient } from './run-client.ts';

/** The published AI SDK with the provider as it is built, each call in a process of its own, over one ledger. */

const model = 'google/veo-3.1-lite';
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function served(scenario = '') {
  const simulator = createSimulator({ speed: 300, scenario, allowInsecureCallbacks: true });
  const { url } = await simulator.listen();
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-ai-sdk-'));
  open.push(
    () => simulator.close(),
    () => rm(home, { recursive: true, force: true }),
  );
  const run = (...more: readonly string[]) =>
    runClient(url, 'shotcaller-provider.mjs', [model, ...more], { SHOTCALLER_HOME: home });
  return { simulator, url, run };
}

const videosOf = ({ jobs }: Simulator) =>
  jobs.map(({ id, billedUsd }) => ({ remoteId: id, billedUsd, model, firstBox: 'ftyp', mediaType: 'video/mp4' }));

describe('ai 7 and ai 6 with the provider of Shotcaller', needsClients, () => {
  it.each([
    ['7', '1'],
    ['7', '2'],
    ['6', '1'],
    ['6', '2'],
  ])('ai %s, generateVideo with n of %s: as many videos, jobs and bills', async (version, count) => {
    const { simulator, run } = await served();
    const { videos, warnings } = await run(version, 'generate', count);
    expect(videos).toHaveLength(Number(count));
    expect(videos).toMatchObject(
      expect.arrayContaining(videosOf(simulator).map((video) => expect.objectContaining(video))),
    );
    expect([simulator.jobs.length, warnings]).toEqual([Number(count), []]);
  });

  it('ai 7: startVideo in one process, getVideoStatus in another', async () => {
    const { simulator, run } = await served();
    const { operation } = await run('7', 'start');
    expect(simulator.jobs).toHaveLength(2);
    const { videos } = await run('7', 'status', JSON.stringify(operation));
    expect(videos.map(({ jobId }: { jobId: string }) => jobId)).toEqual(operation.jobs);
    expect(simulator.jobs).toHaveLength(2);
  });

  it.each(['1', '2'])('ai 7, webhook mode with n of %s: the webhook comes, then the videos', async (count) => {
    const { simulator, run } = await served();
    const { videos, deliveries } = await run('7', 'webhook', count);
    expect(videos).toHaveLength(Number(count));
    expect(simulator.jobs.map(({ id }) => id)).toEqual(expect.arrayContaining(deliveries));
    expect(deliveries.length).toBeGreaterThan(0);
  });

  it.each(['7', '6'])('ai %s: by a registry and a custom provider', async (version) => {
    const { simulator, run } = await served();
    const { videos } = await run(version, 'registry');
    expect(videos.every(({ firstBox }: { firstBox: string }) => firstBox === 'ftyp')).toBe(true);
    expect(simulator.jobs).toHaveLength(videos.length);
  });

  it.each(['7', '6'])('ai %s: as the default provider, with model auto', async (version) => {
    const { simulator, run } = await served();
    expect((await run(version, 'default')).videos).toMatchObject([{ firstBox: 'ftyp' }]);
    expect(simulator.jobs).toHaveLength(1);
  });
});

describe('the program of the guide', needsClients, () => {
  it('brings its clip, with all settings from the environment', async () => {
    const simulator = createSimulator({ speed: 300 });
    const { url } = await simulator.listen();
    const home = await mkdtemp(join(tmpdir(), 'shotcaller-ai-sdk-'));
    open.push(
      () => simulator.close(),
      () => rm(home, { recursive: true, force: true }),
    );
    const program = fileURLToPath(new URL('example-ai-sdk.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program], {
      cwd: home,
      env: {
        ...process.env,
        SHOTCALLER_HOME: home,
        OPENROUTER_API_KEY: 'sk-or-v1-client-program',
        OPENROUTER_BASE_URL: `${url}/api/v1`,
      },
    });
    expect(stdout).toMatch(/^shot-\S+: quoted \$0.12, billed \$0.12$/m);
    expect((await readFile(join(home, 'paper-boat.mp4'))).subarray(4, 8).toString()).toBe('ftyp');
    expect(simulator.jobs).toHaveLength(1);
  });
});

describe('the types of the provider', needsClients, () => {
  it('are those that the published ai 7 and ai 6 take, and refuse, as built, what a named model does not', async () => {
    const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
    const told = await promisify(execFile)(process.execPath, [tsc, '-p', import.meta.dirname]).catch((error) => error);
    expect(told.stdout).toBe('');
    expect(told.code).toBeUndefined();
  });
});

/** Faults under which the same call with OpenRouter's own provider buys again; whether ours can bring the video. */
const faults: readonly (readonly [string, string, 'brings' | 'cannot know'])[] = [
  ['7', 'poll-503:1', 'brings'],
  ['7', 'poll-reset:1', 'brings'],
  ['7', 'poll-429:1', 'brings'],
  ['7', 'submit-reset:2', 'cannot know'],
  ['7', 'submit-502:2', 'cannot know'],
  ['6', 'poll-503:1', 'brings'],
  ['6', 'submit-reset:2', 'cannot know'],
];

describe('where OpenRouter’s own provider buys twice', needsClients, () => {
  it.each(faults)('ai %s under %s: ours buys once and %s it', async (version, scenario, outcome) => {
    const theirs = createSimulator({ speed: 300, scenario });
    const { url } = await theirs.listen();
    open.push(() => theirs.close());
    await runClient(url, 'ai-sdk.mjs', [model, version, 'default-retries']).catch(() => undefined);
    expect(theirs.jobs.length).toBeGreaterThan(1);

    const { simulator, run } = await served(scenario);
    const ended = run(version, 'generate', '1');
    if (outcome === 'brings') expect((await ended).videos).toMatchObject([{ firstBox: 'ftyp' }]);
    else await expect(ended).rejects.toThrow(/VideoJobError: .*Job shot-.*Do not start it again/s);
    expect(simulator.jobs).toHaveLength(1);
  });
});
