import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const bundled = ['--catalog', 'bundled'];
const newHome = () => mkdtempSync(join(tmpdir(), 'shotcaller-evidence-'));
const mini = 'bytedance/seedance-2.0-mini';
const seedance = 'bytedance/seedance-2.0';
const json = async (words: readonly string[], home: string) =>
  JSON.parse((await shotcaller([...words, ...bundled, '--json'], { home })).out);
const placeOf = async (model: string, home: string, words: readonly string[] = []) =>
  (await json(['pick', '--resolution', '720p', '--duration', '5', ...words], home)).ranked.find(
    (ranked: { model: string }) => ranked.model === model,
  );
const add = (home: string, ...words: readonly string[]) => shotcaller(['evidence', 'add', ...words], { home });

describe('evidence add', () => {
  test('writes a rating, a time and a price into the file of the home folder, and the next pick counts them', async () => {
    const home = newHome();
    const before = await placeOf(mini, home);
    const rating = ['rating', '--model', mini, '--score', '1533', '--low', '1530', '--high', '1536', '--n', '900'];
    expect((await add(home, ...rating, '--source', 'our panel')).out).toContain(
      `Added a rating of ${mini} (2026-10-09)`,
    );
    await add(home, 'time', '--model', mini, '--seconds', '20', '--duration', '5', '--n', '8', '--source', 'our runs');
    await add(
      home,
      'price',
      '--model',
      mini,
      '--billed',
      '0.20',
      '--list',
      '0.25',
      '--n',
      '12',
      '--source',
      'contract',
    );
    const after = await placeOf(mini, home);
    expect(after.quality.rating).toBeGreaterThan(1500);
    expect(after.speed.p50Seconds).toBeLessThan(before.speed.p50Seconds);
    expect(Number(after.price.expectedUsd)).toBeCloseTo(0.8 * Number(before.price.expectedUsd), 6);
    expect(after.price.reasons[0]).toMatchObject({ code: 'own_bills_differ', n: 12, factor: 0.8 });
    const file = JSON.parse(readFileSync(join(home, 'evidence.json'), 'utf8'));
    expect(file.prices).toEqual([{ model: mini, factor: 0.8, n: 12, asOf: '2026-10-09', source: 'contract' }]);
    expect(statSync(join(home, 'evidence.json')).mode & 0o077).toBe(0);
  });

  test('a rating with a newer date counts whatever its place, also over one of the very class that is asked for', async () => {
    const home = newHome();
    const row = (score: number, asOf: string) => ({
      model: seedance,
      task: 'text-to-video',
      score,
      asOf,
      source: 'board',
    });
    for (const ratings of [
      [row(1300, '2026-10-07'), row(1200, '2026-10-01')],
      [row(1200, '2026-10-01'), row(1300, '2026-10-07')],
    ]) {
      writeFileSync(join(home, 'evidence.json'), JSON.stringify({ ratings }));
      expect((await placeOf(seedance, home)).quality.rating).toBeCloseTo(1301, -1);
    }
    writeFileSync(join(home, 'evidence.json'), JSON.stringify({ ratings: [row(1200, '2026-01-01')] }));
    expect((await placeOf(seedance, home)).quality.rating).toBeGreaterThan(1450);
  });

  test('a price goes as far as it says: of one model, or of all for a discount of the account, and no longer than bills do', async () => {
    const home = newHome();
    const price = { model: '*', factor: 0.9, n: 40, asOf: '2026-10-01', source: 'contract' };
    const veo = 'google/veo-3.1-lite';
    writeFileSync(join(home, 'evidence.json'), JSON.stringify({ prices: [price] }));
    const quoted = async (model: string) =>
      (await json(['quote', model, '--duration', '6', '--resolution', '720p'], home))[0].price;
    const plain = (await json(['quote', veo, '--duration', '6', '--resolution', '720p'], newHome()))[0].price;
    expect(Number((await quoted(veo)).expectedUsd)).toBeCloseTo(0.9 * Number(plain.expectedUsd), 6);
    const own = { ...price, model: veo, factor: 0.5 };
    writeFileSync(join(home, 'evidence.json'), JSON.stringify({ prices: [price, own] }));
    expect(Number((await quoted(veo)).expectedUsd)).toBeCloseTo(0.5 * Number(plain.expectedUsd), 6);
    writeFileSync(join(home, 'evidence.json'), JSON.stringify({ prices: [{ ...own, asOf: '2026-06-01' }] }));
    expect((await quoted(veo)).expectedUsd).toBe(plain.expectedUsd);
  });

  test.each([
    ['no kind', [], 'takes rating, time or price'],
    ['a kind that there is not', ['ratng'], 'rating'],
    ['no model', ['time', '--seconds', '4', '--duration', '5', '--source', 'x'], 'needs --model'],
    ['no source', ['time', '--model', mini, '--seconds', '4', '--duration', '5'], 'needs --source'],
    ['no seconds', ['time', '--model', mini, '--duration', '5', '--source', 'x'], 'needs --seconds'],
    [
      'seconds that are none',
      ['time', '--model', mini, '--seconds', 'four', '--duration', '5', '--source', 'x'],
      '--seconds four is not a number',
    ],
    ['a price without its ratio', ['price', '--model', mini, '--source', 'x'], '--billed DOLLARS with --list'],
    ['a bill without its list price', ['price', '--model', mini, '--billed', '1', '--source', 'x'], 'belong together'],
    [
      'a date that is none',
      ['price', '--model', mini, '--factor', '1', '--as-of', 'May', '--source', 'x'],
      'must be a date',
    ],
    [
      'one limit',
      ['rating', '--model', mini, '--score', '1400', '--low', '1300', '--source', 'x'],
      'low and high belong together',
    ],
    ['a negative ratio', ['price', '--model', mini, '--factor=-1', '--source', 'x'], 'factor'],
  ])('with %s is refused, and nothing is written', async (_what, words, says) => {
    const home = newHome();
    const { code, talk } = await add(home, ...words);
    expect([code, talk]).toEqual([2, expect.stringContaining(says)]);
    expect(existsSync(join(home, 'evidence.json'))).toBe(false);
  });

  test('leaves a file that cannot be read as it is', async () => {
    const home = newHome();
    writeFileSync(join(home, 'evidence.json'), '{"ratings": [');
    const { code } = await add(home, 'price', '--model', mini, '--factor', '1', '--source', 'x');
    expect([code, readFileSync(join(home, 'evidence.json'), 'utf8')]).toEqual([2, '{"ratings": [']);
  });

  test('says when the catalogue has no such model', async () => {
    const { talk } = await add(newHome(), 'price', '--model', 'google/veo-3.1-lit', '--factor', '1', '--source', 'x');
    expect(talk).toContain('did you mean google/veo-3.1-lite?');
  });
});

