import { describe, expect, test } from 'vitest';
import { bundledCatalog } from '../../src/catalog/bundled.ts';
import { parseSentence } from '../../src/requirements/sentence.ts';
import { knownModels } from '../../src/requirements/sentence-models.ts';
import { type Expected, expectReading } from './expect-reading.ts';

type Rows = readonly (readonly [string, Expected])[];
const length = (durationSeconds: number) => ({ requirements: { durationSeconds } });
const unread = (...notUnderstood: string[]) => ({ notUnderstood });
const uses = (...allow: string[]) => ({ requirements: { models: { allow } } });
const tall = { requirements: { aspectRatio: '9:16' } };

const rows: Readonly<Record<string, Rows>> = {
  'what is refused is never read as a wish': [
    ['not 4k, 5s a red car', { ...length(5), ...unread('not 4k'), prompt: 'a red car' }],
    ['a boat without 4k', { ...unread('without 4k'), prompt: 'a boat' }],
    ['anything but 16:9, a fox', { ...unread('anything but 16:9'), prompt: 'a fox' }],
    ['not 5 seconds but 8 seconds of rain', { ...length(8), ...unread('not 5 seconds'), prompt: 'rain' }],
    ['a fox, not veo 3.1', { requirements: { models: { deny: ['google/veo-3.1'] } }, prompt: 'a fox' }],
    [
      'a fox, not kling or veo 3.1',
      { requirements: { providers: { deny: ['kwaivgi'] }, models: { deny: ['google/veo-3.1'] } }, prompt: 'a fox' },
    ],
  ],
  'a wait is no length': [
    ['wait no longer than 3 minutes, 5s', { requirements: { maxSeconds: 180, durationSeconds: 5 } }],
    [
      "I can't wait longer than 2 minutes, 8s clip of a dog",
      { requirements: { maxSeconds: 120, durationSeconds: 8 }, prompt: 'a dog' },
    ],
    [
      '16:9 presentation in 5 minutes from now',
      { requirements: { aspectRatio: '16:9', maxSeconds: 300 }, prompt: 'presentation' },
    ],
    ['a fox, in 3 minutes', { requirements: { maxSeconds: 180 }, prompt: 'a fox' }],
    [
      'a dog, ready within 4 minutes, 6 seconds',
      { requirements: { maxSeconds: 240, durationSeconds: 6 }, prompt: 'a dog' },
    ],
    ['a flower blooms in 10 seconds', { ...unread('in 10 seconds'), prompt: 'a flower blooms in 10 seconds' }],
  ],
  'frames by the words around them': [
    [
      'use https://a.example/1.png as the first frame and https://a.example/2.png as the last',
      { requirements: { firstFrame: 'https://a.example/1.png', lastFrame: 'https://a.example/2.png' } },
    ],
    [
      'first frame a.png, last frame b.png, a dance',
      { requirements: { firstFrame: 'a.png', lastFrame: 'b.png' }, prompt: 'a dance' },
    ],
    ['b.png is the last frame, a.png the first', { requirements: { firstFrame: 'a.png', lastFrame: 'b.png' } }],
    ['start with a.png and end with b.png', { requirements: { firstFrame: 'a.png', lastFrame: 'b.png' } }],
  ],
  'a quotation is content': [
    [
      'a man saying "no sound can be heard in 10 seconds", with audio',
      { requirements: { audio: true }, prompt: 'a man saying "no sound can be heard in 10 seconds"' },
    ],
    ["a sign that reads 'under $5, 16:9', 6s", { ...length(6), prompt: "a sign that reads 'under $5, 16:9'" }],
    [
      'a neon sign “4K portrait” flickers, 1080p',
      { requirements: { resolution: '1080p' }, prompt: 'a neon sign “4K portrait” flickers' },
    ],
  ],
  'a time or a count of the content is no length': [
    ['a clock showing 10 seconds to midnight', { prompt: 'a clock showing 10 seconds to midnight' }],
    ['slow dolly in, 5 seconds', { ...length(5), prompt: 'slow dolly in' }],
    ['10,000 clips a month', { ...unread('10,000 clips a month'), prompt: '10,000 clips a month' }],
    ['a bomb with a timer at 0:10, 6s', { ...length(6), prompt: 'a bomb with a timer at 0:10' }],
    ['every 3 seconds the light blinks, 9s', { ...length(9), prompt: 'every 3 seconds the light blinks' }],
    [
      'a man holds his breath for 30 seconds underwater',
      { ...unread('30 seconds'), prompt: 'a man holds his breath for 30 seconds underwater' },
    ],
  ],
  'a budget for several clips is shared, or asked for': [
    [
      'I have 3 dollars and need 20 clips of 5 seconds',
      { requirements: { maxUsd: '0.15', durationSeconds: 5 }, ...unread('20 clips') },
    ],
    ['5 videos, $10 in total, a fox', { requirements: { maxUsd: '2' }, ...unread('5 videos'), prompt: 'a fox' }],
    ['4 clips of a fox, $1 each', { requirements: { maxUsd: '1' }, ...unread('4 clips'), prompt: 'a fox' }],
    ['3 clips under $2, a fox', { ...unread('3 clips', 'under $2'), prompt: 'a fox' }],
  ],
  'a model by its name': [
    ['use veo 3.1', uses('google/veo-3.1')],
    ['a fox with seedance 2.0', { ...uses('bytedance/seedance-2.0'), prompt: 'a fox' }],
    ['runway gen 4.5', uses('runway/gen-4.5')],
    // Not in the catalogue, which whoever has one says.
    ['sora 2', uses('openai/sora-2')],
    ['a fox, kling 3 pro', { ...uses('kwaivgi/kling-v3.0-pro'), prompt: 'a fox' }],
    ['seedance 1.5 pro clip of a fox', { ...uses('bytedance/seedance-1-5-pro'), prompt: 'a fox' }],
    ['kling 3', uses('kwaivgi/kling-v3.0-pro', 'kwaivgi/kling-v3.0-std')],
  ],
  'where the clip is for': [
    ['tiktok video of a dog', { ...tall, prompt: 'a dog' }],
    ['instagram story', tall],
    ['a reel', tall],
    ['a fox for youtube shorts', { ...tall, prompt: 'a fox' }],
    ['not for tiktok', unread('not for tiktok')],
    ['a girl filming a tiktok in the rain', { prompt: 'a girl filming a tiktok in the rain' }],
    ['a fishing reel on a pier', { prompt: 'a fishing reel on a pier' }],
  ],
  'other tasks': [
    [
      'continue my last video for 5 more seconds',
      { requirements: { task: 'continue', durationSeconds: 5 }, needed: ['previousJobId'] },
    ],
    [
      'extend this clip by 4 seconds',
      { requirements: { task: 'continue', durationSeconds: 4 }, needed: ['previousJobId'] },
    ],
    [
      'lip sync this audio with my photo',
      { requirements: { task: 'avatar' }, needed: ['audioReference', 'firstFrame'] },
    ],
    ['make my photo talk', { requirements: { task: 'avatar' }, needed: ['firstFrame'] }],
  ],
  'a limit in money': [
    ['a dollar fifty max', { requirements: { maxUsd: '1.50' } }],
    ['a fox, two dollars and fifty cents tops', { requirements: { maxUsd: '2.50' }, prompt: 'a fox' }],
    ['$1-2 budget', unread('$1-2 budget')],
    ['a fox, for 30c', { requirements: { maxUsd: '0.3' }, prompt: 'a fox' }],
    ['a boy sells lemonade for 30c', { ...unread('for 30c'), prompt: 'a boy sells lemonade for 30c' }],
    ['max 1.50', { requirements: { maxUsd: '1.50' } }],
    ['a fox, up to 0.75', { requirements: { maxUsd: '0.75' }, prompt: 'a fox' }],
    ['a fox, at most 1.50 euros', { ...unread('at most 1.50 euros'), prompt: 'a fox' }],
  ],
  'a length in other spellings': [
    ['5,5 seconds', length(5.5)],
    ['0:05 long', length(5)],
    ['a fox, 1:10 long', { ...length(70), prompt: 'a fox' }],
    ['5000 ms', length(5)],
    ['length should be eight', length(8)],
    ['a fox, duration: 0:08', { ...length(8), prompt: 'a fox' }],
  ],
  'shape, sound and what counts': [
    ['a fox, 4:5', { ...unread('4:5'), prompt: 'a fox, 4:5' }],
    ['a fox with a song', { requirements: { audio: true }, prompt: 'a fox with a song' }],
    ['a fox, upbeat music', { requirements: { audio: true }, prompt: 'a fox, upbeat music' }],
    ['a fox, narrated', { requirements: { audio: true }, prompt: 'a fox, narrated' }],
    ['a fox, no music', { ...unread('no music'), prompt: 'a fox, no music' }],
    ['a fox, cheap but good', { profile: 'qualityAndCost', prompt: 'a fox' }],
    ['a fox, in a hurry', { profile: 'fastAndCheap', prompt: 'a fox' }],
    ['a fox, best bang for the buck', { profile: 'qualityAndCost', prompt: 'a fox' }],
    ['a man in a hurry', { prompt: 'a man in a hurry' }],
  ],
};

