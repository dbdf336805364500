import { freeReferenceImages } from '../data/billing.ts';
import type { Task } from '../requirements/requirements.ts';
import type { SkuRow } from './sku-row.ts';

const aClip: readonly Task[] = ['generate', 'edit', 'avatar'];
const anyClip: readonly Task[] = [...aClip, 'continue'];
const seconds = { unit: 'second', money: 'dollars', kind: 'clip', tasks: aClip } as const;
const centsPerSecond = { ...seconds, money: 'cents' } as const;
const tokens = { unit: 'video_token', money: 'dollars', tasks: aClip, group: 'video_tokens' } as const;
const upscaled = {
  unit: 'megapixel_second',
  money: 'cents',
  kind: 'clip',
  tasks: ['upscale'],
  group: 'megapixels',
  note: 'creativity_not_given',
} as const;
const output = { continues: false } as const;

/**
 * The price keys, worked out from the catalogues of 2026-04-28 to 2026-10-09 and from public bills; no document defines them.
 * A new family is a new row here, with a worked example in `test/price/sku-rows.test.ts`. The order is that of the best guess.
 */
export const skuRows: readonly SkuRow[] = [
  // Sound goes before the mode: the keys of a mode and the bare one are silent prices where there is one with sound.
  { ...seconds, key: 'duration_seconds_with_audio{_RES}', group: 'seconds', when: { ...output, audio: true } },
  { ...seconds, key: 'duration_seconds_without_audio{_RES}', group: 'seconds', when: { ...output, audio: false } },
  {
    ...seconds,
    key: 'text_to_video_duration_seconds{_RES}',
    group: 'seconds',
    rank: 1,
    when: { ...output, modes: ['text', 'reference'] },
    note: 'reference_has_no_rate',
  },
  {
    ...seconds,
    key: 'image_to_video_duration_seconds{_RES}',
    group: 'seconds',
    rank: 1,
    when: { ...output, modes: ['image', 'reference'] },
    note: 'reference_has_no_rate',
  },
  { ...seconds, key: 'duration_seconds{_RES}', group: 'seconds', rank: 2, when: output },
  {
    ...seconds,
    key: 'reference_duration_seconds{_RES}',
    group: 'seconds',
    kind: 'premium',
    when: { ...output, modes: ['reference'] },
    note: 'reference_rate_may_not_apply',
    reads: ['image', 'video'],
  },
  { ...centsPerSecond, key: 'cents_per_second_output{_RES}', when: output },
  { ...centsPerSecond, key: 'cents_per_video_output_second{_RES}', when: output },
  // Of the API's guide; never in a live catalogue.
  { ...seconds, key: 'per-video-second{-RES}', when: output },
  {
    ...centsPerSecond,
    key: 'cents_per_second_video_continuation{_RES}',
    when: { continues: true },
    tasks: ['continue'],
  },
  // A silent job at a resolution with a key of its own takes that key.
  {
    ...tokens,
    key: 'video_tokens{_RES}_without_audio',
    kind: 'clip',
    resolutionFirst: true,
    when: { ...output, audio: false },
  },
  { ...tokens, key: 'video_tokens{_RES}', kind: 'clip', rank: 1, resolutionFirst: true, when: output },
  {
    ...tokens,
    key: 'video_tokens{_RES}_without_audio_with_video_input',
    kind: 'discount',
    when: { ...output, audio: false, videoInput: true },
    reads: ['video'],
  },
  {
    ...tokens,
    key: 'video_tokens{_RES}_with_video_input',
    kind: 'discount',
    rank: 1,
    when: { ...output, videoInput: true },
    reads: ['video'],
  },
  // The API specification's example; never in a live catalogue.
  { key: 'generate', unit: 'generation', money: 'dollars', kind: 'clip', when: {}, tasks: aClip },
  { ...upscaled, key: 'cents_per_megapixel_second_precise', when: { creative: false } },
  { ...upscaled, key: 'cents_per_megapixel_second_creative', when: { creative: true } },
  {
    key: 'cents_per_image_input',
    unit: 'image',
    money: 'cents',
    kind: 'surcharge',
    group: 'images',
    when: { images: true },
    tasks: anyClip,
    counts: { frames: true, free: 0 },
    reads: ['image'],
  },
  {
    key: 'reference_images',
    unit: 'image',
    money: 'dollars',
    kind: 'surcharge',
    group: 'images',
    when: { images: true },
    tasks: anyClip,
    counts: { frames: false, free: freeReferenceImages.images },
    reads: ['image'],
  },
  {
    key: 'minimum_cents_per_generation',
    unit: 'minimum',
    money: 'cents',
    kind: 'minimum',
    when: {},
    tasks: [...anyClip, 'upscale'],
  },
];
