import { expect, test } from 'vitest';
import { parseSentence } from '../../src/requirements/sentence.ts';

/** What is read, what is told as not understood, and the prompt. */
type Right = readonly [requirements: object, told: readonly string[], prompt: string];

test.each<[string, ...Right]>([
  ['a mug on a desk for facebook feed', {}, ['for facebook feed'], 'a mug on a desk'],
  ['for my youtube channel intro, a logo spinning', {}, ['for my youtube channel intro'], 'a logo spinning'],
  ['a cat watching birds on tv, 5s', { durationSeconds: 5 }, ['on tv'], 'a cat watching birds on tv'],
  ['twitch banner, a subway', {}, ['twitch banner'], 'twitch banner, a subway'],
  ['for my tiktok and youtube, a subway', {}, ['for my tiktok and youtube'], 'for my tiktok and youtube, a subway'],
  ['not a reel, a subway', {}, ['not a reel'], 'not a reel, a subway'],
])('a platform with more than one shape is told: %s', says);

test.each<[string, ...Right]>([
  ["8'' clip of a fox", { durationSeconds: 8 }, [], 'a fox'],
  ['8" clip of a fox', { durationSeconds: 8 }, [], 'a fox'],
  ['a dragon, 12" long sword in hand', {}, [], 'a dragon, 12" long sword in hand'],
  ['a fox in snow t=5', { durationSeconds: 5 }, [], 'a fox in snow'],
  ['len=4s a dragon', { durationSeconds: 4 }, [], 'a dragon'],
  ['dur: 6, a dragon', { durationSeconds: 6 }, [], 'a dragon'],
])('a length in short spellings is read: %s', says);

test.each<[string, ...Right]>([
  ['two euros tops, a fox', {}, ['two euros tops'], 'two euros tops, a fox'],
  ['a fox for three pounds', {}, ['for three pounds'], 'a fox for three pounds'],
  ['a euro at most, a fox', {}, ['a euro at most'], 'a euro at most, a fox'],
  ['a bear of 200 pounds, 5s', { durationSeconds: 5 }, ['200 pounds'], 'a bear of 200 pounds'],
  ['my budget is two fifty, a parrot', {}, ['budget is two fifty'], 'my budget is two fifty, a parrot'],
])('money that is not taken for dollars is told: %s', says);

test.each<[string, ...Right]>([
  ['spend no more than $3 for all 6 clips of a paper boat', { maxUsd: '0.5' }, ['6 clips'], 'a paper boat'],
  ['keep it under $4 for all 8 videos showing a dragon', { maxUsd: '0.5' }, ['8 videos'], 'a dragon'],
  ['20 clips each 5 seconds of a paper boat', { durationSeconds: 5 }, ['20 clips'], 'a paper boat'],
])('what is for several clips does not stay in the prompt: %s', says);

test.each<[string, ...Right]>([
  [
    'my avatar headshot.jpg should say the lines in talk.mp3',
    { task: 'avatar', firstFrame: 'headshot.jpg', references: ['talk.mp3'] },
    [],
    'my avatar headshot.jpg should say the lines',
  ],
  [
    'let face.png recite poem.wav',
    { task: 'avatar', firstFrame: 'face.png', references: ['poem.wav'] },
    [],
    'let face.png recite',
  ],
  ['a dog barks, dog.jpg, music.mp3', { firstFrame: 'dog.jpg', references: ['music.mp3'] }, [], 'a dog barks'],
])('a picture that speaks a recording is an avatar: %s', says);

test.each<[string, ...Right]>([
  ['please no audio at all, a train', { audio: false }, [], 'a train'],
  ['natural sound only, a parrot', { audio: true }, [], 'a parrot'],
  ['a latte, with cafe noise', { audio: true }, [], 'a latte, with cafe noise'],
  ['with subtitles, a teacher speaks', {}, ['with subtitles'], 'with subtitles, a teacher speaks'],
  ['loop it, a flag', {}, ['loop it'], 'a flag'],
  ['720p30 dragon flight', { resolution: '720p' }, ['720p30'], 'dragon flight'],
  ['make it 4x5, a flag', {}, ['4x5'], 'make it 4x5, a flag'],
  ['prefer kling over veo, a subway', { providers: { allow: ['kwaivgi'] } }, ['over veo'], 'a subway'],
  ['finish by 5pm, a subway', {}, ['finish by 5pm'], 'finish by 5pm, a subway'],
  ['gimme a 4s loop of rain', { durationSeconds: 4 }, ['loop'], 'gimme a 4s loop of rain'],
])('sound, captions, loops and preferences are read or told: %s', says);

function says(text: string, ...[requirements, told, prompt]: Right): void {
  const reading = parseSentence(text);
  const { prompt: _, ...read } = reading.requirements;
  expect([read, reading.notUnderstood, reading.prompt]).toEqual([requirements, told, prompt]);
}
