import { bundledCatalog } from '@shotcaller/core';
import { createSimulator } from '@shotcaller/simulator';
import { expect, onTestFinished, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { createShotcaller } from '../../src/shotcaller.ts';
import { shotcaller as commandLine } from '../cli/command-line.ts';
import { clip, hastyClock } from '../jobs/simulated.ts';
import { always, closedOrigin, serve } from '../outbound/local-server.ts';
import { clockAt, list, record, temporaryFolder } from './list.ts';

const clock = clockAt('2026-11-22T12:00:00.000Z');

test('where clips are bought, the bundled list stands in for OpenRouter alone', async () => {
  const home = await temporaryFolder();
  const noNetwork = () => Promise.reject(new TypeError('fetch failed'));
  const load = (baseUrl: string) => loadCatalog({ baseUrl, home, fetch: noNetwork, clock, forBuying: true });
  expect((await load('https://openrouter.ai/api/v1')).catalog.source).toBe('bundled');
  await expect(load('https://reseller.example/api/v1')).rejects.toMatchObject({
    name: 'CatalogUnavailable',
    message: expect.stringMatching(/Nothing was bought.*https:\/\/openrouter\.ai.*https:\/\/reseller\.example/),
  });
});

test('a server without a list is not bought of at the prices of another one', async () => {
  const server = await serve(always('{"error":"not found"}', { status: 404 }));
  const home = await temporaryFolder();
  const shotcaller = createShotcaller({ apiKey: 'sk-or-test', home, baseUrl: `${server.origin}/api/v1` });
  onTestFinished(() => shotcaller.close());
  await expect(shotcaller.run(clip)).rejects.toMatchObject({ name: 'CatalogUnavailable' });
  expect(server.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('a kept list of another server is never taken for that of the one that clips are bought of', async () => {
  const [dear, gone] = [await serve(always(list(record('one/a')))), await closedOrigin()];
  const home = await temporaryFolder();
  const load = (origin: string) => loadCatalog({ baseUrl: `${origin}/api/v1`, home, fetch, clock, forBuying: true });
  expect((await load(dear.origin)).catalog.models).toHaveLength(1);
  await expect(load(gone)).rejects.toMatchObject({ name: 'CatalogUnavailable' });
});

test('the library reads its list over the fetch that it buys with', async () => {
  const simulator = createSimulator({ speed: 1000, clipThread: false });
  const asked: string[] = [];
  const shotcaller = createShotcaller({
    apiKey: 'sk-or-test',
    home: await temporaryFolder(),
    baseUrl: 'https://reseller.example/api/v1',
    clock: hastyClock,
    placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 100, remainingSeconds: null }),
    fetch: (input, init) => {
      asked.push(new URL(input).pathname);
      return simulator.fetch(input, init);
    },
  });
  onTestFinished(async () => {
    await shotcaller.close();
    await simulator.close();
  });
  expect(await shotcaller.run(clip)).toMatchObject({ status: 'done' });
  expect(asked[0]).toBe('/api/v1/videos/models');
});

test('a list that was asked for by name is used, and whose prices it has is said', async () => {
  const simulator = createSimulator({ speed: 1000, clipThread: false });
  onTestFinished(() => simulator.close());
  const { talk } = await commandLine(['run', 'a mug', '--catalog', 'bundled', '--duration', '4'], {
    home: await temporaryFolder(),
    environment: { OPENROUTER_API_KEY: 'sk-or-test', OPENROUTER_BASE_URL: 'https://reseller.example/api/v1' },
    fetch: (input, init) => simulator.fetch(String(input), init),
    answer: () => false,
  });
  expect(talk).toContain(
    'Prices are from --catalog bundled, but clips are bought from https://reseller.example, which may bill other prices.',
  );
  expect(simulator.jobs).toEqual([]);
  expect(bundledCatalog.source).toBe('bundled');
});
