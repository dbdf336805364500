import { describe, expect, test } from 'vitest';
import { bundledCatalog, type Price, parseCatalog, parseRequirements, quote } from '../../src/index.ts';
import { guideCatalog } from '../fixtures/guide-catalog.ts';

const picture = 'https://example.com/mug.jpg';
const image = { kind: 'image', url: picture } as const;

function priceOf(model: string, requirements: Record<string, unknown>, catalog = bundledCatalog): Price {
  const found = catalog.models.find(({ id }) => id === model);
  if (!found) throw new Error(`no ${model} in the catalogue`);
  return quote(found, parseRequirements(requirements)).price;
}

function skus(price: Price): string {
  return price.lines.map(({ sku, quantity }) => `${sku} x ${quantity}`).join(' + ');
}

/** Model, what the clip needs, the exact price in dollars, the lines that make it. */
const exact: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
  // USD a second, with and without sound, by tier and by the key without one.
  [
    'google/veo-3.1-lite',
    { durationSeconds: 4, resolution: '720p', audio: false },
    '0.12',
    'duration_seconds_without_audio_720p x 4',
  ],
  [
    'google/veo-3.1-lite',
    { durationSeconds: 4, resolution: '720p', audio: true },
    '0.2',
    'duration_seconds_with_audio_720p x 4',
  ],
  [
    'google/veo-3.1-lite',
    { durationSeconds: 4, resolution: '1080p', audio: false },
    '0.2',
    'duration_seconds_without_audio x 4',
  ],
  [
    'google/veo-3.1-lite',
    { durationSeconds: 8, resolution: '1080p', audio: true },
    '0.64',
    'duration_seconds_with_audio x 8',
  ],
  ['google/veo-3.1', { durationSeconds: 8, resolution: '720p', audio: true }, '3.2', 'duration_seconds_with_audio x 8'],
  [
    'google/veo-3.1',
    { durationSeconds: 8, resolution: '1080p', audio: false },
    '1.6',
    'duration_seconds_without_audio x 8',
  ],
  [
    'google/veo-3.1',
    { durationSeconds: 8, resolution: '4k', audio: true },
    '4.8',
    'duration_seconds_with_audio_4k x 8',
  ],
  [
    'google/veo-3.1-fast',
    { durationSeconds: 6, resolution: '4K', audio: false },
    '1.5',
    'duration_seconds_without_audio_4k x 6',
  ],
  [
    'google/veo-3.1-fast',
    { durationSeconds: 6, resolution: '1080P', audio: true },
    '0.72',
    'duration_seconds_with_audio x 6',
  ],
  // Sound left out is on where the model can, and the sound rate beats the silent keys of the mode.
  ['kwaivgi/kling-v3.0-std', { durationSeconds: 5, resolution: '720p' }, '0.63', 'duration_seconds_with_audio x 5'],
  [
    'kwaivgi/kling-v3.0-std',
    { durationSeconds: 5, resolution: '720p', audio: false },
    '0.42',
    'text_to_video_duration_seconds_720p x 5',
  ],
  [
    'kwaivgi/kling-v3.0-pro',
    { durationSeconds: 15, resolution: '720p', firstFrame: picture },
    '2.52',
    'duration_seconds_with_audio x 15',
  ],
  [
    'kwaivgi/kling-v3.0-pro',
    { durationSeconds: 15, resolution: '720p', firstFrame: picture, audio: false },
    '1.68',
    'image_to_video_duration_seconds_720p x 15',
  ],
  ['kwaivgi/kling-video-o1', { durationSeconds: 10, resolution: '720p' }, '1.12', 'duration_seconds x 10'],
  // By mode.
  ['alibaba/wan-2.6', { durationSeconds: 5, resolution: '720p' }, '0.4', 'text_to_video_duration_seconds_720p x 5'],
  [
    'alibaba/wan-2.6',
    { durationSeconds: 5, resolution: '720p', firstFrame: picture },
    '0.5',
    'image_to_video_duration_seconds_720p x 5',
  ],
  [
    'alibaba/wan-2.6',
    { durationSeconds: 10, resolution: '1080p', lastFrame: picture },
    '1.5',
    'image_to_video_duration_seconds_1080p x 10',
  ],
  // One price for everything, and a tier each.
  ['alibaba/wan-2.7', { durationSeconds: 2, resolution: '1080p', aspectRatio: '4:3' }, '0.2', 'duration_seconds x 2'],
  ['minimax/hailuo-2.3', { durationSeconds: 6, resolution: '1080p' }, '0.4902', 'duration_seconds x 6'],
  ['minimax/hailuo-3-max', { durationSeconds: 5, resolution: '480p' }, '0.25', 'duration_seconds_480p x 5'],
  ['minimax/hailuo-3-max', { durationSeconds: 15, resolution: '768p' }, '1.2', 'duration_seconds_768p x 15'],
  ['minimax/hailuo-3', { durationSeconds: 15, resolution: '2k' }, '1.95', 'duration_seconds x 15'],
  ['heygen/heygen-video-1', { durationSeconds: 5, resolution: '2K' }, '0.45', 'duration_seconds_2k x 5'],
  ['alibaba/wan-3.0-prime', { durationSeconds: 30, resolution: '1080p' }, '8.4', 'duration_seconds_1080p x 30'],
  ['alibaba/happyhorse-1.1', { durationSeconds: 3, resolution: '1080p' }, '0.3834', 'duration_seconds_1080p x 3'],
  // Cents a second, images in cents.
  [
    'x-ai/grok-imagine-video',
    { durationSeconds: 1, resolution: '480p' },
    '0.05',
    'cents_per_video_output_second_480p x 1',
  ],
  [
    'x-ai/grok-imagine-video',
    { durationSeconds: 1, resolution: '480p', firstFrame: picture },
    '0.052',
    'cents_per_video_output_second_480p x 1 + cents_per_image_input x 1',
  ],
  [
    'x-ai/grok-imagine-video',
    { durationSeconds: 1, resolution: '480p', references: [image] },
    '0.052',
    'cents_per_video_output_second_480p x 1 + cents_per_image_input x 1',
  ],
  [
    'x-ai/grok-imagine-video-1.5',
    { durationSeconds: 15, resolution: '1080p', references: [image, image, image] },
    '3.78',
    'cents_per_video_output_second_1080p x 15 + cents_per_image_input x 3',
  ],
  ['runway/gen-4.5', { durationSeconds: 10, resolution: '720p' }, '1.2', 'cents_per_second_output x 10'],
  [
    'black-forest-labs/flux-3-video',
    { durationSeconds: 20, resolution: '1080p' },
    '5.8',
    'cents_per_second_output_1080p x 20',
  ],
  [
    'black-forest-labs/flux-3-video',
    { task: 'continue', previousJobId: 'gen-vid-1', durationSeconds: 5, resolution: '1080p' },
    '2.65',
    'cents_per_second_video_continuation_1080p x 5',
  ],
  // Video tokens on the rendered frame: floor(w × h × (24 d + 1) / 1024).
  // 921600 × 121 / 1024 = 108,900 tokens
  [
    'bytedance/seedance-1-5-pro',
    { durationSeconds: 5, resolution: '720p', aspectRatio: '16:9' },
    '0.26136',
    'video_tokens x 108900',
  ],
  [
    'bytedance/seedance-1-5-pro',
    { durationSeconds: 5, resolution: '720p', aspectRatio: '9:16', audio: false },
    '0.13068',
    'video_tokens_without_audio x 108900',
  ],
  // 8,294,400 × 193 / 1024 = 1,563,300 tokens; the 4K rate is lower, the clip is not.
  [
    'bytedance/seedance-2.0',
    { durationSeconds: 8, resolution: '4K', aspectRatio: '16:9' },
    '6.2532',
    'video_tokens_4k x 1563300',
  ],
  [
    'bytedance/seedance-2.0',
    { durationSeconds: 8, resolution: '4K', aspectRatio: '16:9', audio: false },
    '6.2532',
    'video_tokens_4k x 1563300',
  ],
  // 2,073,600 × 121 / 1024 = 245,025 tokens
  [
    'bytedance/seedance-2.0',
    { durationSeconds: 5, resolution: '1080p', aspectRatio: '16:9', audio: false },
    '1.8866925',
    'video_tokens_1080p x 245025',
  ],
  // 428,544 × 121 / 1024 = 50,638.5: rounded down once
  [
    'bytedance/seedance-2.0',
    { durationSeconds: 5, resolution: '480p', aspectRatio: '16:9' },
    '0.354466',
    'video_tokens x 50638',
  ],
  // 927,408 × 97 / 1024 = 87,850.2 (1112x834)
  [
    'bytedance/seedance-2.0-fast',
    { durationSeconds: 4, resolution: '720p', aspectRatio: '4:3' },
    '0.36897',
    'video_tokens x 87850',
  ],
  ['bytedance/seedance-2.0-fast', { durationSeconds: 4, size: '960x720' }, '0.36897', 'video_tokens x 87850'],
  [
    'bytedance/seedance-2.0-fast',
    { durationSeconds: 4, size: '480x480', audio: true },
    '0.16296',
    'video_tokens x 38800',
  ],
  // 409,920 × 121 / 1024 = 48,437.8: Seedance 2.5 has 854x480 of its own
  [
    'bytedance/seedance-2.5',
    { durationSeconds: 5, resolution: '480p', aspectRatio: '9:16' },
    '0.5182759',
    'video_tokens x 48437',
  ],
  [
    'bytedance/seedance-2.5',
    {
      durationSeconds: 5,
      resolution: '480p',
      aspectRatio: '9:16',
      firstFrame: { url: picture, width: 1080, height: 1920 },
    },
    '0.5182759',
    'video_tokens x 48437',
  ],
  // Editors, avatars, upscalers. A minimum tops the sum up: 28 cents a second, at least 56 cents.
  [
    'black-forest-labs/flux-video-edit',
    { task: 'edit', prompt: 'snow', sourceVideo: { url: 'https://example.com/a.mp4', durationSeconds: 7 } },
    '0.21',
    'cents_per_second_output x 7',
  ],
  [
    'runway/aleph-2',
    { task: 'edit', prompt: 'snow', sourceVideo: { url: 'https://example.com/a.mp4', durationSeconds: 1 } },
    '0.56',
    'cents_per_second_output x 1 + minimum_cents_per_generation x 1',
  ],
  [
    'runway/aleph-2',
    { task: 'edit', prompt: 'snow', sourceVideo: { url: 'https://example.com/a.mp4', durationSeconds: 2 } },
    '0.56',
    'cents_per_second_output x 2',
  ],
  [
    'runway/aleph-2',
    { task: 'edit', prompt: 'snow', sourceVideo: { url: 'https://example.com/a.mp4', durationSeconds: 3 } },
    '0.84',
    'cents_per_second_output x 3',
  ],
];

