import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { afterEach, describe, expect, test } from 'vitest';
import { png } from '../inputs/images.ts';
import { shotcaller } from './command-line.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A service with a key, where every submit ends without an answer: what was bought is seen at once. */
function service({ config }: { readonly config?: unknown } = {}) {
  const simulator = createSimulator({ scenario: 'submit-reset', clipThread: false });
  closing.push(() => simulator.close());
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-before-'));
  if (config) writeFileSync(join(home, 'config.json'), JSON.stringify(config));
  const asked: string[] = [];
  const call = (words: readonly string[], answer?: boolean) =>
    shotcaller([...words, '--catalog', 'bundled'], {
      home,
      workingFolder: home,
      environment: {
        OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test',
        OPENROUTER_BASE_URL: 'https://service.example/api/v1',
      },
      fetch: (input, init) => simulator.fetch(input as string, init),
      ...(answer !== undefined && {
        answer: (question: string) => {
          asked.push(question);
          return answer;
        },
      }),
    });
  return { simulator, home, asked, call };
}

const veo = ['--model', 'google/veo-3.1-lite', '--duration', '4', '--resolution', '720p', '--no-audio'];

describe('run on a sentence', () => {
  test('that contradicts itself buys nothing, until flags say which is meant', async () => {
    const { simulator, call } = service();
    const words = ['run', 'a vertical clip of a cat in landscape, 5 seconds, 8 seconds', '--yes'];
    const refused = await call(words);
    expect([refused.code, refused.out]).toEqual([2, '']);
    expect(refused.talk).toContain('contradicts itself on aspectRatio ("vertical" and "in landscape")');
    expect(refused.talk).toContain(
      'contradicts itself on durationSeconds ("5 seconds" and "8 seconds"), so neither is used. To set it, use --duration.',
    );
    expect(refused.talk).toContain('Nothing was bought.');
    expect(refused.talk).not.toContain('Not understood');
    expect((await call([...words, '--duration', '8'])).talk).not.toContain('durationSeconds');
    expect(simulator.jobs).toEqual([]);
    const settled = await call([...words, '--duration', '8', '--aspect', '9:16']);
    expect(settled.talk).not.toContain('contradicts');
    expect(simulator.jobs.map(({ request }) => [request.duration, request.aspect_ratio])).toEqual([[8, '9:16']]);
  });

  test.each<[string, string]>([
    ['make my cat dance like in the attached photo, 5 seconds', 'a picture that is not given: add --first-frame'],
    ['from this photo to that photo, 8 seconds', 'a picture to end with that is not given: add --last-frame'],
    ['a robot dances to this song, 5 seconds', 'a sound or song that is not given: add --reference audio:URL'],
    ['the same steps as in the provided clip, 5 seconds', 'a video that is not given: add --reference video:URL'],
    ['continue my last clip, 5 seconds', 'an earlier clip to continue that is not given: add --previous-job'],
    ['upscale this video by 2x', 'a video to start from that is not given: add --source-video'],
  ])('that speaks of what is not given buys nothing, asks nothing, and ends with 2: %s', async (sentence, says) => {
    const { simulator, call, asked } = service();
    for (const answer of [undefined, true]) {
      const { code, talk } = await call(['run', sentence, '--yes'], answer);
      expect(code).toBe(2);
      expect(talk).toContain(says);
      expect(talk).toContain('Nothing was bought');
    }
    expect([simulator.jobs, asked]).toEqual([[], []]);
  });

  test('goes on without it when that is said', async () => {
    const { simulator, call } = service();
    const words = ['run', 'make my cat dance like in the attached photo, 5 seconds', '--without-inputs', '--yes'];
    expect((await call(words)).code).toBe(5);
    expect(simulator.jobs).toHaveLength(1);
  });

  test.each(['--first-frame', '--reference'])('buys when it is given with %s', async (flag) => {
    const { simulator, call } = service();
    const words = ['run', 'my cat dances like in the attached photo, 5 seconds', '--include-unknown', '--yes'];
    await call([...words, flag, 'https://a.example/cat.png']);
    expect(simulator.jobs).toHaveLength(1);
  });

  test('takes what a requirements file gives', async () => {
    const { simulator, call, home } = service();
    const file = join(home, 'clip.json');
    writeFileSync(file, JSON.stringify({ firstFrame: 'https://a.example/cat.png' }));
    await call(['run', 'my cat dances like in the attached photo, 5 seconds', '--requirements', file, '--yes']);
    expect(simulator.jobs).toHaveLength(1);
  });

  test('pick and preview say what is missing and go on', async () => {
    const { call } = service();
    for (const command of ['pick', 'preview']) {
      const { code, talk } = await call([command, 'my cat dances like in the attached photo, 5 seconds']);
      expect(code).toBe(0);
      expect(talk).toContain('You mentioned a picture that is not given: add --first-frame');
    }
  });
});

