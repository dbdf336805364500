import { describe, expect, test } from 'vitest';
import { providerSlug, providerSlugs } from '../../src/data/provider-slugs.ts';
import { buildRequestBody } from '../../src/request/body.ts';
import { validateRequest } from '../../src/request/validate.ts';
import { parseRequirements } from '../../src/requirements/parse.ts';
import type { RequirementsInput } from '../../src/requirements/schema.ts';
import { kling, model, photo, veo, wan } from './fixtures.ts';

const silent = model('a/silent', {
  generateAudio: false,
  seed: false,
  frameTypes: ['first_frame'],
  passthroughParameters: [],
});
const upscaler = model('black-forest-labs/flux-video-upscale', {
  upscaleFactor: { min: 1.5, max: 3 },
  creativity: [0, 1],
  passthroughParameters: ['safety_tolerance'],
});
const prompt = 'a mug';

describe('findings', () => {
  test.each<[string, ReturnType<typeof model>, RequirementsInput, boolean, object[]]>([
    [
      'a good request has none',
      veo,
      { prompt, durationSeconds: 8, resolution: '4k', aspectRatio: '9:16', seed: 0, firstFrame: photo },
      true,
      [],
    ],
    [
      'a model that states nothing has none',
      model('a/b'),
      { prompt, durationSeconds: 77, resolution: '4K', firstFrame: photo, seed: 1 },
      true,
      [],
    ],
    [
      'a length that is not offered',
      veo,
      { prompt, durationSeconds: 5 },
      true,
      [{ code: 'duration_unsupported', severity: 'refused', requested: 5, supported: [4, 6, 8], nearest: 4 }],
    ],
    [
      'a resolution that is not offered',
      kling,
      { prompt, resolution: '1080p' },
      true,
      [{ code: 'resolution_unsupported', severity: 'refused' }],
    ],
    [
      'a ratio that is not offered',
      veo,
      { prompt, aspectRatio: '1:1' },
      true,
      [{ code: 'aspect_ratio_unsupported', severity: 'refused' }],
    ],
    [
      'a size that is not offered',
      veo,
      { prompt, size: '1000x333' },
      true,
      [{ code: 'size_unsupported', severity: 'refused' }],
    ],
    [
      'a last frame without a slot',
      silent,
      { prompt, firstFrame: photo, lastFrame: photo },
      false,
      [{ code: 'frame_type_unsupported', field: 'lastFrame' }],
    ],
    ['sound from a silent model', silent, { prompt }, true, [{ code: 'audio_unsupported', severity: 'refused' }]],
    [
      'a seed that is not honoured',
      silent,
      { prompt, seed: 0 },
      false,
      [{ code: 'seed_unsupported', severity: 'warning', requested: 0 }],
    ],
    [
      'a parameter that is not listed',
      veo,
      { prompt, passthrough: ['negative_prompt=x'] },
      true,
      [{ code: 'passthrough_unlisted', severity: 'refused', requested: 'negative_prompt', nearest: 'negativePrompt' }],
    ],
    [
      'a parameter of a model that takes none',
      silent,
      { prompt, passthrough: ['watermark'] },
      false,
      [{ code: 'passthrough_unlisted', severity: 'refused' }],
    ],
    [
      'a parameter of a model that does not say',
      model('google/veo-9'),
      { prompt, passthrough: ['x=1'] },
      true,
      [{ code: 'passthrough_not_stated', severity: 'warning' }],
    ],
    [
      'a parameter without a value',
      wan,
      { prompt, passthrough: ['negative_prompt'] },
      true,
      [{ code: 'passthrough_without_value', severity: 'warning' }],
    ],
    [
      'a slug that nobody knows',
      kling,
      { prompt, passthrough: ['negative_prompt=x'] },
      true,
      [{ code: 'provider_slug_unknown', severity: 'refused' }],
    ],
    [
      'a slug that nobody proved',
      model('bytedance/seedance-2.0', { passthroughParameters: ['watermark'] }),
      { prompt, passthrough: ['watermark=false'] },
      true,
      [{ code: 'provider_slug_unproven', severity: 'warning', supported: { slug: 'seed', grade: 'code' } }],
    ],
    ['no prompt and no picture', veo, {}, true, [{ code: 'prompt_missing', severity: 'refused' }]],
    ['a picture instead of a prompt', veo, { firstFrame: photo }, true, []],
    [
      'references beside frames',
      veo,
      { prompt, firstFrame: photo, references: [photo] },
      true,
      [{ code: 'references_ignored', severity: 'warning' }],
    ],
    [
      'a sound over http',
      veo,
      { prompt, references: ['http://a.example/a.mp3'] },
      true,
      [{ code: 'reference_url_not_https', severity: 'refused' }],
    ],
    [
      'a source video without a URL',
      upscaler,
      { task: 'upscale', sourceVideo: { width: 1, height: 1, durationSeconds: 1 } },
      false,
      [{ code: 'source_video_url_missing', severity: 'refused' }],
    ],
    [
      'a factor out of range',
      upscaler,
      { task: 'upscale', sourceVideo: 'https://a.example/v.mp4', upscaleFactor: 4 },
      false,
      [{ code: 'upscale_factor_unsupported', nearest: 3 }],
    ],
    [
      'a creativity that is not offered',
      upscaler,
      { task: 'upscale', sourceVideo: 'https://a.example/v.mp4', creativity: 2 },
      false,
      [{ code: 'creativity_unsupported', nearest: 1 }],
    ],
  ])('%s', (_, picked, input, generateAudio, expected) => {
    const requirements = parseRequirements(input);
    const body = buildRequestBody(picked, requirements, { generateAudio });
    const findings = validateRequest(picked, requirements, body);
    expect(findings).toHaveLength(expected.length);
    expect(findings).toMatchObject(expected);
  });

  test('a webhook must be https', () => {
    const requirements = parseRequirements({ prompt });
    const body = buildRequestBody(veo, requirements, { generateAudio: true, callbackUrl: 'http://example.com/hook' });
    expect(validateRequest(veo, requirements, body)).toMatchObject([
      { code: 'callback_url_not_https', severity: 'refused' },
    ]);
  });
});

describe('provider slugs', () => {
  test.each([
    ['google/veo-3.1-lite', 'google-vertex', 'parameters'],
    ['alibaba/wan-2.7', 'atlas-cloud', 'flat'],
    ['bytedance/seedance-1-5-pro', 'seed', 'flat'],
    ['heygen/avatar-iv', 'heygen', 'flat'],
    ['minimax/hailuo-3', 'minimax', 'flat'],
    ['alibaba/wan-2.7:nitro', 'atlas-cloud', 'flat'],
  ])('%s goes under %s, %s', (id, slug, nesting) => {
    expect(providerSlug(id)).toMatchObject({ slug, nesting });
  });

  test.each(['kwaivgi/kling-v3.0-pro', 'alibaba/wan-2.6', 'alibaba/wan-3.0', 'alibaba/happyhorse-1.1', 'new/model'])(
    'of %s no source says one',
    (id) => {
      expect(providerSlug(id)).toBeUndefined();
    },
  );

  test('every entry has a source and a date', () => {
    for (const { provider } of providerSlugs) {
      expect(provider.source).not.toBe('');
      expect(provider.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