test.each(exact)('%s, %j costs exactly %s dollars: %s', (model, requirements, usd, lines) => {
  const price = priceOf(model, requirements);
  expect(price).toMatchObject({ confidence: 'exact', lowUsd: usd, expectedUsd: usd, highUsd: usd, reasons: [] });
  expect(skus(price)).toBe(lines);
});

/** Model, what the clip needs, low, expected and high in dollars, the reasons. */
const ranges: readonly (readonly [string, Record<string, unknown>, string, string, string, readonly string[]])[] = [
  // 5 × 0.02 plain, 5 × 0.04 by the reference key that nobody has seen billed
  [
    'heygen/heygen-video-1',
    { durationSeconds: 5, resolution: '480p', references: [image] },
    '0.1',
    '0.1',
    '0.2',
    ['reference_rate_may_not_apply'],
  ],
  // 4 s + 4 s at 720p: T(4) = 87,300, T(8) = 173,700
  [
    'bytedance/seedance-2.0',
    {
      durationSeconds: 4,
      resolution: '720p',
      aspectRatio: '16:9',
      references: [{ kind: 'video', url: 'https://example.com/a.mp4', durationSeconds: 4 }],
    },
    '0.6111',
    '0.74691',
    '0.74691',
    ['video_input_counting_unsettled'],
  ],
  // Length of the input not given: up to the 15 s that are accepted, T(19) = 921600 × 457 / 1024 = 411,300
  [
    'bytedance/seedance-2.0',
    {
      durationSeconds: 4,
      resolution: '720p',
      aspectRatio: '16:9',
      references: [{ kind: 'video', url: 'https://example.com/a.mp4' }],
    },
    '0.56115',
    '0.74691',
    '1.76859',
    ['video_input_counting_unsettled'],
  ],
  // 5 × 0.13 and six images: one or six charged at 0.04
  [
    'minimax/hailuo-3',
    { durationSeconds: 5, resolution: '2K', references: Array(6).fill(image) },
    '0.69',
    '0.69',
    '0.89',
    ['free_reference_images_likely'],
  ],
  // A 2 s clip listed at 0.10, billed 0.2125 in public: discount below, 5 s floor above
  [
    'alibaba/wan-3.0',
    { durationSeconds: 2, resolution: '480p' },
    '0.2125',
    '0.25',
    '0.25',
    ['unlisted_floor_seen', 'unlisted_discount_seen'],
  ],
  [
    'kwaivgi/kling-v3.0-std',
    { durationSeconds: 3, resolution: '720p' },
    '0.378',
    '0.378',
    '0.63',
    ['unlisted_floor_seen'],
  ],
  // Ratio left out: 921,600 to 927,408 pixels; T(5) = 108,900 to 109,586
  [
    'bytedance/seedance-2.0-fast',
    { durationSeconds: 5, resolution: '720p' },
    '0.45738',
    '0.45738',
    '0.4602612',
    ['aspect_ratio_not_given'],
  ],
  // Resolution left out: 480p to 2K, no 720p: the cheapest is the guess
  ['heygen/heygen-video-1', { durationSeconds: 10 }, '0.2', '0.2', '0.9', ['resolution_not_given']],
  ['black-forest-labs/flux-3-video', { durationSeconds: 5 }, '0.85', '0.85', '1.45', ['resolution_not_given']],
  // Text and image rates, no reference rate
  [
    'alibaba/wan-2.6',
    { durationSeconds: 5, resolution: '1080p', references: [image] },
    '0.6',
    '0.75',
    '0.75',
    ['reference_has_no_rate'],
  ],
  // 1920x1080 for 10 s by 2: 20.736 to 82.944 megapixel-seconds at 7.5 cents
  [
    'black-forest-labs/flux-video-upscale',
    {
      task: 'upscale',
      sourceVideo: { url: 'https://example.com/a.mp4', width: 1920, height: 1080, durationSeconds: 10 },
      upscaleFactor: 2,
      creativity: 0,
    },
    '1.483154296875',
    '5.9326171875',
    '5.9326171875',
    ['megapixels_in_or_out_unsettled'],
  ],
  // Length left out: 4, 6 or 8 seconds
  ['google/veo-3.1', { resolution: '720p', audio: false }, '0.8', '0.8', '1.6', ['duration_not_given']],
];

