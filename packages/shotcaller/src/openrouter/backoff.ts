export interface BackoffOptions {
  /** 0 for the first wait. */
  readonly attempt: number;
  /** What the server asked for. Waited for in full, and a little longer, so that clients do not return all at once. */
  readonly retryAfterMs?: number | undefined;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Default 1,000. */
  readonly firstMs?: number;
  /** Default 60,000. Bounds the growth, not what the server asked for. */
  readonly capMs?: number;
}

/** Milliseconds to wait before trying again: the server's own figure plus up to a tenth, else doubling with half of it jitter. */
export function backoffMs({ attempt, retryAfterMs, random, firstMs = 1000, capMs = 60_000 }: BackoffOptions): number {
  if (retryAfterMs !== undefined) return Math.ceil(retryAfterMs + random() * Math.max(250, retryAfterMs / 10));
  const grown = Math.min(capMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.ceil(grown / 2 + (random() * grown) / 2);
}
