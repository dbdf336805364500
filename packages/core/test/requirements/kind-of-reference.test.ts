import { expect, test } from 'vitest';
import { kindOfReference, parseRequirements, parseSentence } from '../../src/index.ts';

const kinds: readonly (readonly [string, 'image' | 'audio' | 'video'])[] = [
  ['https://a.example/poster.jpg?video=clip.mp4', 'image'],
  ['https://a.example/poster.jpg#clip.mp4', 'image'],
  ['https://a.example/poster?file=song.mp3', 'image'],
  ['https://a.example/clip.MP4?poster=a.jpg', 'video'],
  ['https://a.example/clip.mov#t=3', 'video'],
  ['https://a.example/song.wav?x=/a.png', 'audio'],
  ['https://cdn.mp4/picture', 'image'],
  ['https://a.example/clip.mp4/thumbnail.jpg', 'image'],
  ['data:image/png;base64,AAAA.mp4', 'image'],
  ['data:video/mp4;base64,AAAA', 'video'],
  ['data:audio/mpeg;base64,AAAA', 'audio'],
];

test.each(kinds)('%s is of kind %s, for everybody who reads it', (url, kind) => {
  expect(kindOfReference(url)).toBe(kind);
  if (url.startsWith('data:') && kind !== 'image') return;
  expect(parseRequirements({ references: [url] }).references).toEqual([{ kind, url }]);
  if (url.startsWith('data:')) return;
  const { requirements } = parseSentence(`a dog, 5s, reference ${url}`);
  expect(requirements).toMatchObject({ references: [url] });
  const alone = parseSentence(`a dog from ${url}`).requirements;
  expect(alone).toMatchObject(kind === 'image' ? { firstFrame: url } : { references: [url] });
});

test.each([
  ['take#2.mp4', 'video'],
  ['what?.wav', 'audio'],
  ['a.mp4.png', 'image'],
  ['./clips/a b.webm', 'video'],
])('the file %s is of kind %s: its name ends where it ends', (file, kind) => {
  expect(kindOfReference(file)).toBe(kind);
});

test('a kind that is said wins over the name', () => {
  const url = 'https://a.example/poster.jpg';
  expect(parseRequirements({ references: [{ kind: 'video', url }] }).references).toEqual([{ kind: 'video', url }]);
});