test.each(ranges)(
  '%s, %j costs between: low %s, expected %s, high %s because of %j',
  (model, requirements, low, expected, high, codes) => {
    const price = priceOf(model, requirements);
    expect(price).toMatchObject({ confidence: 'range', lowUsd: low, expectedUsd: expected, highUsd: high });
    expect(price.reasons.map(({ code }) => code)).toEqual(codes);
  },
);

/** Model, what the clip needs, why the price is unknown. */
const unknown: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ['minimax/hailuo-3', { durationSeconds: 5, resolution: '720p' }, 'resolution_not_offered'],
  ['kwaivgi/kling-v3.0-pro', { durationSeconds: 5, resolution: '1080p' }, 'resolution_not_offered'],
  [
    'black-forest-labs/flux-video-edit',
    { task: 'edit', prompt: 'snow', sourceVideo: { url: 'https://example.com/a.mp4' } },
    'source_duration_not_given',
  ],
  ['heygen/avatar-iv', { task: 'avatar', firstFrame: picture, prompt: 'Hello' }, 'speech_duration_not_given'],
  [
    'black-forest-labs/flux-video-upscale',
    { task: 'upscale', sourceVideo: { url: 'https://example.com/a.mp4' }, upscaleFactor: 2 },
    'source_video_not_described',
  ],
  ['runway/gen-4.5', { task: 'continue', previousJobId: 'gen-vid-1', durationSeconds: 5 }, 'no_rate_for_this_job'],
];

