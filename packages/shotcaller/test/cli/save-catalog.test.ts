import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledCatalog, catalogRecords, parseCatalog } from '@shotcaller/core';
import { expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const june = new URL('../../../core/test/fixtures/catalog-2026-06-26.json', import.meta.url).pathname;
const newFolder = () => mkdtempSync(join(tmpdir(), 'shotcaller-catalog-'));

test('a saved catalogue is read as the same models, prices included', async () => {
  const workingFolder = newFolder();
  const { code } = await shotcaller(['catalog', 'save', 'old.json', '--catalog', 'bundled'], { workingFolder });
  expect(code).toBe(0);
  const saved = parseCatalog(JSON.parse(readFileSync(join(workingFolder, 'old.json'), 'utf8')), { source: 'file' });
  expect({ ...saved, source: 'bundled' }).toEqual(bundledCatalog);
  const quoted = (catalog: string) =>
    shotcaller(['quote', '--duration', '5', '--resolution', '720p', '--json', '--catalog', catalog]);
  expect((await quoted(join(workingFolder, 'old.json'))).out).toBe((await quoted('bundled')).out);
});

test('the answer of models --json is a catalogue too, prices included', async () => {
  const workingFolder = newFolder();
  const { out } = await shotcaller(['models', '--json', '--catalog', june]);
  const path = join(workingFolder, 'models.json');
  writeFileSync(path, out);
  const answer = async (...words: readonly string[]) => JSON.parse((await shotcaller([...words, '--json'])).out);
  expect(await answer('models', 'diff', path, june)).toMatchObject({
    added: [],
    removed: [],
    capabilities: [],
    prices: [],
    picks: [],
  });
  const quoted = (catalog: string) => answer('quote', '--duration', '5', '--resolution', '720p', '--catalog', catalog);
  expect(await quoted(path)).toEqual(await quoted(june));
});

test('what changed since is what models diff says', async () => {
  const workingFolder = newFolder();
  await shotcaller(['catalog', 'save', 'old.json', '--catalog', june], { workingFolder });
  const between = async (old: string) => (await shotcaller(['models', 'diff', old, 'bundled', '--json'])).out;
  expect(await between(join(workingFolder, 'old.json'))).toBe(await between(june));
});

test('fields that this version does not know are saved too', () => {
  const record = {
    id: 'a/b',
    name: 'B',
    future_field: { a: [1] },
    pricing_skus: { odd_key: 'soon', video_tokens: '1' },
  };
  const catalog = parseCatalog([record], { source: 'live' });
  expect(parseCatalog(catalogRecords(catalog), { source: 'live' })).toEqual(catalog);
});

test('a file that is there is not replaced unless --overwrite says so', async () => {
  const workingFolder = newFolder();
  const save = (...more: readonly string[]) =>
    shotcaller(['catalog', 'save', 'old.json', '--catalog', 'bundled', ...more], { workingFolder });
  await save();
  expect(await save()).toMatchObject({ code: 2, talk: expect.stringContaining('--overwrite') });
  expect((await save('--overwrite')).code).toBe(0);
});

test.each([[[]], [['save']], [['load', 'x']]])('catalog %j says how it is used', async (words) => {
  expect(await shotcaller(['catalog', ...words])).toMatchObject({
    code: 2,
    talk: expect.stringContaining('catalog save FILE'),
  });
});
