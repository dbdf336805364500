import { describe, expect, test } from 'vitest';
import { bundledCatalog, parseCatalog, parseRequirements, quote } from '../../src/index.ts';

const url = 'https://example.com/a.mp4';
const image = { kind: 'image', url: 'https://example.com/a.jpg' } as const;
const video = { kind: 'video', url, durationSeconds: 5 } as const;
const clip = { durationSeconds: 5, resolution: '720p', aspectRatio: '16:9', audio: false };
const continued = { ...clip, task: 'continue', previousJobId: 'gen-vid-1' };
const upscale = {
  task: 'upscale',
  sourceVideo: { url, width: 1024, height: 1024, durationSeconds: 2 },
  upscaleFactor: 1,
  creativity: 0,
};

function priceOf(pricing_skus: Record<string, string>, job: Record<string, unknown>) {
  const { models } = parseCatalog(
    {
      data: [
        {
          id: 'bytedance/seedance-2.0',
          supported_resolutions: ['720p', '1080p', '2K'],
          supported_durations: [5],
          pricing_skus,
        },
      ],
    },
    { source: 'given' },
  );
  return quote(models[0]!, parseRequirements(job)).price;
}

/** What the list has, the keys, the job, the best guess in dollars, the keys that the sum leaves out. */
const leftOut: readonly (readonly [string, Record<string, string>, Record<string, unknown>, string, string[]])[] = [
  [
    'a megapixel price for a clip',
    { duration_seconds_720p: '0.1', cents_per_megapixel_second_precise: '7' },
    clip,
    '0.5',
    ['cents_per_megapixel_second_precise'],
  ],
  [
    'both megapixel prices for a continued job',
    {
      cents_per_second_video_continuation: '10',
      cents_per_megapixel_second_precise: '7',
      cents_per_megapixel_second_creative: '9',
    },
    continued,
    '0.5',
    ['cents_per_megapixel_second_precise', 'cents_per_megapixel_second_creative'],
  ],
  [
    'a price a second for an upscale',
    { cents_per_megapixel_second_precise: '7.5', cents_per_second_output: '3' },
    upscale,
    '0.15',
    ['cents_per_second_output'],
  ],
  [
    'a price a job for a continued job',
    { cents_per_second_video_continuation: '10', generate: '0.35' },
    continued,
    '0.5',
    ['generate'],
  ],
  [
    'a second price for the same reference images',
    { duration_seconds: '0.1', cents_per_image_input: '1', reference_images: '0.04' },
    { ...clip, references: [image] },
    '0.51',
    ['reference_images'],
  ],
  [
    'a token price with video input, without one for tokens at all',
    { duration_seconds: '0.1', video_tokens_with_video_input: '0.000001' },
    { ...clip, references: [video] },
    '0.5',
    ['video_tokens_with_video_input'],
  ],
  [
    'two spellings of one class at two prices',
    { duration_seconds_720p: '0.1', DURATION_SECONDS_720P: '0.2' },
    clip,
    '1',
    ['duration_seconds_720p'],
  ],
  [
    'the same, the dearer one first: a job reserves the upper end',
    { duration_seconds_720p: '0.2', DURATION_SECONDS_720P: '0.1' },
    clip,
    '1',
    ['DURATION_SECONDS_720P'],
  ],
];

