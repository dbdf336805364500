import { nearestNumber, nearestWord } from './nearest.ts';
import { aspectRatios, aspectRatioWithin, nearestAspectRatio, shortSideOfClass } from './size.ts';

/** The resolution classes that requirements may name, as we spell them: the API's own (specification of 2026-08-22) and `1024p`. */
export const resolutions: readonly string[] = ['360p', '480p', '720p', '768p', '1024p', '1080p', '1K', '2K', '4K'];

/** Other words for a resolution. */
const resolutionNames: ReadonlyMap<string, string> = new Map([
  ['sd', '480p'],
  ['hd', '720p'],
  ['fullhd', '1080p'],
  ['fhd', '1080p'],
  ['qhd', '2K'],
  ['1440p', '2K'],
  ['ultrahd', '4K'],
  ['uhd', '4K'],
  ['4kuhd', '4K'],
  ['2160p', '4K'],
]);

/** Other words for an aspect ratio. */
const aspectRatioNames: ReadonlyMap<string, string> = new Map([
  ['portrait', '9:16'],
  ['vertical', '9:16'],
  ['landscape', '16:9'],
  ['horizontal', '16:9'],
  ['widescreen', '16:9'],
  ['square', '1:1'],
  ['ultrawide', '21:9'],
]);

const resolutionByPlainName = new Map([
  ...resolutions.map((name) => [name.toLowerCase(), name] as const),
  ...resolutionNames,
]);

/** `720`, `1080P`, `4k`, `full hd` → the canonical class; `undefined` when it is none. */
export function canonicalResolution(text: string): string | undefined {
  if (resolutions.includes(text)) return text;
  const plain = text.toLowerCase().replace(/[\s_-]/g, '');
  return resolutionByPlainName.get(plain) ?? resolutionByPlainName.get(`${plain}p`);
}

/** A class as price keys spell it, in lower case: `4K` → `4k`; other names of a class are that class (`1440p` → `2k`). */
export function tierOf(resolution: string): string {
  const plain = resolution.toLowerCase();
  return otherTierNames.get(plain) ?? plain;
}

const otherTierNames: ReadonlyMap<string, string> = new Map([
  ['1440p', '2k'],
  ['2160p', '4k'],
]);

/** The class that somebody who wrote `text` most likely meant. */
export function nearestResolution(text: string): string | null {
  const thousands = /^\s*(\d{1,3})\s*k\s*$/i.exec(text);
  if (thousands) return `${nearestNumber(Number(thousands[1]), [1, 2, 4])}K`;
  const lines = /^\s*(\d{2,5})\s*p?\s*$/i.exec(text);
  if (!lines) return nearestWord(text, [...resolutions, ...resolutionNames.keys()]);
  const side = nearestNumber(Number(lines[1]), [...shortSideOfClass.values()]);
  return [...shortSideOfClass].find((entry) => entry[1] === side)?.[0] ?? null;
}

/** `9x16`, `portrait`, `1080:1920`, `1.78:1` → the label; `adaptive` stays; `undefined` when it is no known ratio. */
export function canonicalAspectRatio(text: string): string | undefined {
  if (aspectRatios.includes(text)) return text;
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]/g, '');
  const named = aspectRatioNames.get(word);
  if (named !== undefined || word === 'adaptive') return named ?? word;
  const value = ratioValue(text);
  return value === undefined ? undefined : aspectRatioWithin(value, 0.005);
}

/** The ratio that somebody who wrote `text` most likely meant. */
export function nearestKnownAspectRatio(text: string): string | null {
  const value = ratioValue(text);
  return value === undefined ? nearestWord(text, [...aspectRatioNames.keys(), 'adaptive']) : nearestAspectRatio(value);
}

function ratioValue(text: string): number | undefined {
  const match = /^\s*(\d{1,5}(?:\.\d{1,4})?)\s*[:x×/]\s*(\d{1,5}(?:\.\d{1,4})?)\s*$/i.exec(text);
  if (!match) return undefined;
  const value = Number(match[1]) / Number(match[2]);
  return value > 0 && Number.isFinite(value) ? value : undefined;
}
