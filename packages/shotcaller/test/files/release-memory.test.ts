import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openPartFile } from '../../src/files/part-file.ts';
import { releaseMemory } from '../../src/files/release-memory.ts';
import { temporaryFolder } from '../catalog/list.ts';

describe('Memory', () => {
  test('is given back at once', () => {
    const bytes = new Uint8Array(100_000).fill(7);
    releaseMemory(bytes.buffer);
    expect([bytes.byteLength, bytes.buffer.byteLength]).toEqual([0, 0]);
  });

  test('that Node shares among small buffers stays, and so does what threads share', () => {
    const small = Buffer.from('of the shared memory');
    const shared = new SharedArrayBuffer(100_000);
    releaseMemory(small.buffer);
    releaseMemory(shared);
    expect(small.toString()).toBe('of the shared memory');
    expect(shared.byteLength).toBe(100_000);
  });

  test('of a clip that has come is given back when its file is closed; what is not ours stays', async () => {
    const part = await openPartFile(join(await temporaryFolder(), 'shotcaller-1.part'), 'gen-vid-1');
    const [ours, others] = [new Uint8Array(100_000).fill(1), new Uint8Array(100_000).fill(2)];
    await part.append(others);
    await part.append(ours, true);
    expect((await part.finish()).bytes).toBe(200_000);
    await part.closeWhole();
    expect([ours.byteLength, others.byteLength]).toEqual([0, 100_000]);
  });
});
