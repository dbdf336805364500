import type { DurationRange, Requirements, ResolutionRange } from './requirements.ts';
import { shortSideOf } from './size.ts';
import { canonicalResolution, resolutions } from './words.ts';

/** Whether a length or a class is given as a range rather than as one value. */
export function isRange<Range extends DurationRange | ResolutionRange>(
  wanted: number | string | Range | undefined,
): wanted is Range {
  return typeof wanted === 'object';
}

/** A length or class that is one value; `undefined` when it is open or a range. */
export function oneValue<Value extends number | string>(
  wanted: Value | DurationRange | ResolutionRange | undefined,
): Value | undefined {
  return isRange(wanted) ? undefined : wanted;
}

/** Whether a length is as wanted; whatever it is, when nothing is. */
export function isSecondsWithin(seconds: number, wanted: Requirements['durationSeconds']): boolean {
  if (wanted === undefined) return true;
  if (!isRange(wanted)) return seconds === wanted;
  return seconds >= (wanted.min ?? 0) && seconds <= (wanted.max ?? Number.MAX_VALUE);
}

/** Whether a class, in any spelling that requirements have a word for, lies in a range. Classes are compared by their short side. */
export function isClassWithin(name: string, { min, max }: ResolutionRange): boolean {
  const side = shortSideOf(canonicalResolution(name) ?? '');
  if (side === undefined) return false;
  return side >= sideOr(min, 0) && side <= sideOr(max, Number.MAX_VALUE);
}

function sideOr(name: string | undefined, otherwise: number): number {
  return (name === undefined ? undefined : shortSideOf(name)) ?? otherwise;
}

/** The length in a range that is nearest to a target. */
export function secondsNearest(target: number, { min, max }: DurationRange): number {
  return Math.max(min ?? target, Math.min(max ?? target, target));
}

/** The classes that requirements can name within a range, the smallest first. */
export function classesWithin(range: ResolutionRange): readonly string[] {
  return resolutions
    .filter((name) => isClassWithin(name, range))
    .sort((one, other) => shortSideOf(one)! - shortSideOf(other)!);
}

/** A range as people say it: `at most 8`, `at least 1080p`, `5 to 8`. */
export function rangeText({ min, max }: DurationRange | ResolutionRange): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}
