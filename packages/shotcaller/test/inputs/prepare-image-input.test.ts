import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseRequirements } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import { ImageInputError, isLocalImage, prepareImageInput } from '../../src/inputs/prepare-image-input.ts';
import { temporaryFolder } from '../catalog/list.ts';
import { avif, gif, heic, jpg, png, webp } from './images.ts';

const size = { width: 72, height: 128 };

async function fileWith(content: string | Uint8Array, name = 'mug.png'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

describe('a local image', () => {
  test.each([
    ['image/png', png(size)],
    ['image/jpeg', jpg(size)],
    ['image/gif', gif(size)],
    ['image/webp', webp(size)],
    ['image/avif', avif(size)],
  ])('becomes a data: URL of type %s by its content, whatever its name', async (type, content) => {
    const prepared = await prepareImageInput(await fileWith(content, 'mug.txt'));
    expect(prepared).toEqual({
      ...size,
      type,
      bytes: content.length,
      url: `data:${type};base64,${content.toString('base64')}`,
    });
  });

  test('is taken by the requirements as it comes', async () => {
    const { url, width, height } = await prepareImageInput(await fileWith(png(size)));
    expect(parseRequirements({ firstFrame: { url, width, height } })).toMatchObject({ firstFrame: { width: 72 } });
  });

  test.each([1, 2, 3, 4])('with orientation %i keeps its sides', async (orientation) => {
    expect(await prepareImageInput(await fileWith(jpg(size, orientation)))).toMatchObject({ width: 72, height: 128 });
  });

  test.each([5, 6, 7, 8])('with orientation %i is measured as shown, turned', async (orientation) => {
    expect(await prepareImageInput(await fileWith(jpg(size, orientation)))).toMatchObject({ width: 128, height: 72 });
  });

  test('may be named by a file: URL', async () => {
    const path = await fileWith(png(size), 'a mug.png');
    expect(await prepareImageInput(pathToFileURL(path).href)).toMatchObject(size);
  });

  test('may be a data: URL, whose type is mended by its content', async () => {
    const url = `data:image/jpeg;base64,${png(size).toString('base64')}`;
    expect((await prepareImageInput(url)).url).toMatch(/^data:image\/png;base64,/);
  });

  test('may have exactly the allowed size and not a byte more', async () => {
    const content = png(size);
    const path = await fileWith(content);
    expect(await prepareImageInput(path, { maxBytes: content.length })).toMatchObject({ bytes: content.length });
    const tooLarge = { code: 'too_large', message: expect.stringContaining('mug.png has more than') };
    await expect(prepareImageInput(path, { maxBytes: content.length - 1 })).rejects.toMatchObject(tooLarge);
    const url = `data:image/png;base64,${content.toString('base64')}`;
    expect(await prepareImageInput(url, { maxBytes: content.length })).toMatchObject(size);
    await expect(prepareImageInput(url, { maxBytes: content.length - 1 })).rejects.toMatchObject({ code: 'too_large' });
  });

  test('of more than 12 MB is refused', async () => {
    const path = await fileWith(Buffer.concat([png(size), Buffer.alloc(12_000_000)]));
    await expect(prepareImageInput(path)).rejects.toThrow('has more than 12 MB');
  });

  test.each([
    ['text', 'hello', 'not_an_image', 'no image by its content'],
    ['an empty file', '', 'not_an_image', 'nothing in it'],
    ['a web page', '<!DOCTYPE html><html>', 'not_an_image', 'URL of the image itself'],
    ['a drawing', '<?xml version="1.0"?><!-- a --><svg width="72" height="128"/>', 'not_an_image', 'SVG'],
    ['a HEIC photo', heic(), 'not_an_image', 'Use PNG, JPEG'],
    ['a PNG that is cut off', png(size).subarray(0, 12), 'size_unreadable', 'image/png is damaged'],
    ['a JPEG that is cut off', jpg(size).subarray(0, 20), 'size_unreadable', 'image/jpeg is damaged'],
    ['a PNG without width', png(size).fill(0, 16, 20), 'size_unreadable', 'damaged'],
  ])('that is %s is a clear error', async (_what, content, code, words) => {
    const error = await prepareImageInput(await fileWith(content)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ImageInputError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
    expect((error as Error).message).toContain('mug.png');
  });

  test('that is missing, a folder, or no base64 is a clear error', async () => {
    const folder = await temporaryFolder();
    await expect(prepareImageInput(join(folder, 'no.png'))).rejects.toMatchObject({ code: 'file_missing' });
    await expect(prepareImageInput(folder)).rejects.toMatchObject({ code: 'file_is_folder' });
    await expect(prepareImageInput('file://elsewhere/a.png')).rejects.toMatchObject({ code: 'file_missing' });
    await expect(prepareImageInput('data:image/png,%89PNG')).rejects.toMatchObject({ code: 'data_url_unreadable' });
  });

  test('is told from a URL, which needs no preparing', async () => {
    expect(['mug.png', 'data:image/png;base64,', 'C:\\mug.png', './https:/a'].map(isLocalImage)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['https://example.com/a.png', 'HTTP://example.com'].map(isLocalImage)).toEqual([false, false]);
    await expect(prepareImageInput('https://example.com/a.png')).rejects.toMatchObject({ code: 'not_local' });
  });
});
