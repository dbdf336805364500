import { describe, expect, test } from 'vitest';
import { parseSentence } from '../../src/requirements/sentence.ts';
import { type Expected, expectReading } from './expect-reading.ts';

/** Words right beside a setting, and numbers that tell of the scene. What is not named is nothing. */
const rows: Readonly<Record<string, readonly (readonly [string, Expected])[]>> = {
  'a word that sets something is read right before a setting that begins its clause': [
    ['silent 5s candle', { requirements: { audio: false, durationSeconds: 5 }, prompt: 'candle' }],
    [
      'silent 5 second drone flight over the Alps',
      { requirements: { audio: false, durationSeconds: 5 }, prompt: 'drone flight over the Alps' },
    ],
    ['muted 720p teapot', { requirements: { audio: false, resolution: '720p' }, prompt: 'teapot' }],
    ['square 5s teapot', { requirements: { aspectRatio: '1:1', durationSeconds: 5 }, prompt: 'teapot' }],
    ['portrait 8s chess queen', { requirements: { aspectRatio: '9:16', durationSeconds: 8 }, prompt: 'chess queen' }],
    ['1080 5s teapot', { requirements: { resolution: '1080p', durationSeconds: 5 }, prompt: 'teapot' }],
    ['$0.50 5s candle burning', { requirements: { maxUsd: '0.50', durationSeconds: 5 }, prompt: 'candle burning' }],
    ['0.20 usd 5s leaf falling', { requirements: { maxUsd: '0.20', durationSeconds: 5 }, prompt: 'leaf falling' }],
    [
      'need cheap 10-second commercial for a mug',
      { requirements: { durationSeconds: 10 }, profile: 'fastAndCheap', prompt: 'commercial for a mug' },
    ],
    [
      'cheap vertical silent 5s teapot',
      {
        requirements: { aspectRatio: '9:16', audio: false, durationSeconds: 5 },
        profile: 'fastAndCheap',
        prompt: 'teapot',
      },
    ],
  ],
  'elsewhere it tells of the scene': [
    ['a cheap 4K TV explodes, 5s', { requirements: { durationSeconds: 5 }, prompt: 'a cheap 4K TV explodes' }],
    [
      'a quiet 4k lake at dawn, 5s',
      { requirements: { resolution: '4k', durationSeconds: 5 }, prompt: 'a quiet 4k lake at dawn' },
    ],
    ['silent 20s film look, 5s', { requirements: { durationSeconds: 5 }, prompt: 'silent 20s film look' }],
    ['a square 10 meter pool, 6s', { requirements: { durationSeconds: 6 }, prompt: 'a square 10 meter pool' }],
    [
      'a man with a cheap 5 dollar watch, 6s',
      { requirements: { durationSeconds: 6 }, prompt: 'a man with a cheap 5 dollar watch' },
    ],
  ],
  'settings in the words of a command line are read one after the other': [
    [
      '--duration 5 --resolution 720p a candle',
      { requirements: { durationSeconds: 5, resolution: '720p' }, prompt: 'a candle' },
    ],
    ['length 5 aspect 9:16 candle', { requirements: { durationSeconds: 5, aspectRatio: '9:16' }, prompt: 'candle' }],
    ['audio off 5s candle', { requirements: { audio: false, durationSeconds: 5 }, prompt: 'candle' }],
    ['duration 5 cats', { prompt: 'duration 5 cats' }],
  ],
  'a bound of the length is a bound without a unit too': [
    ['max length 8, a fox', { requirements: { durationSeconds: { max: 8 } }, prompt: 'a fox' }],
    ['min duration: 4, a fox', { requirements: { durationSeconds: { min: 4 } }, prompt: 'a fox' }],
    [
      'maximum duration 8 720p a fox',
      { requirements: { durationSeconds: { max: 8 }, resolution: '720p' }, prompt: 'a fox' },
    ],
    ['length 8, a fox', { requirements: { durationSeconds: 8 }, prompt: 'a fox' }],
  ],
  'the size of a thing is not that of the clip': [
    [
      'a 1920x1080 screen shows static, 5s',
      { requirements: { durationSeconds: 5 }, prompt: 'a 1920x1080 screen shows static' },
    ],
    ['800x600 CRT monitor glows, 5s', { requirements: { durationSeconds: 5 }, prompt: '800x600 CRT monitor glows' }],
    ['1920x1080, 5s, a robot', { requirements: { size: '1920x1080', durationSeconds: 5 }, prompt: 'a robot' }],
  ],
  'a wait or a date of the scene is no time to be ready by': [
    [
      'wait 10 seconds then the door opens. 12s total',
      {
        requirements: { durationSeconds: 12 },
        notUnderstood: ['wait 10 seconds'],
        prompt: 'wait 10 seconds then the door opens.',
      },
    ],
    [
      'the train is due in 2 minutes, platform crowd, 6s',
      {
        requirements: { durationSeconds: 6 },
        notUnderstood: ['due in 2 minutes'],
        prompt: 'the train is due in 2 minutes, platform crowd',
      },
    ],
    [
      'back in 5 minutes sign on a shop door, 5s',
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ['back in 5 minutes'],
        prompt: 'back in 5 minutes sign on a shop door',
      },
    ],
    [
      'my essay is due in 20 minutes, a dog surfing',
      { requirements: { maxSeconds: 1200 }, prompt: 'my essay is due in 20 minutes, a dog surfing' },
    ],
    ['a fox, due in 5 minutes', { requirements: { maxSeconds: 300 }, prompt: 'a fox' }],
    ['5s fox due in 5 minutes', { requirements: { durationSeconds: 5, maxSeconds: 300 }, prompt: 'fox' }],
    ["i'll wait 5 minutes, 6s teapot", { requirements: { maxSeconds: 300, durationSeconds: 6 }, prompt: 'teapot' }],
  ],
  'money that rises or falls in the scene is no budget, and stays in the prompt': [
    [
      'oil falls below $20, trader screams, 8s',
      {
        requirements: { durationSeconds: 8 },
        notUnderstood: ['below $20'],
        prompt: 'oil falls below $20, trader screams',
      },
    ],
    [
      'her rent went over $2000, 5s',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['over $2000'], prompt: 'her rent went over $2000' },
    ],
    [
      'a watch that costs more than $500, 5s',
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ['more than $500'],
        prompt: 'a watch that costs more than $500',
      },
    ],
    [
      'at least $1, 5s, teapot',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['at least $1'], prompt: 'teapot' },
    ],
    ['a clip that costs less than $1, teapot', { requirements: { maxUsd: '1' }, prompt: 'teapot' }],
  ],
  'music that is not wanted is never asked for': [
    [
      'never any music, 6s, two monks',
      {
        requirements: { durationSeconds: 6 },
        notUnderstood: ['never any music'],
        prompt: 'never any music, 6s, two monks',
      },
    ],
    [
      "don't add any dialogue, 5s, two monks",
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ["don't add any dialogue"],
        prompt: "don't add any dialogue, 5s, two monks",
      },
    ],
    [
      'do not use background music, 6s, a mill',
      {
        requirements: { durationSeconds: 6 },
        notUnderstood: ['do not use background music'],
        prompt: 'do not use background music, 6s, a mill',
      },
    ],
  ],
  'what counts is read in more words, and whose models are refused is told': [
    ['keep costs down, 5s, bees', { requirements: { durationSeconds: 5 }, profile: 'fastAndCheap', prompt: 'bees' }],
    [
      'spend as little as possible, 5s, snow',
      { requirements: { durationSeconds: 5 }, profile: 'fastAndCheap', prompt: 'snow' },
    ],
    ['for as little money as possible, a snail', { profile: 'fastAndCheap', prompt: 'a snail' }],
    ['minimal cost, 5s, teapot', { requirements: { durationSeconds: 5 }, profile: 'fastAndCheap', prompt: 'teapot' }],
    [
      'I care most about quality, 5s, teapot',
      { requirements: { durationSeconds: 5 }, profile: 'qualityAndCost', prompt: 'teapot' },
    ],
    [
      'need smth quick n cheap, 5s, dog surfing',
      { requirements: { durationSeconds: 5 }, profile: 'fastAndCheap', prompt: 'dog surfing' },
    ],
    [
      'no chinese models, 5s, tea',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['no chinese models'], prompt: 'tea' },
    ],
    ['only american models please, a bike', { notUnderstood: ['only american models please'], prompt: 'a bike' }],
    [
      'european models walk a catwalk, 6s',
      { requirements: { durationSeconds: 6 }, prompt: 'european models walk a catwalk' },
    ],
  ],
  'three seconds are as good as any other number of them': [
    ['three-second fox run', { requirements: { durationSeconds: 3 }, prompt: 'fox run' }],
    ['a fox, three seconds', { requirements: { durationSeconds: 3 }, prompt: 'a fox' }],
    ['a fox for twenty-three seconds', { requirements: { durationSeconds: 23 }, prompt: 'a fox' }],
    ['a fox, in thirty-three seconds', { notUnderstood: ['in thirty-three seconds'], prompt: 'a fox' }],
    ['a fox for 2hrs', { notUnderstood: ['for 2hrs'], prompt: 'a fox for 2hrs' }],
  ],
  'the length that stands before the clip counts, beside those of what happens in it': [
    [
      '500ms glitch in a 5s clip of a tv',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['500ms'], prompt: '500ms glitch in a 5s clip of a tv' },
    ],
    [
      'a 3s fade at the end of a 10s video of waves',
      {
        requirements: { durationSeconds: 10 },
        notUnderstood: ['3s'],
        prompt: 'a 3s fade at the end of a 10s video of waves',
      },
    ],
    ['a vertical clip of a cat in landscape', { notUnderstood: ['vertical', 'in landscape'], prompt: 'a cat' }],
    ['a 5s clip of a dog, 8s', { notUnderstood: ['5s', '8s'], prompt: 'a dog' }],
    [
      'a 6 second clip and a 10 second clip of a fox',
      { notUnderstood: ['6 second', '10 second'], prompt: 'a 6 second clip and a 10 second clip of a fox' },
    ],
  ],
  'a three-quarter view is no shape': [
    [
      '3/4 angle hero shot of a truck, 5s',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['3/4'], prompt: '3/4 angle hero shot of a truck' },
    ],
    [
      'front 3/4 shot of a car, 5s',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['3/4'], prompt: 'front 3/4 shot of a car' },
    ],
    ['3/4 video of a cat', { requirements: { aspectRatio: '3:4' }, prompt: 'a cat' }],
    ['aspect ratio 3/4, a cat', { requirements: { aspectRatio: '3:4' }, prompt: 'a cat' }],
  ],
  'what is done to a file is read after its name too': [
    [
      'upscale clip.mp4 by 4x',
      { requirements: { task: 'upscale', sourceVideo: { url: 'clip.mp4' }, upscaleFactor: 4 } },
    ],
    [
      'enlarge my old.mov 2 times, keep grain',
      { requirements: { task: 'upscale', sourceVideo: { url: 'old.mov' }, upscaleFactor: 2 }, prompt: 'keep grain' },
    ],
    [
      'make clip.mp4 5 seconds longer',
      {
        requirements: { task: 'continue', durationSeconds: 5, references: ['clip.mp4'] },
        needed: ['previousJobId'],
      },
    ],
    ['colorize old.mp4', { requirements: { sourceVideo: { url: 'old.mp4' }, task: 'edit' }, prompt: 'colorize' }],
  ],
  'a "vid" is a clip': [
    ['make a 5s vid of a barista', { requirements: { durationSeconds: 5 }, prompt: 'a barista' }],
    ['cheap vids, a barista', { profile: 'fastAndCheap', prompt: 'a barista' }],
  ],
};

describe.each(Object.entries(rows))('%s', (_name, sentences) => {
  test.each(sentences)('%s', (text, expected) => expectReading(text, expected));
});

test('no prompt of these is altered: each is a piece of its sentence', () => {
  for (const [text] of Object.values(rows).flat()) expect(text).toContain(parseSentence(text).prompt ?? '');
});
