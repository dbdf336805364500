import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { afterEach, describe, expect, test } from 'vitest';
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
      expect(code).toBe(3);
      expect(talk).toContain('no prompt');
      expect(simulator.jobs).toEqual([]);
    },
  );
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
    expect(talk).not.toContain('No model fits');
  }
  expect([simulator.jobs, asked]).toEqual([[], []]);
});
