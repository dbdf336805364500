import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitingFlag } from '../../src/cli/flags.ts';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { waitingOf } from '../../src/cli/waiting.ts';
import { defaultConfig } from '../../src/settings/config.ts';
import { shotcaller } from './command-line.ts';

const flagsOf = (...words: string[]) => parseArguments(words, { name: 'run', flags: [waitingFlag] });

test('the flag wins over the config, and the config over the command', () => {
  expect(waitingOf(flagsOf(), defaultConfig, 'eager')).toBe('eager');
  expect(waitingOf(flagsOf(), { waiting: 'thrifty' }, 'eager')).toBe('thrifty');
  expect(waitingOf(flagsOf('--waiting', 'eager'), { waiting: 'thrifty' }, 'thrifty')).toBe('eager');
});

test.each(['run', 'resume', 'serve'])(
  '%s refuses a manner that there is not, before anything is bought',
  async (command) => {
    const home = mkdtempSync(join(tmpdir(), 'shotcaller-waiting-'));
    const answer = await shotcaller([command, '--waiting', 'never', ...(command === 'run' ? ['a boat'] : [])], {
      home,
    });
    expect(answer).toMatchObject({
      code: 2,
      talk: expect.stringMatching(/--waiting must be eager or thrifty, not never/),
    });
  },
);

test('a manner in config.json that there is not stops the command with the sentence', async () => {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-waiting-'));
  writeFileSync(join(home, 'config.json'), '{"waiting":"always"}');
  const { code, talk } = await shotcaller(['resume'], { home });
  expect(code).toBe(2);
  expect(talk).toMatch(/waiting: must be eager or thrifty/);
});
