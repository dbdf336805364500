import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { overview } from '../../src/cli/overview.ts';
import { picoFromUsd } from '../../src/jobs/money/pico.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { version } from '../../src/settings/version.ts';
import { sampleAttempt, sampleJob } from '../jobs/sample-job.ts';
import { shotcaller } from './command-line.ts';

const bundled = ['--catalog', 'bundled'];
const june = new URL('../../../core/test/fixtures/catalog-2026-06-26.json', import.meta.url).pathname;

describe('quote', () => {
  test('--json prints every model with its price, or the one named', async () => {
    const all = JSON.parse(
      (await shotcaller(['quote', '--duration', '5', '--resolution', '720p', ...bundled, '--json'])).out,
    );
    expect(all).toHaveLength(30);
    const one = JSON.parse(
      (
        await shotcaller([
          'quote',
          'google/veo-3.1-lite',
          '--duration',
          '4',
          '--resolution',
          '720p',
          '--no-audio',
          ...bundled,
          '--json',
        ])
      ).out,
    );
    expect(one).toEqual([
      expect.objectContaining({
        model: 'google/veo-3.1-lite',
        price: expect.objectContaining({ expectedUsd: '0.12', confidence: 'exact' }),
      }),
    ]);
  });

  test('prints the sum line by line', async () => {
    const { out } = await shotcaller([
      'quote',
      'runway/aleph-2',
      '--task',
      'edit',
      '--prompt',
      'snow',
      '--source-video',
      'https://example.com/a.mp4',
      '--source-duration',
      '1',
      ...bundled,
    ]);
    expect(out).toContain('1 second × $0.28 (cents_per_second_output) = $0.28');
    expect(out).toContain('up to the minimum of $0.56');
  });
});

describe('preview', () => {
  const clip = ['--duration', '4', '--resolution', '720p', '--prompt', "it's $HOME `x`", ...bundled];

  test('prints the exact body of a model by name, sound always said', async () => {
    const { out } = await shotcaller(['preview', '--model', 'veo-3.1-lite', ...clip]);
    expect(JSON.parse(out)).toEqual({
      model: 'google/veo-3.1-lite',
      prompt: "it's $HOME `x`",
      duration: 4,
      resolution: '720p',
      aspect_ratio: '16:9',
      generate_audio: true,
    });
  });

  test.each(['curl', 'typescript', 'openrouter-sdk', 'python', 'ai-sdk'])(
    'as %s names the key by its variable only',
    async (format) => {
      const { out, code } = await shotcaller(['preview', ...clip, '--format', format]);
      expect(code).toBe(0);
      expect(out).toContain('OPENROUTER_API_KEY');
    },
  );

  test('--json prints model, price and body, and with --format the text', async () => {
    const plain = JSON.parse((await shotcaller(['preview', '--model', 'veo-3.1-lite', ...clip, '--json'])).out);
    expect(plain).toEqual({
      model: 'google/veo-3.1-lite',
      price: expect.objectContaining({ expectedUsd: '0.2' }),
      body: expect.objectContaining({ model: 'google/veo-3.1-lite', generate_audio: true }),
    });
    const curl = JSON.parse(
      (await shotcaller(['preview', '--model', 'veo-3.1-lite', ...clip, '--json', '--format', 'curl'])).out,
    );
    expect(curl).toEqual({ ...plain, format: 'curl', text: expect.stringContaining('curl') });
  });

  test('of a request that the model would refuse says why and shows none', async () => {
    const { out, talk, code } = await shotcaller([
      'preview',
      '--model',
      'google/veo-3.1',
      '--duration',
      '5',
      '--prompt',
      'x',
      ...bundled,
    ]);
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(talk).toContain('4, 6 or 8 s');
  });

  test('puts a passthrough parameter under the provider and refuses one that the model does not list', async () => {
    const good = await shotcaller([
      'preview',
      '--model',
      'google/veo-3.1',
      '--passthrough',
      'negativePrompt=rain',
      ...clip,
    ]);
    expect(JSON.parse(good.out).provider).toEqual({
      options: { 'google-vertex': { parameters: { negativePrompt: 'rain' } } },
    });
    const bad = await shotcaller([
      'preview',
      '--model',
      'google/veo-3.1',
      '--passthrough',
      'negative_prompt=rain',
      ...clip,
    ]);
    expect(bad.code).toBe(3);
    expect(bad.talk).toContain('negative_prompt');
  });
});