test.each(unknown)('%s, %j has no known price: %s', (model, requirements, code) => {
  const price = priceOf(model, requirements);
  expect(price).toMatchObject({ confidence: 'unknown', lowUsd: null, expectedUsd: null, highUsd: null, lines: [] });
  expect(price.reasons[0]?.code).toBe(code);
});

describe('The guide’s list', () => {
  const clip = { durationSeconds: 5, resolution: '720p', aspectRatio: '9:16', firstFrame: picture };
  test.each([
    // with sound, without
    ['bytedance/seedance-1-5-pro', '0.26136', '0.13068'],
    ['bytedance/seedance-2.0-fast', '0.60984', '0.60984'], // 108,900 × 0.0000056
    ['bytedance/seedance-2.0', '0.7623', '0.7623'],
    ['alibaba/wan-2.6', '0.5', '0.5'],
    ['alibaba/wan-2.7', '0.5', '0.5'],
    ['kwaivgi/kling-v3.0-std', '0.63', '0.42'],
    ['kwaivgi/kling-v3.0-pro', '0.84', '0.56'],
    ['kwaivgi/kling-video-o1', '0.56', '0.56'],
  ])('%s makes the mug clip for %s with sound and %s without', (model, withSound, without) => {
    expect(priceOf(model, { ...clip, audio: true }, guideCatalog).expectedUsd).toBe(withSound);
    expect(priceOf(model, { ...clip, audio: false }, guideCatalog).expectedUsd).toBe(without);
  });

  test.each([
    ['720p', '1.5'],
    ['1080p', '2.5'],
  ])('sora-2-pro at %s costs %s for 5 s', (resolution, usd) => {
    const price = priceOf('openai/sora-2-pro', { durationSeconds: 5, resolution }, guideCatalog);
    expect(price.expectedUsd).toBe(usd);
  });
});

