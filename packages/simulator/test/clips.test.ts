import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { needsFfmpeg } from '../../../tests/needs.ts';
import { createClipMaker, onThread } from '../src/clips/clip-maker.ts';
import type { ClipSpec } from '../src/clips/clip-spec.ts';
import { cellWidth, drawText } from '../src/clips/font.ts';
import { makeClip } from '../src/clips/make-clip.ts';
import { Picture } from '../src/clips/picture.ts';
import { createScene } from '../src/clips/scene.ts';
import { jsonOf, key, lantern, rig } from './client-calls.ts';
import { frameOf, planesOf, probe } from './probe.ts';
import { quarterColours, quartersJpeg, quartersPng } from './test-pictures.ts';

const spec: ClipSpec = {
  model: 'author/model-1.0',
  prompt: 'A paper lantern drifting over a dark lake, "quoted" & 100 % done: ß é 日本',
  seed: 42,
  width: 322,
  height: 182,
  frames: 30,
  audio: false,
};

type Row = readonly [model: string, request: Record<string, unknown>, size: string, frames: number, audio: boolean];

/** 30 requests: every family, every tier, every ratio, silent and with sound, with 24·d and 24·d + 1 frames. */
const grid: readonly Row[] = [
  [
    'google/veo-3.1-lite',
    { duration: 4, resolution: '720p', aspect_ratio: '16:9', generate_audio: false },
    '1280x720',
    96,
    false,
  ],
  ['google/veo-3.1-lite', { duration: 4, resolution: '720p', aspect_ratio: '9:16' }, '720x1280', 96, true],
  ['google/veo-3.1-lite', { duration: 4, size: '1080x1920', generate_audio: true }, '1080x1920', 96, true],
  ['google/veo-3.1-fast', { duration: 6, resolution: '1080p', aspect_ratio: '16:9' }, '1920x1080', 144, true],
  [
    'google/veo-3.1',
    { duration: 4, resolution: '4K', aspect_ratio: '16:9', generate_audio: false },
    '3840x2160',
    96,
    false,
  ],
  ['bytedance/seedance-2.0-mini', { duration: 4, resolution: '480p', aspect_ratio: '1:1' }, '640x640', 97, true],
  [
    'bytedance/seedance-2.0-mini',
    { duration: 5, resolution: '480p', aspect_ratio: '16:9', generate_audio: false },
    '864x496',
    121,
    false,
  ],
  ['bytedance/seedance-2.0-mini', { duration: 4, size: '480x480' }, '640x640', 97, true],
  ['bytedance/seedance-2.0', { duration: 4, resolution: '480p', aspect_ratio: '21:9' }, '992x432', 97, true],
  ['bytedance/seedance-2.0', { duration: 4, resolution: '480p', aspect_ratio: '9:21' }, '432x992', 97, true],
  ['bytedance/seedance-2.0', { duration: 4, resolution: '1080p', aspect_ratio: '4:3' }, '1664x1248', 97, true],
  ['bytedance/seedance-2.0-fast', { duration: 5, resolution: '720p', aspect_ratio: '4:3' }, '1112x834', 121, true],
  [
    'bytedance/seedance-2.0-fast',
    { duration: 4, resolution: '720p', aspect_ratio: '21:9', generate_audio: false },
    '1470x630',
    97,
    false,
  ],
  [
    'bytedance/seedance-2.5',
    { duration: 5, resolution: '480p', aspect_ratio: '9:16', generate_audio: false },
    '480x854',
    121,
    false,
  ],
  ['bytedance/seedance-2.5', { duration: 4, resolution: '720p', aspect_ratio: '3:4' }, '834x1112', 97, true],
  ['bytedance/seedance-1-5-pro', { duration: 4, resolution: '480p', aspect_ratio: '3:4' }, '560x752', 97, true],
  ['x-ai/grok-imagine-video', { duration: 1, resolution: '480p', aspect_ratio: '16:9' }, '854x480', 24, false],
  ['x-ai/grok-imagine-video', { duration: 1, resolution: '480p', aspect_ratio: '1:1' }, '544x544', 24, false],
  ['x-ai/grok-imagine-video', { duration: 2, size: '720x480' }, '720x480', 48, false],
  [
    'x-ai/grok-imagine-video',
    { duration: 1, resolution: '720p', aspect_ratio: '2:3', generate_audio: true },
    '720x1080',
    24,
    true,
  ],
  ['x-ai/grok-imagine-video-1.5', { duration: 3, resolution: '1080p', aspect_ratio: '3:2' }, '1620x1080', 72, false],
  ['alibaba/wan-3.0', { duration: 2, resolution: '480p', aspect_ratio: '16:9' }, '854x480', 48, true],
  [
    'alibaba/wan-3.0',
    { duration: 2, resolution: '720p', aspect_ratio: '4:3', generate_audio: false },
    '960x720',
    48,
    false,
  ],
  ['alibaba/wan-2.7', { duration: 2, resolution: '1080p', aspect_ratio: '1:1' }, '1080x1080', 48, true],
  ['alibaba/happyhorse-1.1', { duration: 3, resolution: '720p', aspect_ratio: '21:9' }, '1680x720', 72, false],
  ['alibaba/happyhorse-1.0', { duration: 3, resolution: '720p', aspect_ratio: '9:21' }, '720x1680', 72, false],
  [
    'minimax/hailuo-3-max',
    { duration: 5, resolution: '768p', aspect_ratio: '16:9', generate_audio: true },
    '1366x768',
    120,
    true,
  ],
  ['minimax/hailuo-3', { duration: 5, resolution: '2K', aspect_ratio: '21:9' }, '3360x1440', 120, true],
  ['heygen/heygen-video-1', { duration: 5, resolution: '2K', aspect_ratio: '9:16' }, '1440x2560', 120, true],
  ['kwaivgi/kling-v3.0-pro', { duration: 3, aspect_ratio: '1:1' }, '720x720', 72, true],
  ['runway/gen-4.5', { duration: 2, aspect_ratio: '9:16' }, '720x1280', 48, false],
];

