import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const home = mkdtempSync(join(tmpdir(), 'shotcaller-flags-'));
const file = join(home, 'clip.json');
writeFileSync(file, JSON.stringify({ durationSeconds: 8, maxUsd: '2' }));
const call = (words: readonly string[]) => shotcaller([...words, '--catalog', 'bundled'], { home });

describe('what a sentence says and something else says otherwise', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['a 5 second clip of a cat', ['--duration', '8'], ['--duration 8 counts instead of "5 second".']],
    [
      'a 5 second clip of a cat',
      ['--requirements', file],
      [`durationSeconds 8 of --requirements ${file} counts instead of "5 second".`],
    ],
    [
      'a silent 5 second clip of a cat, cheap',
      ['--audio', '--profile', 'balanced'],
      ['--audio counts instead of "silent".', '--profile balanced counts instead of "cheap".'],
    ],
    [
      'a cat, 5 seconds, vertical',
      ['--prompt', 'a small dog', '--aspect', '16:9'],
      [
        '--aspect 16:9 counts instead of "vertical".',
        '--prompt "a small dog" counts instead of the prompt in the sentence, "a cat".',
      ],
    ],
    [
      'a cat, 5 seconds, only google',
      ['--provider', 'bytedance', '--provider', 'alibaba'],
      ['--provider bytedance --provider alibaba counts instead of "only google".'],
    ],
  ])('is told with what counts: %s %j', async (sentence, flags, lines) => {
    for (const words of [
      ['pick', sentence],
      ['preview', sentence],
      ['pick', sentence, '--json'],
    ]) {
      const { talk } = await call([...words, ...flags]);
      expect(talk.split('\n').filter((line) => line.includes('counts instead'))).toEqual(lines);
    }
  });

  test('is not told where both say the same', async () => {
    const { code, talk } = await call(['pick', 'a 5 second clip of a cat', '--duration', '5s']);
    expect([code, talk.includes('counts instead')]).toEqual([0, false]);
  });
});
