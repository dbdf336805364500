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
const json = async (words: readonly string[], home: string, at: { readonly now?: string } = {}) =>
  JSON.parse((await shotcaller([...words, ...bundled, '--json'], { home, ...at })).out);
const placeOf = async (model: string, home: string, at: { readonly now?: string } = {}) =>
  (await json(['pick', '--resolution', '720p', '--duration', '5'], home, at)).ranked.find(
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

  test('a price may be a floor of short clips, and ends with the list rate that it was seen at', async () => {
    const home = newHome();
    const floor = {
      model: 'alibaba/wan-3.0',
      factor: 2.2,
      sku: 'duration_seconds_480p',
      floorUsd: { low: '0.22', high: '0.22' },
      n: 2,
      asOf: '2026-10-01',
      source: 'our bills',
    };
    const highUsd = async (seconds: number) =>
      (await json(['quote', floor.model, '--duration', String(seconds), '--resolution', '480p'], home))[0].price
        .highUsd;
    for (const [ratesUsd, short] of [
      ['0.05', '0.22'],
      ['0.06', '0.25'],
    ] as const) {
      writeFileSync(join(home, 'evidence.json'), JSON.stringify({ prices: [{ ...floor, ratesUsd }] }));
      expect([ratesUsd, await highUsd(2), await highUsd(10)]).toEqual([ratesUsd, short, '0.5']);
    }
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

  test('of a second rating from the same source on the same day replaces the first; another source is another row', async () => {
    const home = newHome();
    const rate = (score: string, source: string) =>
      add(home, 'rating', '--model', mini, '--score', score, '--source', source);
    await rate('1533', 'our panel');
    expect((await rate('1433', 'our panel')).out).toContain(`Replaced the rating of ${mini}`);
    await rate('1400', 'another panel');
    const { ratings } = JSON.parse(readFileSync(join(home, 'evidence.json'), 'utf8'));
    expect(ratings.map(({ score, source }: { score: number; source: string }) => [score, source])).toEqual([
      [1433, 'our panel'],
      [1400, 'another panel'],
    ]);
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

describe('a file of evidence', () => {
  const rating = { model: mini, task: 'text-to-video', score: 1490, asOf: '2026-10-01', source: 'x' };
  const time = { model: mini, seconds: 40, durationSeconds: 5, asOf: '2026-10-01', source: 'x' };
  const price = { model: mini, factor: 0.8, asOf: '2026-10-01', source: 'x' };
  const vote = { models: [mini, seedance], better: mini, task: 'text-to-video', votedAt: '2026-10-01' };
  test.each<[string, unknown, string]>([
    ['a list', [], 'the whole file: must be an object, but it is []'],
    ['a field that there is not', { rating: [] }, 'the whole file: has "rating", which evidence does not know'],
    ['ratings that are no list', { ratings: {} }, 'ratings: must be a list, but it is {}'],
    ['a row that is none', { ratings: [rating, null] }, 'ratings[1]: must be an object, but it is null'],
    [
      'a score as text',
      { ratings: [{ ...rating, score: '1490' }] },
      'ratings[0].score: must be a number, but it is "1490"',
    ],
    [
      'stars for a score',
      { ratings: [{ ...rating, score: 4.5 }] },
      'ratings[0].score: must be at least 500, but it is 4.5',
    ],
    ['a huge score', { ratings: [{ ...rating, score: 1e300 }] }, 'ratings[0].score: must be at most 2,500'],
    [
      'limits the wrong way round',
      { ratings: [{ ...rating, low: 1500, high: 1400 }] },
      'ratings[0]: score must lie between',
    ],
    [
      'a date of the future',
      { ratings: [{ ...rating, asOf: '2027-10-01' }] },
      'ratings[0].asOf: must not be in the future, but it is "2027-10-01"',
    ],
    [
      'a date that there is not',
      { times: [time, { ...time, asOf: '2026-02-30' }] },
      'times[1].asOf: must be a date that exists',
    ],
    [
      'a date in words',
      { votes: [{ ...vote, votedAt: 'yesterday' }] },
      'votes[0].votedAt: must be a date such as 2026-11-20, but it is "yesterday". Correct',
    ],
    [
      'no time at all',
      { times: [{ ...time, seconds: 1e-300 }] },
      'times[0].seconds: must be at least 0.1, but it is 1e-300',
    ],
    ['a negative time', { times: [{ ...time, seconds: -3 }] }, 'times[0].seconds: must be at least 0.1, but it is -3'],
    ['half a clip', { times: [{ ...time, clips: 1.5 }] }, 'times[0].clips: must be a whole number, but it is 1.5'],
    [
      'a price for nothing',
      { prices: [{ ...price, factor: 0 }] },
      'prices[0].factor: must be at least 0.001, but it is 0',
    ],
    ['a field left out', { prices: [{ model: mini, factor: 1, asOf: '2026-10-01' }] }, 'prices[0].source: is missing'],
    [
      'a winner that did not play',
      { votes: [{ ...vote, better: 'google/veo-3.1' }] },
      'votes[0]: better must be one of models',
    ],
    [
      'one model against itself',
      { votes: [{ ...vote, models: [mini, mini] }] },
      'votes[0]: models must be two different ones',
    ],
  ])('with %s is refused, with the place, what it must be and what it is', async (_what, content, says) => {
    const home = newHome();
    const path = join(home, 'own.json');
    writeFileSync(path, JSON.stringify(content));
    const { code, talk } = await shotcaller(['pick', ...bundled, '--evidence', path], { home });
    expect([code, talk]).toEqual([2, expect.stringContaining(says)]);
    expect(readFileSync(path, 'utf8')).toBe(JSON.stringify(content));
  });

  test('that is wrong everywhere says the first faults and counts the others', async () => {
    const home = newHome();
    writeFileSync(join(home, 'evidence.json'), JSON.stringify({ ratings: Array.from({ length: 30 }, () => ({})) }));
    const { talk } = await shotcaller(['pick', ...bundled], { home });
    expect(talk).toContain('ratings[0].model: is missing');
    expect(talk).toMatch(/; and 142 more\. Correct the file\./);
  });

  test('that names a model which there is not says so, and the others count', async () => {
    const home = newHome();
    const path = join(home, 'own.json');
    writeFileSync(
      path,
      JSON.stringify({
        ratings: [
          { ...rating, score: 1550, model: `${mini}i` },
          { ...rating, score: 1550 },
        ],
      }),
    );
    const { code, talk, out } = await shotcaller(['pick', ...bundled, '--evidence', path, '--json'], { home });
    expect([code, talk]).toEqual([0, expect.stringContaining(`no model ${mini}i; did you mean ${mini}?`)]);
    const place = JSON.parse(out).ranked.find(({ model }: { model: string }) => model === mini);
    expect(place.quality.basis.source).toBe('x (given)');
  });
});

describe('evidence show and export', () => {
  test('never take a ledger that cannot be read for one without runs, bills and votes', async () => {
    const home = newHome();
    writeFileSync(join(home, 'simulated.sqlite'), 'this is no database, however long it is '.repeat(200));
    for (const words of [['show'], ['export', 'own.json']]) {
      const { code, out, talk } = await shotcaller(['evidence', ...words, ...bundled], { home, workingFolder: home });
      expect([code, out]).toEqual([1, '']);
      expect(talk).toContain('simulated.sqlite');
    }
    expect(existsSync(join(home, 'own.json'))).toBe(false);
    expect((await shotcaller(['evidence', 'show', mini, ...bundled], { home })).code).toBe(0);
  });

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
    expect(shown.out).toMatch(/1 rating, 0 times, 1 price\b/);
    expect(shown.out).toMatch(/price +bytedance\/seedance-2\.0-mini +0\.80 of list +12 +2026-10-09 +contract/);
    const model = await shotcaller(['evidence', 'show', mini, ...bundled], { home });
    expect(model.out).toContain('our panel (given)');
    expect(model.out).toContain('0.80 of list, n=12, until 2026-10-09, contract (given)');
    const workingFolder = newHome();
    expect((await shotcaller(['evidence', 'export', 'own.json', ...bundled], { home, workingFolder })).talk).toContain(
      'Wrote 1 rating, 0 times, 1 price and 0 votes',
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
      /^Evidence of 2026-10-20 is in use from now on: 1 rating, 1 time, 0 prices\. SHA-256 [0-9a-f]{64}\.$/m,
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
    const { now } = later;
    const rating = ['--model', mini, '--score', '1200', '--as-of', '2026-10-21', '--source', 'our panel'];
    await shotcaller(['evidence', 'add', 'rating', ...rating], { home, now });
    expect((await placeOf(mini, home, { now })).quality.basis.source).toBe('our panel (given)');
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
