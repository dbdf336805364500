import { describe, expect, test } from 'vitest';
import type { RequestChoice } from '../../src/request/body.ts';
import type { RequirementsInput } from '../../src/requirements/schema.ts';
import { bodyFor, kling, model, photo, veo, wan } from './fixtures.ts';

test('the whole body, keys in their fixed order', () => {
  const body = bodyFor(
    veo,
    {
      seed: 7,
      passthrough: [{ name: 'negativePrompt', value: 'blurry' }],
      references: [photo, 'https://a.example/a.mp3', 'https://a.example/v.mp4'],
      lastFrame: 'https://example.com/last.png',
      firstFrame: { url: photo, width: 720, height: 1280 },
      aspectRatio: '9:16',
      resolution: '4k',
      durationSeconds: 8,
      prompt: 'a mug',
    },
    { generateAudio: true, sessionId: 'shots', callbackUrl: 'https://example.com/hook' },
  );
  expect(JSON.stringify(body, null, 1)).toBe(
    JSON.stringify(
      {
        model: 'google/veo-3.1',
        prompt: 'a mug',
        duration: 8,
        resolution: '4K',
        aspect_ratio: '9:16',
        generate_audio: true,
        seed: 7,
        frame_images: [
          { type: 'image_url', image_url: { url: photo }, frame_type: 'first_frame' },
          { type: 'image_url', image_url: { url: 'https://example.com/last.png' }, frame_type: 'last_frame' },
        ],
        input_references: [
          { type: 'image_url', image_url: { url: photo } },
          { type: 'audio_url', audio_url: { url: 'https://a.example/a.mp3' } },
          { type: 'video_url', video_url: { url: 'https://a.example/v.mp4' } },
        ],
        provider: { options: { 'google-vertex': { parameters: { negativePrompt: 'blurry' } } } },
        callback_url: 'https://example.com/hook',
        session_id: 'shots',
      },
      null,
      1,
    ),
  );
});

const lowercase4K = model('a/b', { resolutions: ['720P', '4k'], aspectRatios: ['16:9', 'adaptive'] });
const avatar = model('heygen/avatar-iv', { passthroughParameters: ['voice_id'] });
const upscaler = model('black-forest-labs/flux-video-upscale');

describe('the body', () => {
  test.each<[string, ReturnType<typeof model>, RequirementsInput, Partial<RequestChoice>, object]>([
    ['says audio even when nothing else is said', veo, {}, {}, { generate_audio: false }],
    ['keeps seed 0', veo, { seed: 0 }, {}, { generate_audio: false, seed: 0 }],
    [
      'spells the resolution as the model does',
      lowercase4K,
      { resolution: '4K' },
      {},
      { resolution: '4k', generate_audio: false },
    ],
    [
      'spells it canonically when the model lists none',
      model('a/b'),
      { resolution: '4k' },
      {},
      { resolution: '4K', generate_audio: false },
    ],
    ['sends a listed size as it was asked', veo, { size: '720×1280' }, {}, { size: '720x1280', generate_audio: false }],
    [
      'turns an unlisted size into class and ratio',
      kling,
      { size: '1112x834' },
      {},
      { resolution: '720p', aspect_ratio: '4:3', generate_audio: false },
    ],
    ['sends a size that is of no class', kling, { size: '1000x333' }, {}, { size: '1000x333', generate_audio: false }],
    [
      'takes the chosen duration',
      veo,
      { durationSeconds: 5 },
      { durationSeconds: 6 },
      { duration: 6, generate_audio: false },
    ],
    [
      'takes the chosen shape over the size',
      veo,
      { size: '720x1280' },
      { resolution: '1080p' },
      { resolution: '1080p', aspect_ratio: '9:16', generate_audio: false },
    ],
    [
      'says adaptive only to a model that lists it',
      lowercase4K,
      { aspectRatio: 'adaptive' },
      {},
      { aspect_ratio: 'adaptive', generate_audio: false },
    ],
    ['leaves adaptive out for others', veo, { aspectRatio: 'adaptive' }, {}, { generate_audio: false }],
    [
      'puts parameters flat for others than Vertex',
      wan,
      { passthrough: ['negative_prompt=dark', 'prompt_extend=false'] },
      {},
      {
        generate_audio: false,
        provider: { options: { 'atlas-cloud': { negative_prompt: 'dark', prompt_extend: false } } },
      },
    ],
    [
      'sends nothing for a parameter without a value',
      wan,
      { passthrough: ['negative_prompt'] },
      {},
      { generate_audio: false },
    ],
    [
      'sends no parameter under a guessed slug',
      kling,
      { passthrough: ['negative_prompt=dark'] },
      {},
      { generate_audio: false },
    ],
    [
      'continues a job',
      veo,
      { task: 'continue', previousJobId: 'gen-vid-1-a' },
      {},
      { generate_audio: false, previous_job_id: 'gen-vid-1-a' },
    ],
    [
      'upscales a video, creativity 0 kept',
      upscaler,
      { task: 'upscale', sourceVideo: 'https://a.example/v.mp4', upscaleFactor: 2, creativity: 0 },
      {},
      {
        generate_audio: false,
        input_references: [{ type: 'video_url', video_url: { url: 'https://a.example/v.mp4' } }],
        upscale_factor: 2,
        creativity: 0,
      },
    ],
    [
      'gives an avatar its first frame as a reference where there is no frame slot',
      avatar,
      { task: 'avatar', firstFrame: photo, references: ['https://a.example/a.mp3'] },
      {},
      {
        generate_audio: false,
        input_references: [
          { type: 'image_url', image_url: { url: photo } },
          { type: 'audio_url', audio_url: { url: 'https://a.example/a.mp3' } },
        ],
      },
    ],
    [
      'says no length to a model that lists none, where what goes in sets it',
      avatar,
      { task: 'avatar', firstFrame: photo, prompt: 'Hello', durationSeconds: 10 },
      {},
      { prompt: 'Hello', generate_audio: false, input_references: [{ type: 'image_url', image_url: { url: photo } }] },
    ],
  ])('%s', (_, picked, input, choice, expected) => {
    expect(bodyFor(picked, input, choice)).toStrictEqual({ model: picked.id, ...expected });
  });
});
