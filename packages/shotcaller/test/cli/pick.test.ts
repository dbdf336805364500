import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const bundled = ['--catalog', 'bundled'];
const clip = [
  '--duration',
  '5',
  '--resolution',
  '720p',
  '--aspect',
  '9:16',
  '--first-frame',
  'https://example.com/mug.jpg',
];
const json = async (words: readonly string[], more = {}) => {
  const { out, code } = await shotcaller([...words, ...bundled, '--json'], more);
  return { code, answer: JSON.parse(out) };
};

describe('pick --json', () => {
  test('prints the selection in the documented shape', async () => {
    const { code, answer } = await json(['pick', ...clip, '--profile', 'fastAndCheap']);
    expect(code).toBe(0);
    expect(answer.catalog).toEqual({ source: 'bundled', asOf: '2026-10-08', ageDays: 1, models: 30 });
    expect(answer.profile).toEqual({ name: 'fastAndCheap', weights: { speed: 0.55, cost: 0.35, quality: 0.1 } });
    expect(answer.method).toBe('evidence');
    expect(answer.pick).toBe(answer.ranked[0].model);
    expect(answer.ranked[0]).toMatchObject({
      price: {
        lowUsd: expect.any(String),
        confidence: 'exact',
        lines: [expect.objectContaining({ sku: expect.any(String) }), expect.anything()],
      },
      speed: { p50Seconds: expect.any(Number), basis: { level: expect.any(String) } },
      quality: { rating: expect.any(Number), basis: { source: expect.any(String) } },
      contributions: { speed: expect.any(Number), cost: expect.any(Number), quality: expect.any(Number) },
      tiedWith: expect.any(Array),
    });
    expect(answer.request).toMatchObject({
      model: answer.pick,
      duration: 5,
      resolution: '720p',
      aspect_ratio: '9:16',
    });
    expect(answer.ranked.length + answer.rejected.length + answer.unknown.length).toBe(30);
  });

  test('takes the same requirements as JSON from a file and from standard input, and flags win', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'shotcaller-')), 'clip.json');
    const input = JSON.stringify({ durationSeconds: 8, resolution: '1080p', audio: false });
    writeFileSync(path, input);
    const fromFile = await json(['pick', '--requirements', path, '--duration', '6']);
    expect(fromFile.answer.requirements).toMatchObject({ durationSeconds: 6, resolution: '1080p', audio: false });
    const fromInput = await json(['pick', '--requirements', '-'], { input });
    expect(fromInput.answer.requirements).toMatchObject({ durationSeconds: 8, resolution: '1080p', audio: false });
  });

  test('reads a sentence, and a flag wins over it', async () => {
    const { answer } = await json([
      'pick',
      '6s portrait 1080p clip of a paper boat, no sound, cheapest',
      '--duration',
      '8',
    ]);
    expect(answer.requirements).toMatchObject({
      durationSeconds: 8,
      resolution: '1080p',
      aspectRatio: '9:16',
      audio: false,
    });
    expect(answer.profile.name).toBe('fastAndCheap');
  });

  test('keeps providers and models in and out', async () => {
    const only = await json(['pick', '--duration', '8', '--provider', 'google']);
    expect(only.answer.ranked.map(({ model }: { model: string }) => model.split('/')[0])).toEqual([
      'google',
      'google',
      'google',
    ]);
    const without = await json(['pick', '--duration', '8', '--exclude', 'google', '--exclude', 'alibaba/wan-3.0']);
    const ids = without.answer.ranked.map(({ model }: { model: string }) => model);
    expect(ids.some((id: string) => id.startsWith('google/') || id === 'alibaba/wan-3.0')).toBe(false);
  });

  test('with method cookbook prints the guide’s own figures', async () => {
    const { answer } = await json(['pick', ...clip, '--method', 'cookbook', '--profile', 'fastAndCheap']);
    expect(answer.method).toBe('cookbook');
    expect(answer.ranked[0].cookbook.speedScore).toBe(1);
  });
});

