import { dateOf } from '@shotcaller/core';

/** Whole milliseconds, for times that sort as text. */
export function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** The day that a moment counts for, in budgets too: `2026-11-30`. */
export function utcDayOf(timeMs: number): string {
  return dateOf(isoOf(timeMs));
}
