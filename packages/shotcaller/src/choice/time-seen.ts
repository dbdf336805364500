/** When a job that completed was looked at, ISO 8601. */
export interface Looks {
  readonly submittedAt: string;
  /** The last look that found it running; `null`: none did. */
  readonly lastPendingAt: string | null;
  /** The look that found it complete: it may have been so for hours. */
  readonly completedAt: string;
}

export type TimeSeen =
  | { readonly seconds: number; readonly unknownWhy?: undefined }
  /** Nobody looked for too long before it was found complete (`gap_too_long`), or the clock was put back (`clock_went_back`). */
  | {
      readonly seconds: null;
      readonly unknownWhy: 'gap_too_long' | 'clock_went_back';
      readonly gapSeconds: number;
    };

/** Longest gap that teaches something of a job that was not watched for longer than the gap before, in seconds. */
const longestGapSeconds = 300;

/**
 * How long a job took, as far as the looks tell: the middle of the gap between the last look that found it running and the one that
 * found it complete. The middle of a gap in which the machine slept is no time.
 */
export function timeSeen({ submittedAt, lastPendingAt, completedAt }: Looks): TimeSeen {
  const submittedMs = Date.parse(submittedAt);
  const lastPendingMs = lastPendingAt === null ? submittedMs : Date.parse(lastPendingAt);
  const watchedSeconds = (lastPendingMs - submittedMs) / 1000;
  const gapSeconds = (Date.parse(completedAt) - lastPendingMs) / 1000;
  const seconds = watchedSeconds + gapSeconds / 2;
  if (!(seconds > 0)) return { seconds: null, unknownWhy: 'clock_went_back', gapSeconds };
  if (gapSeconds > Math.max(longestGapSeconds, watchedSeconds)) {
    return { seconds: null, unknownWhy: 'gap_too_long', gapSeconds };
  }
  return { seconds };
}
