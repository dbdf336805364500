import { dateOf } from '@shotcaller/core';

/** Whole milliseconds, for times that sort as text. */
export function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** The day that a moment counts for, in budgets too: `2026-11-30`. */
export function utcDayOf(timeMs: number): string {
  return dateOf(isoOf(timeMs));
}

const momentPattern = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** A day or a moment in ISO 8601, UTC where it names no zone, as times are written here; `undefined`: there is none such. */
export function instantOf(text: string): string | undefined {
  const [, day, time, zone] = momentPattern.exec(text) ?? [];
  if (day === undefined) return undefined;
  const startMs = Date.parse(`${day}T00:00:00.000Z`);
  const timeMs = Date.parse(time !== undefined && zone === undefined ? `${text}Z` : text);
  // A 30th of February is read as a day in March.
  const isThere = !Number.isNaN(startMs) && !Number.isNaN(timeMs) && utcDayOf(startMs) === day;
  return isThere ? isoOf(timeMs) : undefined;
}
