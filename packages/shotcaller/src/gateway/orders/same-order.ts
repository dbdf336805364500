import type { JobRecord } from '../records/records.ts';

/** An earlier order of the same body by the same owner, as far as the rule needs it. */
export interface Elder {
  readonly record: JobRecord;
  /** `not_bought`: it was refused, or never sent. `ended`: failed, expired or cancelled at the service, or bought and done for. */
  readonly outcome: 'open' | 'delivered' | 'not_bought' | 'failed';
  /** How the answer to its submit ended. */
  readonly answer: 'delivered' | 'lost';
  /** When that was, in milliseconds since 1970; `null`: long ago, or in another process. */
  readonly answeredAtMs: number | null;
  /** How many repeats were answered with it already. */
  readonly repeats: number;
}

/**
 * Two equal submits of which the second came before the first was answered, and no later than this, were meant as two, as `n: 2` of
 * the AI SDK sends them. A client that repeats has seen its first one fail: @openrouter/sdk then waits between 0 and 1,000 ms (its
 * first pause is jitter alone; 1.3.19, read on 2026-11-23), the AI SDK 2 s.
 */
export const twinWindowMs = 400;

/**
 * The window rule: which earlier order a submit without an `Idempotency-Key` repeats, if any. The same key, the same body to the
 * byte in canonical form, within the window; and the earlier order may still deliver or has not been fetched yet. Once its file
 * was handed over, or when it failed or was never bought, the same body is a new order.
 */
export function repeatedJob(elders: readonly Elder[], arrivedAtMs: number): Elder | undefined {
  const candidates = elders.filter(({ record, outcome, answer, answeredAtMs }) => {
    if (record.handedOver || outcome === 'not_bought' || outcome === 'failed') return false;
    const sawAnswer = answeredAtMs !== null && answeredAtMs <= arrivedAtMs;
    return answer === 'lost' || sawAnswer || arrivedAtMs - record.receivedAtMs >= twinWindowMs;
  });
  // Twins whose answers were both lost come back twice: each repeat takes one of them, the older first.
  return candidates.toSorted(
    (one, other) => one.repeats - other.repeats || one.record.receivedAtMs - other.record.receivedAtMs,
  )[0];
}
