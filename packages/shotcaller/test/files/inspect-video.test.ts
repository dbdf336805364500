import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulator, manualClock } from '@shotcaller/simulator';
import { describe, expect, test } from 'vitest';
import { needsFfmpeg } from '../../../../tests/needs.ts';
import { inspectVideo } from '../../src/files/inspect-video.ts';
import { verifyVideo } from '../../src/files/verify-video.ts';
import { makeClip, testFolder } from './clips.ts';

const faststart = ['-movflags', '+faststart'];

describe('a clip of ffmpeg', needsFfmpeg, () => {
  test('is read: duration, frame size, tracks', async () => {
    // 49 frames at 24 a second: 2.0417 s.
    expect(await inspectVideo(makeClip({ audio: true }))).toEqual({
      container: 'mp4',
      durationSeconds: expect.closeTo(49 / 24, 3),
      width: 320,
      height: 180,
      hasAudio: true,
      isTruncated: false,
    });
  });

  test.each([0.99, 0.9, 0.5, 0.3])(
    'cut to %f of its bytes is found truncated, though its header states the full length',
    async (share) => {
      const path = makeClip({ options: faststart });
      truncateSync(path, Math.floor(readFileSync(path).length * share));
      expect(await inspectVideo(path)).toMatchObject({ isTruncated: true });
    },
  );

  test('filled up with zeros after the cut is found too: the NAL lengths do not add up', async () => {
    const path = makeClip({ options: faststart });
    const bytes = readFileSync(path);
    bytes.fill(0, Math.floor(bytes.length * 0.6));
    writeFileSync(path, bytes);
    expect(await inspectVideo(path)).toMatchObject({ isTruncated: true });
  });

  test('with its index at the end, cut, is no video any more', async () => {
    const path = makeClip();
    truncateSync(path, Math.floor(readFileSync(path).length / 2));
    expect((await verifyVideo(path, {})).differences).toMatchObject([{ code: 'not_a_video' }]);
  });

  test('in fragments is read whole, and found truncated when some are missing', async () => {
    const options = ['-movflags', 'frag_keyframe+empty_moov', '-g', '12'];
    const path = makeClip({ frames: 96, options });
    expect(await verifyVideo(path, { durationSeconds: 4 })).toMatchObject({ differences: [] });
    truncateSync(path, Math.floor(readFileSync(path).length / 2));
    expect((await verifyVideo(path, { durationSeconds: 4 })).differences).not.toEqual([]);
  });

  test('in another container is told', async () => {
    const path = makeClip({ extension: 'webm', options: ['-c:v', 'libvpx', '-deadline', 'realtime'] });
    expect((await verifyVideo(path, { durationSeconds: 2 })).differences).toEqual([
      { code: 'not_mp4', ordered: 'mp4', found: 'webm' },
    ]);
  });

  test('against the order: what is as ordered is verified, what is not is listed', async () => {
    const path = makeClip({ size: '640x640' });
    const order = { durationSeconds: 2, resolution: '480p', aspectRatio: '1:1', audio: false };
    expect(await verifyVideo(path, order)).toMatchObject({ differences: [] });
    expect(
      await verifyVideo(path, { durationSeconds: 5, resolution: '720p', aspectRatio: '16:9', audio: true }),
    ).toMatchObject({
      differences: [
        { code: 'duration_differs', ordered: 5, found: 2.042 },
        { code: 'aspect_ratio_differs', ordered: '16:9', found: '640x640' },
        { code: 'resolution_differs', ordered: '720p', found: '640x640' },
        { code: 'audio_missing', ordered: true, found: false },
      ],
    });
  });
});

test.each([
  ['empty', ''],
  ['a page of HTML', '<html>busy</html>'],
  ['the beginning of an MP4 and nothing else', '\0\0\0\x20ftypisom'],
])('a file that is %s is no video', async (_, text) => {
  const path = join(testFolder(), 'clip.mp4');
  writeFileSync(path, text, 'latin1');
  expect(await verifyVideo(path, { durationSeconds: 5 })).toMatchObject({
    differences: [{ code: 'not_a_video', ordered: 'mp4' }],
  });
});

test('a file that is not there is an error of the machine', async () => {
  await expect(inspectVideo(join(testFolder(), 'none.mp4'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a clip of the simulator is verified against its order', async () => {
  const clock = manualClock();
  const simulator = createSimulator({ clock, clipThread: false });
  const headers = { authorization: 'Bearer sk-or-v1-test', 'content-type': 'application/json' };
  const order = { model: 'google/veo-3.1-lite', prompt: 'mug', duration: 4, resolution: '720p', aspect_ratio: '9:16' };
  const body = JSON.stringify({ ...order, generate_audio: true });
  const submitted = await simulator.fetch('https://openrouter.ai/api/v1/videos', { method: 'POST', headers, body });
  const { polling_url: pollingUrl } = (await submitted.json()) as { polling_url: string };
  await clock.advance(3_600_000);
  const content = await simulator.fetch(`${pollingUrl}/content?index=0`, { headers });
  const path = join(testFolder(), 'clip.mp4');
  writeFileSync(path, Buffer.from(await content.arrayBuffer()));
  const wanted = { durationSeconds: 4, resolution: '720p', aspectRatio: '9:16', audio: true };
  expect(await verifyVideo(path, wanted)).toMatchObject({ differences: [] });
});