describe('A known key that may concern the job and is not in the sum', () => {
  test.each(leftOut)('keeps the sum and takes away the certainty: %s', (_name, skus, job, usd, keys) => {
    const price = priceOf(skus, job);
    expect(price).toMatchObject({ confidence: 'range', lowUsd: usd, expectedUsd: usd, highUsd: usd });
    expect(price.reasons).toEqual(keys.map((sku) => ({ code: 'sku_not_applied', sku })));
  });

  test.each(['-1', '1e-3', ''])(
    'makes it unknown where of two spellings of one key one cannot be read: "%s"',
    (value) => {
      const [readable, other] = ['duration_seconds_2k', 'duration_seconds_1440p'];
      for (const skus of [
        { [readable]: '0.1', [other]: value },
        { [other]: value, [readable]: '0.1' },
      ]) {
        const price = priceOf({ duration_seconds_720p: '0.1', ...skus }, { durationSeconds: 5, resolution: '2K' });
        expect(price).toMatchObject({ confidence: 'unknown', expectedUsd: null, highUsd: null });
      }
    },
  );

  test('is named once where the resolution is open', () => {
    const skus = { duration_seconds: '0.1', cents_per_megapixel_second_precise: '7' };
    const { reasons } = priceOf(skus, { durationSeconds: 5, audio: false });
    expect(reasons).toEqual([{ code: 'sku_not_applied', sku: 'cents_per_megapixel_second_precise' }]);
  });

  test('of another unit for the same clip makes a range even where the sums agree', () => {
    // 5 × 0.1 and 0.5 a generation
    const price = priceOf({ duration_seconds: '0.1', generate: '0.5' }, clip);
    expect(price).toMatchObject({ confidence: 'range', lowUsd: '0.5', highUsd: '0.5' });
    expect(price.reasons).toEqual([{ code: 'several_price_families', skus: ['duration_seconds', 'generate'] }]);
  });
});

/** What rules the second key out, the keys, the job, the price in dollars. */
const ruledOut: readonly (readonly [string, Record<string, string>, Record<string, unknown>, string])[] = [
  ['another resolution', { duration_seconds_720p: '0.1', cents_per_second_output_1080p: '9' }, clip, '0.5'],
  ['a key for the resolution', { duration_seconds_720p: '0.1', duration_seconds: '0.2' }, clip, '0.5'],
  ['silence', { duration_seconds: '0.1', duration_seconds_with_audio: '0.2' }, clip, '0.5'],
  [
    'sound, which goes before the mode',
    { duration_seconds_with_audio: '0.2', text_to_video_duration_seconds: '0.1' },
    { ...clip, audio: true },
    '1',
  ],
  ['the mode', { duration_seconds: '0.1', reference_duration_seconds: '0.2' }, clip, '0.5'],
  ['no image', { duration_seconds_720p: '0.1', cents_per_image_input: '1', reference_images: '0.04' }, clip, '0.5'],
  ['no reference', { duration_seconds: '0.1', reference_images: '1' }, { ...clip, firstFrame: image.url }, '0.5'],
  // 108,900 × 0.000001
  ['no video', { video_tokens: '0.000001', video_tokens_with_video_input: '0.0000005' }, clip, '0.1089'],
  ['nothing continued', { duration_seconds: '0.1', cents_per_second_video_continuation: '9' }, clip, '0.5'],
  ['a job continued', { cents_per_second_video_continuation: '9', duration_seconds: '0.1' }, continued, '0.45'],
  [
    'the creativity',
    { cents_per_megapixel_second_precise: '7.5', cents_per_megapixel_second_creative: '10.5' },
    upscale,
    '0.15',
  ],
  ['a sum above the minimum', { duration_seconds: '0.1', minimum_cents_per_generation: '20' }, clip, '0.5'],
  ['the same price twice', { duration_seconds_720p: '0.1', DURATION_SECONDS_720P: '0.10' }, clip, '0.5'],
];

describe('A known key leaves the price exact', () => {
  test.each(ruledOut)('where its name or the list rules it out: %s', (_name, skus, job, usd) => {
    expect(priceOf(skus, job)).toMatchObject({ confidence: 'exact', expectedUsd: usd, reasons: [] });
  });

  test('or leaves the reasons to others, on every model of the bundled catalogue', () => {
    const inputs = [{}, { firstFrame: image.url }, { references: [image] }, { references: [video] }];
    const jobs = [...inputs.map((input) => ({ ...clip, ...input })), continued];
    for (const model of bundledCatalog.models) {
      for (const job of model.upscaleFactor ? [upscale, { ...upscale, creativity: undefined }] : jobs) {
        const codes = quote(model, parseRequirements(job)).price.reasons.map(({ code }) => code);
        expect(codes, model.id).not.toContain('several_price_families');
        expect(codes, model.id).not.toContain('sku_not_applied');
      }
    }
  });
});
