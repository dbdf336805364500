import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRequirements } from '../../src/requirements/parse.ts';
import { parseSentence } from '../../src/requirements/sentence.ts';
import { type Expected, expectReading } from './expect-reading.ts';

/** What is not named is nothing. */
const sentences: [string, Expected][] = [
  // The examples of the design.
  [
    '6s portrait 1080p clip from this photo, no sound, cheapest',
    {
      requirements: { durationSeconds: 6, aspectRatio: '9:16', resolution: '1080p', audio: false },
      profile: 'fastAndCheap',
      needed: ['firstFrame'],
    },
  ],
  [
    'a 5 second vertical clip of this mug, cheap, no sound',
    {
      requirements: { durationSeconds: 5, aspectRatio: '9:16', audio: false },
      profile: 'fastAndCheap',
      prompt: 'this mug',
    },
  ],
  [
    '8 seconds 4K landscape of a storm with sound, best quality',
    {
      requirements: { durationSeconds: 8, resolution: '4K', aspectRatio: '16:9', audio: true },
      profile: 'qualityAndCost',
      prompt: 'a storm',
    },
  ],

  // Lengths.
  ['half a minute of rain', { requirements: { durationSeconds: 30 }, prompt: 'rain' }],
  ['ten-second video of a dog', { requirements: { durationSeconds: 10 }, prompt: 'a dog' }],
  ['a dog, twenty-five seconds long', { requirements: { durationSeconds: 25 }, prompt: 'a dog' }],
  ['a dog for 12 sec', { requirements: { durationSeconds: 12 }, prompt: 'a dog' }],
  ['one minute of surf', { requirements: { durationSeconds: 60 }, prompt: 'surf' }],
  ['a minute and a half of surf', { requirements: { durationSeconds: 90 }, prompt: 'surf' }],
  ['1 minute 30 seconds of surf', { requirements: { durationSeconds: 90 }, prompt: 'surf' }],
  ['2 min clip of surf', { requirements: { durationSeconds: 120 }, prompt: 'surf' }],
  ['about 5 seconds of surf', { requirements: { durationSeconds: 5 }, prompt: 'surf' }],
  ['5.5 seconds of surf', { requirements: { durationSeconds: 5.5 }, prompt: 'surf' }],
  ['0 seconds of surf', { requirements: { durationSeconds: 0 }, prompt: 'surf' }],
  ['5 to 8 seconds of sea', { requirements: { durationSeconds: { min: 5, max: 8 } }, prompt: 'sea' }],
  ['5-8s of sea', { requirements: { durationSeconds: { min: 5, max: 8 } }, prompt: 'sea' }],
  ['a few seconds of sea', { notUnderstood: ['a few seconds'], prompt: 'sea' }],
  ['at least 5 seconds of sea', { requirements: { durationSeconds: { min: 5 } }, prompt: 'sea' }],
  [
    'the 1980s in tokyo, 80s style, 6s',
    { requirements: { durationSeconds: 6 }, prompt: 'the 1980s in tokyo, 80s style' },
  ],

  // Shape.
  ['a mug on a counter, 16:9', { requirements: { aspectRatio: '16:9' }, prompt: 'a mug on a counter' }],
  ['a mug, 9x16', { requirements: { aspectRatio: '9:16' }, prompt: 'a mug' }],
  ['a mug in 720x1280', { requirements: { size: '720x1280' }, prompt: 'a mug' }],
  ['square video of a mug', { requirements: { aspectRatio: '1:1' }, prompt: 'a mug' }],
  ['a mug in landscape mode', { requirements: { aspectRatio: '16:9' }, prompt: 'a mug' }],
  [
    'A handheld vertical product shot of a ceramic mug',
    { requirements: { aspectRatio: '9:16' }, prompt: 'A handheld vertical product shot of a ceramic mug' },
  ],
  ['a mug, full HD', { requirements: { resolution: 'full HD' }, prompt: 'a mug' }],
  ['a mug at 720p', { requirements: { resolution: '720p' }, prompt: 'a mug' }],
  ['a mug, 1080', { requirements: { resolution: '1080p' }, prompt: 'a mug' }],
  ['1080', { requirements: { resolution: '1080p' } }],
  ['1080 balloons rise', { prompt: '1080 balloons rise' }],
  ['a clock at 10:30', { prompt: 'a clock at 10:30' }],
  ['not vertical, a mug', { notUnderstood: ['not vertical'], prompt: 'a mug' }],

  // Words that are options here and content there.
  ['a fast car on a road', { prompt: 'a fast car on a road' }],
  ['a fast car, fast', { profile: 'fastAndCheap', prompt: 'a fast car' }],
  ['a portrait of a woman, 5s', { requirements: { durationSeconds: 5 }, prompt: 'a portrait of a woman' }],
  ['a silent forest at dawn', { prompt: 'a silent forest at dawn' }],
  ['a silent clip of a forest', { requirements: { audio: false }, prompt: 'a forest' }],
  ['people on a town square', { prompt: 'people on a town square' }],
  ['the best day of my life', { prompt: 'the best day of my life' }],
  ['he finds a $5 bill', { prompt: 'he finds a $5 bill' }],

  // Sound.
  ['a storm, silent', { requirements: { audio: false }, prompt: 'a storm' }],
  ['a storm, muted', { requirements: { audio: false }, prompt: 'a storm' }],
  ['a storm without any audio', { requirements: { audio: false }, prompt: 'a storm' }],
  ['a storm, not silent', { requirements: { audio: true }, prompt: 'a storm' }],
  ['a storm, with or without sound', { requirements: { audio: 'any' }, prompt: 'a storm' }],
  ['a storm, sound off', { requirements: { audio: false }, prompt: 'a storm' }],
  ['a storm with soft piano music', { requirements: { audio: true }, prompt: 'a storm with soft piano music' }],
  ['a man with a deep voice', { requirements: { audio: true }, prompt: 'a man with a deep voice' }],
  ['a storm, no music', { notUnderstood: ['no music'], prompt: 'a storm, no music' }],

  // Inputs.
  ['animate this photo', { needed: ['firstFrame'] }],
  ['a dance between A and B frames', { needed: ['firstFrame', 'lastFrame'], prompt: 'a dance' }],
  ['a dance between these two photos', { needed: ['firstFrame', 'lastFrame'], prompt: 'a dance' }],
  ['a walk ending on this picture', { needed: ['lastFrame'], prompt: 'a walk' }],
  ['a fox with this reference image', { needed: ['references'], prompt: 'a fox' }],
  ['from a.png to b.png, 5s', { requirements: { durationSeconds: 5, firstFrame: 'a.png', lastFrame: 'b.png' } }],
  [
    'animate https://example.com/x.png?w=1, 5s',
    { requirements: { durationSeconds: 5, firstFrame: 'https://example.com/x.png?w=1' } },
  ],
  ['a fox from this photo: ./shots/fox.jpg.', { requirements: { firstFrame: './shots/fox.jpg' }, prompt: 'a fox' }],
  ['a fox like style.webp', { requirements: { references: ['style.webp'] }, prompt: 'a fox' }],
  [
    'a singer with https://a.example/song.mp3',
    { requirements: { references: ['https://a.example/song.mp3'] }, prompt: 'a singer' },
  ],

  // Limits.
  ['a cat, under $0.50', { requirements: { maxUsd: '0.50' }, prompt: 'a cat' }],
  ['a cat, $10.80', { requirements: { maxUsd: '10.80' }, prompt: 'a cat' }],
  ['a cat, 1080, $10.80', { requirements: { resolution: '1080p', maxUsd: '10.80' }, prompt: 'a cat' }],
  ['a cat for less than 50 cents', { requirements: { maxUsd: '0.5' }, prompt: 'a cat' }],
  ['a cat, 2 dollars max', { requirements: { maxUsd: '2' }, prompt: 'a cat' }],
  ['a cat, at most €2', { notUnderstood: ['at most €2'], prompt: 'a cat' }],
  ['a cat, max 2 minutes wait', { requirements: { maxSeconds: 120 }, prompt: 'a cat' }],
  ['a cat, ready in 90 seconds', { requirements: { maxSeconds: 90 }, prompt: 'a cat' }],
  ['a 5s cat within 2 minutes', { requirements: { durationSeconds: 5, maxSeconds: 120 }, prompt: 'a 5s cat' }],
  ['a cat, rating at least 1250', { requirements: { minQuality: 1250 }, prompt: 'a cat' }],
  ['a cat, seed 0', { requirements: { seed: 0 }, prompt: 'a cat' }],

  // Providers and models.
  ['a cat, only google', { requirements: { providers: { allow: ['google'] } }, prompt: 'a cat' }],
  ['a cat, not kling', { requirements: { providers: { deny: ['kwaivgi'] } }, prompt: 'a cat' }],
  [
    'anything but kling or runway, a cat',
    { requirements: { providers: { deny: ['kwaivgi', 'runway'] } }, prompt: 'a cat' },
  ],
  [
    'use veo 3.1 for a 6s clip of a fox',
    { requirements: { durationSeconds: 6, models: { allow: ['google/veo-3.1'] } }, prompt: 'a fox' },
  ],
  ['a cat, use google/veo-3.1-lite', { requirements: { models: { allow: ['google/veo-3.1-lite'] } }, prompt: 'a cat' }],
  ['a model on a runway', { prompt: 'a model on a runway' }],
  ['a cat, only zorgon', { notUnderstood: ['only zorgon'], prompt: 'a cat' }],

  // How it is ranked.
  ['a cat, fast and cheap', { profile: 'fastAndCheap', prompt: 'a cat' }],
  ['a cat, quick draft', { profile: 'fastAndCheap', prompt: 'a cat' }],
  ['a cat, as cheap as possible', { profile: 'fastAndCheap', prompt: 'a cat' }],
  ['a cat, high quality but cheap', { profile: 'qualityAndCost', prompt: 'a cat' }],
  ['a cat, fast and best quality', { profile: 'balanced', prompt: 'a cat' }],
  ['a cat, balanced', { profile: 'balanced', prompt: 'a cat' }],
  ['a cat, not too expensive', { notUnderstood: ['not too expensive'], prompt: 'a cat' }],

  // What the requirements do not have, and what is nothing.
  ['a looping clip of waves', { notUnderstood: ['looping'], prompt: 'a looping clip of waves' }],
  ['waves, 24 fps', { notUnderstood: ['24 fps'], prompt: 'waves' }],
  ['three versions, waves', { notUnderstood: ['three versions'], prompt: 'waves' }],
  ['no', { notUnderstood: ['no'] }],
  ['', {}],
  ['   \n , . ', {}],
  ['make me a video', {}],
  ['Please make me a video of a dog running.', { prompt: 'a dog running.' }],

  // What is refused is never taken for a wish.
  ["a cat, don't use google", { requirements: { providers: { deny: ['google'] } }, prompt: 'a cat' }],
  [
    'a cat, use kling, not google',
    { requirements: { providers: { allow: ['kwaivgi'], deny: ['google'] } }, prompt: 'a cat' },
  ],
  [
    'a cat, no black forest labs models',
    { requirements: { providers: { deny: ['black-forest-labs'] } }, prompt: 'a cat' },
  ],
  ['a cat on seedance 2.0', { requirements: { models: { allow: ['bytedance/seedance-2.0'] } }, prompt: 'a cat' }],
  ["a cat that doesn't need sound", { requirements: { audio: 'any' }, prompt: 'a cat' }],
  ['a cat, no music or sound', { requirements: { audio: false }, prompt: 'a cat' }],
  ['a cat, no sound effects', { notUnderstood: ['no sound effects'], prompt: 'a cat, no sound effects' }],
  ['a cat, audio: no', { requirements: { audio: false }, prompt: 'a cat' }],
  ['a cat, sound', { requirements: { audio: true }, prompt: 'a cat' }],
  ['a sound engineer at work', { prompt: 'a sound engineer at work' }],

  // A limit in money in other words.
  ['a cat, <$1', { requirements: { maxUsd: '1' }, prompt: 'a cat' }],
  ['a cat, under $.50', { requirements: { maxUsd: '0.50' }, prompt: 'a cat' }],
  ['a cat for under seventy-five cents', { requirements: { maxUsd: '0.75' }, prompt: 'a cat' }],
  ['a cat, under 50c', { requirements: { maxUsd: '0.5' }, prompt: 'a cat' }],
  ['a cat, under $1,000', { requirements: { maxUsd: '1000' }, prompt: 'a cat' }],
  ['a cat, less than 1,50 dollars', { requirements: { maxUsd: '1.50' }, prompt: 'a cat' }],
  ['a cat, under USD 2', { requirements: { maxUsd: '2' }, prompt: 'a cat' }],
  ["a cat, don't spend more than 80 cents", { requirements: { maxUsd: '0.8' }, prompt: 'a cat' }],
  ['a cat, not over $1', { requirements: { maxUsd: '1' }, prompt: 'a cat' }],
  ['a cat, budget 0.5', { requirements: { maxUsd: '0.5' }, prompt: 'a cat' }],
  ['a cat, around $1', { notUnderstood: ['around $1'], prompt: 'a cat, around $1' }],
  ['a cat wins $1 million', { prompt: 'a cat wins $1 million' }],

  // Lengths and waits in other words.
  ['two to four seconds of sea', { requirements: { durationSeconds: { min: 2, max: 4 } }, prompt: 'sea' }],
  ['a cat, duration 10', { requirements: { durationSeconds: 10 }, prompt: 'a cat' }],
  ['a cat, lasting 8 seconds', { requirements: { durationSeconds: 8 }, prompt: 'a cat' }],
  ['I need it in 2 minutes, a cat', { requirements: { maxSeconds: 120 }, prompt: 'a cat' }],
  ['a cat, takes less than a minute', { requirements: { maxSeconds: 60 }, prompt: 'a cat' }],

  // Shape in other words.
  ['a cat, 1920 by 1080 pixels', { requirements: { size: '1920x1080' }, prompt: 'a cat' }],
  ['720 p clip of a cat', { requirements: { resolution: '720 p' }, prompt: 'a cat' }],
  ['a cat, 2.39:1', { notUnderstood: ['2.39:1'], prompt: 'a cat' }],
  ['a cat, 1.78:1', { requirements: { aspectRatio: '16:9' }, prompt: 'a cat' }],

  // Options without commas, and with other marks between them.
  [
    'a cat 5s 16:9 silent cheap',
    {
      requirements: { durationSeconds: 5, aspectRatio: '16:9', audio: false },
      profile: 'fastAndCheap',
      prompt: 'a cat',
    },
  ],
  [
    '6s | 9:16 | silent - a cat',
    { requirements: { durationSeconds: 6, aspectRatio: '9:16', audio: false }, prompt: 'a cat' },
  ],
  ['6s - portrait - 1080p', { requirements: { durationSeconds: 6, aspectRatio: '9:16', resolution: '1080p' } }],

  // Inputs, ranking and tasks in other words.
  ['from this photo to that picture', { needed: ['firstFrame', 'lastFrame'] }],
  ['a walk from these two images', { needed: ['references'], prompt: 'a walk' }],
  ['a wall with two pictures', { prompt: 'a wall with two pictures' }],
  ['a cat, quality first', { profile: 'qualityAndCost', prompt: 'a cat' }],
  ['use the fastest model, a cat', { profile: 'fastAndCheap', prompt: 'a cat' }],
  ['a cat, money is no object', { notUnderstood: ['money is no object'], prompt: 'a cat' }],
  ['upscale this video 2x', { requirements: { task: 'upscale', upscaleFactor: 2 }, needed: ['sourceVideo'] }],

  // Typing mistakes in options; other words stay as they are.
  [
    '6 secnds potrait clip of a cat, witout sund, cheapst',
    {
      requirements: { durationSeconds: 6, aspectRatio: '9:16', audio: false },
      profile: 'fastAndCheap',
      prompt: 'a cat',
    },
  ],
  ['a verticle clip of a cat', { requirements: { aspectRatio: '9:16' }, prompt: 'a cat' }],
  ['a landscaper squares up, he qualifies', { prompt: 'a landscaper squares up, he qualifies' }],
  ['a potrait of a cat', { prompt: 'a potrait of a cat' }],

  // Not ASCII.
  [
    'İstanbul at night – 5s, 16:9 🌃',
    { requirements: { durationSeconds: 5, aspectRatio: '16:9' }, prompt: 'İstanbul at night – 5s, 16:9 🌃' },
  ],
  ['海の波, 5s, no sound', { requirements: { durationSeconds: 5, audio: false }, prompt: '海の波' }],
  ['a café, 720×1280', { requirements: { size: '720x1280' }, prompt: 'a café' }],
];