describe('run with a prompt that says nothing', () => {
  test.each(['', ' ', '\n\t ', '\u00a0\u3000', '\u200b\u2060', '\u3164', '\u2800\ufe0f'])(
    'buys nothing and ends with 2: %j',
    async (prompt) => {
      const { simulator, call } = service();
      const { code, talk } = await call(['run', '--prompt', prompt, ...veo, '--yes']);
      expect(code).toBe(2);
      expect(talk).toContain('prompt');
      expect(simulator.jobs).toEqual([]);
    },
  );

  test.each([[['run', '']], [['run', '   ']], [['run', '4 seconds']], [['run']]])(
    'buys nothing where there is none at all: %j',
    async (words) => {
      const { simulator, call } = service();
      const { code, talk } = await call([...words, ...veo, '--yes']);
      expect(code).toBe(2);
      expect(talk).toContain('--prompt TEXT');
      expect(simulator.jobs).toEqual([]);
    },
  );

  test.each([
    ['animate this picture for 5 seconds, cheap', ['--first-frame', 'https://a.example/p.png']],
    ['5 seconds, vertical, with sound', []],
    ['a 720p clip, under $1', []],
  ])('says that all of a sentence was read as settings, and pick and preview show it: %s', async (sentence, words) => {
    const { simulator, call } = service();
    const none = 'Prompt: none. All of the sentence was read as settings.';
    const { code, talk } = await call(['run', sentence, ...words, '--yes']);
    expect([code, simulator.jobs]).toEqual([2, []]);
    expect(talk).toContain('All of your sentence was read as settings, so none of it is left for the prompt.');
    expect(talk).toContain('Nothing was bought.');
    for (const command of ['pick', 'preview']) expect((await call([command, sentence, ...words])).talk).toContain(none);
    // A prompt that stands elsewhere is no missing one.
    expect((await call(['pick', sentence, ...words, '--prompt', 'a fox'])).talk).not.toContain('Prompt: none');
  });
});

test.each([
  ['foo/bar', 'shotcaller models lists them'],
  ['google/veo-3.1-light', 'Did you mean google/veo-3.1-lite?'],
  ['veo-3.1-lit', 'Did you mean google/veo-3.1-lite?'],
])('a model that there is not is said by every command, with the nearest: %s', async (model, says) => {
  const { simulator, call, asked } = service();
  for (const command of ['run', 'preview', 'quote']) {
    const prompt = command === 'quote' ? [] : ['--prompt', 'a dog'];
    const { code, talk } = await call([command, ...prompt, '--model', model], true);
    expect(code).toBe(2);
    expect(talk).toContain(`There is no model ${model} in the catalogue. ${says}`);
    expect(talk).not.toContain('No model can make this clip');
  }
  expect([simulator.jobs, asked]).toEqual([[], []]);
});

test.each([
  [['--model', 'google/veo-3.1'], 'google/veo-3.1 cannot make this clip.'],
  [['--only', 'google/veo-3.1', '--only', 'google/veo-3.1-fast'], 'None of the 2 models that you allow can make'],
  [['--provider', 'google'], 'None of the 3 models that you allow can make this clip.'],
])(
  'models that are named and cannot are told with why, the nearest change, and how many others can: %j',
  async (named, says) => {
    const { simulator, call } = service();
    const fitting = JSON.parse((await call(['pick', '--duration', '5', '--json'])).out).ranked.length;
    for (const [command, nothing] of [
      ['run', 'Nothing was bought'],
      ['preview', 'No request is shown'],
    ] as const) {
      const { code, talk } = await call([command, '--prompt', 'a cat', '--duration', '5', ...named]);
      expect(code).toBe(3);
      for (const part of [
        says,
        nothing,
        'google/veo-3.1: It makes clips of 4, 6 or 8 s, not 5 s. What would fit: make it 6 s instead of 5 s.',
        `${fitting} other models can make it as asked. To choose among them, name no model or provider.`,
      ])
        expect(talk).toContain(part);
      expect(talk).not.toMatch(/No model can make this clip|allow this model/);
    }
    expect(simulator.jobs).toEqual([]);
  },
);

const day = { config: { caps: { perDayUsd: '0.11' } } };

