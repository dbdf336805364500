import { describe, expect, test } from 'vitest';
import { parseCatalog, parseRequirements, type VideoModel } from '../../src/index.ts';
import { pricingFacts } from '../../src/price/facts.ts';
import { listPrice } from '../../src/price/list-price.ts';
import { readSkuTable } from '../../src/price/read-sku-table.ts';
import type { SkuRow } from '../../src/price/sku-row.ts';
import { skuRows } from '../../src/price/sku-rows.ts';

const url = 'https://example.com/a.mp4';
const image = { kind: 'image', url: 'https://example.com/a.jpg' } as const;
const video = { kind: 'video', url, durationSeconds: 5 } as const;
const clip = { durationSeconds: 5, resolution: '720p', aspectRatio: '16:9' };
const upscale = {
  task: 'upscale',
  sourceVideo: { url, width: 1024, height: 1024, durationSeconds: 2 },
  upscaleFactor: 1,
};

interface Example {
  readonly skus: Readonly<Record<string, string>>;
  readonly job: Record<string, unknown>;
  /** Low, expected and high in dollars; without the row it is another price. */
  readonly usd: readonly [string, string, string];
}

/** A job for each row, whose price the row is needed for. 720p for 5 s at 16:9 is 108,900 tokens, 5 s more are 216,900. */
const examples: Readonly<Record<string, Example>> = {
  'duration_seconds_with_audio{_RES}': {
    // 5 × 0.05: not the bare, silent 0.03
    skus: { duration_seconds: '0.03', duration_seconds_with_audio_720p: '0.05' },
    job: { ...clip, audio: true },
    usd: ['0.25', '0.25', '0.25'],
  },
  'duration_seconds_without_audio{_RES}': {
    skus: { duration_seconds_with_audio: '0.05', duration_seconds_without_audio: '0.03' },
    job: { ...clip, audio: false },
    usd: ['0.15', '0.15', '0.15'],
  },
  'text_to_video_duration_seconds{_RES}': {
    skus: { text_to_video_duration_seconds_720p: '0.08', image_to_video_duration_seconds_720p: '0.1' },
    job: clip,
    usd: ['0.4', '0.4', '0.4'],
  },
  'image_to_video_duration_seconds{_RES}': {
    skus: { text_to_video_duration_seconds_720p: '0.08', image_to_video_duration_seconds_720p: '0.1' },
    job: { ...clip, firstFrame: image.url },
    usd: ['0.5', '0.5', '0.5'],
  },
  'duration_seconds{_RES}': {
    skus: { duration_seconds: '0.1', duration_seconds_720p: '0.2' },
    job: clip,
    usd: ['1', '1', '1'],
  },
  'reference_duration_seconds{_RES}': {
    skus: { duration_seconds_720p: '0.02', reference_duration_seconds_720p: '0.04' },
    job: { ...clip, references: [image] },
    usd: ['0.1', '0.1', '0.2'],
  },
  'cents_per_second_output{_RES}': {
    skus: { cents_per_second_output: '12' },
    job: clip,
    usd: ['0.6', '0.6', '0.6'],
  },
  'cents_per_video_output_second{_RES}': {
    skus: { cents_per_video_output_second_720p: '7' },
    job: clip,
    usd: ['0.35', '0.35', '0.35'],
  },
  'per-video-second{-RES}': {
    skus: { 'per-video-second': '0.5', 'per-video-second-720p': '0.6' },
    job: clip,
    usd: ['3', '3', '3'],
  },
  'cents_per_second_video_continuation{_RES}': {
    skus: { cents_per_second_output: '17', cents_per_second_video_continuation_720p: '41' },
    job: { ...clip, task: 'continue', previousJobId: 'gen-vid-1' },
    usd: ['2.05', '2.05', '2.05'],
  },
  'video_tokens{_RES}_without_audio': {
    // 108,900 × 0.000001
    skus: { video_tokens: '0.000002', video_tokens_without_audio: '0.000001' },
    job: { ...clip, audio: false },
    usd: ['0.1089', '0.1089', '0.1089'],
  },
  'video_tokens{_RES}': {
    // The key of the resolution, not the silent one without
    skus: { video_tokens_720p: '0.000002', video_tokens_without_audio: '0.000001' },
    job: { ...clip, audio: false },
    usd: ['0.2178', '0.2178', '0.2178'],
  },
  'video_tokens{_RES}_without_audio_with_video_input': {
    // T(10) at the lower rate, by the provider's account; T(5) at the plain one, by the report through OpenRouter
    skus: { video_tokens: '0.000004', video_tokens_without_audio_with_video_input: '0.000001' },
    job: { ...clip, audio: false, references: [video] },
    usd: ['0.2169', '0.2169', '0.4356'],
  },
  'video_tokens{_RES}_with_video_input': {
    skus: { video_tokens: '0.000004', video_tokens_with_video_input: '0.000002' },
    job: { ...clip, references: [video] },
    usd: ['0.4338', '0.4338', '0.4356'],
  },
  generate: {
    skus: { generate: '0.35' },
    job: clip,
    usd: ['0.35', '0.35', '0.35'],
  },
  cents_per_megapixel_second_precise: {
    // 1 megapixel × 2 s × 7.5 cents
    skus: { cents_per_megapixel_second_precise: '7.5', cents_per_megapixel_second_creative: '10.5' },
    job: { ...upscale, creativity: 0 },
    usd: ['0.15', '0.15', '0.15'],
  },
  cents_per_megapixel_second_creative: {
    skus: { cents_per_megapixel_second_precise: '7.5', cents_per_megapixel_second_creative: '10.5' },
    job: { ...upscale, creativity: 1 },
    usd: ['0.21', '0.21', '0.21'],
  },
  cents_per_image_input: {
    skus: { duration_seconds: '0.1', cents_per_image_input: '1' },
    job: { ...clip, firstFrame: image.url },
    usd: ['0.51', '0.51', '0.51'],
  },
  reference_images: {
    // Six images: the first five are likely free
    skus: { duration_seconds: '0.1', reference_images: '0.04' },
    job: { ...clip, references: Array(6).fill(image) },
    usd: ['0.54', '0.54', '0.74'],
  },
  minimum_cents_per_generation: {
    skus: { duration_seconds: '0.1', minimum_cents_per_generation: '80' },
    job: clip,
    usd: ['0.8', '0.8', '0.8'],
  },
};

