import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { bundledCatalog } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import { cachePath } from '../../src/catalog/cache.ts';
import { CatalogUnavailable } from '../../src/catalog/failure.ts';
import { type LoadCatalogOptions, loadCatalog } from '../../src/catalog/load.ts';
import { catalogNoticeText } from '../../src/catalog/notice.ts';
import { always, closedOrigin, flood, serve } from '../outbound/local-server.ts';
import { clockAt, list, record, temporaryFolder } from './list.ts';

const noon = '2026-11-22T12:00:00.000Z';
const goodList = list(record('one/a'), record('one/b'), record('one/c'));

/** A server, an empty home and the options that tie them together. */
async function setUp(listener: RequestListener = always(goodList)) {
  const server = await serve(listener);
  const home = await temporaryFolder();
  const baseUrl = `${server.origin}/api/v1`;
  const options = { baseUrl, home, fetch, clock: clockAt(noon) } satisfies LoadCatalogOptions;
  return { server, home, baseUrl, options, cacheFile: cachePath({ home, baseUrl }) };
}

async function keep(cacheFile: string, baseUrl: string, fetchedAt: string) {
  await mkdir(join(cacheFile, '..'), { recursive: true });
  await writeFile(cacheFile, JSON.stringify({ fetchedAt, baseUrl, data: [record('old/a'), record('old/b')] }));
}

const ids = (catalog: { readonly models: readonly { readonly id: string }[] }) => catalog.models.map(({ id }) => id);

describe('without a choice', () => {
  test('an empty home fetches, answers live, and keeps only time, server and records', async () => {
    const { options, server, cacheFile, baseUrl } = await setUp();
    const { catalog, notices } = await loadCatalog(options);
    expect(catalog).toMatchObject({ source: 'live', asOf: noon });
    expect(ids(catalog)).toEqual(['one/a', 'one/b', 'one/c']);
    expect(notices).toEqual([]);
    expect(server.requests[0]).toMatchObject({ method: 'GET', url: '/api/v1/videos/models' });
    const kept = JSON.parse(await readFile(cacheFile, 'utf8'));
    expect(Object.keys(kept)).toEqual(['fetchedAt', 'baseUrl', 'data']);
    expect(kept).toMatchObject({ fetchedAt: noon, baseUrl, data: JSON.parse(goodList).data });
  });

  test('no key and no cookie go to the list endpoint', async () => {
    const { options, server } = await setUp();
    await loadCatalog(options);
    expect(Object.keys(server.requests[0]!.headers)).not.toContain('authorization');
    expect(Object.keys(server.requests[0]!.headers)).not.toContain('cookie');
  });

  test.each([
    ['59 minutes 59 seconds', '2026-11-22T11:00:01.000Z', 'cache', 0],
    ['just now', noon, 'cache', 0],
    ['exactly an hour', '2026-11-22T11:00:00.000Z', 'live', 1],
    ['two days', '2026-11-20T12:00:00.000Z', 'live', 1],
    ['in the future', '2026-11-22T12:00:01.000Z', 'live', 1],
  ])('a cached list of age "%s" answers with source and date', async (_age, fetchedAt, source, requests) => {
    const { options, server, cacheFile, baseUrl } = await setUp();
    await keep(cacheFile, baseUrl, fetchedAt);
    const { catalog } = await loadCatalog(options);
    expect(catalog).toMatchObject({ source, asOf: source === 'cache' ? fetchedAt : noon });
    expect(server.requests).toHaveLength(requests);
  });

  test('the cache of one server is not the cache of another', async () => {
    const { options } = await setUp();
    const other = await setUp(always(list(record('two/a'))));
    await loadCatalog(options);
    const { catalog } = await loadCatalog({ ...other.options, home: options.home });
    expect(ids(catalog)).toEqual(['two/a']);
  });

  test('a server that is down leaves the last known good list, of any age', async () => {
    const { options, cacheFile, baseUrl } = await setUp(always('no', { status: 500 }));
    await keep(cacheFile, baseUrl, '2026-01-01T00:00:00.000Z');
    const { catalog, notices } = await loadCatalog(options);
    expect(catalog).toMatchObject({ source: 'last_known_good', asOf: '2026-01-01T00:00:00.000Z' });
    expect(notices).toEqual([
      { code: 'live_failed', url: `${baseUrl}/videos/models`, failure: { code: 'http_status', status: 500 } },
    ]);
  });

  test('a server that is down and an empty home leave the bundled list', async () => {
    const { options } = await setUp(always('no', { status: 500 }));
    const { catalog, notices } = await loadCatalog(options);
    expect(catalog).toBe(bundledCatalog);
    expect(notices).toMatchObject([{ code: 'live_failed' }]);
  });

  test('a server that never answers is given up after two seconds', async () => {
    const { options } = await setUp(() => {});
    const { catalog, notices } = await loadCatalog(options);
    expect(catalog.source).toBe('bundled');
    expect(notices).toMatchObject([{ failure: { code: 'timed_out', timeoutMs: 2000 } }]);
  });

  test('a caller who stops gets the own reason, not a fallback', async () => {
    const { options } = await setUp(() => {});
    const controller = new AbortController();
    const loading = loadCatalog({ ...options, signal: controller.signal });
    controller.abort(new Error('stopped by hand'));
    await expect(loading).rejects.toThrow('stopped by hand');
  });
});

