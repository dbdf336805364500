/** Width and height in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Reads `1280x720` (also `1280×720`, `1280 X 720`, `1280*720`); `undefined` when it is not a size of 16 to 16384 pixels a side. */
export function parseSize(text: string): PixelSize | undefined {
  const match = sizePattern.exec(text);
  if (!match) return undefined;
  const width = Number(match[1]);
  const height = Number(match[2]);
  return width < 16 || height < 16 || width > 16384 || height > 16384 ? undefined : { width, height };
}

/**
 * Every resolution class that a size can mean, the likeliest first: `1112x834` → `720p`, `1440x1440` → Seedance's square of 1080p and the
 * square of 2K. Empty when the size is unreadable or of no known class.
 */
export function resolutionClassesOfSize(size: string): readonly string[] {
  const pixels = parseSize(size);
  if (!pixels) return [];
  const short = Math.min(pixels.width, pixels.height);
  const rendered = classOfRendered.get(`${Math.max(pixels.width, pixels.height)}x${short}`);
  const byShortSide = classesByShortSide.get(short) ?? [];
  return rendered ? [rendered, ...byShortSide.filter((name) => name !== rendered)] : byShortSide;
}

/** The known aspect ratio within 3 per cent of a size: `864x496` → `16:9`; `undefined` when none is that near. */
export function aspectRatioOfSize(size: string): string | undefined {
  const pixels = parseSize(size);
  return pixels && aspectRatioWithin(pixels.width / pixels.height, 0.03);
}

/** The known ratio nearest to `width / height`, when it is within `tolerance` (a fraction). */
export function aspectRatioWithin(widthByHeight: number, tolerance: number): string | undefined {
  const nearest = nearestAspectRatio(widthByHeight);
  return Math.abs(widthByHeight / aspectRatioValue(nearest) - 1) <= tolerance ? nearest : undefined;
}

/** The known ratio nearest to `width / height`, however far. Ties go to the earlier in `aspectRatios`. */
export function nearestAspectRatio(widthByHeight: number): string {
  let nearest = aspectRatios[0] as string;
  let smallest = Number.POSITIVE_INFINITY;
  for (const label of aspectRatios) {
    const distance = Math.abs(Math.log(widthByHeight / aspectRatioValue(label)));
    if (distance < smallest) {
      smallest = distance;
      nearest = label;
    }
  }
  return nearest;
}

/** `16:9` → 1.777…; `NaN` for anything that is not two numbers. */
export function aspectRatioValue(label: string): number {
  const colon = label.indexOf(':');
  return colon < 1 ? Number.NaN : Number(label.slice(0, colon)) / Number(label.slice(colon + 1));
}

/** The ratios that the API's schema knows (specification of 2026-08-22). */
export const aspectRatios: readonly string[] = ['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9', '9:21'];

/**
 * The short side of each class in pixels. No listed model makes `1K`, and nobody says how large it is: 1024, because the API's
 * schema (specification of 2026-08-22) has it beside `1080p`, so that it is another class, and because `1K` is 1024 pixels for
 * the models that do use the word, those of images. A size of that side is more likely `1024p`, which has had a price
 * (sora-2-pro, 1792x1024).
 */
export const shortSideOfClass: ReadonlyMap<string, number> = new Map([
  ['360p', 360],
  ['480p', 480],
  ['720p', 720],
  ['768p', 768],
  ['1024p', 1024],
  ['1K', 1024],
  ['1080p', 1080],
  ['2K', 1440],
  ['4K', 2160],
]);

/** The short side of a class in any spelling (`1k`, `4K`, `1440p`); `undefined` for a word that names none. */
export function shortSideOf(resolution: string): number | undefined {
  const known = shortSideOfClass.get(resolution) ?? shortSideOfClass.get(resolution.toUpperCase());
  return known ?? (/^\d{3,4}p$/i.test(resolution) ? Number.parseInt(resolution, 10) : undefined);
}

const sizePattern = /^\s*(\d{2,5})\s*[x×*]\s*(\d{2,5})\s*$/i;

/** Of classes with the same side the likeliest first. */
const classesByShortSide: ReadonlyMap<number, readonly string[]> = new Map(
  [...shortSideOfClass.values()].map((side) => [
    side,
    [...shortSideOfClass].filter((entry) => entry[1] === side).map(([name]) => name),
  ]),
);

/**
 * The frames that Seedance really renders, by class: 16:9, 1:1, 4:3 and 21:9, which is what video tokens are counted on.
 * Source: BytePlus ModelArk, "Create a video generation task", as quoted in public code, 2026-05-21 and 2026-08-26.
 */
export const renderedSizes: Readonly<Record<string, readonly string[]>> = {
  '480p': ['864x496', '640x640', '752x560', '992x432'],
  '720p': ['1280x720', '960x960', '1112x834', '1470x630'],
  '1080p': ['1920x1080', '1440x1440', '1664x1248', '2206x946'],
  '4K': ['3840x2160', '2880x2880', '3326x2494', '4398x1886'],
};

const classOfRendered = new Map(
  Object.entries(renderedSizes).flatMap(([name, sizes]) => sizes.map((size) => [size, name] as const)),
);