describe('clips of requests', needsFfmpeg, () => {
  it.each(grid)('%s %j: %s, %i frames, sound %s', async (model, request, size, frames, audio) => {
    const { finish, ask } = rig();
    const { unsigned_urls } = await finish({ model, prompt: 'A lantern', ...request });
    const seen = probe(new Uint8Array(await (await ask(unsigned_urls[0])).arrayBuffer()));
    expect(seen).toMatchObject({ codec: 'h264', framesPerSecond: 24, frames, audioCodec: audio ? 'aac' : undefined });
    expect(`${seen.width}x${seen.height}`).toBe(size);
    expect(Math.abs(seen.durationSeconds - frames / 24)).toBeLessThan(1 / 24);
  });

  it('the picture moves, all the way', () => {
    const clip = makeClip({ ...spec, frames: 48 });
    const frames = [0, 12, 24, 36, 47].map((index) => frameOf(clip, index).toString('base64'));
    expect(new Set(frames).size).toBe(5);
  });

  it('what is drawn comes out of the decoder sample by sample', () => {
    for (const [width, height] of [
      [322, 182],
      [64, 64],
      [176, 400],
    ] as const) {
      const shape = { ...spec, width, height, firstFrameUrl: quartersPng(90, 50), frames: 40 };
      const scene = createScene(shape);
      const decoded = planesOf(makeClip(shape));
      const frameBytes = (width * height * 3) / 2;
      expect(decoded.length).toBe(40 * frameBytes);
      for (let index = 0; index < 40; index++) {
        scene.draw(index);
        const { luma, cb, cr, stride } = scene.picture;
        const crop = (plane: Uint8Array, across: number, down: number, step: number) =>
          Buffer.concat(Array.from({ length: down }, (_, line) => plane.subarray(line * step, line * step + across)));
        const drawn = Buffer.concat([
          crop(luma, width, height, stride),
          crop(cb, width / 2, height / 2, stride / 2),
          crop(cr, width / 2, height / 2, stride / 2),
        ]);
        expect(drawn.equals(decoded.subarray(index * frameBytes, (index + 1) * frameBytes))).toBe(true);
      }
    }
  });

  it.each([
    ['PNG', quartersPng(640, 360)],
    ['JPEG', quartersJpeg(640, 360)],
  ])('a first frame given as a %s is the first picture', async (_name, url) => {
    const { finish, ask } = rig();
    const frame = { type: 'image_url', image_url: { url }, frame_type: 'first_frame' };
    const { unsigned_urls } = await finish({ ...lantern, frame_images: [frame] });
    const first = frameOf(new Uint8Array(await (await ask(unsigned_urls[0])).arrayBuffer()), 0);
    for (const [quarter, colour] of quarterColours.entries()) {
      const x = quarter % 2 === 0 ? 320 : 960;
      const y = quarter < 2 ? 180 : 540;
      const seen = [...first.subarray((y * 1280 + x) * 3, (y * 1280 + x) * 3 + 3)];
      for (const channel of [0, 1, 2]) expect(Math.abs(seen[channel]! - colour[channel]!)).toBeLessThan(12);
    }
  });

  it('a first frame sets the shape where no ratio is asked for', async () => {
    const { finish, simulator } = rig();
    const frame = { type: 'image_url', image_url: { url: quartersPng(90, 160) }, frame_type: 'first_frame' };
    await finish({ ...lantern, aspect_ratio: undefined, frame_images: [frame] });
    expect(simulator.jobs[0]!.plan).toMatchObject({ width: 720, height: 1280 });
  });

  it('a last frame comes down in the last half second', () => {
    const clip = makeClip({ ...spec, firstFrameUrl: quartersPng(64, 36), lastFrameUrl: dark, frames: 30 });
    const last = frameOf(clip, 29);
    expect([...last.subarray(0, 3)].every((value) => value < 40)).toBe(true);
  });

  it('model, prompt, seed and time code can be read in the decoded picture', () => {
    const shape = { ...spec, prompt: 'Steam over a cup (100 %)' };
    const planes = planesOf(makeClip(shape));
    const luma = (index: number) => planes.subarray((index * shape.width * shape.height * 3) / 2);
    for (const [text, index] of [
      ['author/model-1.0', 0],
      ['seed 42', 0],
      ['Steam over a cup (100 %)', 29],
      ['00:00:00  01/30', 0],
      ['00:00:23  24/30', 23],
      ['00:01:05  30/30', 29],
    ] as const) {
      expect(canRead(luma(index), shape, text), text).toBe(true);
    }
    expect(canRead(luma(0), shape, 'seed 43')).toBe(false);
    const hidden = planesOf(makeClip({ ...shape, isModelHidden: true }));
    expect(canRead(hidden, shape, 'author/model-1.0')).toBe(false);
    expect(canRead(hidden, shape, 'seed 42')).toBe(true);
    expect(canRead(luma(29), shape, '00:00:23')).toBe(false);
  });
});