describe('a sentence becomes requirements', () => {
  test.each(sentences)('%j', expectReading);
});

test('it says which words it used, and for what', () => {
  expect(parseSentence('6s portrait 1080p clip from this photo, no sound, cheapest').used).toEqual([
    { text: '6s', field: 'durationSeconds', value: 6 },
    { text: 'portrait', field: 'aspectRatio', value: '9:16' },
    { text: '1080p', field: 'resolution', value: '1080p' },
    { text: 'from this photo', field: 'needed', value: 'firstFrame' },
    { text: 'no sound', field: 'audio', value: false },
    { text: 'cheapest', field: 'profile', value: 'fastAndCheap' },
  ]);
});

describe('contradictions are told and none is taken', () => {
  test.each<[string, string, unknown[]]>([
    ['a 5s clip of a dog, 8s', 'durationSeconds', [5, 8]],
    ['a dog with sound, no sound', 'audio', [true, false]],
    ['a dog, 720p, 4K', 'resolution', ['720p', '4K']],
    ['vertical video of a dog, 16:9', 'aspectRatio', ['9:16', '16:9']],
    ['a dog, under $1, under $2', 'maxUsd', ['1', '2']],
  ])('%s', (text, field, values) => {
    const reading = parseSentence(text);
    expect(reading.conflicts).toMatchObject([{ field, values }]);
    expect(reading.requirements).toEqual({});
    expect(reading.notUnderstood).toEqual(reading.conflicts[0]!.texts);
  });

  test.each<[string, unknown]>([
    ['an instagram reel of a dog surfing, 10s, not sora, under 2 minutes', 10],
    ['at most 8 seconds, a dog, 5s', 5],
    ['a dog, 6 seconds, at least 4 seconds', 6],
  ])('a number within its bounds is none: %s', (text, durationSeconds) => {
    const reading = parseSentence(text);
    expect([reading.conflicts, reading.requirements]).toMatchObject([[], { durationSeconds }]);
  });

  test('a number beyond its bounds is one', () => {
    expect(parseSentence('a dog, 9 seconds, at most 8 seconds').conflicts).toMatchObject([
      { field: 'durationSeconds' },
    ]);
  });

  test('the same said twice is no contradiction', () => {
    expect(parseSentence('a 5s clip of a dog, five seconds').requirements).toEqual({ durationSeconds: 5 });
  });
});

