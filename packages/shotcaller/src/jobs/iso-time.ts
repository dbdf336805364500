/** Whole milliseconds, for times that sort as text. */
export function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
