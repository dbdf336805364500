import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeJsonFile, writeWholeFile } from '../../src/disk/write-whole-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shotcaller-whole-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file takes the place of the one before, is its owner’s alone, and leaves nothing beside it', async () => {
  const path = join(folder, 'made', 'settings.json');
  await writeWholeFile(path, 'one');
  await writeJsonFile(path, { two: 2 });
  expect(readFileSync(path, 'utf8')).toBe('{\n  "two": 2\n}\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'made'))).toEqual(['settings.json']);
});

test('writers at once leave one of their texts whole', async () => {
  const path = join(folder, 'raced.json');
  const texts = Array.from({ length: 20 }, (_, at) => `${at}`.repeat(50_000));
  await Promise.all(texts.map((text) => writeWholeFile(path, text)));
  expect(texts).toContain(readFileSync(path, 'utf8'));
});

test('a link in its place is replaced, and what it points to stays', async () => {
  const [kept, link] = [join(folder, 'kept.txt'), join(folder, 'link.json')];
  writeFileSync(kept, 'kept');
  symlinkSync(kept, link);
  await writeWholeFile(link, 'new', { isPrivate: false });
  expect([readFileSync(kept, 'utf8'), readFileSync(link, 'utf8')]).toEqual(['kept', 'new']);
});

test('what cannot be written leaves the old file and no part of the new one', async () => {
  const place = join(folder, 'a folder in its place');
  mkdirSync(join(place, 'full'), { recursive: true });
  await expect(writeWholeFile(place, 'new')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(readdirSync(place)).toEqual(['full']);
});
