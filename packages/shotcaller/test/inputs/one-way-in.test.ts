import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRequirements } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import { checkImageUrl } from '../../src/inputs/check-image-url.ts';
import { dataPictureFindings, judgeDataPicture } from '../../src/inputs/data-pictures.ts';
import { readImageContent } from '../../src/inputs/image-content.ts';
import { prepareImageInput } from '../../src/inputs/prepare-image-input.ts';
import { createGuardedFetch } from '../../src/outbound/guarded-fetch.ts';
import { temporaryFolder } from '../catalog/list.ts';
import { shotcaller } from '../cli/command-line.ts';
import { simulatedGateway, veo } from '../gateway/simulated-gateway.ts';
import { clip, simulate } from '../jobs/simulated.ts';
import { always, serve } from '../outbound/local-server.ts';
import { avif, gif, heic, jpg, png, webp } from './images.ts';

const upright = { width: 72, height: 128 };
const lying = { width: 128, height: 72 };
const text = (content: string) => Buffer.from(content, 'latin1');

/** A JPEG frame of four colours: the header only says so, which is what is looked at. */
function cmyk(): Buffer {
  const plain = jpg(lying);
  const frame = plain.indexOf(text('\xff\xc0'));
  const copy = Buffer.from(plain);
  copy[frame + 9] = 4;
  return copy;
}

function progressive(): Buffer {
  const copy = Buffer.from(jpg(lying));
  copy[copy.indexOf(text('\xff\xc0')) + 1] = 0xc2;
  return copy;
}

function animatedWebp(): Buffer {
  const file = webp(lying);
  file[20] = 2;
  return file;
}

function hugePng(width: number): Buffer {
  const file = Buffer.from(png(lying));
  file.writeUInt32BE(width, 16);
  return file;
}

/** A portrait that a phone stored on its side, with a thumbnail that has an end of its own, cut in the middle. */
const cutJpeg = jpg({ width: 400, height: 300 }, 6).subarray(0, 900);
const cutPng = png({ width: 64, height: 64 }).subarray(0, -6);
const longGif = Buffer.concat([gif(lying).subarray(0, -1), text('!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0;')]);

/** With picture data behind its header. */
const longWebp = (() => {
  const file = Buffer.concat([webp(lying), Buffer.alloc(40)]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
})();

/** What every way in says of a picture for a clip of 16:9. */
const pictures: readonly (readonly [string, Buffer, readonly string[]])[] = [
  ['a PNG of the right shape', png(lying), []],
  ['a JPEG of the right shape', jpg(lying), []],
  ['a progressive JPEG', progressive(), []],
  ['a WebP', webp(lying), []],
  ['an AVIF', avif(lying), []],
  ['a GIF', gif(lying), []],
  ['a JPEG with something behind its end', Buffer.concat([jpg(lying), text('trailer\n')]), []],
  ['an upright picture', png(upright), ['aspect_mismatch']],
  ['a lying picture that its tag turns upright', jpg(lying, 6), ['aspect_mismatch', 'turned_by_orientation']],
  ['an upright picture that its tag turns', jpg(upright, 8), ['turned_by_orientation']],
  ['print colours', cmyk(), ['print_colours']],
  ['an animated WebP', animatedWebp(), ['animated']],
  ['an animated GIF', longGif, ['animated']],
  ['a side of 9,000 pixels', hugePng(9000), ['aspect_mismatch', 'very_large']],
  ['a side of a million pixels', hugePng(1_000_000), ['too_many_pixels', 'aspect_mismatch']],
  ['a JPEG that is cut off', cutJpeg, ['cut_off', 'aspect_mismatch', 'turned_by_orientation']],
  ['a PNG that is cut off', cutPng, ['cut_off', 'aspect_mismatch']],
  ['a WebP that is cut off', longWebp.subarray(0, -1), ['cut_off']],
  ['a WebP that is cut off in its header', webp(lying).subarray(0, -1), ['size_unreadable']],
  ['an AVIF that is cut off', avif(lying).subarray(0, -4), ['size_unreadable']],
  ['nothing', Buffer.alloc(0), ['not_an_image']],
  ['HTML', text('<!doctype html><title>Log in</title>'), ['not_an_image']],
  ['a JSON error', text('{"error":"not found"}'), ['not_an_image']],
  ['HEIC', heic(), ['not_an_image']],
  ['SVG', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), ['not_an_image']],
  ['BMP', text(`BM\x46\0\0\0\0\0\0\0${'\0'.repeat(60)}`), ['not_an_image']],
  ['TIFF', text('II*\0\x08\0\0\0'), ['not_an_image']],
  ['PDF', text('%PDF-1.7\n'), ['not_an_image']],
  ['a video', text('\0\0\0\x18ftypisom\0\0\0\0isomavc1'), ['not_an_image']],
];

const broken = ['cut_off', 'too_many_pixels', 'not_an_image', 'size_unreadable', 'too_large'];
const dataUrl = (content: Buffer, type = 'image/png') => `data:${type};base64,${content.toString('base64')}`;
const codes = (findings: readonly { readonly code: string }[]) =>
  findings.map(({ code }) => code).filter((code) => code !== 'type_differs' && code !== 'not_https');

