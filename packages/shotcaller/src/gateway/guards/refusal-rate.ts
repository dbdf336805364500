import type { GatewayOptions, Limits } from '../options.ts';

/**
 * An order that is refused, or a batch that is planned, costs nothing, but it stays in the ledger. A client key that has had many refused waits before its next
 * order is looked at, so that it cannot fill the disk. What was bought counts for nothing here. In local mode nobody waits.
 */
export interface RefusalRate {
  /** Seconds until the key's next order is looked at; 0: now. */
  waitSeconds(owner: string): number;
  /** An order of the key was recorded and refused, or its batch was planned. A large one counts as several. */
  count(owner: string, bodyBytes: number): void;
}

/** So many bytes of a body count as one refused order. */
const bytesOfOne = 256 * 2 ** 10;

export function createRefusalRate(
  { mode, clock }: Pick<GatewayOptions, 'mode' | 'clock'>,
  { maxRefusedPerMinutePerKey: perMinute }: Pick<Limits, 'maxRefusedPerMinutePerKey'>,
): RefusalRate {
  /** How many refusals a key has left, and when that was so; a key that has all of them left is not in it. */
  const byOwner = new Map<string, { readonly left: number; readonly atMs: number }>();

  function leftOf(owner: string): number {
    const known = byOwner.get(owner);
    if (!known) return perMinute;
    const left = known.left + (Math.max(0, clock.now() - known.atMs) * perMinute) / 60_000;
    if (left < perMinute) return left;
    byOwner.delete(owner);
    return perMinute;
  }

  return {
    waitSeconds(owner) {
      const left = leftOf(owner);
      return left >= 1 ? 0 : Math.ceil(((1 - left) * 60) / perMinute);
    },
    count(owner, bodyBytes) {
      if (mode === 'local') return;
      // Orders at the same time may take more than there is left: the key waits for those too.
      byOwner.set(owner, { left: leftOf(owner) - Math.max(1, Math.ceil(bodyBytes / bytesOfOne)), atMs: clock.now() });
    },
  };
}
