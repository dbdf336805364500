import { describe, expect, test } from 'vitest';
import { missingInputs, neededInputText, parseSentence, type RequirementsInput } from '../../src/index.ts';

const missing = (sentence: string, given: RequirementsInput = {}) =>
  missingInputs(parseSentence(sentence).needed, given);

describe('a sentence that speaks of an input', () => {
  test.each<[string, readonly string[]]>([
    ['make my cat dance like in the attached photo, 5 seconds', ['firstFrame']],
    ['a 5 second clip of this mug, as in the uploaded image', ['firstFrame']],
    ['animate the picture I attached, cheap', ['firstFrame']],
    ['a dog runs, see attachment, 5s', ['firstFrame']],
    ['animate this photo for 5 seconds', ['firstFrame']],
    ['from this photo to that photo, 8 seconds', ['firstFrame', 'lastFrame']],
    ['a dog in the style of the attached pictures', ['references']],
    ['a robot dances to this song, 5 seconds', ['audioReference']],
    ['lip sync her to the attached audio file', ['audioReference']],
    ['a waltz with my recording, vertical', ['audioReference']],
    ['a dancer moving like in this video, 5 seconds', ['videoReference']],
    ['the same steps as in the provided clip', ['videoReference']],
    ['continue my last clip, 5 seconds', ['previousJobId']],
    ['extend this video by a sunset', ['previousJobId']],
    ['upscale this video by 2x', ['sourceVideo']],
    ['edit my video: make it snow', ['sourceVideo']],
  ])('misses it: %s', (sentence, inputs) => {
    expect(missing(sentence)).toEqual(inputs);
    for (const input of missing(sentence)) expect(neededInputText(input)).not.toBe('');
  });

  test.each([
    'a man holds up a photo of his dog, 5 seconds',
    'a picture falls off the wall',
    'she listens to music and continues to walk, 5s',
    'a song plays on the radio while the attached trailer rolls',
    'a video game character runs',
    'a car races on my track at night',
    'make this video 5 seconds long: a dog runs',
    'the audience sees the picture on the wall above the fire',
  ])('misses nothing when it only tells of it: %s', (sentence) => {
    expect(missing(sentence)).toEqual([]);
  });

  test.each<[string, RequirementsInput]>([
    ['a clip of this photo, 5s', { firstFrame: 'https://a.example/a.png' }],
    ['a clip of this photo, 5s', { references: ['https://a.example/a.png'] }],
    ['a clip of this photo, 5s', { references: [{ kind: 'image', url: 'https://a.example/a' }] }],
    ['dancing to this song', { references: ['https://a.example/a.mp3?x=1'] }],
    ['dancing to this song', { references: [{ kind: 'audio', url: 'https://a.example/a' }] }],
    ['as in the attached clip', { references: 'https://a.example/a.mp4' as never }],
    ['as in the attached clip', { sourceVideo: 'https://a.example/a.mp4' }],
    ['continue my last clip', { previousJobId: 'gen-vid-1' }],
    ['with these pictures', { firstFrame: { url: 'https://a.example/a.png' } }],
  ])('has it: %s, %j', (sentence, given) => {
    expect(missing(sentence, given)).toEqual([]);
  });

  test.each<[string, RequirementsInput, string]>([
    ['dancing to this song', { references: ['https://a.example/a.png?song=a.mp3'] }, 'audioReference'],
    ['a clip of this photo', { references: ['https://a.example/a.mp4#a.png'] }, 'firstFrame'],
    ['from this photo to that photo', { firstFrame: 'https://a.example/a.png' }, 'lastFrame'],
    ['a clip of this photo', { firstFrame: null }, 'firstFrame'],
  ])('does not take one for another: %s, %j', (sentence, given, input) => {
    expect(missing(sentence, given)).toEqual([input]);
  });
});
