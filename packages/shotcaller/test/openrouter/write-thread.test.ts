import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { needsLinux } from '../../../../tests/needs.ts';
import { startWriteThread } from '../../src/files/write-thread.ts';

async function ready(path: string, onWritten: (end: number) => void = () => {}) {
  const handle = await open(path, 'w+');
  const thread = startWriteThread(handle.fd, onWritten);
  onTestFinished(async () => {
    await thread.stop();
    await handle.close();
  });
  await expect.poll(() => thread.isReady).toBe(true);
  return { handle, thread };
}

async function emptyPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-thread-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'file');
}

describe('the thread that writes a large file', () => {
  test('goes on behind what is written, and hashes both', async () => {
    const path = await emptyPath();
    const ends: number[] = [];
    const { handle, thread } = await ready(path, (end) => ends.push(end));
    const [head, ...chunks] = [100_000, 1, 3_000_000, 65_536, 400_000].map((size) => randomBytes(size));
    await handle.write(head!, 0, head!.length, 0);
    thread.begin(head!.length);
    const all = Buffer.concat([head!, ...chunks]);
    for (const [at, chunk] of chunks.entries()) await thread.append(chunk, at % 2 === 0);
    await thread.drain();
    expect((await readFile(path)).equals(all)).toBe(true);
    expect(await thread.digest()).toBe(createHash('sha256').update(all).digest('hex'));
    expect(ends.at(-1)).toBe(all.length);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
  });

  test('tells the error of the system, also to who only waits for room', needsLinux, async () => {
    const { thread } = await ready('/dev/full');
    thread.begin(0);
    const append = async () => {
      for (let chunk = 0; chunk < 100; chunk++) await thread.append(new Uint8Array(100_000), true);
    };
    await expect(append()).rejects.toMatchObject({ code: 'ENOSPC', syscall: 'write' });
    await expect(thread.drain()).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(thread.isReady).toBe(false);
  });

  test('that has ended keeps nobody waiting', async () => {
    const { thread } = await ready(await emptyPath());
    thread.begin(0);
    await thread.append(new Uint8Array(10), true);
    await thread.stop();
    await expect(thread.drain()).rejects.toMatchObject({ code: 'EIO' });
  });
});
