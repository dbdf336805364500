/** A day: a server that asks for more is not waited for anyway. */
const longestMs = 86_400_000;

/**
 * How long the server asks to wait, in milliseconds: `Retry-After` in seconds or as an HTTP date, else the seconds that the
 * error body names. `undefined` when neither says anything usable. At most a day, never negative. `sentAt`: the answer's own `Date`, by
 * whose clock its other dates are; one of the two clocks may be hours off.
 */
export function readRetryAfterMs(
  header: string | null,
  bodySeconds: number | undefined,
  nowMs: number,
  sentAt: string | null = null,
): number | undefined {
  const fromHeader =
    header === null ? undefined : parseHeader(header.trim(), httpDateMs(sentAt?.trim() ?? '') ?? nowMs);
  if (fromHeader !== undefined) return bounded(fromHeader);
  return bodySeconds === undefined || !Number.isFinite(bodySeconds) || bodySeconds < 0
    ? undefined
    : bounded(bodySeconds * 1000);
}

function parseHeader(text: string, nowMs: number): number | undefined {
  // Whole seconds by the standard; fractions have been seen in the wild.
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  const timeMs = httpDateMs(text);
  return timeMs === undefined ? undefined : timeMs - nowMs;
}

function httpDateMs(text: string): number | undefined {
  // Date.parse takes nearly anything; an HTTP date begins with a weekday.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function bounded(milliseconds: number): number {
  return Math.min(longestMs, Math.max(0, Math.ceil(milliseconds)));
}