describe('a cap that leaves no room', () => {
  test.each<[string, { readonly config: unknown } | undefined, readonly string[], string]>([
    ['of the day', day, veo, 'your limit per day is $0.11'],
    ['of the month', { config: { caps: { perMonthUsd: '0.05' } } }, veo, 'your limit per month is $0.05'],
    ['of one job', { config: { caps: { perJobUsd: '0.01' } } }, veo, 'your limit per job is $0.01'],
  ])('%s is said before anybody is asked', async (_name, config, words, says) => {
    const { simulator, call, asked } = service(config);
    for (const answer of [true, undefined]) {
      const { code, talk } = await call(['run', '--prompt', 'a dog', ...words], answer);
      expect(code).toBe(4);
      expect(talk).toContain(says);
      expect(talk).toContain('Nothing was bought');
    }
    const { out, code } = await call(['run', '--prompt', 'a dog', ...words, '--json'], true);
    expect([code, JSON.parse(out)]).toMatchObject([4, { status: 'over_budget', reason: { code: 'over_budget' } }]);
    expect([simulator.jobs, asked]).toEqual([[], []]);
  });

  test('counts what was spent or reserved before', async () => {
    const { simulator, call, asked } = service({ config: { caps: { perDayUsd: '0.20' } } });
    const words = ['run', '--prompt', 'a dog', ...veo];
    const first = await call(words, true);
    expect(first.talk).toContain('Budget: $0.20 of $0.20 left today, anew at 2026-');
    expect(simulator.jobs).toHaveLength(1);
    const second = await call(words, true);
    expect(second.talk).toContain('Budget: $0.080 of $0.20 left today');
    expect(second.talk).toContain('of which $0.12 is already spent or reserved');
    expect([second.code, asked.length, simulator.jobs.length]).toEqual([4, 1, 1]);
  });

  test('refuses a price that nobody knows before anybody is asked', async () => {
    const { simulator, call, asked } = service(day);
    const words = ['run', '--prompt', 'it snows', '--task', 'edit', '--model', 'runway/aleph-2'];
    const { code, talk } = await call(
      [...words, '--source-video', 'https://a.example/a.mp4', '--include-unknown'],
      true,
    );
    expect([code, talk.includes('limit')]).toEqual([4, true]);
    expect([simulator.jobs, asked]).toEqual([[], []]);
  });
});

describe('before it asks, run shows', () => {
  const shown = async (...words: string[]) => {
    const { call } = service();
    return (await call(['run', ...words, ...veo, '--include-unknown'], false)).talk;
  };

  test('the whole prompt, the clip, what goes in, the seed and where the file goes', async () => {
    const prompt = `${'a paper boat drifts past tall reeds; '.repeat(80)}and sinks`;
    const talk = await shown(
      ...['--prompt', prompt, '--seed', '7', '--aspect', '16:9', '--output', 'clips/boat.mp4'],
      ...['--first-frame', 'https://a.example/first.png', '--max-usd', '1'],
    );
    for (const line of [
      `  Prompt: ${prompt}\n`,
      '  Clip: 4 s · 720p · 16:9 · no sound\n',
      '  First frame: https://a.example/first.png\n',
      '  Seed: 7\n',
      '/clips/boat.mp4\n',
      '  Budget: $1.00 of $1.00 left for this clip\n',
      'google/veo-3.1-lite for $0.12',
    ])
      expect(talk.slice(0, talk.indexOf('[y/N]'))).toContain(line);
  });

  test('what was left open, as the request states it', async () => {
    const { call } = service();
    const { talk } = await call(['run', '--prompt', 'a dog', '--model', 'google/veo-3.1-lite'], false);
    expect(talk).toContain('  Clip: 6 s · 720p · 16:9 · with sound\n');
  });

  test('no line of a prompt as one of its own, and no character of it that steers the terminal', async () => {
    const talk = await shown('--prompt', 'a dog\n  File: /elsewhere\r\n\u001b[2K\u202eSpend $0.01? [y/N] y');
    expect(talk).toContain('  Prompt:\n    | a dog\n    |   File: /elsewhere\n    | \\u001b[2K\\u202eSpend');
    expect(talk).not.toMatch(/^ {2}File: \/elsewhere/m);
  });

  test('a picture that travels in the request by type and size', async () => {
    const { call, home } = service();
    writeFileSync(join(home, 'mug.png'), png({ width: 64, height: 36 }));
    const words = ['run', '--prompt', 'a mug', ...veo, '--first-frame', join(home, 'mug.png')];
    expect((await call(words, false)).talk).toMatch(/ {2}First frame: image\/png of \d+ kB, 64x36\n/);
  });
});
