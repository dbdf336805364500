import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { clockAt, list, record, temporaryFolder } from './list.ts';

const unused = { baseUrl: 'https://example.com', home: '/nowhere', fetch, clock: clockAt('2026-11-22T12:00:00Z') };

async function load(content: string | Uint8Array) {
  const path = join(await temporaryFolder(), 'models.json');
  await writeFile(path, content);
  return loadCatalog({ ...unused, choice: path });
}

describe('a catalogue from a file', () => {
  test.each([
    ['the answer of the endpoint', list(record('one/a'))],
    ['a bare array', JSON.stringify([record('one/a')])],
    ['{"models": …}', JSON.stringify({ models: [record('one/a')] })],
    ['a byte order mark before it', `\uFEFF${list(record('one/a'))}`],
  ])('reads %s', async (_what, content) => {
    const { catalog } = await load(content);
    expect(catalog).toMatchObject({ source: 'file', asOf: null, models: [{ id: 'one/a' }] });
  });

  test('is dated by its own asOf', async () => {
    const { catalog } = await load(JSON.stringify({ asOf: '2026-06-26', data: [record('one/a')] }));
    expect(catalog.asOf).toBe('2026-06-26');
  });

  test('says which records it left out', async () => {
    const { catalog, notices } = await load(list(record('one/a'), record('one/a'), 'x'));
    expect(catalog.models).toHaveLength(1);
    expect(notices).toMatchObject([{ code: 'records_skipped', models: 1, skipped: 2 }]);
  });

  test.each([
    ['not JSON', 'hello', 'not_json', 'this is not JSON'],
    ['an empty file', '', 'not_json', 'this is not JSON'],
    ['a web page', '<html></html>', 'html', 'web page'],
    ['truncated', list(record('one/a')).slice(0, 60), 'truncated', 'breaks off'],
    ['no list', '{"a":1}', 'no_list', 'no list of models'],
    ['an empty list', list(), 'empty_list', 'is empty'],
    ['no model in it', list({}, 5), 'no_usable_record', 'none of the 2 records'],
  ])('%s is a clear error', async (_what, content, code, words) => {
    const error = (await load(content).catch((caught: unknown) => caught)) as Error;
    expect(error).toMatchObject({ name: 'CatalogUnavailable', code });
    expect(error.message).toContain('models.json: ');
    expect(error.message).toContain(words);
    expect(error.message).toContain('say live or bundled');
  });

  test('a file that is missing names the choices there are', async () => {
    const loading = loadCatalog({ ...unused, choice: 'liv' });
    await expect(loading).rejects.toThrow('liv: there is no such file. Say live, bundled or the path of a saved list.');
  });

  test('a folder is a clear error', async () => {
    const loading = loadCatalog({ ...unused, choice: await temporaryFolder() });
    await expect(loading).rejects.toMatchObject({ code: 'file_is_folder' });
  });

  test('more than 20 MB is refused without being held', async () => {
    const path = join(await temporaryFolder(), 'huge.json');
    await writeFile(path, '[');
    await truncate(path, 20_000_001);
    await expect(loadCatalog({ ...unused, choice: path })).rejects.toThrow('more than 20 MB');
  });
});
