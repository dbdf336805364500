import { describe, expect, test } from 'vitest';
import { releaseMemory } from '../../src/files/release-memory.ts';

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
});