describe('A model by name', () => {
  const clip = ['--duration', '4', '--resolution', '720p', '--prompt', 'x', ...bundled];

  test('is the same for quote, as argument and as --model, and for preview, whatever way it is written', async () => {
    const answers = await Promise.all(
      [
        ['quote', 'VEO-3.1-lite', ...clip, '--json'],
        ['quote', '--model', 'google/veo-3.1-lite', ...clip, '--json'],
      ].map(async (words) => JSON.parse((await shotcaller(words)).out)),
    );
    expect(answers[0]).toEqual(answers[1]);
    const preview = JSON.parse((await shotcaller(['preview', '--model', 'veo-3.1-lite', ...clip, '--json'])).out);
    expect(answers[0]).toEqual([
      { model: preview.model, clip: expect.any(Object), price: preview.price, verdict: 'eligible', reasons: [] },
    ]);
  });

  test('that is not in the catalogue ends with 2 and names the nearest', async () => {
    for (const command of ['quote', 'preview', 'run']) {
      const home = mkdtempSync(join(tmpdir(), 'shotcaller-model-'));
      const { code, talk, out } = await shotcaller([command, '--model', 'google/veo-31', ...clip], { home });
      expect([code, out], command).toEqual([2, '']);
      expect(talk, command).toContain('Did you mean google/veo-3.1');
    }
  });

  test('twice and different is refused', async () => {
    const { code, talk } = await shotcaller(['quote', 'google/veo-3.1', '--model', 'google/veo-3.1-lite', ...clip]);
    expect([code, talk]).toEqual([2, 'quote google/veo-3.1 --model google/veo-3.1-lite names two models. Name one.\n']);
  });
});

test('the configured profile weighs when nobody names one', async () => {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-config-'));
  writeFileSync(join(home, 'config.json'), '{"defaultProfile": "fastAndCheap"}');
  const profileOf = async (...words: readonly string[]) =>
    JSON.parse((await shotcaller(['pick', ...words, ...bundled, '--json'], { home })).out).profile.name;
  expect(await profileOf('--duration', '5')).toBe('fastAndCheap');
  expect(await profileOf('--duration', '5', '--profile', 'balanced')).toBe('balanced');
});

test('a ledger that cannot be read keeps nobody from choosing, and is named', async () => {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-broken-'));
  writeFileSync(join(home, 'simulated.sqlite'), 'this is no database');
  const { code, talk } = await shotcaller(['pick', '--duration', '5', ...bundled, '--json'], { home });
  expect(code).toBe(0);
  expect(talk).toContain('simulated.sqlite');
  expect(talk).toContain('the choice does not use your own runs and bills.');
});

