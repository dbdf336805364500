import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../tests/chromium.mjs';
import { needsChromium } from '../../../tests/needs.ts';
import { createSimulator, type Simulator } from '../src/index.ts';
import { jsonOf, key } from './client-calls.ts';
import { quartersPng } from './test-pictures.ts';

const firstFrame = { type: 'image_url', image_url: { url: quartersPng(320, 180) }, frame_type: 'first_frame' };

/** One clip of each shape, and of each way a clip can differ: silent, with sound, cropped, from a picture, large. */
const shapes: readonly (readonly [string, Record<string, unknown>])[] = [
  ...['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3'].map(
    (aspect_ratio) =>
      [
        'x-ai/grok-imagine-video',
        { duration: 1, resolution: '480p', aspect_ratio, generate_audio: aspect_ratio === '1:1' },
      ] as const,
  ),
  ['alibaba/happyhorse-1.1', { duration: 3, resolution: '720p', aspect_ratio: '21:9' }],
  ['alibaba/happyhorse-1.1', { duration: 3, resolution: '720p', aspect_ratio: '9:21' }],
  ['bytedance/seedance-2.0-fast', { duration: 4, resolution: '720p', aspect_ratio: '4:3' }],
  ['google/veo-3.1-lite', { duration: 4, resolution: '1080p', frame_images: [firstFrame] }],
  ['google/veo-3.1', { duration: 4, resolution: '4K', generate_audio: false }],
];

describe('headless Chromium', needsChromium, () => {
  let browser: Browser;
  let page: Page;
  let simulator: Simulator;
  let origin: string;

  beforeAll(async () => {
    simulator = createSimulator({ speed: 1e6 });
    origin = (await simulator.listen()).url;
    browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
    page = await browser.newPage();
    await page.goto(`${origin}/__simulator`);
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.close();
  });

  it.each(shapes)('plays %s %j to the end', async (model, request) => {
    const { polling_url } = await jsonOf(
      fetch(`${origin}/api/v1/videos`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ model, prompt: 'A lantern', ...request }),
      }),
    );
    const { plan } = simulator.jobs.at(-1)!;
    const seen = await page.evaluate(playToTheEnd, { polling_url, authorization: `Bearer ${key}` });
    expect(seen).toMatchObject({ width: plan.width, height: plan.height, ended: true, problem: '' });
    expect(Math.abs(seen.durationSeconds - plan.frames / 24)).toBeLessThan(1 / 24);
    expect(seen.playedToSeconds).toBeGreaterThan(seen.durationSeconds - 1 / 24);
  });
});

/** Runs in the page: reads the job and its file as a web app would, with the key in a header, and plays the file. */
async function playToTheEnd({ polling_url, authorization }: { polling_url: string; authorization: string }) {
  const headers = { authorization };
  let url: string | undefined;
  while (!url) url = (await (await fetch(polling_url, { headers })).json()).unsigned_urls?.[0];
  const file = await (await fetch(url, { headers })).blob();
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(file);
  video.playbackRate = 4;
  const end = new Promise<string>((resolve) => {
    video.onended = () => resolve('');
    video.onerror = () => resolve(video.error?.message ?? 'unknown');
  });
  await video.play().catch(() => {});
  const problem = await end;
  return {
    width: video.videoWidth,
    height: video.videoHeight,
    durationSeconds: video.duration,
    playedToSeconds: video.currentTime,
    ended: video.ended,
    problem,
  };
}
