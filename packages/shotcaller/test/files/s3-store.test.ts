import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FileStore, StoreError } from '../../src/files/stores/file-store.ts';
import { startS3 } from './s3-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'shotcaller-s3-'));
const bytes = Buffer.from('not really a clip, and long enough for a range');
const path = join(folder, 'clip.mp4');
const facts = {
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  contentType: 'video/mp4',
};
const unchecked = { durationSeconds: null, width: null, height: null, hasAudio: null, differences: [] };
const attempt = { id: 'shot-1.2', jobId: 'shot-1' };

let s3: Awaited<ReturnType<typeof startS3>>;
let store: FileStore;

beforeAll(async () => {
  writeFileSync(path, bytes);
  s3 = await startS3();
  store = s3.open();
});
afterAll(async () => {
  store.close();
  await s3.stop();
});

const addressOf = (of: { id: string; jobId: string }) => store.addressOf(of, { ...facts, ...unchecked, path });

describe('a store in S3', () => {
  test('gives each attempt and content an address of its own, within its prefix', () => {
    expect(addressOf(attempt)).toBe(`s3://clips/team/jobs/shot-1/shot-1.2/${facts.sha256}.mp4`);
    expect(addressOf({ id: '../../x', jobId: '..' })).not.toContain('..');
    expect(store.holds(addressOf(attempt))).toBe(true);
    expect(store.holds('s3://clips-of-others/x')).toBe(false);
    expect(store.holds(path)).toBe(false);
  });

  test('has what was put there, whole and in ranges, with its length and type; put again it is the same', async () => {
    const address = addressOf(attempt);
    await store.put(address, path, facts);
    await store.put(address, path, facts);
    expect(await store.stat(address)).toEqual({ bytes: bytes.length });
    expect(await buffer((await store.read(address))!)).toEqual(bytes);
    expect(await buffer((await store.read(address, { first: 4, last: 9 }))!)).toEqual(bytes.subarray(4, 10));
  });

  test('hands out a link that anybody can read until it ends', async () => {
    const address = addressOf({ id: 'linked', jobId: 'linked' });
    await store.put(address, path, facts);
    const url = await store.link(address, 60);
    expect(url).toContain('X-Amz-Expires=60');
    expect(url).not.toContain('a-secret');
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  test('says that there is nothing, before and after a file is deleted', async () => {
    const address = addressOf({ id: 'gone', jobId: 'gone' });
    expect(await store.stat(address)).toBeUndefined();
    expect(await store.read(address)).toBeUndefined();
    await store.put(address, path, facts);
    await store.delete(address);
    await store.delete(address);
    expect(await store.stat(address)).toBeUndefined();
  });

  test('that does not answer, or has no such bucket, is an error that names the address and no key', async () => {
    const nowhere = s3.open({ endpoint: 'http://127.0.0.1:9', url: 's3://clips' });
    const missing = s3.open({ url: 's3://no-such-bucket' });
    for (const broken of [nowhere, missing]) {
      const address = broken.addressOf(attempt, { ...facts, ...unchecked, path });
      const error = await broken.put(address, path, facts).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreError);
      expect((error as Error).message).toContain(address);
      expect((error as Error).message).not.toMatch(/a-key|a-secret/);
      broken.close();
    }
  }, 120_000);

  test('takes a file of 300 MB without holding it in memory', async () => {
    const large = join(folder, 'large.mp4');
    const handle = await open(large, 'w');
    const hash = createHash('sha256');
    const megabyte = Buffer.alloc(1_000_000, 7);
    const largeBytes = 300_000_000;
    for (let written = 0; written < largeBytes; written += megabyte.length) {
      await handle.write(megabyte);
      hash.update(megabyte);
    }
    await handle.close();
    // The server of this test holds what it gets: only what the client adds is looked at, by a server that drops everything.
    const sink = await startSink(largeBytes);
    const dropping = s3.open({ endpoint: sink.url });
    const address = dropping.addressOf(attempt, { ...facts, ...unchecked, path: large });
    const before = process.memoryUsage().rss;
    let most = before;
    const watching = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 5);
    await dropping.put(address, large, { bytes: largeBytes, sha256: hash.digest('hex'), contentType: 'video/mp4' });
    clearInterval(watching);
    dropping.close();
    await sink.stop();
    expect(sink.receivedBytes()).toBe(largeBytes);
    expect(most - before).toBeLessThan(largeBytes / 2);
  }, 120_000);
});

/** Takes one object and keeps nothing of it but its length. */
async function startSink(bytesToSay: number) {
  const { createServer } = await import('node:http');
  let received = 0;
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    request.on('end', () => {
      response.setHeader('ETag', '"x"');
      if (request.method === 'HEAD') response.setHeader('Content-Length', bytesToSay);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    receivedBytes: () => received,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