describe('Each row of price keys', () => {
  test.each(skuRows.map((row) => [row.key, row] as const))('%s makes the price of its example', (key, row) => {
    const example = examples[key];
    expect(example, `no worked example for ${key}`).toBeDefined();
    expect(amounts(example!, skuRows)).toEqual(example!.usd);
    expect(doesNothing(row, skuRows, [example!])).toBe(false);
  });

  test('has an example, and no example is left of a row that is gone', () => {
    expect(Object.keys(examples).sort()).toEqual(skuRows.map(({ key }) => key).sort());
  });

  test('would be found out if it did nothing', () => {
    const twice: SkuRow = { ...skuRows[0]! };
    expect(doesNothing(twice, [...skuRows, twice])).toBe(true);
    const idle: SkuRow = { ...skuRows.at(-1)!, key: 'fuel_cents', tasks: [] };
    expect(doesNothing(idle, [...skuRows, idle])).toBe(true);
  });

  test('is told apart from every other: no key of an example belongs to two', () => {
    for (const { skus } of Object.values(examples)) {
      for (const sku of Object.keys(skus)) {
        const readers = skuRows.filter((row) => readSkuTable({ [sku]: '1' }, [row]).entries.length > 0);
        expect(readers, sku).toHaveLength(1);
      }
    }
  });
});

/** Whether each of the examples costs the same when the row is still understood but charged for nothing. */
function doesNothing(
  row: SkuRow,
  rows: readonly SkuRow[],
  jobs: readonly Example[] = Object.values(examples),
): boolean {
  const without = rows.map((one): SkuRow => (one === row ? { ...one, tasks: [] } : one));
  return jobs.every((example) => `${amounts(example, rows)}` === `${amounts(example, without)}`);
}

function amounts({ skus, job }: Example, rows: readonly SkuRow[]) {
  const record = { id: 'bytedance/seedance-2.0', supported_resolutions: ['720p'], pricing_skus: skus };
  const listed = parseCatalog({ data: [record] }, { source: 'given' }).models[0] as VideoModel;
  const facts = { ...pricingFacts(listed), table: readSkuTable(skus, rows) };
  const requirements = parseRequirements(job);
  const sound = { audioOn: requirements.audio === true, assumptions: [] };
  const { lowUsd, expectedUsd, highUsd } = listPrice(listed, facts, requirements, sound);
  return [lowUsd, expectedUsd, highUsd];
}