describe('clips', () => {
  it('the same seed makes the same bytes, another seed or prompt others', () => {
    const clip = Buffer.from(makeClip(spec));
    expect(clip.equals(Buffer.from(makeClip(spec)))).toBe(true);
    expect(clip.equals(Buffer.from(makeClip({ ...spec, seed: 43 })))).toBe(false);
    expect(clip.equals(Buffer.from(makeClip({ ...spec, prompt: 'other' })))).toBe(false);
  });

  it('two jobs with the same request and seed have the same bytes', async () => {
    const { finish, ask } = rig();
    const bytes = async () => {
      const { unsigned_urls } = await finish({ ...lantern, seed: 7 });
      return Buffer.from(await (await ask(unsigned_urls[0])).arrayBuffer());
    };
    expect((await bytes()).equals(await bytes())).toBe(true);
  });

  it('any prompt, and pictures that are none, still make a clip', () => {
    for (const prompt of ['', '\u0000\uffff', 'x'.repeat(100_000), '日本語 '.repeat(50), 'a\nb\tc', '\ud800']) {
      expect(makeClip({ ...spec, prompt, frames: 2 }).length).toBeGreaterThan(1000);
    }
    for (const firstFrameUrl of [
      'https://example.com/a.png',
      'data:image/png;base64,iVBORw0KGgo=',
      'data:image/jpeg;base64,/9j/4AAQ',
      'data:image/webp;base64,UklGRg==',
      'data:image/png,%%%',
    ]) {
      expect(makeClip({ ...spec, firstFrameUrl, frames: 2 }).length).toBeGreaterThan(1000);
    }
  });

  it('are made once and then remembered, also when asked for at the same time', async () => {
    const maker = createClipMaker({ cacheBytes: 10_000_000, thread: false });
    const [one, two] = await Promise.all([maker.make(spec), maker.make(spec)]);
    expect(one).toBe(two);
    expect(await maker.make(spec)).toBe(one);
    expect(maker.made).toBe(1);
  });

  it('are forgotten, the oldest first, when the memory is full', async () => {
    const size = makeClip(spec).length;
    const maker = createClipMaker({ cacheBytes: Math.floor(2.5 * size), thread: false });
    for (const seed of [42, 43, 44]) await maker.make({ ...spec, seed });
    await maker.make({ ...spec, seed: 44 });
    expect(maker.made).toBe(3);
    await maker.make(spec);
    expect(maker.made).toBe(4);
  });

  it('the built simulator answers polls while it makes a large clip', async () => {
    const built = new URL('../dist/index.js', import.meta.url);
    const { createSimulator } = (await import(built.href)) as typeof import('../src/index.ts');
    const simulator = createSimulator({ speed: 1e6 });
    const { url } = await simulator.listen();
    const headers = { authorization: `Bearer ${key}` };
    const body = JSON.stringify({ model: 'google/veo-3.1', prompt: 'x', duration: 8, resolution: '4K' });
    const { polling_url } = await jsonOf(fetch(`${url}/api/v1/videos`, { method: 'POST', headers, body }));
    let job = await jsonOf(fetch(polling_url, { headers }));
    while (job.status !== 'completed') job = await jsonOf(fetch(polling_url, { headers }));
    let arrived = false;
    const download = fetch(job.unsigned_urls[0], { headers }).then((answer) => {
      arrived = true;
      return answer.body?.cancel();
    });
    let polls = 0;
    while (!arrived) {
      expect((await fetch(polling_url, { headers })).status).toBe(200);
      polls++;
    }
    await download;
    await simulator.close();
    // In one thread with the drawing it would be one or two.
    expect(polls).toBeGreaterThan(10);
  });

  it('the built worker makes the same bytes on a thread of its own', async () => {
    const worker = new URL('../dist/clip-worker.js', import.meta.url);
    expect(existsSync(worker), 'build first: npm run build').toBe(true);
    const thread = onThread(worker);
    expect(Buffer.from(await thread.make(spec)).equals(Buffer.from(makeClip(spec)))).toBe(true);
    await thread.close();
  });
});

/** Looks for a text, drawn in the simulator's own face and size, anywhere in a plane of luma. */
function canRead(luma: Uint8Array, { width, height }: ClipSpec, text: string): boolean {
  const [columns, rows] = [text.length * cellWidth - 1, 7];
  const drawn = new Picture(columns + 1, rows + 1);
  drawText(drawn, text, 0, 0, 1, { y: 200, cb: 128, cr: 128 });
  for (let top = 0; top + rows <= height; top++) {
    for (let left = 0; left + columns <= width; left++) {
      let same = true;
      for (let y = 0; same && y < rows; y++) {
        for (let x = 0; same && x < columns; x++) {
          // Ink is light, the panel is dark.
          same = luma[(top + y) * width + left + x]! > 100 === drawn.luma[y * drawn.stride + x]! > 100;
        }
      }
      if (same) return true;
    }
  }
  return false;
}

/** A nearly black picture of 8x8. */
const dark =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAD0lEQVR4nGPgwgEYhpYEAO7mB4EOUPibAAAAAElFTkSuQmCC';
