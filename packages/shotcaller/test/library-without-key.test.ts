import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledCatalog } from '@shotcaller/core';
import { createSimulator } from '@shotcaller/simulator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiKeyMissing, createShotcaller, openMemoryLedger, type ShotcallerOptions } from '../src/index.ts';
import { clip, simulate } from './jobs/simulated.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'shotcaller-no-key-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** As somebody makes one who has set nothing. No request leaves this machine: the proxy counts those that would. */
async function withoutKey(options: ShotcallerOptions = {}) {
  let connections = 0;
  const proxy = createServer().on('connection', (socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const shotcaller = createShotcaller({
    home,
    catalog: async () => bundledCatalog,
    proxy: { httpsUrl: url, httpUrl: url, noProxy: '' },
    lookAtPictures: false,
    ...options,
  });
  return {
    shotcaller,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      await shotcaller.close();
      proxy.close();
    },
  };
}

describe('A Shotcaller without a key of OpenRouter', () => {
  test('buys nothing, says so at once and says how to go on; nothing is asked or recorded', async () => {
    await using world = await withoutKey();
    const { shotcaller, connections } = world;
    const list = await shotcaller.batch.readListText('{"id":"a","prompt":"a mug","duration":4}', 'jsonl');
    const plan = await shotcaller.batch.plan(list);
    for (const call of [
      () => shotcaller.run(clip),
      () => shotcaller.submit(clip, { key: 'order-1' }),
      () => shotcaller.batch.run(plan, { outFolder: join(home, 'out') }),
    ]) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ApiKeyMissing);
      expect((error as Error).message).toMatch(
        /^There is no OpenRouter key\. Nothing was sent and nothing was bought\..*apiKey: process\.env\.OPENROUTER_API_KEY.*testShotcaller\(\) of shotcaller\/testing/,
      );
    }
    expect(await shotcaller.jobs()).toEqual([]);
    expect(connections()).toBe(0);
  });

  test('chooses, prices, and reads its ledger', async () => {
    await using world = await withoutKey();
    const { shotcaller, connections } = world;
    expect((await shotcaller.select(clip)).pick).not.toBeNull();
    expect((await shotcaller.quote(clip)).length).toBeGreaterThan(10);
    expect((await shotcaller.preview(clip)).kind).toBe('plan');
    expect((await shotcaller.ledger()).entries).toEqual([]);
    expect(await shotcaller.resume()).toEqual([]);
    expect(connections()).toBe(0);
  });

  test('reads a sentence by rules, and says why no model was asked', async () => {
    await using world = await withoutKey();
    const { failure, reading } = await world.shotcaller.readSentence('a 5 second clip of a boat', { llm: true });
    expect([failure, reading.requirements.durationSeconds]).toEqual([{ code: 'chat_key_missing' }, 5]);
    expect(world.connections()).toBe(0);
  });

  test('does not go on with a job that is open, which stays as it was', async () => {
    await using world = await simulate({ speed: 1 });
    const ledger = await openMemoryLedger();
    const bought = await world.open({ ledger }).submit(clip);
    await using keyless = await withoutKey({ ledger });
    const before = await keyless.shotcaller.job(bought.id!);
    await expect(keyless.shotcaller.resume()).rejects.toThrow(ApiKeyMissing);
    await expect(keyless.shotcaller.resume([bought.id!])).rejects.toThrow('There is no OpenRouter key');
    await expect(keyless.shotcaller.resume([bought.id!], { remoteId: 'gen-vid-1' })).rejects.toThrow(ApiKeyMissing);
    expect(await keyless.shotcaller.job(bought.id!)).toEqual(before);
    expect(keyless.connections()).toBe(0);
  });

  test('goes on with a job that has come to its end', async () => {
    await using world = await simulate();
    const ledger = await openMemoryLedger();
    const done = await world.open({ ledger }).run(clip);
    await using keyless = await withoutKey({ ledger });
    expect(await keyless.shotcaller.resume([done.id!])).toMatchObject([{ id: done.id, status: 'done' }]);
  });

  test.each(['', '  '])('is not made by an empty key, which is told at once: %j', (apiKey) => {
    expect(() => createShotcaller({ home, apiKey })).toThrow(
      'The API key is empty. Nothing was sent. Set OPENROUTER_API_KEY, or leave apiKey out',
    );
  });

  test.each([
    ['the address of OpenRouter is named', { baseUrl: 'https://openrouter.ai/api/v1' }],
    ['Node’s own fetch is given', { fetch }],
  ])('is one also where %s', async (_name, options) => {
    await using world = await withoutKey(options as ShotcallerOptions);
    await expect(world.shotcaller.run(clip)).rejects.toThrow(ApiKeyMissing);
    expect(world.connections()).toBe(0);
  });
});

describe('A Shotcaller that needs no key', () => {
  test('asks another server by its address, whatever that one says', async () => {
    const simulator = createSimulator({ speed: 1000, clipThread: false });
    const { url } = await simulator.listen();
    const shotcaller = createShotcaller({ home, baseUrl: `${url}/api/v1`, catalog: async () => bundledCatalog });
    try {
      // The simulator answers as OpenRouter does, which refuses a purchase without a key: it was asked.
      expect(await shotcaller.run(clip)).toMatchObject({ status: 'refused', reason: { httpStatus: 401 } });
    } finally {
      await shotcaller.close();
      await simulator.close();
    }
  });

  test('buys over a fetch that brings the key itself', async () => {
    await using world = await simulate();
    const shotcaller = world.open({
      apiKey: undefined,
      fetch: (input, init) =>
        world.simulator.fetch(input, { ...init, headers: { ...init?.headers, Authorization: 'Bearer sk-or-test' } }),
    });
    expect(await shotcaller.run(clip)).toMatchObject({ status: 'done' });
  });
});
