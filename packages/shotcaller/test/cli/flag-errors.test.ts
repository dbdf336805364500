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

test.each(
  Object.entries({
    'run -o fox.mp4': '--output',
    'run --out fox.mp4': '--output',
    'batch list.csv --output clips': '--out',
    'measure --dest clips': '--output',
    'run --image p.png': '--first-frame',
    'pick -i p.png': '--first-frame',
    'run --end-image p.png': '--last-frame',
    'run --budget 1': '--max-usd',
    'pick --price 1': '--max-usd',
    'batch list.csv --cost 5': '--max-usd',
    'run --length 8': '--duration',
    'run --seconds 8': '--duration',
    'quote --ratio 16:9': '--aspect',
    'preview --aspect-ratio 16:9': '--aspect',
    'run --res 720p': '--resolution',
    'run --width 1280': '--size',
    'run --ref a.png': '--reference',
    'run --sound': '--audio',
    'run --mute': '--no-audio',
    'run -m veo': '--model',
    'run --text fox': '--prompt',
    'run -y': '--yes',
    'run --first_frame p.png': '--first-frame',
    'run --maxUsd 1': '--max-usd',
    'run --idempotency-key a': '--key',
    'run --negative-prompt rain': '--passthrough negative_prompt=VALUE',
    'batch list.csv --parallel 3': '--concurrency',
    'batch list.csv --dry-run': '--plan',
    'batch list.csv --samples 2': '--takes',
    'jobs --state open': '--status',
    'ledger --from 2026-10-01': '--since',
  }),
)('a flag as other tools call it is answered with ours: %s', async (line, meant) => {
  const { code, out, talk } = await shotcaller(line.split(' '), { home });
  const written = line.split(' ').find((word) => word.startsWith('-'));
  expect([code, out]).toEqual([2, '']);
  expect(talk).toMatch(new RegExp(`^There is no flag ${written}. Did you mean ${meant}[?]`));
});

test.each(
  Object.entries({
    'run --prompt-file story.txt': 'Write --prompt "$(cat FILE)"',
    'run --dry-run': 'shotcaller preview shows what would be bought',
    'run --samples 4': 'shotcaller batch LIST --takes N',
    'pick --api-key sk': 'export OPENROUTER_API_KEY=',
  }),
)('what is no flag with us is answered with what does it: %s', async (line, says) => {
  const { code, talk } = await shotcaller(line.split(' '), { home });
  expect([code, talk]).toEqual([2, expect.stringContaining(says)]);
});

test.each([
  [['--duration', 'abc'], 'cannot be read. Allowed: whole seconds from 1 to 3600, such as 5, 5s or 1 min; or a range'],
  [['--duration', '1.5s'], 'Nearest: 2'],
  [['--resolution', '1920x1080'], '"1920x1080" belongs in --size.'],
  [['--resolution', '16:9'], '"16:9" belongs in --aspect.'],
  [['--aspect', '1080p'], '"1080p" belongs in --resolution.'],
  [['--size', '9:16'], '"9:16" belongs in --aspect.'],
])(
  'a value that a flag does not take is answered with what it takes, or the flag that does: %j',
  async (words, says) => {
    const { code, talk } = await shotcaller(['pick', ...words], { home });
    expect([code, talk]).toEqual([2, expect.stringContaining(says)]);
    expect(talk).toContain(words[0]);
  },
);

test.each([
  ['1 min', 60],
  ['half a minute', 30],
  ['ten seconds', 10],
  ['5s', 5],
  ['1 min - 2 min', { min: 60, max: 120 }],
])('--duration reads a length as a sentence does: %s', async (written, seconds) => {
  const { out } = await shotcaller(['pick', '--duration', written, '--catalog', 'bundled', '--json'], { home });
  expect(JSON.parse(out).requirements.durationSeconds).toEqual(seconds);
});

test('--max-seconds and --source-duration read a time as a sentence does, too', async () => {
  const words = ['--task', 'upscale', '--source-video', 'https://a.example/a.mp4', '--source-duration', '1 min 30 s'];
  const { out } = await shotcaller(['pick', ...words, '--max-seconds', 'an hour', '--catalog', 'bundled', '--json'], {
    home,
  });
  expect(JSON.parse(out).requirements).toMatchObject({ maxSeconds: 3600, sourceVideo: { durationSeconds: 90 } });
});

test('the help lists the resolutions and shapes that are taken, all of them', async () => {
  const { out: help } = await shotcaller(['help', 'pick'], { home });
  for (const [flag, field] of [
    ['resolution', 'resolution'],
    ['aspect', 'aspectRatio'],
  ] as const) {
    const { talk } = await shotcaller(['pick', `--${flag}`, 'nonsense'], { home });
    const [, allowed = ''] = /Allowed: (.*?)\./.exec(talk) ?? [];
    const listed = allowed.split(', ').filter((word) => word !== 'adaptive');
    expect([field, help]).toEqual([field, expect.stringContaining(listed.join(', '))]);
  }
});

test.each([
  [['preview', '--prompt', 'a fox', '--model', 'veo'], 'Did you mean google/veo-3.1'],
  [['quote', 'veo'], 'Did you mean google/veo-3.1'],
  [['pick', '--why', 'Kling 3'], 'Did you mean kwaivgi/kling-v3.0'],
  [['pick', '--exclude', 'veo'], 'The catalogue lists no provider veo. Did you mean google/veo-3.1'],
])('a word that is a part of ids is answered with those: %j', async (words, says) => {
  const { talk } = await shotcaller([...words, '--catalog', 'bundled'], { home });
  const [, named = ''] = /Did you mean (.*?)[?]/.exec(talk) ?? [];
  expect(talk).toContain(says);
  expect(named.split(/, | or /).length).toBeGreaterThan(1);
});
