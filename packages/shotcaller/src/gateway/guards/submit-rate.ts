import type { Caller } from '../keys/caller.ts';

/** Lets each key submit as often a minute as it may, in bursts of at most a minute's worth. Answers with seconds to wait, or 0. */
export function createSubmitRate(now: () => number): (caller: Caller) => number {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return ({ owner, submitsPerMinute }) => {
    if (submitsPerMinute === undefined) return 0;
    const nowMs = now();
    const bucket = buckets.get(owner) ?? { tokens: submitsPerMinute, atMs: nowMs };
    buckets.set(owner, bucket);
    const perMs = submitsPerMinute / 60_000;
    bucket.tokens = Math.min(submitsPerMinute, bucket.tokens + (nowMs - bucket.atMs) * perMs);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000));
    bucket.tokens -= 1;
    return 0;
  };
}