test('what is read can be parsed', () => {
  for (const [text] of sentences) {
    const { requirements, needed } = parseSentence(text);
    const { firstFrame, lastFrame, references, ...rest } = requirements;
    if (rest.durationSeconds === 0 || rest.durationSeconds === 5.5) continue;
    const given = needed.includes('sourceVideo') ? { sourceVideo: 'https://example.com/a.mp4' } : {};
    expect(() => parseRequirements({ ...rest, ...given }), text).not.toThrow();
  }
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      ...'5s,8 seconds,no,not,only,kling,$5,between,and,1080p,9:16,x.png,with,sound,fast,clip,of,$,1 to,minute'.split(
        ',',
      ),
    ),
  );

  test('is read without an error, the same every time, and survives JSON', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join(' ');
        const reading = parseSentence(text);
        expect(parseSentence(text)).toEqual(reading);
        expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    'a ',
    'with ',
    '1',
    'no ',
    '$1 ',
    'from ',
    '1 s ',
    'fast,',
    'a man walks 5 minutes with no dog, ',
    'x.',
    '/a',
    ' ',
  ])('10 kB of %j are read (how fast: bench/sentence.mjs)', (unit) => {
    expect(parseSentence(unit.repeat(10_000 / unit.length))).toBeDefined();
  });
});