describe('an answer that is worse than what is kept', () => {
  const half = list(record('one/a')).slice(0, -20);
  test.each<[string, RequestListener, object]>([
    ['a web page', always('<!doctype html><html>', { type: 'text/html' }), { code: 'html' }],
    ['a web page that says it is JSON', always('\n<html></html>'), { code: 'html' }],
    ['truncated JSON', always(half), { code: 'truncated' }],
    ['a JSON string that breaks off', always('{"data":[{"id":"one/'), { code: 'truncated' }],
    ['an empty body', always(''), { code: 'not_json' }],
    ['prose', always('Service starting'), { code: 'not_json' }],
    ['an empty list', always(list()), { code: 'empty_list' }],
    ['no list', always('{"data":{}}'), { code: 'no_list' }],
    ['null', always('null'), { code: 'no_list' }],
    ['records that are no models', always(list(1, null, {}, { id: 7 })), { code: 'no_usable_record', records: 4 }],
    ['401', always('{"error":{}}', { status: 401 }), { code: 'http_status', status: 401 }],
    [
      '50 MB of JSON',
      (_, response) => void flood(response, '{"data":[', 50_000_000),
      { code: 'too_large', maxBytes: 10_000_000 },
    ],
    [
      'a connection that breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write(half, () => response.destroy());
      },
      { code: 'broke_off' },
    ],
  ])(
    '%s: the last known good list serves, stays as it is, and the message has a next step',
    async (_what, listener, failure) => {
      const { options, cacheFile, baseUrl } = await setUp(listener);
      await keep(cacheFile, baseUrl, '2026-11-20T00:00:00.000Z');
      const before = await readFile(cacheFile, 'utf8');
      for (const choice of [undefined, 'live']) {
        const { catalog, notices } = await loadCatalog({ ...options, choice });
        expect(catalog).toMatchObject({ source: 'last_known_good', asOf: '2026-11-20T00:00:00.000Z' });
        expect(ids(catalog)).toEqual(['old/a', 'old/b']);
        expect(notices).toEqual([{ code: 'live_failed', url: `${baseUrl}/videos/models`, failure }]);
        expect(catalogNoticeText(notices[0]!)).toContain('Try again later');
      }
      expect(await readFile(cacheFile, 'utf8')).toBe(before);
      expect(await readdir(join(cacheFile, '..'))).toHaveLength(1);
    },
  );

  test('a list of mostly broken records is not kept, and the larger last known good serves', async () => {
    const { options, cacheFile, baseUrl } = await setUp(always(list(record('one/a'), {}, null)));
    await keep(cacheFile, baseUrl, '2026-11-20T00:00:00.000Z');
    const { catalog, notices } = await loadCatalog({ ...options, choice: 'live' });
    expect(catalog.source).toBe('last_known_good');
    expect(notices).toMatchObject([{ code: 'live_damaged', models: 1, skipped: 2 }]);
    expect(await readFile(cacheFile, 'utf8')).toContain('old/a');
  });

  test('what is readable of a mostly broken list is used where nothing better exists', async () => {
    const { options, cacheFile } = await setUp(always(list(record('one/a'), {}, null)));
    const { catalog, notices } = await loadCatalog({ ...options, choice: 'live' });
    expect(ids(catalog)).toEqual(['one/a']);
    expect(notices).toMatchObject([{ code: 'live_damaged' }]);
    await expect(readFile(cacheFile)).rejects.toThrow('ENOENT');
  });

  test('duplicate ids and single broken records lose nothing else, and are said', async () => {
    const answer = list(record('one/a', { name: 'first' }), record('one/a', { name: 'second' }), null, record('one/b'));
    const { options } = await setUp(always(answer));
    const { catalog, notices } = await loadCatalog(options);
    expect(catalog.models.map(({ name }) => name)).toEqual(['first', 'one/b']);
    expect(catalog.issues).toEqual([
      { code: 'duplicate_id', index: 1, model: 'one/a' },
      { code: 'record_not_an_object', index: 2 },
    ]);
    expect(notices).toMatchObject([{ code: 'records_skipped', models: 2, skipped: 2 }]);
  });
});

