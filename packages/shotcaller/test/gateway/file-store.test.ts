import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileStore } from '../../src/files/stores/file-store.ts';
import { decisiveAttempt } from '../../src/jobs/job-result.ts';
import { startS3, startSilent } from '../files/s3-server.ts';
import { hastyClock } from '../jobs/simulated.ts';
import { type SimulatedGateway, simulatedGateway } from './simulated-gateway.ts';

const order = { model: 'google/veo-3.1-lite', prompt: 'a mug', duration: 4, resolution: '720p' };

let s3: Awaited<ReturnType<typeof startS3>>;
let store: FileStore;

beforeAll(async () => {
  s3 = await startS3();
  store = s3.open();
});
afterAll(async () => {
  store.close();
  await s3.stop();
});

async function buy(home: SimulatedGateway, body: object = order): Promise<string> {
  const answer = await home.post('/api/v1/videos', body);
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}

async function fileOf(home: SimulatedGateway, id: string) {
  const { file, state, reason } = decisiveAttempt(await home.ledger.attemptsOfJob(id));
  return { file: file!, state, reason };
}

const withStore = (fileStore: FileStore, more: object = {}) =>
  simulatedGateway({ gateway: { fileStore }, shotcaller: { fileStore, ...more } });

describe('a gateway whose files go to a store', () => {
  test('keeps a verified clip there, nothing of it here, and sends it whole and in ranges', async () => {
    await using home = await withStore(store);
    const id = await buy(home);
    expect(await home.ended(id)).toMatchObject({ status: 'completed' });
    const { file } = await fileOf(home, id);
    expect(file).toMatchObject({ path: expect.stringContaining(`s3://clips/team/jobs/${id}/${id}/`), differences: [] });
    await expect.poll(() => readdirSync(join(home.home, 'files'))).toEqual([]);
    const content = await home.call(`/api/v1/videos/${id}/content`);
    const bytes = Buffer.from(await content.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    expect(content.headers.get('etag')).toBe(`"${file.sha256}"`);
    const part = await home.call(`/v1/jobs/${id}/content`, { headers: { range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    expect((await home.call(`/v1/jobs/${id}/content`, { method: 'HEAD' })).headers.get('content-length')).toBe(
      `${bytes.length}`,
    );
  });

  test('redirects to a link of the store where one is asked for', async () => {
    await using home = await withStore(store);
    const id = await buy(home);
    await home.ended(id);
    const answer = await home.call(`/v1/jobs/${id}/content?link=60`);
    expect(answer.status).toBe(302);
    const { file } = await fileOf(home, id);
    const bytes = await buffer((await fetch(answer.headers.get('location')!)).body!);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
  });

  test('makes the sidecar from the ledger', async () => {
    await using home = await withStore(store);
    const answer = await home.post('/v1/jobs', {
      requirements: { prompt: 'a mug', durationSeconds: 4, resolution: '720p' },
      model: order.model,
      sidecar: true,
    });
    const { id } = (await answer.json()) as { id: string };
    await home.ended(id);
    const sidecar = (await (await home.call(`/v1/jobs/${id}/sidecar`)).json()) as object;
    expect(sidecar).toMatchObject({
      id,
      model: order.model,
      requirements: { prompt: 'a mug' },
      file: { differences: [] },
    });
  });

  test('that ended between the store and the ledger puts the same bytes to the same address, and no other clip is bought', async () => {
    let deaths = 0;
    await using home = await withStore(store, {
      checkpoint: (name: string) => {
        if (name !== 'download:stored' || deaths > 0) return;
        deaths += 1;
        throw new Error('The process ends here.');
      },
    });
    const id = await buy(home);
    await expect.poll(() => deaths).toBe(1);
    await home.restart();
    await home.gateway.recover();
    expect(await home.ended(id)).toMatchObject({ status: 'completed' });
    const { file } = await fileOf(home, id);
    expect(await store.stat(file.path)).toEqual({ bytes: file.bytes });
    expect(home.simulator.jobs).toHaveLength(1);
  });

  test('closes while its store is silent, keeps the clip on its disk, and puts it away when the store is back', async () => {
    const silent = await startSilent();
    const silentStore = s3.open({ endpoint: silent.url });
    let isSilent = true;
    const soonBack: FileStore = { ...store, put: (...given) => (isSilent ? silentStore : store).put(...given) };
    await using home = await withStore(soonBack);
    const id = await buy(home);
    await silent.asked;
    isSilent = false;
    await home.restart();
    expect(await home.ended(id)).toMatchObject({ status: 'completed' });
    const { file } = await fileOf(home, id);
    expect(await store.stat(file.path)).toEqual({ bytes: file.bytes });
    expect(home.simulator.jobs).toHaveLength(1);
    silentStore.close();
    await silent.stop();
  });

  test('whose store fails keeps the paid clip on its disk, and resume puts it away when the store is back', async () => {
    let isBroken = true;
    const flaky: FileStore = {
      ...store,
      put: async (...given) => (isBroken ? s3.open({ url: 's3://no-such-bucket' }).put(...given) : store.put(...given)),
    };
    await using home = await withStore(flaky, { clock: hastyClock });
    const id = await buy(home);
    await expect.poll(async () => (await fileOf(home, id)).state).toBe('not_fetched');
    const { file, reason } = await fileOf(home, id);
    expect(reason).toMatchObject({ code: 'download_failed', message: expect.stringContaining('could not be written') });
    expect(existsSync(file.path)).toBe(true);
    isBroken = false;
    await home.post(`/v1/jobs/${id}/resume`, {});
    await expect.poll(async () => (await fileOf(home, id)).state).toBe('done');
    expect((await fileOf(home, id)).file.path).toContain('s3://');
    // The file goes once the ledger knows of the other one.
    await expect.poll(() => existsSync(file.path)).toBe(false);
  });

  test('streams from the service what the store has lost', async () => {
    await using home = await withStore(store);
    const id = await buy(home);
    await home.ended(id);
    const { file } = await fileOf(home, id);
    await store.delete(file.path);
    const content = await home.call(`/api/v1/videos/${id}/content`);
    expect(content.status).toBe(200);
    expect((await content.arrayBuffer()).byteLength).toBe(file.bytes);
    expect((await home.call(`/v1/jobs/${id}/content?link=60`)).status).toBe(200);
  });
});
