/**
 * The frames that Seedance really renders, by tier and ratio: what its video tokens are counted on. The sizes in the
 * catalogue are not these (480x480 for 1:1 at 480p is 44 % too small).
 *
 * Source: BytePlus ModelArk, "Create a video generation task", as quoted in public code; bills of 2026-08-31,
 * 2026-09-12 and 2026-10-02 confirm 864x496, 480x854 and 640x640. As of 2026-10-09.
 */
export interface RenderedFrames {
  /** Model ids that the row was published for. Other `bytedance/seedance-*` ids fall under `seedanceLater`. */
  readonly models: readonly string[];
  /** By tier in lower case, then ratio: `[width, height]` in pixels. */
  readonly frames: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>;
}

const at720p = {
  '16:9': [1280, 720],
  '9:16': [720, 1280],
  '1:1': [960, 960],
  '4:3': [1112, 834],
  '3:4': [834, 1112],
  '21:9': [1470, 630],
} as const;

const at480p = {
  '16:9': [864, 496],
  '9:16': [496, 864],
  '1:1': [640, 640],
  '4:3': [752, 560],
  '3:4': [560, 752],
  '21:9': [992, 432],
} as const;

const at1080p = {
  '16:9': [1920, 1080],
  '9:16': [1080, 1920],
  '1:1': [1440, 1440],
  '4:3': [1664, 1248],
  '3:4': [1248, 1664],
  '21:9': [2206, 946],
} as const;

const at4k = {
  '16:9': [3840, 2160],
  '9:16': [2160, 3840],
  '1:1': [2880, 2880],
  '4:3': [3326, 2494],
  '3:4': [2494, 3326],
  '21:9': [4398, 1886],
} as const;

export const renderedFrames: readonly RenderedFrames[] = [
  {
    models: [
      'bytedance/seedance-1-5-pro',
      'bytedance/seedance-2.0',
      'bytedance/seedance-2.0-fast',
      'bytedance/seedance-2.0-mini',
    ],
    frames: { '480p': at480p, '720p': at720p, '1080p': at1080p, '4k': at4k },
  },
  {
    models: ['bytedance/seedance-2.5'],
    frames: { '480p': { ...at480p, '16:9': [854, 480], '9:16': [480, 854] }, '720p': at720p },
  },
];

/** With a first frame these follow the picture's own ratio, whatever ratio is asked for. */
export const followsFirstFrame: readonly string[] = ['bytedance/seedance-2.5'];

/**
 * How seconds of an input video are charged. The provider and another host (whose page was read on 2026-11-28) count them with those of
 * the clip at the lower rate; the only report through OpenRouter (2026-08-15) saw the plain rate without them. The two readings lie close
 * together, and the price runs from the one to the other. `least` to all that a model accepts is what an unstated length may be; a shorter
 * input than `countedAs` counts as that by one public reading of the provider's price page (2026-10).
 */
export const videoInputCounting = {
  least: 2,
  countedAs: 4,
  source:
    'BytePlus ModelArk price page as quoted in public; fal.ai/models/bytedance/seedance-2.0/reference-to-video: (input + output seconds) × 0.6; teoaliano/Unframed docs/superpowers/plans/2026-08-15-video-input-mode.md',
  asOf: '2026-11-28',
};

/** Seconds of input video that the provider accepts in all; what an unstated length is reserved at. */
export const videoInputSeconds: readonly { readonly models: RegExp; readonly most: number }[] = [
  { models: /^bytedance\/seedance-2\.5/, most: 30 },
  { models: /^bytedance\/seedance/, most: 15 },
];
