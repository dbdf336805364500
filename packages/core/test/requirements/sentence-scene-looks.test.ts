import { describe, expect, test } from 'vitest';
import { parseSentence } from '../../src/requirements/sentence.ts';
import { type Expected, expectReading } from './expect-reading.ts';

/** Sound, shape, quality and words that are said: wished for, or of the scene. What is not named is nothing. */
const rows: Readonly<Record<string, readonly (readonly [string, Expected])[]>> = {
  'silence in the scene is not asked for': [
    [
      'deep space where there is no sound, 6s',
      {
        requirements: { durationSeconds: 6 },
        notUnderstood: ['no sound'],
        prompt: 'deep space where there is no sound',
      },
    ],
    ['the alarm makes no sound', { notUnderstood: ['makes no sound'], prompt: 'the alarm makes no sound' }],
    [
      'a boy who makes no sound as he sneaks',
      { notUnderstood: ['makes no sound'], prompt: 'a boy who makes no sound as he sneaks' },
    ],
    [
      'a house without sound insulation',
      { notUnderstood: ['without sound'], prompt: 'a house without sound insulation' },
    ],
    [
      'a room with no audio equipment, 5s',
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ['with no audio'],
        prompt: 'a room with no audio equipment',
      },
    ],
    [
      'she turns the sound off on her radio',
      { notUnderstood: ['the sound off'], prompt: 'she turns the sound off on her radio' },
    ],
    [
      'he turned the sound off, 5s',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['the sound off'], prompt: 'he turned the sound off' },
    ],
    ['an 80s music video, neon', { prompt: 'an 80s music video, neon' }],
  ],
  'silence of the clip is': [
    [
      'a dog on a beach without sound, 720p',
      { requirements: { audio: false, resolution: '720p' }, prompt: 'a dog on a beach' },
    ],
    [
      '5s dog on a beach no sound cinematic',
      { requirements: { durationSeconds: 5, audio: false }, prompt: 'dog on a beach no sound cinematic' },
    ],
    ['a room with the sound off, 5s', { requirements: { audio: false, durationSeconds: 5 }, prompt: 'a room' }],
    ['a fox, keep it silent', { requirements: { audio: false }, prompt: 'a fox' }],
    ['keep everything muted, a fox', { requirements: { audio: false }, prompt: 'a fox' }],
  ],
  'sound that is required, or not': [
    ['a fox, sound required', { requirements: { audio: true }, prompt: 'a fox' }],
    ['a fox, audio required', { requirements: { audio: true }, prompt: 'a fox' }],
    ['no sound needed, a fox', { requirements: { audio: 'any' }, prompt: 'a fox' }],
  ],
  'a shape or a class of something in the scene': [
    ['a rose at 16:09', { prompt: 'a rose at 16:09' }],
    ['train at platform 9 3/4', { prompt: 'train at platform 9 3/4' }],
    [
      'a ruler 3/4 of the way down, 5s',
      { requirements: { durationSeconds: 5 }, prompt: 'a ruler 3/4 of the way down' },
    ],
    ['a girl in 3/4 view, 5s', { requirements: { durationSeconds: 5 }, prompt: 'a girl in 3/4 view' }],
    ['a 16:9 TV on the wall', { notUnderstood: ['16:9'], prompt: 'a 16:9 TV on the wall' }],
    [
      'a 16:9 TV on the wall, vertical video',
      { requirements: { aspectRatio: '9:16' }, notUnderstood: ['16:9'], prompt: 'a 16:9 TV on the wall' },
    ],
    ['a 1:1 scale model', { notUnderstood: ['1:1'], prompt: 'a 1:1 scale model' }],
    ['a 9x16 inch canvas', { prompt: 'a 9x16 inch canvas' }],
    ['a book open at chapter 4:3', { prompt: 'a book open at chapter 4:3' }],
    ['a neon sign: 9:16', { notUnderstood: ['9:16'], prompt: 'a neon sign: 9:16' }],
    ['the poster: 16:9', { notUnderstood: ['16:9'], prompt: 'the poster: 16:9' }],
    [
      'a bus with an Instagram Reels advert',
      { notUnderstood: ['an Instagram Reels'], prompt: 'a bus with an Instagram Reels advert' },
    ],
    [
      'an Instagram story on her phone, 5s',
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ['an Instagram story'],
        prompt: 'an Instagram story on her phone',
      },
    ],
    ['a landscape format painting', { notUnderstood: ['landscape format'], prompt: 'a landscape format painting' }],
    [
      'a portrait format canvas, 5s',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['portrait format'], prompt: 'a portrait format canvas' },
    ],
    ['a PS5 and a 4K Blu-ray', { notUnderstood: ['4K'], prompt: 'a PS5 and a 4K Blu-ray' }],
    [
      'a wall and a 1080p projector, 5s',
      { requirements: { durationSeconds: 5 }, prompt: 'a wall and a 1080p projector' },
    ],
    ['billboard with 1080p written on it', { prompt: 'billboard with 1080p written on it' }],
    ['2160p painted on a van, 5s', { requirements: { durationSeconds: 5 }, prompt: '2160p painted on a van' }],
  ],
  'a shape or a class of the clip': [
    [
      'a 4k sunset over the sea, 8s',
      { requirements: { resolution: '4k', durationSeconds: 8 }, prompt: 'a 4k sunset over the sea' },
    ],
    [
      'a 9:16 fox dancing, 5s',
      { requirements: { aspectRatio: '9:16', durationSeconds: 5 }, prompt: 'a 9:16 fox dancing' },
    ],
    ['a fox in landscape format', { requirements: { aspectRatio: '16:9' }, prompt: 'a fox' }],
    ['an instagram reel of a fox', { requirements: { aspectRatio: '9:16' }, prompt: 'a fox' }],
    ['16/9 fox, 5s', { requirements: { aspectRatio: '16:9', durationSeconds: 5 }, prompt: 'fox' }],
    ['a fox, aspect ratio 3/4', { requirements: { aspectRatio: '3:4' }, prompt: 'a fox' }],
  ],
  'a wish that may be content is told': [
    [
      '5s square dancer muted',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['square', 'muted'], prompt: 'square dancer muted' },
    ],
    [
      '5s vertical dancer no sound cheap',
      {
        requirements: { durationSeconds: 5, audio: false },
        profile: 'fastAndCheap',
        notUnderstood: ['vertical'],
        prompt: 'vertical dancer',
      },
    ],
    [
      'cheap vertical dancer 5s',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['cheap vertical'], prompt: 'cheap vertical dancer' },
    ],
    ['8s fox silent', { requirements: { durationSeconds: 8 }, notUnderstood: ['silent'], prompt: 'fox silent' }],
  ],
  'a wish that is preferred is one': [
    ['a dancer, preferably vertical', { requirements: { aspectRatio: '9:16' }, prompt: 'a dancer' }],
    ['a dancer, ideally square', { requirements: { aspectRatio: '1:1' }, prompt: 'a dancer' }],
  ],
  'what is said or written keeps its words and marks': [
    [
      "he shouts 'five seconds left!', 8s",
      { requirements: { durationSeconds: 8 }, prompt: "he shouts 'five seconds left!'" },
    ],
    ['she whispers "no sound!", 6s', { requirements: { durationSeconds: 6 }, prompt: 'she whispers "no sound!"' }],
    [
      'the caption reads: cheap, fast, vertical; 8s',
      { requirements: { durationSeconds: 8 }, prompt: 'the caption reads: cheap, fast, vertical' },
    ],
    ['a sign says: low cost, 4k; 6s', { requirements: { durationSeconds: 6 }, prompt: 'a sign says: low cost, 4k' }],
    ['a man says: hello, 8s', { requirements: { durationSeconds: 8 }, prompt: 'a man says: hello' }],
    ['a shop called 4K, 5s', { requirements: { durationSeconds: 5 }, prompt: 'a shop called 4K' }],
  ],
  'what has a price or a quality in the scene': [
    ['a low cost airline plane', { notUnderstood: ['a low cost'], prompt: 'a low cost airline plane' }],
    [
      'a budget-friendly hotel room, 5s',
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ['budget-friendly'],
        prompt: 'a budget-friendly hotel room',
      },
    ],
    ['high quality steel knife', { notUnderstood: ['high quality'], prompt: 'high quality steel knife' }],
    ['best quality coffee beans', { notUnderstood: ['best quality'], prompt: 'best quality coffee beans' }],
    ['low cost, a fox', { profile: 'fastAndCheap', prompt: 'a fox' }],
    ['high quality fox video', { profile: 'qualityAndCost', prompt: 'fox video' }],
  ],
  'two frames by their words': [
    ['start from this image and end on that one', { needed: ['firstFrame', 'lastFrame'] }],
    ['from my photo, ending on that one', { needed: ['firstFrame', 'lastFrame'] }],
    ['start with this picture, then end with the other picture', { needed: ['firstFrame', 'lastFrame'] }],
  ],
};

describe.each(Object.entries(rows))('%s', (_name, sentences) => {
  test.each(sentences)('%s', (text, expected) => expectReading(text, expected));
});

test('no prompt of these is altered: each is a piece of its sentence', () => {
  for (const [text] of Object.values(rows).flat()) expect(text).toContain(parseSentence(text).prompt ?? '');
});

test('in another language what is written as in English is read, and the rest is told to be of another language', () => {
  for (const [text, requirements, prompt] of [
    ['женщина идёт, 5 секунд, 9:16', { aspectRatio: '9:16' }, 'женщина идёт, 5 секунд'],
    ['ein Fuchs und eine Katze, 8s, 720p', { durationSeconds: 8, resolution: '720p' }, 'ein Fuchs und eine Katze'],
    ['海の波, $1, 16:9', { maxUsd: '1', aspectRatio: '16:9' }, '海の波'],
  ] as const)
    expect(parseSentence(text)).toMatchObject({ requirements, prompt, otherLanguage: true });
});
