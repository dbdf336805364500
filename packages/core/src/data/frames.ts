import { parseSize, renderedSizes } from '../requirements/size.ts';

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

const ratios = ['16:9', '1:1', '4:3', '21:9'];

/** Upright ones too; 9:21 is not published. */
function framesOf(tier: string): RenderedFrames['frames'][string] {
  return Object.fromEntries(
    renderedSizes[tier]!.flatMap((size, place) => {
      const { width, height } = parseSize(size)!;
      const ratio = ratios[place]!;
      const frame = [ratio, [width, height]] as const;
      return place === 3 ? [frame] : [frame, [ratio.split(':').reverse().join(':'), [height, width]] as const];
    }),
  );
}

const at480p = framesOf('480p');
const at720p = framesOf('720p');

export const renderedFrames: readonly RenderedFrames[] = [
  {
    models: [
      'bytedance/seedance-1-5-pro',
      'bytedance/seedance-2.0',
      'bytedance/seedance-2.0-fast',
      'bytedance/seedance-2.0-mini',
    ],
    frames: { '480p': at480p, '720p': at720p, '1080p': framesOf('1080p'), '4k': framesOf('4K') },
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
    'BytePlus ModelArk price page as quoted in public; fal.ai, seedance-2.0 reference-to-video: (input + output seconds) × 0.6; teoaliano/Unframed, plan of 2026-08-15',
  asOf: '2026-11-28',
};

/** Seconds of input video that the provider accepts in all; what an unstated length is reserved at. */
export const videoInputSeconds: readonly { readonly models: RegExp; readonly most: number }[] = [
  { models: /^bytedance\/seedance-2\.5/, most: 30 },
  { models: /^bytedance\/seedance/, most: 15 },
];