describe('evidence show and export', () => {
  test('show what counts, and take it to another machine unchanged', async () => {
    const home = newHome();
    await add(
      home,
      'rating',
      '--model',
      mini,
      '--score',
      '1533',
      '--low',
      '1530',
      '--high',
      '1536',
      '--source',
      'our panel',
    );
    await add(home, 'price', '--model', mini, '--factor', '0.8', '--n', '12', '--source', 'contract');
    const shown = await shotcaller(['evidence', 'show', ...bundled], { home });
    expect(shown.out).toContain('Bundled    as of 2026-10-09');
    expect(shown.out).toMatch(/1 ratings, 0 times, 1 prices/);
    expect(shown.out).toMatch(/price +bytedance\/seedance-2\.0-mini +0\.80 of list +12 +2026-10-09 +contract/);
    const model = await shotcaller(['evidence', 'show', mini, ...bundled], { home });
    expect(model.out).toContain('our panel (given)');
    expect(model.out).toContain('0.80 of list, n=12, until 2026-10-09, contract (given)');
    const workingFolder = newHome();
    expect((await shotcaller(['evidence', 'export', 'own.json', ...bundled], { home, workingFolder })).talk).toContain(
      'Wrote 1 ratings, 0 times, 1 prices and 0 votes',
    );
    const there = newHome();
    writeFileSync(join(there, 'evidence.json'), readFileSync(join(workingFolder, 'own.json')));
    expect(await placeOf(mini, there)).toEqual(await placeOf(mini, home));
    expect((await shotcaller(['evidence', 'export', 'own.json', ...bundled], { home, workingFolder })).code).toBe(2);
  });

  test('a verb that there is not is refused', async () => {
    expect((await shotcaller(['evidence', 'shwo'])).talk).toContain('evidence does not know "shwo"');
  });
});