describe('models', () => {
  test('lists the catalogue', async () => {
    const { out } = await shotcaller(['models', ...bundled]);
    expect(out.split('\n').filter((line) => /^[\w-]+\//.test(line)).length).toBe(30);
  });

  test('prices a typical clip of each model that makes one, as quote does, and says which clip', async () => {
    const { out } = await shotcaller(['models', ...bundled], { columns: 200 });
    const line = (id: string) => out.split('\n').find((text) => text.startsWith(`${id} `))!;
    expect(line('google/veo-3.1-lite')).toMatch(/generate +6 s 720p +\$0\.30/);
    expect(line('bytedance/seedance-2.0-mini')).toMatch(/generate +5 s 720p +\$/);
    expect(line('black-forest-labs/flux-video-edit')).not.toContain('$');
    expect(out).toContain('5 s at 720p, 16:9, or the nearest that the model makes');
    const quotes = JSON.parse((await shotcaller(['quote', 'google/veo-3.1-lite', '--json', ...bundled])).out);
    expect(quotes[0].price.highUsd).toBe('0.3');
  });

  test('--json is a plain list of the models, and what was not understood is said on standard error', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shotcaller-models-'));
    const file = join(folder, 'list.json');
    writeFileSync(file, JSON.stringify({ data: [{ id: 'a/b', supported_durations: 'many' }, { name: 'nobody' }] }));
    const { out, talk } = await shotcaller(['models', '--json', '--catalog', file]);
    expect(JSON.parse(out).map(({ id }: { id: string }) => id)).toEqual(['a/b']);
    expect(talk.trim().split('\n').length).toBeGreaterThan(0);
    expect(talk).toMatch(/nobody|record|id/i);
  });

  test('diff names new and gone models, prices in per cent, and the picks that change', async () => {
    const answer = JSON.parse((await shotcaller(['models', 'diff', june, 'bundled', '--json'])).out);
    expect(answer.removed).toEqual(['openai/sora-2-pro']);
    expect(answer.added).toHaveLength(16);
    expect(answer.prices).toContainEqual({
      model: 'kwaivgi/kling-video-o1',
      sku: 'duration_seconds',
      from: '0.0896',
      to: '0.1120',
      percent: 25,
    });
    expect(answer.picks.length).toBeGreaterThan(0);
    const { out } = await shotcaller(['models', 'diff', june, 'bundled']);
    expect(out).toContain('(+25 %)');
  });
});

describe('keys', () => {
  const keys = (home: string, ...words: readonly string[]) => shotcaller(['keys', ...words], { home });

  test('are added once, listed without their text and revoked, in the ledger', async () => {
    const home = mkdtempSync(join(tmpdir(), 'shotcaller-keys-'));
    expect((await keys(home, 'list')).talk).toContain('There are no keys');
    const added = await keys(home, 'add', 'studio', '--budget', '25', '--rate', '10', '--model', 'google/veo-3.1');
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^shot_[\w-]{43}\n$/) });
    expect(await keys(home, 'add', 'studio')).toMatchObject({ code: 1, out: '' });
    const [heading, row] = (await keys(home)).out.split('\n');
    expect(heading!.split(/ {2,}/)).toEqual(['name', 'since', 'spent', 'left', 'today', 'left today', 'may']);
    expect(row!.split(/ {2,}/)).toEqual([
      'studio',
      '2026-10-09',
      '$0.00',
      '$25.00 of $25.00',
      '$0.00',
      'no limit',
      'google/veo-3.1, 10 submits a minute',
    ]);
    expect(JSON.parse((await keys(home, 'list', '--json')).out)).toEqual([
      {
        name: 'studio',
        createdAt: '2026-10-09T12:00:00.000Z',
        admin: false,
        budgetUsd: '25',
        models: ['google/veo-3.1'],
        submitsPerMinute: 10,
        bookedUsd: '0',
        bookedTodayUsd: '0',
      },
    ]);
    expect((await keys(home, 'revoke', 'studio')).code).toBe(0);
    expect(await keys(home, 'revoke', 'studio')).toMatchObject({
      code: 2,
      talk: 'There is no key studio. shotcaller keys list lists them.\n',
    });
    expect((await keys(home)).out).toBe('');
  });

  test('of the simulator and of the real service are kept apart', async () => {
    const home = mkdtempSync(join(tmpdir(), 'shotcaller-keys-'));
    await keys(home, 'add', 'studio', '--upstream', 'https://openrouter.ai/api/v1');
    expect((await keys(home)).out).toBe('');
    expect((await keys(home, 'list', '--upstream', 'https://openrouter.ai/api/v1')).out).toContain('studio');
  });

  test('are listed with what each has spent and what is left of its budgets', async () => {
    const home = mkdtempSync(join(tmpdir(), 'shotcaller-keys-'));
    const real = ['--upstream', 'https://openrouter.ai/api/v1'];
    await keys(home, 'add', 'studio', '--budget', '25', '--daily', '0.5', ...real);
    const ledger = await openLedger({ home, now: '2026-10-09T12:00:00.000Z' });
    const [{ owner } = { owner: '' }] = await ledger.clientKeys();
    await ledger.openJob({ job: sampleJob({ owner }), attempt: sampleAttempt(), dedupe: null, body: '{}' });
    const reserved = await ledger.reserve(
      {
        attemptId: 'job-1',
        version: 1,
        change: { state: 'submitting', budgetDay: '2026-10-09' },
        at: '2026-10-09T11:00:00.000Z',
        by: 'me',
        money: [{ kind: 'reserve', pico: picoFromUsd('0.12') }],
      },
      picoFromUsd('0.12'),
      {},
    );
    expect(reserved.kind).toBe('reserved');
    await ledger.close();
    const [, row] = (await keys(home, 'list', ...real)).out.split('\n');
    expect(row!.split(/ {2,}/)).toEqual([
      'studio',
      '2026-10-09',
      '$0.12',
      '$24.88 of $25.00',
      '$0.12',
      '$0.38 of $0.50',
      'all models',
    ]);
  });

  test('say for which service they are, when they are added and when they are listed', async () => {
    const home = mkdtempSync(join(tmpdir(), 'shotcaller-keys-'));
    const simulated = 'the built-in simulator, where nothing is spent';
    const next = 'For OpenRouter, set OPENROUTER_API_KEY, or add --upstream https://openrouter.ai/api/v1.';
    expect((await keys(home, 'list')).talk).toContain(`There are no keys for ${simulated}.`);
    expect((await keys(home, 'add', 'studio')).talk).toContain(`It is a key for ${simulated}. ${next}\n`);
    expect((await keys(home, 'list')).talk).toBe(`Keys for ${simulated}. ${next}\n`);
    const real = ['--upstream', 'https://openrouter.ai/api/v1'];
    expect((await keys(home, 'add', 'studio', ...real)).talk).toContain('It is a key for https://openrouter.ai.\n');
    expect((await keys(home, 'list', ...real)).talk).toBe('Keys for https://openrouter.ai.\n');
  });

  test.each([
    ['google/veo-3.1-lit', 'Did you mean google/veo-3.1-lite?', 'google/veo-3.1-lit'],
    ['kling 3', 'Did you mean kwaivgi/kling-v3.0-pro or kwaivgi/kling-v3.0-std?', 'kling 3'],
    ['acme/none', 'shotcaller models lists them.', 'acme/none'],
    ['Seedance-2.5', undefined, 'bytedance/seedance-2.5'],
    ['google/veo-3.1', undefined, 'google/veo-3.1'],
  ])('for %s: a model that the catalogue does not list is told, with the nearest', async (model, says, kept) => {
    const home = mkdtempSync(join(tmpdir(), 'shotcaller-keys-'));
    const { code, talk } = await keys(home, 'add', 'studio', '--model', model);
    expect(code).toBe(0);
    if (says === undefined) expect(talk).not.toContain('lists no model');
    else {
      const told = `The catalogue lists no model ${model}, so the key can buy nothing with it. ${says}`;
      expect(talk.split('\n')).toContain(`${told} To correct it, revoke the key and add it again.`);
    }
    expect(JSON.parse((await keys(home, 'list', '--json')).out)).toMatchObject([{ models: [kept] }]);
  });

  test.each([
    [['constructor'], 2, 'keys does not know "constructor"'],
    [['add'], 2, 'keys add needs a name'],
    [['add', 'a b'], 2, 'is not a valid key name'],
    [['add', 'a', '--budget', '1e3'], 2, '--budget 1e3 is not an amount in US dollars'],
  ])('%j is refused', async (words, expected, message) => {
    const { code, talk, out } = await keys(mkdtempSync(join(tmpdir(), 'shotcaller-keys-')), ...words);
    expect([code, out]).toEqual([expected, '']);
    expect(talk).toContain(message);
  });
});

describe('Help', () => {
  test.each(commands.map(({ name }) => name))('%s --help lists its flags and ends with 0', async (name) => {
    const { out, code } = await shotcaller([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain('--help');
  });

  test('the overview names every command once, and fits 80 columns', async () => {
    const { out, code } = await shotcaller([], { columns: 80, terminal: true });
    const named = overview.flatMap(([, lines]) => lines.map(([name]) => name));
    expect(code).toBe(0);
    expect(named.toSorted()).toEqual(
      commands
        .filter(({ hidden }) => !hidden)
        .map(({ name }) => name)
        .toSorted(),
    );
    for (const name of named) expect(out.match(new RegExp(`^  ${name} +\\S.*$`, 'gm'))).toHaveLength(1);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('the version is that of the package', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(version).toBe(manifest.version);
  });
});

test.each(['2026-02-30', '2026-13-01', '2026-1-1', 'soon'])('ledger --since %s is no day: exit 2', async (day) => {
  const { code, out, talk } = await shotcaller(['ledger', '--since', day]);
  expect([code, out, talk]).toEqual([2, '', `--since ${day} is not a day. Write it as 2026-10-01.\n`]);
});