describe('live', () => {
  test('fetches even when the cache is fresh', async () => {
    const { options, cacheFile, baseUrl } = await setUp();
    await keep(cacheFile, baseUrl, noon);
    const { catalog } = await loadCatalog({ ...options, choice: 'live' });
    expect(catalog.source).toBe('live');
    expect(await readFile(cacheFile, 'utf8')).toContain('one/a');
  });

  test('with neither server nor cache is an error that names address, cause and next step', async () => {
    const { options } = await setUp();
    const baseUrl = await closedOrigin();
    const error = await loadCatalog({ ...options, baseUrl, choice: 'live' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CatalogUnavailable);
    expect(error).toMatchObject({ code: 'no_connection', from: `${baseUrl}/videos/models` });
    expect((error as Error).message).toMatch(/videos\/models: no connection \(ECONNREFUSED\)\. .*--catalog bundled/);
  });
});

describe('bundled', () => {
  test('touches neither network nor disk', async () => {
    const never = () => {
      throw new Error('fetch was called');
    };
    const { catalog, notices } = await loadCatalog({
      choice: 'bundled',
      baseUrl: 'not a url',
      home: '\0',
      fetch: never,
      clock: { now: never },
    });
    expect(catalog).toBe(bundledCatalog);
    expect(catalog.source).toBe('bundled');
    expect(catalog.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(notices).toEqual([]);
  });
});

describe('the cache', () => {
  test.each([
    ['half a file', '{"fetchedAt":"2026-11-22T11:59:00.000Z","data":['],
    ['another thing', '"hello"'],
    ['an empty list', '{"fetchedAt":"2026-11-22T11:59:00.000Z","data":[]}'],
    ['a list without a date', list(record('old/a'))],
    ['another server', JSON.stringify({ fetchedAt: noon, baseUrl: 'https://other.example', data: [record('old/a')] })],
    ['a date that is none', JSON.stringify({ fetchedAt: 'soon', baseUrl: 'BASE', data: [record('old/a')] })],
  ])('that holds %s is ignored with a notice and replaced', async (_what, content) => {
    const { options, cacheFile, baseUrl } = await setUp();
    await mkdir(join(cacheFile, '..'), { recursive: true });
    await writeFile(cacheFile, content.replace('BASE', baseUrl));
    const { catalog, notices } = await loadCatalog(options);
    expect(catalog.source).toBe('live');
    expect(notices).toMatchObject([{ code: 'cache_unreadable', path: cacheFile }]);
    expect((await loadCatalog(options)).catalog.source).toBe('cache');
  });

  test('that cannot be written is a notice, and the answer is live all the same', async () => {
    const { options } = await setUp();
    const file = join(await temporaryFolder(), 'a-file');
    await writeFile(file, '');
    // A home below a file can be made by nobody, root included.
    const { catalog, notices } = await loadCatalog({ ...options, home: join(file, 'home') });
    expect(catalog.source).toBe('live');
    expect(notices).toMatchObject([{ code: 'cache_not_written' }]);
    expect(catalogNoticeText(notices[0]!)).toContain('SHOTCALLER_HOME');
  });

  test('survives ten writers at once: always a whole list, nothing left beside it', async () => {
    const { options, cacheFile } = await setUp();
    await Promise.all(Array.from({ length: 10 }, () => loadCatalog({ ...options, choice: 'live' })));
    expect(await readdir(join(cacheFile, '..'))).toHaveLength(1);
    expect((await loadCatalog(options)).catalog).toMatchObject({ source: 'cache' });
  });
});
