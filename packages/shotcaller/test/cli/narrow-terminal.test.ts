import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { widthOf, wrapLines } from '../../src/cli/render/wrap.ts';
import { shotcaller } from './command-line.ts';

const bundled = ['--catalog', 'bundled'];
const home = mkdtempSync(join(tmpdir(), 'shotcaller-narrow-'));

/** Every screen that needs no job: help of every command, answers, errors. */
const screens: readonly (readonly string[])[] = [
  [],
  ...commands.map(({ name }) => [name, '--help']),
  ['pick', ...bundled],
  ['pick', 'a 5-8 second vertical clip of a mug, 720p or better, cheap, not 4k, 60 fps, from this photo', ...bundled],
  ['pick', 'ein Hund im Schnee, 5 Sekunden, mit Ton und bitte ohne Text', ...bundled],
  ['pick', '--duration', '5', '--resolution', '720p', '--why', 'google/veo-3.1', ...bundled],
  ['pick', '--duration', '3000', ...bundled],
  ['quote', '--duration', '5', ...bundled],
  ['quote', 'google/veo-3.1-lite', '--duration', '5', ...bundled],
  ['models', ...bundled],
  ['measure', '--budget', '2', '--duration', '5', '--resolution', '720p', '--clips', '5000', ...bundled],
  ['run', '--prompt', 'a boat', '--max-usd', '0.001', ...bundled],
  ['run', 'a clip of this photo', ...bundled],
  ['jobs'],
  ['jobs', 'settle', 'shot-1'],
  ['ledger'],
  ['doctor'],
  ['config', 'list'],
  ['config', 'set', 'caps.perDayUsd', 'much'],
  ['keys', 'list'],
  ['votes', 'list'],
  ['pick', '--weights', 'speed=.5,beauty=.3'],
  ['pick', '--durration', '5'],
  ['pick', '--duration', '5000', '--resolution', '721p'],
  ['compare', 'a'],
  ['serve', '--host', '0.0.0.0'],
];

describe.each([60, 80])('On a terminal of %d columns', (columns) => {
  test.each(screens.map((words) => [words.join(' ') || 'shotcaller', words] as const))(
    '%s breaks no word and no line is wider',
    async (_name, words) => {
      const { out, talk } = await shotcaller(words, { columns, terminal: true, home });
      const tooWide = `${out}${talk}`
        .split('\n')
        // A word that is wider than a line has a line of its own.
        .filter((line) => widthOf(line) > columns && line.trim().includes(' '));
      expect(tooWide).toEqual([]);
      const { out: whole, talk: wholeTalk } = await shotcaller(words, { columns: 60, home });
      // The same words in the same order: tables may leave columns out, sentences nothing.
      const sentences = (text: string) => text.replace(/\s+/g, ' ').trim();
      if (words[0] !== undefined && words.includes('--why')) expect(sentences(out)).toBe(sentences(whole));
      expect(sentences(talk)).toBe(sentences(wholeTalk));
    },
  );
});

test('what programs read is never wrapped, on a terminal neither', async () => {
  const words = ['pick', '--json', '--duration', '5', ...bundled];
  const { out } = await shotcaller(words, { columns: 60, terminal: true });
  expect(JSON.parse(out).pick).toBeTruthy();
  expect(out).toBe((await shotcaller(words, { columns: 60 })).out);
});

test.each([
  [
    '  --flag VALUE  what it does and why and for whom it is',
    30,
    '  --flag VALUE  what it does\n                and why and\n                for whom it is',
  ],
  ['a sentence of words', 10, 'a sentence\n  of words'],
  ['https://example.com/a/very/long/address is whole', 20, 'https://example.com/a/very/long/address\n  is whole'],
  ['猫が窓辺で眠る 縦長 音なし', 16, '猫が窓辺で眠る\n  縦長 音なし'],
  ['short', 10, 'short'],
])('%j in %d columns', (text, columns, wrapped) => {
  expect(wrapLines(text, columns)).toBe(wrapped);
});

describe.each([60, 80])('Examples in the help, on a terminal of %d columns', (columns) => {
  test.each(commands.filter(({ examples }) => examples.length > 0))(
    'of $name can be copied to a shell',
    async ({ name, examples }) => {
      const { out } = await shotcaller([name, '--help'], { home, columns, terminal: true });
      const [, printed] = /\nExamples?:\n([\s\S]*)$/.exec(out) ?? [];
      const copied = printed!.replaceAll(' \\\n', '').replace(/ {2,}/g, ' ');
      expect(copied.trim().split(/\n ?/)).toEqual(examples);
    },
  );
});
