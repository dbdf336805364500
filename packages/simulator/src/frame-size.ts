/** Frames per second of every clip: what all models were seen to return. */
export const framesPerSecond = 24;

/** Width and height in pixels, both even. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The frame that comes out for a resolution tier and an aspect ratio. Seedance renders its own table; grok renders
 * 480p 1:1 as 544x544 (recorded live 2026-10-02); all others have the tier as their short side.
 */
export function renderedSize(modelId: string, tier: string, aspectRatio: string): FrameSize {
  if (isTokenModel(modelId)) {
    const row = seedanceRow(modelId, tier);
    const size = row?.[aspectRatio];
    if (size) return parseSize(size)!;
    // 9:21 is offered by the catalogue but missing from the provider's table: the transposed 21:9 frame. Unproven.
    const transposed = row?.[aspectRatio.split(':').reverse().join(':')];
    if (transposed) {
      const { width, height } = parseSize(transposed)!;
      return { width: height, height: width };
    }
  }
  if (modelId === 'x-ai/grok-imagine-video' && tier === '480p' && aspectRatio === '1:1') {
    return { width: 544, height: 544 };
  }
  return nominalSize(tier, aspectRatio);
}

/** The size that the catalogue lists for a tier and a ratio: 480p 16:9 is 854x480, 720p 21:9 is 1680x720. */
export function nominalSize(tier: string, aspectRatio: string): FrameSize {
  const shortSide = shortSides[tier.toLowerCase()] ?? 720;
  const [across = 16, down = 9] = aspectRatio.split(':').map(Number);
  // What is sold as 21:9 is 7:3 to the pixel, in every size of the catalogue.
  const ratio = Math.max(across, down) / Math.min(across, down);
  const longSide = 2 * Math.round((shortSide * ratio) / 2);
  return across >= down ? { width: longSide, height: shortSide } : { width: shortSide, height: longSide };
}

/** Models that render the Seedance table, bill by video token and make one frame more than asked. */
export function isTokenModel(modelId: string): boolean {
  return /\bseedance\b/.test(modelId);
}

/** Reads "1280x720"; undefined when it is not a size between 2 and 16384 pixels a side. */
export function parseSize(text: string): FrameSize | undefined {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(text);
  if (!match) return undefined;
  const size = { width: Number(match[1]), height: Number(match[2]) };
  return Math.min(size.width, size.height) >= 2 && Math.max(size.width, size.height) <= 16384 ? size : undefined;
}

/** Tier and ratio that a size names: by the tables where it stands in one, else by its short side and its shape. */
export function classOfSize(size: FrameSize): { readonly tier: string; readonly aspectRatio: string } {
  const text = `${size.width}x${size.height}`;
  for (const [key, row] of Object.entries(seedanceFrames)) {
    const ratio = Object.keys(row).find((aspectRatio) => row[aspectRatio] === text);
    if (ratio) return { tier: key.split('/')[0]!, aspectRatio: ratio };
  }
  return { tier: tierOfShortSide(Math.min(size.width, size.height)), aspectRatio: nearestAspectRatio(size, allRatios) };
}

/** The ratio in `ratios` whose shape is nearest to the size's. */
export function nearestAspectRatio(size: FrameSize, ratios: readonly string[]): string {
  const target = Math.log(size.width / size.height);
  const distance = (text: string) => {
    const [across = 1, down = 1] = text.split(':').map(Number);
    return Math.abs(Math.log(across / down) - target);
  };
  return ratios.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best), ratios[0] ?? '16:9');
}

const allRatios = ['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9', '9:21'];

const shortSides: Readonly<Record<string, number>> = {
  '360p': 360,
  '480p': 480,
  '720p': 720,
  '768p': 768,
  '1k': 1024,
  '1080p': 1080,
  '2k': 1440,
  '4k': 2160,
};

const tierNames: Readonly<Record<number, string>> = {
  360: '360p',
  480: '480p',
  720: '720p',
  768: '768p',
  1024: '1K',
  1080: '1080p',
  1440: '2K',
  2160: '4K',
};

function tierOfShortSide(shortSide: number): string {
  const exact = tierNames[shortSide];
  if (exact) return exact;
  const sides = Object.keys(tierNames).map(Number);
  return tierNames[
    sides.reduce((best, side) => (Math.abs(side - shortSide) < Math.abs(best - shortSide) ? side : best))
  ]!;
}

type FrameRow = Readonly<Record<string, string>>;

/**
 * Frames that Seedance really renders. Source: the provider's published table (BytePlus ModelArk, quoted in public code
 * 2026-05-21 and 2026-08-26); 864x496, 640x640 and 480x854 are confirmed by OpenRouter bills.
 */
const seedanceFrames: Readonly<Record<string, FrameRow>> = {
  '480p': {
    '16:9': '864x496',
    '9:16': '496x864',
    '1:1': '640x640',
    '4:3': '752x560',
    '3:4': '560x752',
    '21:9': '992x432',
  },
  '480p/seedance-2.5': {
    '16:9': '854x480',
    '9:16': '480x854',
    '1:1': '640x640',
    '4:3': '752x560',
    '3:4': '560x752',
    '21:9': '992x432',
  },
  '720p': {
    '16:9': '1280x720',
    '9:16': '720x1280',
    '1:1': '960x960',
    '4:3': '1112x834',
    '3:4': '834x1112',
    '21:9': '1470x630',
  },
  '1080p': {
    '16:9': '1920x1080',
    '9:16': '1080x1920',
    '1:1': '1440x1440',
    '4:3': '1664x1248',
    '3:4': '1248x1664',
    '21:9': '2206x946',
  },
  '4K': {
    '16:9': '3840x2160',
    '9:16': '2160x3840',
    '1:1': '2880x2880',
    '4:3': '3326x2494',
    '3:4': '2494x3326',
    '21:9': '4398x1886',
  },
};

function seedanceRow(modelId: string, tier: string): FrameRow | undefined {
  return seedanceFrames[`${tier}/${modelId.split('/').at(-1)}`] ?? seedanceFrames[tier];
}
