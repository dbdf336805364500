import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeJsonFile } from '../../src/disk/change-json-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shotcaller-change-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const contentOf = (path: string): object => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {});

test('of changes that are made at once none undoes another', async () => {
  const path = join(folder, 'made', 'limits.json');
  const names = ['job', 'day', 'month', 'batch'];
  await Promise.all(
    names.map((name) =>
      changeJsonFile(path, async () => {
        const before = contentOf(path);
        await new Promise((resolve) => setImmediate(resolve));
        return { ...before, [name]: 1 };
      }),
    ),
  );
  expect(Object.keys(contentOf(path)).sort()).toEqual([...names].sort());
  expect(readdirSync(join(folder, 'made'))).toEqual(['limits.json']);
});

test('a change that fails leaves the file as it is, and the next one is made', async () => {
  const path = join(folder, 'kept.json');
  await changeJsonFile(path, () => ({ day: 5 }));
  const failed = changeJsonFile(path, () => {
    throw new Error('no such limit');
  });
  await expect(failed).rejects.toThrow('no such limit');
  expect(contentOf(path)).toEqual({ day: 5 });
  expect(await changeJsonFile(path, () => ({ day: 6 }))).toEqual({ day: 6 });
});

test('a program that was killed in its change keeps nobody from the next one', async () => {
  const path = join(folder, 'orphaned.json');
  writeFileSync(`${path}.turn`, '');
  await changeJsonFile(path, () => ({ day: 5 }), 0);
  expect(contentOf(path)).toEqual({ day: 5 });
});

test('what cannot be written is told of the file that was meant', async () => {
  const path = join(folder, 'a folder');
  mkdirSync(join(path, 'full'), { recursive: true });
  await expect(changeJsonFile(path, () => ({}))).rejects.toMatchObject({ path });
});
