/**
 * One line of the ledger's money. The sum of all entries of a job is what it costs as far as is known: its reservation
 * while it is open, its bill when it is done, nothing when it was not bought. What is booked after an attempt was settled already
 * becomes one `correct` entry with the difference.
 */
export interface MoneyEntry {
  readonly kind: 'reserve' | 'refund' | 'settle' | 'correct';
  /** Pico-dollars; negative for a refund. */
  readonly pico: bigint;
  /** Booked as the reservation, because no bill was stated, or because the stated one is not believed. */
  readonly note?: 'no_cost_stated' | 'bill_disputed';
}

/** What a refused, failed or expired job gives back. */
export function refundOf(reservedPico: bigint | null): readonly MoneyEntry[] {
  return reservedPico === null ? [] : [{ kind: 'refund', pico: -reservedPico }];
}

/** Replaces the reservation by the bill; one that was not stated, or is not believed, is taken for the reservation. */
export function settlementOf(
  reservedPico: bigint | null,
  billPico: bigint | null,
  { isDisputed = false }: { readonly isDisputed?: boolean } = {},
): readonly MoneyEntry[] {
  const settle: readonly MoneyEntry[] =
    billPico !== null
      ? [{ kind: 'settle', pico: billPico }]
      : [{ kind: 'settle', pico: reservedPico ?? 0n, note: isDisputed ? 'bill_disputed' : 'no_cost_stated' }];
  return [...refundOf(reservedPico), ...settle];
}
