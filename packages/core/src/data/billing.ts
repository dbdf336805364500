/**
 * What bills showed that the catalogue does not: discounts, floors and free allowances, and which price keys a bill has
 * confirmed. Read from public material; as of 2026-10-09.
 */

/** A discount seen on bills or model pages, outside the price keys. It may come back, so it moves the low end only. */
export interface UnlistedDiscount {
  readonly model: string;
  /** Bill over list. */
  readonly factor: string;
  readonly seenFrom: string;
  readonly seenUntil: string;
  readonly source: string;
}

export const unlistedDiscounts: readonly UnlistedDiscount[] = [
  {
    model: 'bytedance/seedance-2.0-mini',
    factor: '0.4',
    seenFrom: '2026-08-27',
    seenUntil: '2026-09-03',
    source: 'several independent bills; provider promotion, ended by 2026-09-12',
  },
  {
    model: 'alibaba/wan-3.0',
    factor: '0.85',
    seenFrom: '2026-08-24',
    seenUntil: '2026-09-21',
    source: 'model page, 0.0425 a second at 480p against 0.05 in the catalogue',
  },
];

/** A clip shorter than the floor has been billed as the floor; it moves the high end. */
export interface UnlistedFloor {
  readonly models: readonly string[];
  readonly floorSeconds: number;
  readonly source: string;
  readonly asOf: string;
}

export const unlistedFloors: readonly UnlistedFloor[] = [
  {
    models: ['alibaba/wan-3.0', 'kwaivgi/kling-v3.0-pro', 'kwaivgi/kling-v3.0-std'],
    floorSeconds: 5,
    source: 'a 2 s wan-3.0 job billed 0.2125 (2026-09-24), a 3 s Kling v3 job reported as billed for 5 s',
    asOf: '2026-09-24',
  },
];

/** Reference images that the model's own provider does not charge; MiniMax price page as quoted in public, 2026-10. */
export const freeReferenceImages = {
  images: 5,
  source: 'MiniMax charges images beyond the fifth (public pull requests, 2026-10)',
};

/** Price keys that a bill has matched to the last digit, with the newest date. */
export const confirmedSkus: readonly {
  readonly model: string;
  readonly sku: string;
  readonly tier: string;
  readonly date: string;
}[] = [
  { model: 'google/veo-3.1-lite', sku: 'duration_seconds_without_audio_720p', tier: '720p', date: '2026-09-24' },
  { model: 'google/veo-3.1-lite', sku: 'duration_seconds_without_audio', tier: '1080p', date: '2026-09-21' },
  { model: 'minimax/hailuo-3-max', sku: 'duration_seconds_480p', tier: '480p', date: '2026-09-03' },
  { model: 'x-ai/grok-imagine-video', sku: 'cents_per_video_output_second_480p', tier: '480p', date: '2026-10-02' },
  { model: 'x-ai/grok-imagine-video', sku: 'cents_per_video_output_second_720p', tier: '720p', date: '2026-07-23' },
  { model: 'x-ai/grok-imagine-video', sku: 'cents_per_image_input', tier: '480p', date: '2026-10-02' },
  { model: 'bytedance/seedance-2.5', sku: 'video_tokens_without_audio', tier: '480p', date: '2026-09-12' },
  { model: 'bytedance/seedance-2.0-mini', sku: 'video_tokens', tier: '480p', date: '2026-10-02' },
];
