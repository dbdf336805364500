import { describe, expect, test } from 'vitest';
import { parseSentence } from '../../src/requirements/sentence.ts';
import { type Expected, expectReading } from './expect-reading.ts';

const length = (durationSeconds: number | { readonly min?: number; readonly max?: number }) => ({
  requirements: { durationSeconds },
});

const rows: Readonly<Record<string, readonly (readonly [string, Expected])[]>> = {
  'of two values, one that stands within the content is content, is said, and stays in the prompt': [
    [
      'a man holds his breath for 30 seconds, 8 second video',
      { ...length(8), notUnderstood: ['for 30 seconds'], prompt: 'a man holds his breath for 30 seconds' },
    ],
    [
      'a stopwatch counting from 0 to 10 seconds, 5s',
      { ...length(5), notUnderstood: ['from 0 to 10 seconds'], prompt: 'a stopwatch counting from 0 to 10 seconds' },
    ],
    [
      'slow zoom out over 3 seconds, 6 seconds long',
      { ...length(6), notUnderstood: ['over 3 seconds'], prompt: 'slow zoom out over 3 seconds' },
    ],
    [
      'a car on a 16:9 screen, vertical',
      { requirements: { aspectRatio: '9:16' }, notUnderstood: ['16:9'], prompt: 'a car on a 16:9 screen' },
    ],
    [
      'a dog runs for 3 seconds then sleeps for 5 seconds',
      {
        notUnderstood: ['3 seconds', 'for 5 seconds'],
        prompt: 'a dog runs for 3 seconds then sleeps for 5 seconds',
      },
    ],
    ['a red car 5s 10s', { notUnderstood: ['5s', '10s'], prompt: 'a red car' }],
  ],
  'an adjective between an article and its noun is content, beside a value that stands apart': [
    [
      'a 30 second plank challenge, 8 seconds',
      { ...length(8), notUnderstood: ['30 second'], prompt: 'a 30 second plank challenge' },
    ],
    [
      'a 1080p label on a box, 720p',
      { requirements: { resolution: '720p' }, notUnderstood: ['1080p'], prompt: 'a 1080p label on a box' },
    ],
    ['a 4k drone shot, 1080p', { notUnderstood: ['4k', '1080p'], prompt: 'a 4k drone shot' }],
  ],
  'how long it lasts is a length before other settings, and content before what happens': [
    [
      'a dragon over mountains lasting 10 seconds in widescreen with epic music for less than $2',
      {
        requirements: { durationSeconds: 10, aspectRatio: '16:9', audio: true, maxUsd: '2' },
        prompt: 'a dragon over mountains lasting 10 seconds in widescreen with epic music',
      },
    ],
    [
      'a storm lasting 10 seconds destroys a house, 5s',
      { ...length(5), notUnderstood: ['10 seconds'], prompt: 'a storm lasting 10 seconds destroys a house' },
    ],
  ],
  'a question about settings has no content': [
    [
      'which model is best for 10s with audio under $1?',
      { requirements: { durationSeconds: 10, audio: true, maxUsd: '1' } },
    ],
    ['how much for 8 seconds of 1080p', { requirements: { durationSeconds: 8, resolution: '1080p' } }],
    ['how much wood would a woodchuck chuck, 5s', { ...length(5), prompt: 'how much wood would a woodchuck chuck' }],
    [
      'compare kling and veo for 5s clips',
      { ...length(5), notUnderstood: ['compare kling and veo'], prompt: 'compare kling and veo for 5s clips' },
    ],
  ],
  'a video that is changed is what it starts from': [
    [
      'turn clip.mp4 into anime style',
      { requirements: { task: 'edit', sourceVideo: { url: 'clip.mp4' } }, prompt: 'turn clip.mp4 into anime style' },
    ],
    [
      'upscale my video.mp4 to 4k',
      { requirements: { task: 'upscale', sourceVideo: { url: 'video.mp4' }, resolution: '4k' } },
    ],
    [
      'turn beach.jpg into a 5s clip',
      { requirements: { firstFrame: 'beach.jpg', durationSeconds: 5 }, prompt: 'turn beach.jpg into a 5s clip' },
    ],
  ],
  'a second wish for the same field is said': [
    ['between 5 and 10 seconds, ideally 8', { ...length({ min: 5, max: 10 }), notUnderstood: ['ideally 8'] }],
    ['5 seconds (10 max), a fox', { ...length(5), notUnderstood: ['10 max'], prompt: 'a fox' }],
    ['same as last time but 10 seconds', { ...length(10), notUnderstood: ['same as last time'] }],
    ['only open source models', { notUnderstood: ['only open source models'] }],
  ],
  'what is not wanted keeps the words that say so': [
    [
      'negative prompt: blurry, text. a knight on a horse, 5s',
      {
        ...length(5),
        notUnderstood: ['negative prompt'],
        prompt: 'negative prompt: blurry, text. a knight on a horse',
      },
    ],
    [
      'a knight, 5s. negative: extra fingers',
      { ...length(5), notUnderstood: ['negative'], prompt: 'a knight, 5s. negative: extra fingers' },
    ],
  ],
  'a class that is too much is not asked for, and one that is enough is': [
    ['4k is too much; a lake, 5s', { ...length(5), notUnderstood: ['4k is too much'], prompt: 'a lake' }],
    [
      'no need for 4K, 720p is enough, a lake',
      { requirements: { resolution: '720p' }, notUnderstood: ['no need for 4K'], prompt: 'a lake' },
    ],
    ['5 seconds is enough, a lake', { ...length(5), prompt: 'a lake' }],
  ],
  'a word for a shape beside the very shape': [
    ['3:4 portrait, a fox', { requirements: { aspectRatio: '3:4' }, prompt: 'a fox' }],
    ['21:9 landscape, a train', { requirements: { aspectRatio: '21:9' }, prompt: 'a train' }],
    ['16:9 vertical', { notUnderstood: ['16:9', 'vertical'] }],
  ],
  'time to wait, before a colon too': [
    [
      'need it in under 60 seconds: 4s, a paper plane',
      { requirements: { maxSeconds: 60, durationSeconds: 4 }, prompt: 'a paper plane' },
    ],
    ['finish within an hour, 20 s', { requirements: { maxSeconds: 3600, durationSeconds: 20 } }],
  ],
  'a length by its name, with what stands between': [
    ['duration = 6', length(6)],
    ['5s+, a fox', { ...length({ min: 5 }), prompt: 'a fox' }],
    [
      '100 clips a day, 6 seconds each',
      { ...length(6), notUnderstood: ['100 clips a day'], prompt: '100 clips a day' },
    ],
  ],
  'words that lead to files are none of the content': [
    [
      'three reference images a.png b.png c.png, 5s',
      { requirements: { durationSeconds: 5, references: ['a.png', 'b.png', 'c.png'] } },
    ],
    [
      'use these two pictures as references a.jpg b.jpg: a fox runs',
      { requirements: { references: ['a.jpg', 'b.jpg'] }, prompt: 'a fox runs' },
    ],
    [
      'sync lips of face.jpg to speech.wav',
      {
        requirements: { firstFrame: 'face.jpg', task: 'avatar', references: ['speech.wav'] },
        prompt: 'sync lips',
      },
    ],
    [
      'lip-sync with my voice and my picture',
      { requirements: { task: 'avatar' }, needed: ['audioReference', 'firstFrame'] },
    ],
    [
      'keep going from where my last clip ended, another 5 seconds',
      { requirements: { task: 'continue', durationSeconds: 5 }, needed: ['previousJobId'] },
    ],
  ],
  'wishes that no field has are said': [
    ['zero data retention, 5s', { ...length(5), notUnderstood: ['zero data retention'] }],
    ['only EU providers', { notUnderstood: ['only EU providers'] }],
    [
      '8 seconds, no matter the price, a city',
      { ...length(8), notUnderstood: ['no matter the price'], prompt: 'a city' },
    ],
    ['two fifty max', { notUnderstood: ['two fifty max'], prompt: 'two fifty max' }],
    ["openai's sora", { notUnderstood: ["openai's sora"], prompt: "openai's sora" }],
    ['decent quality but quick', { notUnderstood: ['decent quality but quick'] }],
    ['run it on hailuo', { requirements: { providers: { allow: ['minimax'] } } }],
    ['ten clips, five dollars altogether', { requirements: { maxUsd: '0.5' }, notUnderstood: ['ten clips'] }],
  ],
  'a length with a tolerance is a range': [
    ['5s ± 1, a fox', { ...length({ min: 4, max: 6 }), prompt: 'a fox' }],
    ['6 s give or take a second, a storm', { ...length({ min: 5, max: 7 }), prompt: 'a storm' }],
    ['7-ish seconds, a storm', { ...length(7), prompt: 'a storm' }],
    ['a fox, 5s, no longer', { ...length({ max: 5 }), prompt: 'a fox' }],
    ['a fox, 5s but not shorter', { ...length({ min: 5 }), prompt: 'a fox' }],
  ],
  'over so many seconds is a length of what happens, and a bound of a clip': [
    [
      'interpolate between a.png and b.png over 6 seconds',
      { requirements: { firstFrame: 'a.png', lastFrame: 'b.png', durationSeconds: 6 }, prompt: 'interpolate' },
    ],
    ['a clip over 6 seconds of a fox', { ...length({ min: 7 }), prompt: 'a fox' }],
    ['a fox, over 6 seconds', { ...length({ min: 7 }), prompt: 'a fox' }],
  ],
  'what is done for so long is content': [
    [
      'two people talk for five minutes about love, 8 s',
      { ...length(8), notUnderstood: ['five minutes'], prompt: 'two people talk for five minutes about love' },
    ],
    ['a clip for 5 seconds about love', { ...length(5), prompt: 'love' }],
  ],
  'settings after a length do not make it content': [
    [
      'a fox for 5 secs in HD with sound for under a dollar',
      { requirements: { durationSeconds: 5, resolution: 'HD', audio: true, maxUsd: '1' }, prompt: 'a fox' },
    ],
    [
      'sunset 8s 1080p 16:9 <$1 no sound',
      {
        requirements: { durationSeconds: 8, resolution: '1080p', aspectRatio: '16:9', maxUsd: '1', audio: false },
        prompt: 'sunset',
      },
    ],
    [
      'a Fox In 9:16 For Five Seconds Without Sound',
      { requirements: { aspectRatio: '9:16', durationSeconds: 5, audio: false }, prompt: 'a Fox' },
    ],
  ],
  'settings in brackets, and by their names': [
    [
      'a fox (vertical, 5 s, no sound)',
      { requirements: { aspectRatio: '9:16', durationSeconds: 5, audio: false }, prompt: 'a fox' },
    ],
    ['[5s] [9:16] a fox', { requirements: { durationSeconds: 5, aspectRatio: '9:16' }, prompt: 'a fox' }],
    ['a fox (red), 5s', { ...length(5), prompt: 'a fox (red)' }],
    [
      'duration=5 resolution=720p aspect=9:16 a fox',
      { requirements: { durationSeconds: 5, resolution: '720p', aspectRatio: '9:16' }, prompt: 'a fox' },
    ],
    [
      'VERTICAL 5S A FOX NO SOUND',
      { requirements: { aspectRatio: '9:16', durationSeconds: 5, audio: false }, prompt: 'A FOX' },
    ],
    ['480p up to 720p, a fox', { requirements: { resolution: { min: '480p', max: '720p' } }, prompt: 'a fox' }],
  ],
  'money, or that it does not matter': [
    ['$0.25/clip, a fox', { requirements: { maxUsd: '0.25' }, prompt: 'a fox' }],
    [
      'we have $20 for 40 clips of 5 seconds each: a product spinning',
      {
        requirements: { maxUsd: '0.5', durationSeconds: 5 },
        notUnderstood: ['40 clips'],
        prompt: 'a product spinning',
      },
    ],
    ['no budget limit, a fox', { notUnderstood: ['no budget limit'], prompt: 'a fox' }],
    ["a fox, don't care about the price", { notUnderstood: ["don't care about the price"], prompt: 'a fox' }],
    ['spend whatever you need, a fox', { notUnderstood: ['spend whatever you need'], prompt: 'a fox' }],
  ],
  'pictures by the words around them': [
    ['as reference use hero.png', { requirements: { references: ['hero.png'] } }],
    [
      'logo.png spinning 5s, end on logo2.png',
      { requirements: { firstFrame: 'logo.png', durationSeconds: 5, lastFrame: 'logo2.png' }, prompt: 'spinning' },
    ],
    [
      'take the song in track.mp3 and my selfie me.jpg and make me sing',
      {
        requirements: { firstFrame: 'me.jpg', task: 'avatar', references: ['track.mp3'] },
        prompt: 'take the song in track.mp3 and my selfie me.jpg and make me sing',
      },
    ],
  ],
  'sound that is turned off or kept': [
    ['a fox, mute the sound', { requirements: { audio: false }, prompt: 'a fox' }],
    ['keep the sound of the original, parrot.mp4', { requirements: { audio: true, references: ['parrot.mp4'] } }],
  ],
  'a wish that no field holds is said': [
    ['a fox, by Friday', { notUnderstood: ['by Friday'], prompt: 'a fox, by Friday' }],
    [
      'a fox, with the newest model',
      { notUnderstood: ['with the newest model'], prompt: 'a fox, with the newest model' },
    ],
    ['a fox, upload to instagram', { notUnderstood: ['upload to instagram'], prompt: 'a fox' }],
    ['24 frames per second, a fox', { notUnderstood: ['24 frames per second'], prompt: 'a fox' }],
    ['fps 24, a fox', { notUnderstood: ['fps 24'], prompt: 'a fox' }],
    ['frame rate: 30, a fox', { notUnderstood: ['frame rate: 30'], prompt: 'a fox' }],
    ['same seed as before, a fox', { notUnderstood: ['same seed as before'], prompt: 'a fox' }],
  ],
  'money for several clips that are ordered is shared among them; what is sold in the content is content': [
    [
      '3 clips of a fox for 2 dollars',
      { requirements: { maxUsd: '0.6666' }, notUnderstood: ['3 clips'], prompt: 'a fox' },
    ],
    [
      '20 clips for $10, a fox, 5s',
      { requirements: { maxUsd: '0.5', durationSeconds: 5 }, notUnderstood: ['20 clips'], prompt: 'a fox' },
    ],
    [
      '2 clips for a dollar: a lake and a boat',
      { requirements: { maxUsd: '0.5' }, notUnderstood: ['2 clips'], prompt: 'a lake and a boat' },
    ],
    ['20 clips for $10 each, a fox', { requirements: { maxUsd: '10' }, notUnderstood: ['20 clips'], prompt: 'a fox' }],
    [
      '6 shots for $3 altogether, a fox',
      { requirements: { maxUsd: '0.5' }, notUnderstood: ['6 shots'], prompt: 'a fox' },
    ],
    [
      'a street vendor sells 3 videos for 5 dollars',
      { notUnderstood: ['3 videos', '5 dollars'], prompt: 'a street vendor sells 3 videos for 5 dollars' },
    ],
    ['spend up to 75¢ on a fox video', { requirements: { maxUsd: '0.75' }, prompt: 'a fox video' }],
    ['pay no more than $1 for a fox in the snow', { requirements: { maxUsd: '1' }, prompt: 'a fox in the snow' }],
    ['he paid 5 dollars for a hat', { prompt: 'he paid 5 dollars for a hat' }],
  ],
  'a time that no clip has is one to wait': [
    ['a fox, in under 2 minutes', { requirements: { maxSeconds: 120 }, prompt: 'a fox' }],
    ['in less than 90 seconds, a fox', { requirements: { maxSeconds: 90 }, prompt: 'a fox' }],
    ['in under 8 seconds, a fox', { requirements: { durationSeconds: { max: 7 } }, prompt: 'a fox' }],
  ],
  'the makers that alone are wanted': [
    [
      'use only google or kling models, a fox',
      { requirements: { providers: { allow: ['google', 'kwaivgi'] } }, prompt: 'a fox' },
    ],
  ],
  'a word before a picture says what it is for': [
    [
      'first image a.png last image b.png 720p',
      { requirements: { firstFrame: 'a.png', lastFrame: 'b.png', resolution: '720p' } },
    ],
    [
      'sync her lips to voice.mp3, portrait face.png',
      { requirements: { firstFrame: 'face.png', task: 'avatar', references: ['voice.mp3'] }, prompt: 'sync her lips' },
    ],
    [
      'make hens.mp4 look like claymation',
      { requirements: { sourceVideo: { url: 'hens.mp4' }, task: 'edit' }, prompt: 'look like claymation' },
    ],
  ],
};

describe.each(Object.entries(rows))('%s', (_name, sentences) => {
  test.each(sentences)('%s', (text, expected) => expectReading(text, expected));
});

test('no prompt of these is altered: each is a piece of its sentence', () => {
  for (const [text] of Object.values(rows).flat()) expect(text).toContain(parseSentence(text).prompt ?? '');
});

test('a phrase that speaks of cost and of quality names one profile, and is told once', () => {
  expect(parseSentence('good value, a fox').used).toEqual([
    { text: 'good value', field: 'profile', value: 'qualityAndCost' },
  ]);
});