describe('one picture, one judgement', () => {
  test.each(pictures)('%s: as a URL, as data and as a file', async (_name, content, expected) => {
    const { origin } = await serve(always(content, { type: 'image/png' }));
    const fetch = createGuardedFetch({ allowLoopback: true });
    expect(codes((await checkImageUrl(origin, { fetch, aspectRatio: '16:9' })).findings)).toEqual(expected);
    expect(codes(judgeDataPicture(dataUrl(content), '16:9').findings)).toEqual(expected);

    const path = join(await temporaryFolder(), 'picture.png');
    await writeFile(path, content);
    const asFile = await prepareImageInput(path).catch((error: Error) => error);
    if (expected.some((code) => broken.includes(code))) {
      expect(asFile).toMatchObject({ name: 'ImageInputError', code: expected[0] });
    } else {
      const { url } = asFile as { url: string };
      expect(codes(judgeDataPicture(url, '16:9').findings)).toEqual(expected);
    }
  });

  test.each([
    ['WebP', webp(lying)],
    ['PNG', png(lying).subarray(0, 26)],
    ['JPEG', cutJpeg],
    ['AVIF', avif(lying)],
    ['GIF', gif(lying).subarray(0, 10)],
  ])('a %s that is cut off is judged by its own bytes, not by what stands behind it in memory', (_type, content) => {
    for (let bytes = 12; bytes <= content.length; bytes++) {
      const [first, ...others] = [0, 0x55, 0xff].map((filler) => {
        const memory = Buffer.alloc(content.length + 64, filler);
        content.copy(memory, 0, 0, bytes);
        return readImageContent(memory.subarray(0, bytes));
      });
      for (const other of others) expect(other).toEqual(first);
    }
  });

  test('what a data: URL says of its type is held against the content', () => {
    expect(judgeDataPicture(dataUrl(png(lying), 'image/jpeg'), null).findings).toEqual([
      { code: 'type_differs', severity: 'warning', stated: 'image/jpeg', type: 'image/png' },
    ]);
    expect(judgeDataPicture(dataUrl(jpg(lying), 'image/jpg'), null).findings).toEqual([]);
  });

  test('every place of a picture is looked at, and only what travels in the request', () => {
    const page = dataUrl(text('<html>'));
    const requirements = parseRequirements({
      ...{ firstFrame: page, lastFrame: page },
      references: [page, 'https://a.example/a.png', { kind: 'audio', url: 'https://a.example/a.mp3' }],
    });
    const findings = dataPictureFindings(requirements);
    expect(findings.map(({ field, code, severity }) => [field, code, severity])).toEqual(
      ['firstFrame', 'lastFrame', 'references'].map((field) => [field, 'picture_unusable', 'refused']),
    );
    expect(dataPictureFindings(parseRequirements({ firstFrame: 'https://a.example/a.html' }))).toEqual([]);
  });
});

describe('no door buys with a picture that is none', () => {
  const unusable: readonly (readonly [string, string])[] = [
    ['a page', dataUrl(text('<html>log in</html>'))],
    ['a HEIC', dataUrl(heic(), 'image/jpeg')],
    ['a JPEG that is cut off', dataUrl(cutJpeg, 'image/jpeg')],
  ];

  test.each(unusable)('the command line: %s', async (_name, url) => {
    const words = ['--prompt', 'a mug', '--duration', '4', '--resolution', '720p', '--catalog', 'bundled'];
    const home = await temporaryFolder();
    const told = async (...more: string[]) => shotcaller([...more, ...words, '--first-frame', url], { home });
    for (const command of [['run', '--yes'], ['preview']]) {
      const { code, talk } = await told(...command);
      expect([code, talk.includes('first frame: ')]).toEqual([3, true]);
    }
    for (const command of ['run', 'preview', 'pick']) expect((await told(command, '--check-inputs')).code).toBe(1);
  });

  test('the command line warns of the shape and the tag of a local file', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'portrait.jpg');
    await writeFile(path, jpg(lying, 6));
    const words = ['--prompt', 'a', '--aspect', '16:9', '--first-frame', path, '--catalog', 'bundled'];
    for (const command of [['preview'], ['preview', '--check-inputs'], ['pick', '--check-inputs']]) {
      const { code, talk } = await shotcaller([...command, ...words], { home: folder });
      expect(code).toBe(0);
      expect(talk.match(/first frame: The image is 72x128, the clip 16:9/g)).toHaveLength(1);
      expect(talk).toContain('turned by its orientation tag');
    }
  });

  test('library and gateway', async () => {
    await using world = await simulate();
    await using home = await simulatedGateway();
    for (const [, firstFrame] of unusable) {
      const asked = { ...clip, resolution: '720p', firstFrame };
      expect(await world.open().run(asked)).toMatchObject({ status: 'request_refused' });
      const own = await home.post('/v1/jobs', { requirements: asked });
      expect([own.status, (await own.json()).error.code]).toEqual([422, 'request_refused']);
      const preview = await (await home.post('/v1/preview', { requirements: asked })).json();
      expect(preview.findings).toContainEqual(expect.objectContaining({ code: 'picture_unusable' }));
      const frame = { type: 'image_url', image_url: { url: firstFrame }, frame_type: 'first_frame' };
      for (const model of [veo.model, 'auto']) {
        const wire = await home.post('/api/v1/videos', { ...veo, model, frame_images: [frame] });
        expect(wire.status).toBe(400);
      }
    }
    expect([world.simulator.jobs, home.simulator.jobs]).toEqual([[], []]);
    const good = await home.post('/v1/jobs', {
      requirements: { ...clip, resolution: '720p', firstFrame: dataUrl(png(lying)) },
    });
    expect(good.status).toBe(202);
  });
});