for (const [rule, sentences] of Object.entries(rows)) {
  describe(rule, () => {
    test.each(sentences)('%j', expectReading);
  });
}

test.each([
  'ein 5 Sekunden Video von einem Hund, ohne Ton',
  'un perro corriendo por la playa, 5 segundos, sin sonido',
  '一只狗在海滩上奔跑,5秒',
  'Собака бежит по пляжу, 5 секунд',
])('in another language than English the whole is the prompt and is listed: %s', (text) => {
  const { otherLanguage, notUnderstood, prompt, requirements } = parseSentence(text);
  expect({ otherLanguage, notUnderstood, prompt, requirements }).toEqual({
    otherLanguage: true,
    notUnderstood: [text],
    prompt: text,
    requirements: {},
  });
});

test('English is not taken for another language', () => {
  for (const text of ['a café in Paris, 5s', 'La Boqueria market in the morning', 'the piñata bursts, with sound'])
    expect(parseSentence(text).otherLanguage, text).toBeUndefined();
});

test('every model of the catalogue with a version in its name is known by it', () => {
  const versioned = bundledCatalog.models.map(({ id }) => id).filter((id) => /\d/.test(id.split('/')[1] ?? ''));
  const named = versioned.filter((id) => !/o1$|heygen|flux/.test(id));
  expect(named.filter((id) => !knownModels.includes(id))).toEqual([]);
});
