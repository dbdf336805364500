import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { shotcaller } from './command-line.ts';

const home = mkdtempSync(join(tmpdir(), 'shotcaller-flags-'));

/** Flags whose value may be any text or may be left out, and those that name a place or a model, which only the catalogue or the disk can check. */
const anyText = new Set(
  'prompt key output sidecar passthrough tag model incumbent only why previous-job provider exclude source-video name files remote-id callback llm'.split(
    ' ',
  ),
);
const asked: (readonly [string, readonly string[]])[] = [];
for (const { name, flags } of commands.filter(({ hidden }) => !hidden)) {
  for (const { name: flag, value } of flags) {
    // A folder of another user's, a port: what starts a server is checked by its own tests.
    if (
      value === undefined ||
      anyText.has(flag) ||
      ['serve', 'mcp', 'worker', 'simulate', 'batch', 'evidence'].includes(name)
    )
      continue;
    const others = name === 'run' ? ['--prompt', 'a fox'] : [];
    asked.push([`${name} --${flag}`, [name, `--${flag}`, '§', ...others]]);
  }
}

test.each(asked)(
  '%s with nonsense is refused by the name of the flag, before the network is asked',
  async (flag, words) => {
    let fetches = 0;
    const fetch = () => {
      fetches += 1;
      return Promise.reject(new TypeError('no network'));
    };
    const more: Record<string, readonly string[]> = {
      compare: ['a', 'b'],
      jobs: flag.endsWith('--billed') ? ['settle', 'a'] : [],
      keys: ['add', 'someone'],
      catalog: ['save', join(home, 'saved.json')],
      measure: flag.endsWith('--budget') ? [] : ['--budget', '1'],
    };
    const { code, talk } = await shotcaller([...words, ...(more[words[0]!] ?? [])], {
      home,
      fetch: fetch as typeof globalThis.fetch,
      environment: { OPENROUTER_API_KEY: 'sk-or-v1-nothing' },
    });
    expect({ code, fetches }).toEqual({ code: 2, fetches: 0 });
    expect(talk).toContain(words[1]);
  },
);

test('run says that it needs a prompt before it opens anything', async () => {
  const { code, talk } = await shotcaller(['run', '--duration', '5'], { home });
  expect([code, talk]).toEqual([
    2,
    'run needs a prompt: what the clip shows. Add --prompt TEXT, or a sentence in quotes. Nothing was bought.\n',
  ]);
});

test.each([
  [['resume', 'nojob'], 'nojob'],
  [['jobs', 'nojob'], 'nojob'],
  [['jobs', 'show', 'nojob'], 'nojob'],
  [['jobs', 'settle', 'nojob', '--not-bought'], 'nojob'],
  [['keys', 'revoke', 'nokey'], 'nokey'],
  [['pick', '--duration', '5', '--catalog', 'nofile.json'], 'nofile.json'],
  [['models', '--catalog', 'nofile.json'], 'nofile.json'],
  [['pick', '--requirements', 'nofile.json'], 'nofile.json'],
  [['pick', '--duration', '5', '--evidence', 'nofile.json'], 'nofile.json'],
  [['pick', '--duration', '5', '--catalog', 'bundled', '--why', 'acme/none'], 'acme/none'],
  [['batch', 'nofile.csv'], 'nofile.csv'],
  [['run', '--prompt', 'a fox', '--first-frame', 'nofile.png'], 'nofile.png'],
  [['simulate', '--port', '0', '--catalog', 'nofile.json'], 'nofile.json'],
])('%j names what is not there: exit 2, and the name is said', async (words, named) => {
  const { code, talk, out } = await shotcaller(words, { home });
  expect([code, out]).toEqual([2, '']);
  expect(talk).toContain(named);
});

test.each([
  ['ledger', ''],
  ['run', ' Nothing was bought.'],
  ['batch', ' Nothing was bought.'],
])(
  'an unknown flag without a near one names the help of %s, and where it buys, says that nothing was bought',
  async (command, money) => {
    const { code, talk } = await shotcaller([command, '--zzzzzz'], { home });
    expect([code, talk]).toEqual([2, `There is no flag --zzzzzz. See shotcaller help ${command}.${money}\n`]);
  },
);

test.each([
  ['doctor', 'doctor does not know what to do with "extra". See shotcaller help doctor.\n'],
  ['pick', 'pick does not know what to do with "extra". A sentence goes in quotes. See shotcaller help pick.\n'],
])('%s speaks of a sentence only where it reads one', async (command, said) => {
  const words = command === 'pick' ? ['pick', 'a', 'extra'] : [command, 'extra'];
  expect(await shotcaller(words, { home })).toMatchObject({ code: 2, talk: said });
});