describe('pick for people', () => {
  test('names the catalogue, its age, the pick, what would change it, and who does not fit', async () => {
    const { out, code } = await shotcaller(['pick', ...clip, ...bundled]);
    expect(code).toBe(0);
    expect(out).toContain('Bundled catalogue as of 2026-10-08 (1 day old), 30 models');
    expect(out).toMatch(/Pick {5}\S+\/\S+ for \$/);
    expect(out).toContain('takes over when');
    expect(out).toContain('Do not fit');
  });

  test.each([60, 80, 100, 160])('fits into %i columns', async (columns) => {
    const { out } = await shotcaller(['pick', ...clip, ...bundled], { columns });
    const table = out.split('\n').filter((line) => /^ *\d+ {2}\S+\/|^ #/.test(line));
    expect(table.length).toBeGreaterThan(10);
    expect(Math.max(...table.map((line) => [...line].length))).toBeLessThanOrEqual(columns);
  });

  test('--why explains a place and a rejection in sentences', async () => {
    const rejected = await shotcaller(['pick', ...clip, ...bundled, '--why', 'google/veo-3.1']);
    expect(rejected.out).toContain('It makes clips of 4, 6 or 8 s, not 5 s.');
    expect(rejected.out).toContain('It would fit if you make it 6 s instead of 5 s.');
    const ranked = await shotcaller(['pick', ...clip, ...bundled, '--why', 'seedance-2.0']);
    expect(ranked.out).toContain('108,900 video tokens × $0.000007 (video_tokens) = $0.7623');
    expect(ranked.out).toContain('published: LMArena');
  });

  test('that nobody fits ends with 3, the reasons by count and the nearest changes', async () => {
    const { code, out } = await shotcaller(['pick', '--duration', '25', '--resolution', '4K', ...bundled]);
    expect(code).toBe(3);
    expect(out).toContain('No model can make this clip.');
    expect(out).toMatch(/duration unsupported \d+/);
    expect(out).toContain('bytedance/seedance-2.0: make it 15 s instead of 25 s');
  });

  test('that nobody fits for the price names the cheapest first, and models that were left out last', async () => {
    const cheap = await shotcaller([
      'pick',
      '--duration',
      '5',
      '--resolution',
      '720p',
      '--max-usd',
      '0.0001',
      ...bundled,
    ]);
    expect(cheap.out).toContain('Closest options:\n  bytedance/seedance-1-5-pro: allow $0.13 instead of $0.00010\n');
    const only = ['--only', 'google/veo-3.1-lite', '--resolution', '720p', '--no-audio'];
    const named = await shotcaller(['pick', '--duration', '5', '--max-usd', '0.1', ...only, ...bundled]);
    expect(named.out).toContain('Closest options:\n  google/veo-3.1-lite: ');
  });

  test('says which names the catalogue does not list: ruling them out changes nothing', async () => {
    const excluded = await shotcaller(['pick', '--duration', '5', '--exclude', 'gogle', '--json', ...bundled]);
    expect(excluded).toMatchObject({ code: 0, talk: 'The catalogue lists no provider gogle. Did you mean google?\n' });
    const only = await shotcaller(['quote', '--only', 'google/veo-3.1-lit', ...bundled]);
    expect(only.talk).toContain('The catalogue lists no model google/veo-3.1-lit. Did you mean google/veo-3.1-lite?');
    const kept = await shotcaller(['preview', '--prompt', 'x', '--incumbent', 'google/veo-31-lite', ...bundled]);
    expect(kept.talk).toContain('The catalogue lists no model google/veo-31-lite. Did you mean google/veo-3.1-lite?');
  });

  test('asks for a prompt where a request is wanted, and refuses nothing in the name of a model', async () => {
    const { code, talk } = await shotcaller(['preview', '--duration', '5', ...bundled]);
    expect([code, talk]).toEqual([2, expect.stringContaining('preview needs a prompt: what the clip shows.')]);
    const read = await shotcaller(['preview', '5 seconds, 720p', ...bundled]);
    expect(read.talk).toContain('All of your sentence was read as settings');
  });

  test('says what it did not understand of a sentence, with --json too', async () => {
    const { talk } = await shotcaller(['pick', 'a looping 5s clip of a cat, around $1', '--json', ...bundled]);
    expect(talk).toContain('Not understood: "looping", "around $1".');
  });
});

describe('A command line that cannot be read ends with 2 and says what to write', () => {
  test.each([
    [['pick', '--duratoin', '5'], 'Did you mean --duration?'],
    [['pikc'], 'Did you mean pick?'],
    [['pick', '--profile', 'fastAndCheep'], 'Did you mean fastAndCheap?'],
    [['pick', '--duration'], '--duration needs a value'],
    [['pick', '--duration', 'five', ...bundled], '--duration'],
    [['pick', '--resolution', '721p', ...bundled], 'Nearest: 720p'],
    [['pick', '--audio', '--no-audio', ...bundled], 'contradict'],
    [['pick', '--weights', 'speed=x', ...bundled], 'speed must be a number'],
    [['pick', '--weights', 'speed=0,cost=0,quality=0', ...bundled], 'All weights are 0'],
    [['pick', '--method', 'magic', ...bundled], 'Use evidence or cookbook'],
    [['pick', '--why', 'google/veo-3.2', ...bundled], 'Did you mean google/veo-3.1'],
    [['pick', '--requirements', '/nonexistent.json', ...bundled], 'cannot be read'],
    [['pick', '--first-frame', '/nonexistent.png', ...bundled], '/nonexistent.png'],
    [['quote', 'google/veo-31', ...bundled], 'Did you mean google/veo-3.1'],
    [['preview', '--format', 'perl', ...bundled], 'Use json, curl'],
    [['preview', '--format', 'crul', ...bundled], 'Did you mean curl?'],
    [['pick', '--method', 'cookbok', ...bundled], 'Did you mean cookbook?'],
    [['pick', '--weights', 'speeed=1', ...bundled], 'Did you mean speed?'],
    [['pick', '--reference', 'vidio:https://example.com/a', ...bundled], 'Did you mean video?'],
  ])('%j', async (words, message) => {
    const { code, talk, out } = await shotcaller(words);
    expect(code).toBe(2);
    expect(talk).toContain(message);
    expect(out).toBe('');
  });
});

test.each(['5', '"google"', '{}'])('a list in the requirements file that is %s is named, not merged', async (deny) => {
  const words = ['pick', '--requirements', '-', '--exclude', 'google/veo-3.1', ...bundled];
  const { code, talk, out } = await shotcaller(words, { input: `{"models": {"deny": ${deny}}}` });
  expect([code, out]).toEqual([2, '']);
  expect(talk).toContain('models.deny');
});

test('lists of a file and of flags add up what they deny; what they allow is the last word’s', async () => {
  const input = JSON.stringify({ models: { allow: ['google/veo-3.1'], deny: ['alibaba/wan-3.0'] } });
  const words = ['pick', '--requirements', '-', '--exclude', 'google/veo-3.1', '--only', 'google/veo-3.1-lite'];
  const { answer } = await json(words, { input });
  expect(answer.requirements.models).toEqual({
    allow: ['google/veo-3.1-lite'],
    deny: ['alibaba/wan-3.0', 'google/veo-3.1'],
  });
});

test('Without a network the bundled catalogue stands in, and that is said', async () => {
  const { out, code, talk } = await shotcaller(['pick', '--duration', '5']);
  expect(code).toBe(0);
  expect(out).toContain('Bundled catalogue');
  expect(talk).toContain('No live catalogue');
});