describe('Sound', () => {
  test('left out is priced as on, and says so', () => {
    expect(priceOf('google/veo-3.1', { durationSeconds: 4, resolution: '720p' }).assumptions).toContainEqual({
      code: 'audio_on_by_default',
    });
  });

  test('that does not matter takes the cheaper, and the request says which', () => {
    const model = bundledCatalog.models.find(({ id }) => id === 'google/veo-3.1')!;
    const any = quote(model, parseRequirements({ durationSeconds: 4, resolution: '720p', audio: 'any' }));
    expect(any.generateAudio).toBe(false);
    expect(any.price.expectedUsd).toBe('0.8');
  });

  test('that does not matter stays on where silence saves nothing', () => {
    const model = bundledCatalog.models.find(({ id }) => id === 'bytedance/seedance-2.0')!;
    expect(
      quote(model, parseRequirements({ durationSeconds: 4, resolution: '720p', aspectRatio: '1:1', audio: 'any' }))
        .generateAudio,
    ).toBe(true);
  });
});

describe('Keys outside the catalogues of today', () => {
  const listed = (pricing_skus: unknown, more: Record<string, unknown> = {}) =>
    parseCatalog(
      {
        data: [
          { id: 'a/b', supported_durations: [5], supported_resolutions: ['720p', '1080p'], pricing_skus, ...more },
        ],
      },
      { source: 'given' },
    );
  const clip = { durationSeconds: 5, resolution: '1080p' };

  test.each([
    ['a tier key before the bare one', { cents_per_second_output: '10', cents_per_second_output_1080p: '20' }, '1'],
    [
      'the bare key for a tier without its own',
      { cents_per_second_output: '10', cents_per_second_output_720p: '5' },
      '0.5',
    ],
    ['dollars for per-video-second', { 'per-video-second': '0.50', 'per-video-second-1080p': '0.60' }, '3'],
    ['one price a generation', { generate: '0.35' }, '0.35'],
    ['numbers instead of strings', { duration_seconds: 0.1 }, '0.5'],
  ])('%s', (_name, skus, usd) => {
    expect(priceOf('a/b', clip, listed(skus))).toMatchObject({ confidence: 'exact', expectedUsd: usd });
  });

  test.each([
    ['another resolution’s key is never taken', { duration_seconds_720p: '0.1' }],
    ['a price of 0 is not believed', { duration_seconds: '0' }],
    ['a negative price is not believed', { duration_seconds: '-0.1' }],
    ['an unreadable price', { duration_seconds: 'free' }],
    ['a null price', { duration_seconds: null }],
    ['an empty price', { duration_seconds: '' }],
    ['an exponent', { duration_seconds: '1e-3' }],
    ['no price at all', {}],
    ['a list of prices', ['0.1']],
    ['a key that nobody knows', { seconds_output: '0.1' }],
    ['a silent job where only sound has a price', { duration_seconds_with_audio: '0.1' }],
    ['an unreadable minimum beside a good rate', { duration_seconds: '0.1', minimum_cents_per_generation: 'x' }],
  ])('%s: unknown, never 0', (_name, skus) => {
    expect(priceOf('a/b', clip, listed(skus))).toMatchObject({ confidence: 'unknown', expectedUsd: null });
  });

  test('an unknown key beside a known one keeps the sum and takes away the certainty', () => {
    const price = priceOf('a/b', clip, listed({ duration_seconds: '0.1', surge_fee: '0.2' }));
    expect(price).toMatchObject({
      confidence: 'range',
      expectedUsd: '0.5',
      reasons: [{ code: 'sku_not_understood', sku: 'surge_fee' }],
    });
  });

  const upscaled = (source: Record<string, unknown>, skus: Record<string, unknown>) =>
    priceOf(
      'a/b',
      {
        task: 'upscale',
        upscaleFactor: 2,
        creativity: 0,
        sourceVideo: { url: 'https://example.com/a.mp4', ...source },
      },
      listed({ cents_per_megapixel_second_precise: '1', ...skus }, { upscale_factor: { min: 1, max: 4 } }),
    );

  test.each([
    // 1000 × 1000 for 2, 10 and 60 s: 0.02 in and 0.08 out, 0.10 and 0.40, 0.60 and 2.40
    [2, '0.5', '0.5', 'cents_per_megapixel_second_precise x 8 + minimum_cents_per_generation x 1'],
    [10, '0.5', '0.5', 'cents_per_megapixel_second_precise x 40 + minimum_cents_per_generation x 1'],
    [60, '0.6', '2.4', 'cents_per_megapixel_second_precise x 240'],
  ])('a minimum of 50 cents holds for an upscale of %s s too', (durationSeconds, lowUsd, highUsd, lines) => {
    const price = upscaled({ width: 1024, height: 1024, durationSeconds }, { minimum_cents_per_generation: '50' });
    expect(price).toMatchObject({ lowUsd, highUsd, confidence: lowUsd === highUsd ? 'exact' : 'range' });
    expect(skus(price)).toBe(lines);
  });

  test('an upscale with an unreadable minimum has no known price', () => {
    const price = upscaled({ width: 1024, height: 1024, durationSeconds: 2 }, { minimum_cents_per_generation: null });
    expect(price).toMatchObject({ confidence: 'unknown', expectedUsd: null });
  });

  test('an unknown key takes away the certainty of an upscale too', () => {
    const price = upscaled(
      { width: 1024, height: 1024, durationSeconds: 2 },
      { minimum_cents_per_generation: '50', surge_fee: '1' },
    );
    expect(price).toMatchObject({
      confidence: 'range',
      expectedUsd: '0.5',
      reasons: [{ code: 'sku_not_understood', sku: 'surge_fee' }],
    });
  });

  test('references at a rate below the plain one cost between the two', () => {
    const prices = { duration_seconds: '0.1', reference_duration_seconds: '0.04' };
    const price = priceOf('a/b', { ...clip, references: [image] }, listed(prices));
    expect(price).toMatchObject({ confidence: 'range', lowUsd: '0.2', expectedUsd: '0.5', highUsd: '0.5' });
    expect(price.reasons.map(({ code }) => code)).toEqual(['reference_rate_may_not_apply']);
  });

  test('reference images beside a frame may be charged by their own key as well', () => {
    const price = priceOf(
      'a/b',
      { ...clip, firstFrame: picture, references: [image, image] },
      listed({ duration_seconds: '0.1', reference_images: '0.04' }, { supported_frame_images: ['first_frame'] }),
    );
    expect(price).toMatchObject({ confidence: 'range', lowUsd: '0.5', expectedUsd: '0.5', highUsd: '0.58' });
  });

  test('a silent job with a video input takes the key that says both', () => {
    const price = priceOf(
      'bytedance/seedance-1-5-pro',
      {
        durationSeconds: 5,
        resolution: '720p',
        aspectRatio: '16:9',
        audio: false,
        references: [{ kind: 'video', url: 'https://example.com/a.mp4', durationSeconds: 5 }],
      },
      listed(
        {
          video_tokens: '0.000008',
          video_tokens_without_audio: '0.000004',
          video_tokens_without_audio_with_video_input: '0.000001',
        },
        { id: 'bytedance/seedance-1-5-pro' },
      ),
    );
    // T(5) = 108,900 at the lower rate to T(10) = 216,900 at the plain silent one
    expect(price).toMatchObject({ lowUsd: '0.2169', expectedUsd: '0.2169', highUsd: '0.4356' });
  });

  test('two families of units that disagree are a range', () => {
    const price = priceOf('a/b', clip, listed({ duration_seconds: '0.1', cents_per_second_output: '20' }));
    expect(price).toMatchObject({ confidence: 'range', lowUsd: '0.5', expectedUsd: '0.5', highUsd: '1' });
  });

  test('video tokens at 1K are counted on a short side of 1024 pixels', () => {
    const catalog = listed({ video_tokens: '0.000001' }, { supported_resolutions: ['1K'] });
    const price = priceOf('a/b', { ...clip, resolution: '1K', aspectRatio: '1:1' }, catalog);
    // 1024x1024 (T = 123,904) to the area of 1820x1024 (T = 220,220)
    expect(price).toMatchObject({ confidence: 'range', lowUsd: '0.123904', highUsd: '0.22022' });
  });

  test('video tokens on a model whose frames nobody published are a range around the nominal frame', () => {
    const price = priceOf('a/b', { ...clip, aspectRatio: '1:1' }, listed({ video_tokens: '0.000001' }));
    // 1080x1080 (T = 137,826) to the area of 1920x1080 (T = 245,025)
    expect(price).toMatchObject({ confidence: 'range', lowUsd: '0.137826', highUsd: '0.245025' });
  });
});
