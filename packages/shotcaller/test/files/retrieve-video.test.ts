import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulator, manualClock } from '@shotcaller/simulator';
import { expect, test } from 'vitest';
import { retrieveVideo } from '../../src/files/retrieve-video.ts';
import { createClient } from '../../src/openrouter/client.ts';
import { manualClientClock } from '../openrouter/servers.ts';
import { testFolder } from './clips.ts';

const order = { durationSeconds: 4, resolution: '720p', aspectRatio: '16:9', audio: false };

/** A finished job of the simulator, and its file fetched as a caller would. */
async function retrieve(scenario: string) {
  const simulatorClock = manualClock();
  const simulator = createSimulator({ scenario, clock: simulatorClock, clipThread: false });
  const clock = manualClientClock({ instantMs: 29_999 });
  const foreignHeaders: Headers[] = [];
  let requests = 0;
  const client = createClient({
    apiKey: 'sk-or-v1-test-0123456789',
    fetch: (url, init) => {
      requests += 1;
      return simulator.fetch(url, init);
    },
    foreignFetch: (url, request) => {
      requests += 1;
      foreignHeaders.push(new Headers(request.headers));
      return simulator.fetch(url, request);
    },
    clock,
  });
  const { durationSeconds: duration, resolution, aspectRatio: aspect_ratio, audio: generate_audio } = order;
  const body = { model: 'google/veo-3.1-lite', prompt: 'A mug', duration, resolution, aspect_ratio, generate_audio };
  const outcome = await client.submit(body);
  if (outcome.kind !== 'accepted') throw new Error(`The submit was ${outcome.kind}.`);
  await simulatorClock.advance(600_000);
  const { contentUrls, signedUrls } = await client.getJob(outcome.remoteId);
  const partPath = join(testFolder(), 'clip.mp4.part');
  const random = () => 0.5;
  const urls = [...contentUrls, ...signedUrls].filter((url) => url !== null);
  requests = 0;
  const file = await retrieveVideo(client, { remoteId: outcome.remoteId, urls, partPath, clock, random, order });
  return { file, bytes: readFileSync(partPath), requests, foreignHeaders };
}

test.each([
  ['', 1],
  ['content-truncated', 2],
  ['content-cut', 2],
  ['content-empty', 2],
  ['content-html', 2],
  ['content-reset', 2],
  ['content-500', 2],
  ['content-502', 2],
  ['content-429', 2],
  ['content-wrong-type', 1],
  ['content-endless', 1],
  ['content-redirect', 2],
  ['foreign-unsigned-urls', 1],
  ['signed-urls', 1],
  ['relative-unsigned-urls', 1],
  ['empty-unsigned-urls', 1],
  ['no-unsigned-urls', 1],
])('under "%s" the clip is delivered whole and verified, in %i requests', async (scenario, expected) => {
  const { file, bytes, requests, foreignHeaders } = await retrieve(scenario);
  expect(requests).toBe(expected);
  expect(file).toMatchObject({ width: 1280, height: 720, hasAudio: false, differences: [] });
  expect(file.bytes).toBe(bytes.length);
  expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  for (const headers of foreignHeaders) expect(headers.get('authorization')).toBeNull();
});

test('a clip that is gone is told with the job id', async () => {
  await expect(retrieve('content-lost')).rejects.toMatchObject({
    problem: 'gone',
    httpStatus: 404,
    remoteId: expect.stringMatching(/^gen-vid-/),
  });
});

test('a clip that always comes cut is never taken for whole', async () => {
  await expect(retrieve('content-truncated:all')).rejects.toMatchObject({ problem: 'damaged', retryable: true });
});
