import { describe, expect, test } from 'vitest';
import { aspectRatioOfSize, parseSize, resolutionClassesOfSize, shortSideOf } from '../../src/requirements/size.ts';

const sizes: [string, string | undefined, string | undefined][] = [
  ['640x360', '360p', '16:9'],
  ['854x480', '480p', '16:9'],
  ['480x854', '480p', '9:16'],
  ['864x496', '480p', '16:9'],
  ['496x864', '480p', '9:16'],
  ['640x640', '480p', '1:1'],
  ['752x560', '480p', '4:3'],
  ['560x752', '480p', '3:4'],
  ['992x432', '480p', '21:9'],
  ['480x480', '480p', '1:1'],
  ['1120x480', '480p', '21:9'],
  ['720x480', '480p', '3:2'],
  ['1280x720', '720p', '16:9'],
  ['720x1280', '720p', '9:16'],
  ['960x960', '720p', '1:1'],
  ['960x720', '720p', '4:3'],
  ['1112x834', '720p', '4:3'],
  ['834x1112', '720p', '3:4'],
  ['1470x630', '720p', '21:9'],
  ['630x1470', '720p', '9:21'],
  ['1680x720', '720p', '21:9'],
  ['720x1080', '720p', '2:3'],
  ['1366x768', '768p', '16:9'],
  ['1792x768', '768p', '21:9'],
  ['1792x1024', '1024p', '16:9'],
  ['1920x1080', '1080p', '16:9'],
  ['1440x1440', '1080p', '1:1'],
  ['1664x1248', '1080p', '4:3'],
  ['2206x946', '1080p', '21:9'],
  ['1080x2520', '1080p', '9:21'],
  ['2560x1440', '2K', '16:9'],
  ['1440x1920', '2K', '3:4'],
  ['3840x2160', '4K', '16:9'],
  ['2160x3840', '4K', '9:16'],
  ['2880x2880', '4K', '1:1'],
  ['3326x2494', '4K', '4:3'],
  ['4398x1886', '4K', '21:9'],
  ['1886x4398', '4K', '9:21'],
  ['2880x2160', '4K', '4:3'],
  ['5040x2160', '4K', '21:9'],
  ['800x600', undefined, '4:3'],
  ['1000x333', undefined, undefined],
  ['nonsense', undefined, undefined],
  ['0x720', undefined, undefined],
];

describe('a size names a class and a ratio', () => {
  test.each(sizes)('%s is %s, %s', (size, resolution, ratio) => {
    expect(resolutionClassesOfSize(size)[0]).toBe(resolution);
    expect(aspectRatioOfSize(size)).toBe(ratio);
  });

  test('1440x1440 may mean the square of 1080p or of 2K', () => {
    expect(resolutionClassesOfSize('1440x1440')).toEqual(['1080p', '2K']);
  });
});

test.each([
  ['1280x720', { width: 1280, height: 720 }],
  ['1280×720', { width: 1280, height: 720 }],
  [' 1280 X 720 ', { width: 1280, height: 720 }],
  ['1280*720', { width: 1280, height: 720 }],
  ['15x720', undefined],
  ['16x16384', { width: 16, height: 16384 }],
  ['16x16385', undefined],
  ['720p', undefined],
  ['-720x1280', undefined],
  ['720.5x1280', undefined],
])('the size %s is read as %o', (text, size) => {
  expect(parseSize(text)).toEqual(size);
});

describe('1K', () => {
  test('is 1024 pixels on its short side, in any case, and not 1080p', () => {
    expect([shortSideOf('1K'), shortSideOf('1k')]).toEqual([1024, 1024]);
    expect(resolutionClassesOfSize('1920x1080')).not.toContain('1K');
  });

  test('is what a size of that side may mean, after 1024p', () => {
    expect(resolutionClassesOfSize('1792x1024')).toEqual(['1024p', '1K']);
  });
});

test.each([
  ['720p', 720],
  ['1440p', 1440],
  ['2k', 1440],
  ['4K', 2160],
  ['adaptive', undefined],
  ['constructor', undefined],
])('the short side of %s is %s', (resolution, pixels) => {
  expect(shortSideOf(resolution)).toBe(pixels);
});
