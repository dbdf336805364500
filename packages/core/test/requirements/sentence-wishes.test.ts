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
  'a refusal turns a bound round, however many words stand between': [
    ["I don't want it longer than ten seconds", { requirements: { durationSeconds: { max: 10 } } }],
    [
      "I wouldn't want the clip to be over 10 seconds, a fox",
      { requirements: { durationSeconds: { max: 10 } }, prompt: 'a fox' },
    ],
    ["please don't make it shorter than 6 s", { requirements: { durationSeconds: { min: 6 } } }],
    ["don't use more than 1080p", { requirements: { resolution: { max: '1080p' } } }],
    ['a fox, I do not need anything above 1080p', { requirements: { resolution: { max: '1080p' } }, prompt: 'a fox' }],
    ["I don't want to pay more than a dollar", { requirements: { maxUsd: '1' } }],
    ["a fox, we don't want to spend over $2", { requirements: { maxUsd: '2' }, prompt: 'a fox' }],
  ],
  'a picture or clip that something is to be done with is needed': [
    [
      'I have a photo of my dog, make it run',
      { needed: ['firstFrame'], prompt: 'I have a photo of my dog, make it run' },
    ],
    [
      "here's an image of a lake, animate it",
      { needed: ['firstFrame'], prompt: "here's an image of a lake, animate it" },
    ],
    ['I have a video idea: a cat on a boat', { prompt: 'I have a video idea: a cat on a boat' }],
    ['I have a picture in my head of a blue city', { prompt: 'I have a picture in my head of a blue city' }],
    ["bring my dog's photo to life", { needed: ['firstFrame'], prompt: "bring my dog's photo to life" }],
    ['turn these two photos into a video', { needed: ['references'], prompt: 'turn these two photos into a video' }],
    [
      'here are two pictures, make a transition',
      { needed: ['references'], prompt: 'here are two pictures, make a transition' },
    ],
    ['remix my video in anime style', { needed: ['sourceVideo'], prompt: 'remix my video in anime style' }],
    ['a girl looks at my photo, 5s', { ...length(5), prompt: 'a girl looks at my photo' }],
    ['make the photo booth sparkle, 5s', { ...length(5), prompt: 'make the photo booth sparkle' }],
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
    [
      'timelapse: 24 hours in 10 seconds, 1080p',
      {
        requirements: { resolution: '1080p' },
        ...unread('24 hours', 'in 10 seconds'),
        prompt: 'timelapse: 24 hours in 10 seconds',
      },
    ],
    ['a light that blinks each 5 seconds', { prompt: 'a light that blinks each 5 seconds' }],
    ['a lamp that flashes each 2 seconds, 6s', { ...length(6), prompt: 'a lamp that flashes each 2 seconds' }],
    ['every 3 seconds the light blinks, 9s', { ...length(9), prompt: 'every 3 seconds the light blinks' }],
    [
      'a man holds his breath for 30 seconds underwater',
      { ...unread('30 seconds'), prompt: 'a man holds his breath for 30 seconds underwater' },
    ],
  ],
  'a length of each of several clips': [
    [
      '20,000 clips per month, each 5 s 720p silent',
      {
        requirements: { durationSeconds: 5, resolution: '720p', audio: false },
        ...unread('20,000 clips per month'),
        prompt: '20,000 clips per month',
      },
    ],
    ['20 clips, each 5 seconds long', { ...length(5), ...unread('20 clips') }],
    ['20 clips, 5 s apiece', { ...length(5), ...unread('20 clips') }],
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
  'what counts most, in other words': [
    ['quality is what matters, a fox', { profile: 'qualityAndCost', prompt: 'a fox' }],
    ['best looking 8s clip of a tiger', { ...length(8), profile: 'qualityAndCost', prompt: 'a tiger' }],
    ["a fox, price isn't important", { ...unread("price isn't important"), prompt: 'a fox' }],
    ['five and a half seconds of rain', { ...length(5.5), prompt: 'rain' }],
    ['a fox, not over $1/clip', { requirements: { maxUsd: '1' }, prompt: 'a fox' }],
  ],
  'a provider by a model of it': [
    [
      'cheapest bytedance model, 5s',
      { requirements: { durationSeconds: 5, providers: { allow: ['bytedance'] } }, profile: 'fastAndCheap' },
    ],
    ['not a google model, a fox', { requirements: { providers: { deny: ['google'] } }, prompt: 'a fox' }],
    ['a fox without any kling model', { requirements: { providers: { deny: ['kwaivgi'] } }, prompt: 'a fox' }],
    [
      'I would rather not have a runway model',
      { ...unread('a runway model'), prompt: 'I would rather not have a runway model' },
    ],
    ['a fashion model walks, 5s', { ...length(5), prompt: 'a fashion model walks' }],
    ['vidu q2, a fox', { ...unread('vidu q2'), prompt: 'vidu q2, a fox' }],
    ['pika 2.2 5 seconds', { ...length(5), ...unread('pika 2.2'), prompt: 'pika 2.2' }],
  ],
  'one of two shapes is said': [
    [
      'vertical or square is fine, a fox',
      { ...unread('vertical or square'), prompt: 'vertical or square is fine, a fox' },
    ],
    ['a portrait or landscape painter', { prompt: 'a portrait or landscape painter' }],
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
    [
      'lipsync voice.wav to face.png',
      { requirements: { task: 'avatar', firstFrame: 'face.png', references: ['voice.wav'] } },
    ],
    ['morph a.png into b.png', { requirements: { firstFrame: 'a.png', lastFrame: 'b.png' }, prompt: 'morph' }],
    ['make my photo talk', { requirements: { task: 'avatar' }, needed: ['firstFrame'] }],
  ],
  'a limit in money': [
    ['a dollar fifty max', { requirements: { maxUsd: '1.50' } }],
    ['a fox, two dollars and fifty cents tops', { requirements: { maxUsd: '2.50' }, prompt: 'a fox' }],
    ['euro budget of 2', unread('euro budget of 2')],
    ['a fox, no more than a pound', { ...unread('no more than a pound'), prompt: 'a fox' }],
    ['a pound of butter melts', { prompt: 'a pound of butter melts' }],
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
  'money that is not dollars, or is counted by the second, is no limit of dollars': [
    ['€1.20 max, a fox', { ...unread('€1.20 max'), prompt: 'a fox' }],
    ['a fox, max A$5', { ...unread('max A$5'), prompt: 'a fox' }],
    ['a fox, £1 limit', { ...unread('£1 limit'), prompt: 'a fox' }],
    ['$0.10 per second tops, a fox', { ...unread('$0.10 per second tops'), prompt: 'a fox' }],
  ],
  'money for all is shared': [
    ['20 dollars for 40 clips of a fox', { requirements: { maxUsd: '0.5' }, ...unread('40 clips'), prompt: 'a fox' }],
    ['a fox, total of $9 for 3 takes', { requirements: { maxUsd: '3' }, ...unread('3 takes'), prompt: 'a fox' }],
    [
      '$6 in total for three 5 second clips of a fox',
      { requirements: { maxUsd: '2', durationSeconds: 5 }, ...unread('three 5 second clips'), prompt: 'a fox' },
    ],
    ['six clips of a fox, $1 each', { requirements: { maxUsd: '1' }, ...unread('six clips'), prompt: 'a fox' }],
  ],
  'how many in a month is neither a resolution nor a length': [
    ['2k clips a week of a fox', { ...unread('2k clips a week'), prompt: '2k clips a week of a fox' }],
    ['a fox, 500 monthly videos', { ...unread('500 monthly videos'), prompt: 'a fox, 500 monthly videos' }],
  ],
  'a time to be ready by': [
    ['in 10 minutes time, a fox', { requirements: { maxSeconds: 600 }, prompt: 'a fox' }],
    ['I can wait an hour, a fox', { requirements: { maxSeconds: 3600 }, prompt: 'a fox' }],
    ['finish rendering in under 2 minutes, a fox', { requirements: { maxSeconds: 120 }, prompt: 'a fox' }],
    ['a fox, ready within the next 5 minutes', { requirements: { maxSeconds: 300 }, prompt: 'a fox' }],
    ['ready by 5pm, a fox', { ...unread('ready by 5pm'), prompt: 'ready by 5pm, a fox' }],
    ['ready in 5, a fox', { ...unread('ready in 5'), prompt: 'ready in 5, a fox' }],
  ],
  'a model by its id, and makes by themselves': [
    ['bytedance/seedance-2.0-fast, a fox', { ...uses('bytedance/seedance-2.0-fast'), prompt: 'a fox' }],
    ['not google/veo-3.1, a fox', { requirements: { models: { deny: ['google/veo-3.1'] } }, prompt: 'a fox' }],
    ['a/b test of a fox', { prompt: 'a/b test of a fox' }],
    ['pika 2.2, a fox', { ...unread('pika 2.2'), prompt: 'pika 2.2, a fox' }],
    ['grok imagine, a fox', { ...unread('grok imagine'), prompt: 'grok imagine, a fox' }],
  ],
  'clips and pictures that others stand before': [
    [
      'pick up where my last clip left off, the fox runs',
      { requirements: { task: 'continue' }, needed: ['previousJobId'], prompt: 'the fox runs' },
    ],
    [
      'keep going from my last clip, the fox runs',
      { requirements: { task: 'continue' }, needed: ['previousJobId'], prompt: 'the fox runs' },
    ],
    ['this image is the last frame, a fox', { needed: ['lastFrame'], prompt: 'a fox' }],
    [
      'a.png → b.png, a fox turns',
      { requirements: { firstFrame: 'a.png', lastFrame: 'b.png' }, prompt: 'a fox turns' },
    ],
    [
      'lip-sync my photo to this voice memo',
      { requirements: { task: 'avatar' }, needed: ['audioReference', 'firstFrame'] },
    ],
  ],
  'ends of ranges in other words': [
    ['from 5 up to 10 seconds, a fox', { requirements: { durationSeconds: { min: 5, max: 10 } }, prompt: 'a fox' }],
    ['a fox, 8 seconds tops', { requirements: { durationSeconds: { max: 8 } }, prompt: 'a fox' }],
    ['a fox, nothing under 720p', { requirements: { resolution: { min: '720p' } }, prompt: 'a fox' }],
    ['anywhere from 480p up, a fox', { requirements: { resolution: { min: '480p' } }, prompt: 'a fox' }],
    ['a fox, length between 5 and 7', { requirements: { durationSeconds: { min: 5, max: 7 } }, prompt: 'a fox' }],
  ],
  'words of a style are content': [
    ['silent movie style, a tramp on a bench', { prompt: 'silent movie style, a tramp on a bench' }],
    ['a fox shot in 8k style', { prompt: 'a fox shot in 8k style' }],
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
