import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { FileStore } from '../../src/files/stores/file-store.ts';

const bytes = Buffer.from('not really a clip, and long enough for a range');

/** A checked file to put. */
export const path = join(mkdtempSync(join(tmpdir(), 'shotcaller-s3-')), 'clip.mp4');
writeFileSync(path, bytes);
export const facts = {
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  contentType: 'video/mp4',
};
export const unchecked = { durationSeconds: null, width: null, height: null, hasAudio: null, differences: [] };
export const attempt = { id: 'shot-1.2', jobId: 'shot-1' };

/** What every store in S3 holds to, whoever runs it. */
export function storeContract(of: () => FileStore): void {
  const addressOf = (ids: { readonly id: string; readonly jobId: string }) =>
    of().addressOf(ids, { ...facts, ...unchecked, path });

  test('gives each attempt and content an address of its own, within its prefix', () => {
    expect(addressOf(attempt)).toBe(`s3://clips/team/jobs/shot-1/shot-1.2/${facts.sha256}.mp4`);
    expect(addressOf({ id: '../../x', jobId: '..' })).not.toContain('..');
    expect(of().holds(addressOf(attempt))).toBe(true);
    expect(of().holds('s3://clips-of-others/x')).toBe(false);
    expect(of().holds(path)).toBe(false);
  });

  test('has what was put there, whole and in ranges, with its length and type; put again it is the same', async () => {
    const address = addressOf(attempt);
    await of().put(address, path, facts);
    await of().put(address, path, facts);
    expect(await of().stat(address)).toEqual({ bytes: bytes.length });
    expect(await buffer((await of().read(address))!)).toEqual(bytes);
    expect(await buffer((await of().read(address, { first: 4, last: 9 }))!)).toEqual(bytes.subarray(4, 10));
  });

  test('hands out a link that anybody can read until it ends', async () => {
    const address = addressOf({ id: 'linked', jobId: 'linked' });
    await of().put(address, path, facts);
    const url = await of().link(address, 60);
    expect(url).toContain('X-Amz-Expires=60');
    expect(url).not.toMatch(/a-secret|testing/);
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  test('says that there is nothing, before and after a file is deleted', async () => {
    const address = addressOf({ id: 'gone', jobId: 'gone' });
    expect(await of().stat(address)).toBeUndefined();
    expect(await of().read(address)).toBeUndefined();
    await of().put(address, path, facts);
    await of().delete(address);
    await of().delete(address);
    expect(await of().stat(address)).toBeUndefined();
  });
}
