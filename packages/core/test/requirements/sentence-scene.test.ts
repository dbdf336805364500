import { describe, expect, test } from 'vitest';
import { parseSentence } from '../../src/requirements/sentence.ts';
import { type Expected, expectReading } from './expect-reading.ts';

/** Lengths, deadlines, prices and makers: wished for, or of the scene. What is not named is nothing. */
const rows: Readonly<Record<string, readonly (readonly [string, Expected])[]>> = {
  'a class that is said twice is one class': [
    ['a fox, full HD 1080p, 5s', { requirements: { resolution: 'full HD', durationSeconds: 5 }, prompt: 'a fox' }],
    ['a fox, 1080p (full HD)', { requirements: { resolution: '1080p' }, prompt: 'a fox' }],
    ['a fox, 4K ultra HD', { requirements: { resolution: '4K' }, prompt: 'a fox' }],
    ['a fox, UHD 4K', { requirements: { resolution: 'UHD' }, prompt: 'a fox' }],
    ['a fox, 2160p 4K', { requirements: { resolution: '2160p' }, prompt: 'a fox' }],
    ['a fox, HD 720p', { requirements: { resolution: '720p' }, prompt: 'a fox' }],
    ['a fox, QHD 1440p', { requirements: { resolution: 'QHD' }, prompt: 'a fox' }],
    ['a fox 1080p HD', { requirements: { resolution: '1080p' }, prompt: 'a fox' }],
    ['a fox, 1440p (2K)', { requirements: { resolution: '1440p' }, prompt: 'a fox' }],
  ],
  'a length with a tolerance, and half a minute in any spelling': [
    ['half a min (long)', { requirements: { durationSeconds: 30 }, notUnderstood: ['long'] }],
    ['a fox, half a mins', { requirements: { durationSeconds: 30 }, prompt: 'a fox' }],
    ['a train, half a min long', { requirements: { durationSeconds: 30 }, prompt: 'a train' }],
    ['a fox, 10 +/- 2 seconds', { requirements: { durationSeconds: { min: 8, max: 12 } }, prompt: 'a fox' }],
    ['10 plus or minus 2 seconds, a fox', { requirements: { durationSeconds: { min: 8, max: 12 } }, prompt: 'a fox' }],
    ['a fox, 6 seconds +/- 1', { requirements: { durationSeconds: { min: 5, max: 7 } }, prompt: 'a fox' }],
  ],
  'a time that belongs to what happens is no length of the clip': [
    [
      'a man pauses, a 4 second pause, then he laughs',
      { notUnderstood: ['4 second'], prompt: 'a man pauses, a 4 second pause, then he laughs' },
    ],
    [
      'an athlete beats the record by 3 seconds',
      { notUnderstood: ['by 3 seconds'], prompt: 'an athlete beats the record by 3 seconds' },
    ],
    ['the horse wins by 2 seconds', { notUnderstood: ['by 2 seconds'], prompt: 'the horse wins by 2 seconds' }],
    [
      'the swimmer leads by 4 seconds, 6s',
      {
        requirements: { durationSeconds: 6 },
        notUnderstood: ['by 4 seconds'],
        prompt: 'the swimmer leads by 4 seconds',
      },
    ],
    ['shorten it by 2 seconds', { notUnderstood: ['by 2 seconds'], prompt: 'shorten it by 2 seconds' }],
    [
      'a bomb must be defused in under 2 minutes',
      { notUnderstood: ['under 2 minutes'], prompt: 'a bomb must be defused in under 2 minutes' },
    ],
    [
      'a cube solved in less than 10 seconds, 12s',
      {
        requirements: { durationSeconds: 12 },
        notUnderstood: ['less than 10 seconds'],
        prompt: 'a cube solved in less than 10 seconds',
      },
    ],
    [
      'Rome at night, a 10 second timelapse',
      { requirements: { durationSeconds: 10 }, prompt: 'Rome at night, a 10 second timelapse' },
    ],
    [
      'a 10 second sunset over the sea',
      { requirements: { durationSeconds: 10 }, prompt: 'a 10 second sunset over the sea' },
    ],
  ],
  'over so many seconds is a length, and its words stay with what happens': [
    [
      'a flower that opens over 5 seconds',
      { requirements: { durationSeconds: 5 }, prompt: 'a flower that opens over 5 seconds' },
    ],
    [
      'a logo appears over 5 seconds, 8s',
      {
        requirements: { durationSeconds: 8 },
        notUnderstood: ['over 5 seconds'],
        prompt: 'a logo appears over 5 seconds',
      },
    ],
  ],
  'the length of the whole counts more than that of a part': [
    [
      '3 second intro, then logo, 10 seconds overall',
      { requirements: { durationSeconds: 10 }, notUnderstood: ['3 second'], prompt: '3 second intro, then logo' },
    ],
    [
      'two scenes of 4 seconds, 8 seconds all in all, a city',
      {
        requirements: { durationSeconds: 8 },
        notUnderstood: ['of 4 seconds'],
        prompt: 'two scenes of 4 seconds, 8 seconds all in all, a city',
      },
    ],
    [
      'he runs, then a 3 second freeze, 8 seconds total',
      { requirements: { durationSeconds: 8 }, notUnderstood: ['3 second'], prompt: 'he runs, then a 3 second freeze' },
    ],
  ],
  'a correction counts, and what it puts right is told': [
    [
      'a dancer, 5 seconds. Actually 8 seconds.',
      { requirements: { durationSeconds: 8 }, notUnderstood: ['5 seconds'], prompt: 'a dancer' },
    ],
    [
      '5 seconds, no sorry, 8 seconds, a fox',
      { requirements: { durationSeconds: 8 }, notUnderstood: ['5 seconds'], prompt: 'a fox' },
    ],
    [
      'a fox, 5s - actually make it 8s',
      { requirements: { durationSeconds: 8 }, notUnderstood: ['5s'], prompt: 'a fox' },
    ],
    ['a fox, 16:9. Make it 9:16.', { requirements: { aspectRatio: '9:16' }, notUnderstood: ['16:9'], prompt: 'a fox' }],
    [
      'a fox, 720p, or rather 1080p',
      { requirements: { resolution: '1080p' }, notUnderstood: ['720p'], prompt: 'a fox' },
    ],
    [
      'vertical. Actually no, square. a fox',
      { requirements: { aspectRatio: '1:1' }, notUnderstood: ['vertical'], prompt: 'a fox' },
    ],
    [
      'a fox, 5 seconds, no wait 8 seconds in total',
      { requirements: { durationSeconds: 8 }, notUnderstood: ['5 seconds'], prompt: 'a fox' },
    ],
    ['actually 3 dogs, 5s', { requirements: { durationSeconds: 5 }, prompt: 'actually 3 dogs' }],
  ],
  'a time of the scene is no deadline': [
    [
      'wait 2 seconds, then a bird flies in',
      { notUnderstood: ['wait 2 seconds'], prompt: 'wait 2 seconds, then a bird flies in' },
    ],
    [
      'pizza delivered in 30 minutes or less, 6s',
      {
        requirements: { durationSeconds: 6 },
        notUnderstood: ['delivered in 30 minutes or less'],
        prompt: 'pizza delivered in 30 minutes or less',
      },
    ],
    [
      'within 5 seconds the flower opens',
      { notUnderstood: ['within 5 seconds'], prompt: 'within 5 seconds the flower opens' },
    ],
    [
      'within 20 seconds the whole tower falls, 8s',
      {
        requirements: { durationSeconds: 8 },
        notUnderstood: ['within 20 seconds'],
        prompt: 'within 20 seconds the whole tower falls',
      },
    ],
    [
      'a dog catches the frisbee within 2 seconds',
      { notUnderstood: ['within 2 seconds'], prompt: 'a dog catches the frisbee within 2 seconds' },
    ],
    [
      'a microwave finished in 30 seconds',
      { notUnderstood: ['finished in 30 seconds'], prompt: 'a microwave finished in 30 seconds' },
    ],
    [
      'a cake is ready in 20 minutes',
      { notUnderstood: ['ready in 20 minutes'], prompt: 'a cake is ready in 20 minutes' },
    ],
    [
      'a bus leaves within 10 minutes, 8s',
      {
        requirements: { durationSeconds: 8 },
        notUnderstood: ['within 10 minutes'],
        prompt: 'a bus leaves within 10 minutes',
      },
    ],
    [
      'a drone delivers a parcel within 30 minutes, 8s',
      {
        requirements: { durationSeconds: 8 },
        notUnderstood: ['within 30 minutes'],
        prompt: 'a drone delivers a parcel within 30 minutes',
      },
    ],
  ],
  'a deadline of the clip is one': [
    ['a 5s cat within 2 minutes', { requirements: { durationSeconds: 5, maxSeconds: 120 }, prompt: 'a 5s cat' }],
    [
      'a fox clip ready in 3 minutes, 5s',
      { requirements: { maxSeconds: 180, durationSeconds: 5 }, prompt: 'a fox clip' },
    ],
    ['get me a fox video within 5 minutes', { requirements: { maxSeconds: 300 }, prompt: 'get me a fox video' }],
    ['make a fox within 2 minutes', { requirements: { maxSeconds: 120 }, prompt: 'make a fox' }],
    ['render in under 2 minutes, a fox', { requirements: { maxSeconds: 120 }, prompt: 'a fox' }],
    ["I'm happy to wait an hour, a fox", { requirements: { maxSeconds: 3600 }, prompt: 'a fox' }],
  ],
  'a maker in the scene is not asked for': [
    [
      'with Google Glasses on, a man walks, 5s',
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ['with Google'],
        prompt: 'with Google Glasses on, a man walks',
      },
    ],
    ['via Google Earth zoom into Paris', { notUnderstood: ['via Google'], prompt: 'via Google Earth zoom into Paris' }],
    [
      'a woman with Google on her screen',
      { notUnderstood: ['with Google'], prompt: 'a woman with Google on her screen' },
    ],
    ['by Google Street View style', { notUnderstood: ['by Google'], prompt: 'by Google Street View style' }],
    [
      'a boy using Google Translate, 5s',
      { requirements: { durationSeconds: 5 }, notUnderstood: ['using Google'], prompt: 'a boy using Google Translate' },
    ],
    ['a man named Kling only speaks German', { prompt: 'a man named Kling only speaks German' }],
    ['a dog called Veo, 5s', { requirements: { durationSeconds: 5 }, prompt: 'a dog called Veo' }],
    [
      'without Google, life was slower',
      { notUnderstood: ['without Google'], prompt: 'without Google, life was slower' },
    ],
  ],
  'a maker that stands apart is': [
    ['a fox via google', { requirements: { providers: { allow: ['google'] } }, prompt: 'a fox' }],
    ['a fox by kling', { requirements: { providers: { allow: ['kwaivgi'] } }, prompt: 'a fox' }],
    ['with kling, a fox', { requirements: { providers: { allow: ['kwaivgi'] } }, prompt: 'a fox' }],
    ['use kling for a fox', { requirements: { providers: { allow: ['kwaivgi'] } }, prompt: 'a fox' }],
    [
      'without kling, a fox in the snow, 5s',
      { requirements: { durationSeconds: 5, providers: { deny: ['kwaivgi'] } }, prompt: 'a fox in the snow' },
    ],
  ],
  'a price in the scene is no budget': [
    [
      'a vending machine selling drinks under 50 cents',
      { notUnderstood: ['under 50 cents'], prompt: 'a vending machine selling drinks under 50 cents' },
    ],
    [
      'a diner where everything is under $5',
      { notUnderstood: ['under $5'], prompt: 'a diner where everything is under $5' },
    ],
    [
      'a shop where nothing is under $100, 5s',
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ['under $100'],
        prompt: 'a shop where nothing is under $100',
      },
    ],
    [
      'a burger for less than a dollar',
      { notUnderstood: ['for less than a dollar'], prompt: 'a burger for less than a dollar' },
    ],
    ['a boy saves up to 20 dollars', { notUnderstood: ['up to 20 dollars'], prompt: 'a boy saves up to 20 dollars' }],
    [
      'free beer, at most 2 dollars a glass',
      { notUnderstood: ['at most 2 dollars'], prompt: 'free beer, at most 2 dollars a glass' },
    ],
    [
      'lemonade at most $2 a cup, a sunny street, 5s',
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ['at most $2'],
        prompt: 'lemonade at most $2 a cup, a sunny street',
      },
    ],
    [
      'a taxi costs less than 10 dollars, 5s',
      {
        requirements: { durationSeconds: 5 },
        notUnderstood: ['costs less than 10 dollars'],
        prompt: 'a taxi costs less than 10 dollars',
      },
    ],
  ],
  'a limit of the clip is one, whatever is sold in it': [
    ['a cat for less than 50 cents', { requirements: { maxUsd: '0.5' }, prompt: 'a cat' }],
    ['a coffee shop in the rain, under $1', { requirements: { maxUsd: '1' }, prompt: 'a coffee shop in the rain' }],
    ['my budget is under $5', { requirements: { maxUsd: '5' } }],
    ['the clip should be under $1, a fox', { requirements: { maxUsd: '1' }, prompt: 'a fox' }],
    ['up to $2 a clip, a fox', { requirements: { maxUsd: '2' }, prompt: 'a fox' }],
  ],
  'a price for two is shared': [
    ['a fox, max 2 dollars for both clips', { requirements: { maxUsd: '1' }, prompt: 'a fox' }],
    ['a fox, both clips under $3', { notUnderstood: ['both clips', 'under $3'], prompt: 'a fox' }],
    ['a fox, max $1 for the pair', { requirements: { maxUsd: '0.5' }, prompt: 'a fox' }],
    ['a fox, no more than $3 for the two', { requirements: { maxUsd: '1.5' }, prompt: 'a fox' }],
    ['both clips for $3, a fox', { requirements: { maxUsd: '1.5' }, notUnderstood: ['both clips'], prompt: 'a fox' }],
    ['two clips, max $2 for both', { requirements: { maxUsd: '1' }, notUnderstood: ['two clips'] }],
  ],
};

describe.each(Object.entries(rows))('%s', (_name, sentences) => {
  test.each(sentences)('%s', (text, expected) => expectReading(text, expected));
});

test('no prompt of these is altered: each is a piece of its sentence', () => {
  for (const [text] of Object.values(rows).flat()) expect(text).toContain(parseSentence(text).prompt ?? '');
});
