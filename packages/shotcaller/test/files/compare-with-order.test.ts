import { describe, expect, test } from 'vitest';
import { createBoxWalker } from '../../src/files/box-walker.ts';
import { compareWithOrder, type VideoOrder } from '../../src/files/compare-with-order.ts';
import type { VideoFacts } from '../../src/files/inspect-video.ts';
import { hasWholeNalUnits, nalLengthBytes } from '../../src/files/nal-units.ts';

const facts = (more: Partial<VideoFacts> = {}): VideoFacts => ({
  container: 'mp4',
  durationSeconds: 5.04,
  width: 1280,
  height: 720,
  hasAudio: false,
  isTruncated: false,
  ...more,
});
const codes = (found: Partial<VideoFacts>, order: VideoOrder) =>
  compareWithOrder(facts(found), order).map(({ code }) => code);
const sized = (size: string): Partial<VideoFacts> => {
  const [width, height] = size.split('x').map(Number) as [number, number];
  return { width, height };
};

describe('duration', () => {
  test.each([
    ['a frame longer, as measured', 4.04, 4, []],
    ['24 d + 1 frames', 97 / 24, 4, []],
    ['a whole group of frames', 5.875, 6, []],
    ['a quarter of a second at the bound', 5.25, 5, []],
    ['beyond it', 5.26, 5, ['duration_differs']],
    ['3 % of a long clip', 15.45, 15, []],
    ['five seconds for two', 5, 2, ['duration_differs']],
  ])('%s', (_, durationSeconds, ordered, expected) => {
    expect(codes({ durationSeconds }, { durationSeconds: ordered })).toEqual(expected);
  });
});

describe('frame size: the resolution is a class', () => {
  test.each([
    // Measured on the live service.
    ['640x640', '480p', '1:1', []],
    ['544x544', '480p', '1:1', []],
    ['854x480', '480p', '16:9', []],
    // Usual frames of each class.
    ['1280x720', '720p', '16:9', []],
    ['720x1280', '720p', '9:16', []],
    ['960x960', '720p', '1:1', []],
    ['720x720', '720p', '1:1', []],
    ['1920x1088', '1080p', '16:9', []],
    ['3840x2160', '4K', '16:9', []],
    ['1470x630', '720p', '21:9', []],
    // The neighbours.
    ['1792x1024', '1K', '16:9', []],
    ['1280x720', '1K', '16:9', ['resolution_differs']],
    ['640x640', '720p', '1:1', ['resolution_differs']],
    ['960x960', '1080p', '1:1', ['resolution_differs']],
    ['854x480', '720p', '16:9', ['resolution_differs']],
    ['1920x1080', '720p', '16:9', ['resolution_differs']],
    ['1280x720', '720p', '9:16', ['aspect_ratio_differs']],
    ['1280x720', '720p', '3:2', ['aspect_ratio_differs']],
    ['1280x720', 'a new word', 'adaptive', []],
  ])('%s for %s at %s', (size, resolution, aspectRatio, expected) => {
    expect(codes(sized(size), { resolution, aspectRatio })).toEqual(expected);
  });

  test.each([
    ['1280x720', '1280x720', []],
    ['1280x736', '1280x720', []],
    ['1920x1088', '1920x1080', []],
    ['1024x576', '1280x720', ['size_differs']],
    ['720x1280', '1280x720', ['size_differs']],
  ])('%s for the size %s', (found, size, expected) => {
    expect(codes(sized(found), { size })).toEqual(expected);
  });
});

test('audio is held against the order only when the order says something', () => {
  expect(codes({ hasAudio: true }, {})).toEqual([]);
  expect(codes({ hasAudio: true }, { audio: true })).toEqual([]);
  expect(codes({ hasAudio: true }, { audio: false })).toEqual(['audio_unasked']);
  expect(codes({ hasAudio: false }, { audio: true })).toEqual(['audio_missing']);
});

test('a truncated file is told as that, not as one of another length', () => {
  expect(compareWithOrder(facts({ isTruncated: true, durationSeconds: 2.5 }), { durationSeconds: 5 })).toEqual([
    { code: 'truncated', ordered: 5, found: 2.5 },
  ]);
});

describe('the boxes of a file while it arrives', () => {
  const box = (type: string, size: number, stated = size) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32BE(stated, 0);
    bytes.write(type, 4, 'latin1');
    return bytes;
  };
  const whole = [box('ftyp', 32), box('moov', 50), box('mdat', 100)];
  const walk = (bytes: Uint8Array, pieceBytes: number) => {
    const walker = createBoxWalker();
    for (let at = 0; at < bytes.length; at += pieceBytes) walker.push(bytes.subarray(at, at + pieceBytes));
    return { verdict: walker.verdict(), endedAt: walker.endedAt };
  };
  const large = Buffer.concat([
    box('ftyp', 32),
    box('moov', 50),
    Buffer.from('\0\0\0\x01mdat\0\0\0\0\0\0\0\x40', 'latin1'),
    Buffer.alloc(48),
  ]);

  test.each([
    ['whole', Buffer.concat(whole), { verdict: 'whole', endedAt: null }],
    ['with a 64-bit size', large, { verdict: 'whole', endedAt: null }],
    [
      'with media to the end of the file',
      Buffer.concat([...whole.slice(0, 2), box('mdat', 77, 0)]),
      { verdict: 'whole', endedAt: null },
    ],
    ['cut inside the media', Buffer.concat(whole).subarray(0, 150), { verdict: 'truncated', endedAt: null }],
    ['cut inside a header', Buffer.concat(whole).subarray(0, 85), { verdict: 'truncated', endedAt: null }],
    ['without its index', Buffer.concat([whole[0]!, whole[2]!]), { verdict: 'truncated', endedAt: null }],
    ['twice', Buffer.concat([...whole, ...whole]), { verdict: 'whole', endedAt: 182 }],
    ['with zeros behind', Buffer.concat([...whole, Buffer.alloc(64)]), { verdict: 'whole', endedAt: 182 }],
    ['broken in the middle', Buffer.concat([whole[0]!, Buffer.alloc(40, 1)]), { verdict: 'truncated', endedAt: 32 }],
    ['HTML', Buffer.from('<html><body>busy</body></html>'), { verdict: 'not_mp4', endedAt: null }],
    ['JSON', Buffer.from('{"error":{"code":401}}'), { verdict: 'not_mp4', endedAt: null }],
    ['nothing', Buffer.alloc(0), { verdict: 'truncated', endedAt: null }],
  ])('%s, however it is cut into pieces', (_, bytes, expected) => {
    for (const pieceBytes of [1, 3, 7, 64, 1000]) expect(walk(bytes, pieceBytes)).toEqual(expected);
  });
});

test('NAL units are whole when their lengths add up to the packet', () => {
  const units = (text: string) => hasWholeNalUnits(Uint8Array.from(text.split(' ').map(Number)), 4);
  expect(units('0 0 0 2 9 9 0 0 0 1 9')).toBe(true);
  expect(units('0 0 0 2 9 9 0 0 0 2 9')).toBe(false);
  expect(units('0 0 0 0 0 0 0 0')).toBe(false);
  expect(units('0 0 0 1 9 0 0')).toBe(false);
  expect(nalLengthBytes('avc', Uint8Array.of(1, 100, 0, 31, 0xff))).toBe(4);
  expect(nalLengthBytes('vp9', Uint8Array.of(1, 100, 0, 31, 0xff))).toBeUndefined();
});
