import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FileStore, StoreError } from '../../src/files/stores/file-store.ts';
import { startS3, startSilent } from './s3-server.ts';
import { attempt, facts, path, storeContract, unchecked } from './store-contract.ts';

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

describe('a store in S3', () => {
  storeContract(() => store);

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
  });

  test('that takes a file and never answers is let go of when somebody says so, and after a time by itself', async () => {
    const silent = await startSilent();
    const impatient = s3.open({ endpoint: silent.url, uploadSpareMs: 50 });
    const patient = s3.open({ endpoint: silent.url });
    const address = patient.addressOf(attempt, { ...facts, ...unchecked, path });
    const stop = new AbortController();
    const putting = patient.put(address, path, facts, stop.signal);
    await silent.asked;
    stop.abort(new Error('The lease is lost.'));
    await expect(putting).rejects.toThrow('The lease is lost.');
    const error = await impatient.put(address, path, facts).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreError);
    expect((error as StoreError).code).toBe('TimedOutError');
    patient.close();
    impatient.close();
    await silent.stop();
  });

  test('takes a file of 300 MB without holding it in memory', async () => {
    const large = join(dirname(path), 'large.mp4');
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
  });
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
