import { describe, expect, test } from 'vitest';
import { parseSentence } from '../../src/requirements/sentence.ts';
import { type Expected, expectReading } from './expect-reading.ts';

const length = (durationSeconds: number | { readonly min?: number; readonly max?: number }) => ({
  requirements: { durationSeconds },
});

const rows: Readonly<Record<string, readonly (readonly [string, Expected])[]>> = {
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
  ],
};

describe.each(Object.entries(rows))('%s', (_name, sentences) => {
  test.each(sentences)('%s', (text, expected) => expectReading(text, expected));
});

test('no prompt of these is altered: each is a piece of its sentence', () => {
  for (const [text] of Object.values(rows).flat()) expect(text).toContain(parseSentence(text).prompt ?? '');
});
