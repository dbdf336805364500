import { describe, expect, test } from 'vitest';
import { bundledCatalog, diffCatalogs, parseCatalog } from '../../src/index.ts';
import { juneCatalog } from '../fixtures/guide-catalog.ts';

describe('From 2026-06-26 to 2026-10-08', () => {
  const diff = diffCatalogs(juneCatalog, bundledCatalog);

  test('sixteen models are new and one is gone', () => {
    expect(diff.added).toEqual([
      'alibaba/wan-3.0',
      'alibaba/wan-3.0-prime',
      'black-forest-labs/flux-3-video',
      'black-forest-labs/flux-video-edit',
      'black-forest-labs/flux-video-upscale',
      'bytedance/seedance-2.0-mini',
      'bytedance/seedance-2.5',
      'heygen/avatar-iv',
      'heygen/heygen-video-1',
      'minimax/hailuo-3',
      'minimax/hailuo-3-max',
      'runway/aleph-2',
      'runway/gen-4.5',
      'x-ai/grok-imagine-video',
      'x-ai/grok-imagine-video-1.5',
      'x-ai/grok-imagine-video-1.5-lite',
    ]);
    expect(diff.removed).toEqual(['openai/sora-2-pro']);
  });

  test('two models have other prices, and one has keys for new classes and for input video', () => {
    const fresh = (sku: string, to: string, model = 'bytedance/seedance-2.0') => ({
      model,
      sku,
      from: null,
      to,
      percent: null,
    });
    // 0.0000042 / 0.0000056 = 0.75
    const cut = { model: 'bytedance/seedance-2.0-fast', from: '0.0000056', to: '0.0000042', percent: -25 };
    expect(diff.prices).toEqual([
      fresh('video_tokens_1080p', '0.0000077'),
      fresh('video_tokens_1080p_with_video_input', '0.0000047'),
      fresh('video_tokens_4k', '0.000004'),
      fresh('video_tokens_4k_with_video_input', '0.0000024'),
      fresh('video_tokens_with_video_input', '0.0000043'),
      { ...cut, sku: 'video_tokens' },
      fresh('video_tokens_with_video_input', '0.000002475', 'bytedance/seedance-2.0-fast'),
      { ...cut, sku: 'video_tokens_without_audio' },
      // 0.1120 / 0.0896 = 1.25
      { model: 'kwaivgi/kling-video-o1', sku: 'duration_seconds', from: '0.0896', to: '0.1120', percent: 25 },
    ]);
  });

  test('seedance-2.0 offers 4K', () => {
    expect(diff.capabilities.map(({ model, field }) => [model, field])).toEqual([
      ['bytedance/seedance-2.0', 'resolutions'],
      ['bytedance/seedance-2.0', 'sizes'],
    ]);
    expect(diff.capabilities[0]).toMatchObject({
      from: ['480p', '720p', '1080p'],
      to: ['480p', '720p', '1080p', '4K'],
    });
  });
});

describe('A difference', () => {
  const catalog = (record: object) => parseCatalog([{ id: 'a/b', ...record }], { source: 'given' });
  const between = (before: object, after: object) => diffCatalogs(catalog(before), catalog(after));

  test('is not the order of a list, nor the way a price is written', () => {
    expect(
      between(
        { supported_resolutions: ['720p', '480p'], pricing_skus: { duration_seconds: '0.10' } },
        { supported_resolutions: ['480p', '720p'], pricing_skus: { duration_seconds: '0.1' } },
      ),
    ).toEqual({ added: [], removed: [], capabilities: [], prices: [] });
  });

  test('is what was not stated and now is, and the other way round', () => {
    expect(between({ seed: null }, { seed: false }).capabilities).toEqual([
      { model: 'a/b', field: 'seed', from: null, to: false },
    ]);
    expect(between({ generate_audio: true }, {}).capabilities).toEqual([
      { model: 'a/b', field: 'generateAudio', from: true, to: null },
    ]);
  });

  test.each([
    ['0.3', '0.1', -66.7],
    ['0.1', '0.3', 200],
    ['0.1', '0.10004', 0],
    ['0', '0.1', null],
    ['free', '0.1', null],
    ['0.1', 'free', null],
  ])('of a price from %s to %s is %d per cent', (from, to, percent) => {
    const { prices } = between(
      { pricing_skus: { duration_seconds: from } },
      { pricing_skus: { duration_seconds: to } },
    );
    expect(prices).toEqual([{ model: 'a/b', sku: 'duration_seconds', from, to, percent }]);
  });

  test('of a key named like a property of every object is read from the records alone', () => {
    expect(between({ pricing_skus: {} }, { pricing_skus: { constructor: '0.1' } }).prices).toEqual([
      { model: 'a/b', sku: 'constructor', from: null, to: '0.1', percent: null },
    ]);
  });
});
