/**
 * What bills showed that the catalogue does not: discounts, floors and free allowances, and which price keys a bill has
 * confirmed. Read from public material; as of 2026-10-09.
 */

/**
 * A discount seen on bills or model pages, outside the price keys. It moves the low end only, and ends with the first bill at the
 * full price (`confirmedSkus`) after the day that it was last seen.
 */
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
    seenUntil: '2026-09-24',
    source: 'model page until 2026-09-21: 0.0425 a second at 480p; a bill of 5 × 0.0425 on 2026-09-24',
  },
];

/** What OpenRouter takes off every bill of an account that lets it use inputs and outputs; only own bills show whether it does. */
export const accountDiscount = {
  factor: '0.99',
  source: 'OpenRouterTeam/docs@c26125a guides/privacy/data-collection.mdx; one public bill is exactly 1 % under list',
  asOf: '2026-08-22',
};

/** Every floor seen so far is that of 5 s: a bill over list for a shorter clip is taken for a floor, not for a dearer rate. */
export const longestFloorSeconds = 5;

/** A clip shorter than the floor has been billed as the floor. */
export interface UnlistedFloor {
  readonly models: readonly string[];
  readonly floorSeconds: number;
  /** `billed`: the only bill shows it, so the price starts there; `reported`: nobody has named an amount, so it moves the high end. */
  readonly grade: 'billed' | 'reported';
  readonly source: string;
  readonly asOf: string;
}

export const unlistedFloors: readonly UnlistedFloor[] = [
  {
    models: ['alibaba/wan-3.0'],
    floorSeconds: longestFloorSeconds,
    grade: 'billed',
    source: 'a 2 s job billed 0.2125, the price of 5 s at 0.0425',
    asOf: '2026-09-24',
  },
  {
    models: ['kwaivgi/kling-v3.0-pro', 'kwaivgi/kling-v3.0-std'],
    floorSeconds: longestFloorSeconds,
    grade: 'reported',
    source: 'a 3 s Kling v3 job reported as billed for 5 s',
    asOf: '2026-09-24',
  },
];

/** What a megapixel of an upscale is: 0.593, 0.264 and 0.148 dollars a second at 4K, 2K and 1080p are output pixels ÷ 2²⁰ × 0.075. */
export const upscaledMegapixel = {
  pixels: 1_048_576,
  source: "Runware's public rates for the same model at 7.5 cents",
  asOf: '2026-11-27',
};

/** Reference images that the model's own provider does not charge; MiniMax price page as quoted in public, 2026-10. */
export const freeReferenceImages = {
  images: 5,
  source: 'MiniMax charges images beyond the fifth (public pull requests, 2026-10)',
};

/** Price keys that a bill has matched to the last digit, at what they cost then, with the newest date. */
export const confirmedSkus: readonly {
  readonly model: string;
  readonly sku: string;
  readonly rateUsd: string;
  readonly tier: string;
  readonly date: string;
}[] = [
  {
    model: 'google/veo-3.1-lite',
    sku: 'duration_seconds_without_audio_720p',
    rateUsd: '0.03',
    tier: '720p',
    date: '2026-09-24',
  },
  {
    model: 'google/veo-3.1-lite',
    sku: 'duration_seconds_without_audio',
    rateUsd: '0.05',
    tier: '1080p',
    date: '2026-09-21',
  },
  { model: 'minimax/hailuo-3-max', sku: 'duration_seconds_480p', rateUsd: '0.05', tier: '480p', date: '2026-09-03' },
  {
    model: 'x-ai/grok-imagine-video',
    sku: 'cents_per_video_output_second_480p',
    rateUsd: '0.05',
    tier: '480p',
    date: '2026-10-02',
  },
  {
    model: 'x-ai/grok-imagine-video',
    sku: 'cents_per_video_output_second_720p',
    rateUsd: '0.07',
    tier: '720p',
    date: '2026-07-23',
  },
  {
    model: 'x-ai/grok-imagine-video',
    sku: 'cents_per_image_input',
    rateUsd: '0.002',
    tier: '480p',
    date: '2026-10-02',
  },
  {
    model: 'bytedance/seedance-2.5',
    sku: 'video_tokens_without_audio',
    rateUsd: '0.0000107',
    tier: '480p',
    date: '2026-09-12',
  },
  { model: 'bytedance/seedance-2.0-mini', sku: 'video_tokens', rateUsd: '0.0000035', tier: '480p', date: '2026-10-02' },
  {
    model: 'kwaivgi/kling-v3.0-std',
    sku: 'image_to_video_duration_seconds_720p',
    rateUsd: '0.084',
    tier: '720p',
    date: '2026-09-27',
  },
];