describe('evidence refresh', () => {
  const edition = {
    asOf: '2026-10-20',
    ratings: [
      { model: mini, task: 'text-to-video', score: 1533, low: 1530, high: 1536, asOf: '2026-10-20', source: 'LMArena' },
    ],
    times: [{ model: mini, seconds: 20, durationSeconds: 5, clips: 8, asOf: '2026-10-20', source: 'a benchmark' }],
  };
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
  const asked: { url: string | undefined; method: string | undefined; headers: IncomingHttpHeaders; body: string }[] =
    [];
  const files = new Map<string, string>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      asked.push({ url: request.url, method: request.method, headers: request.headers, body });
      const text = files.get(request.url ?? '');
      if (request.url === '/moved') response.writeHead(302, { location: '/index.json' }).end();
      else response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(text);
    });
  });
  let origin = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const later = { now: '2026-10-25T12:00:00.000Z', environment: { OPENROUTER_API_KEY: 'sk-or-secret' }, fetch };
  const refresh = (home: string, ...words: readonly string[]) =>
    shotcaller(['evidence', 'refresh', ...words], { home, ...later });
  const publish = (content: unknown, index: object = {}) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    files.set('/edition.json', text);
    files.set(
      '/index.json',
      JSON.stringify({ asOf: edition.asOf, sha256: hashOf(text), file: 'edition.json', ...index }),
    );
  };

  test('is off until an address is set, and says so', async () => {
    const { code, talk } = await refresh(newHome());
    expect([code, talk]).toEqual([2, expect.stringContaining('config set evidenceUrl')]);
    expect(asked).toEqual([]);
  });

  test('fetches a newer edition, which counts as of its day, and sends nothing', async () => {
    const home = newHome();
    publish(edition);
    expect((await refresh(home, '--from', `${origin}/index.json`)).out).toMatch(
      /^Evidence of 2026-10-20 is in use from now on: 1 ratings, 1 times\. SHA-256 [0-9a-f]{64}\.$/m,
    );
    expect(asked.map(({ url, method, body }) => [url, method, body])).toEqual([
      ['/index.json', 'GET', ''],
      ['/edition.json', 'GET', ''],
    ]);
    expect(JSON.stringify(asked)).not.toMatch(/sk-or|authorization|cookie/i);
    const place = await placeOf(mini, home);
    expect(place.quality).toMatchObject({ basis: { source: 'LMArena', asOf: '2026-10-20' } });
    const { evidence } = await json(['pick'], home);
    expect(evidence.asOf).toBe('2026-10-20');
    expect((await shotcaller(['evidence', 'show', ...bundled], { home })).out).toContain('Published  as of 2026-10-20');
    expect(statSync(join(home, 'evidence-published.json')).mode & 0o077).toBe(0);
    const again = await refresh(home, '--from', `${origin}/index.json`);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('has none that is newer')]);
  });

  test('your own newer rating still goes before that of an edition', async () => {
    const home = newHome();
    publish(edition);
    await refresh(home, '--from', `${origin}/index.json`);
    await add(home, 'rating', '--model', mini, '--score', '1200', '--as-of', '2026-10-21', '--source', 'our panel');
    expect((await placeOf(mini, home)).quality.basis.source).toBe('our panel (given)');
  });

  test.each<[string, unknown, object, string]>([
    ['whose hash differs', edition, { sha256: 'a'.repeat(64) }, 'its SHA-256 differs'],
    ['of another day than the index says', { ...edition, asOf: '2026-10-19' }, {}, 'not of 2026-10-20'],
    ['of the future', edition, { asOf: '2027-01-01' }, 'which is in the future'],
    ['of another server', edition, { file: 'https://example.com/edition.json' }, 'another server'],
    ['that is not of the schema', { ...edition, ratings: [{ model: mini }] }, {}, 'ratings[0]'],
    ['that is not JSON', '{"asOf":', {}, 'is not JSON'],
    [
      'with prices of somebody',
      { ...edition, prices: [{ model: mini, factor: 0.1, asOf: '2026-10-20', source: 'x' }] },
      {},
      'prices or votes',
    ],
    ['without an index', edition, { sha256: 7 }, 'is no index of evidence'],
    ['that is not there', edition, { file: 'gone.json' }, 'answered 404'],
  ])('an edition %s is not used, and what was in use stays', async (_what, content, index, says) => {
    const home = newHome();
    publish(content, index);
    const { code, talk } = await refresh(home, '--from', `${origin}/index.json`);
    expect([code, talk]).toEqual([1, expect.stringContaining(says)]);
    expect(talk).toContain('The evidence in use stays as it is.');
    expect(existsSync(join(home, 'evidence-published.json'))).toBe(false);
  });

  test('follows no redirect, takes no plain http but of this machine, and notices a damaged copy', async () => {
    const home = newHome();
    publish(edition);
    expect((await refresh(home, '--from', `${origin}/moved`)).code).toBe(1);
    for (const url of [
      'http://example.com/index.json',
      'ftp://example.com',
      'https://a:b@example.com/',
      'index.json',
    ]) {
      expect(await refresh(home, '--from', url)).toMatchObject({
        code: 2,
        talk: expect.stringContaining('is not an https URL'),
      });
    }
    await refresh(home, '--from', `${origin}/index.json`);
    const path = join(home, 'evidence-published.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('1533', '1833'));
    const { code, talk } = await shotcaller(['pick', ...bundled], { home });
    expect([code, talk]).toEqual([2, expect.stringContaining('is damaged. Fetch it anew')]);
  });

  test('an address in the config is used', async () => {
    const home = newHome();
    expect((await shotcaller(['config', 'set', 'evidenceUrl', 'http://example.com'], { home })).code).toBe(2);
    await shotcaller(['config', 'set', 'evidenceUrl', 'https://example.com/index.json'], { home });
    const { code, talk } = await shotcaller(['evidence', 'refresh'], { home });
    expect([code, talk]).toEqual([1, expect.stringContaining('https://example.com/index.json cannot be read')]);
  });
});
