import type { MoneyEntry } from './money-entry.ts';

/**
 * What to book for entries that are proposed when an attempt was settled before: by hand, or without a bill. Proposals speak of an
 * attempt with its bare reservation, or of a new one; the difference to what is booked is the correction. `undefined`: the attempt was
 * not settled, and the proposal is booked as it is.
 *
 * @param booked all entries of the attempt so far
 */
export function correctionOf(
  booked: readonly MoneyEntry[],
  proposed: readonly MoneyEntry[],
): readonly MoneyEntry[] | undefined {
  if (!booked.some(({ kind }) => kind !== 'reserve')) return undefined;
  const reservesAnew = proposed.some(({ kind }) => kind === 'reserve');
  const reserved = reservesAnew ? 0n : sumOf(booked.filter(({ kind }) => kind === 'reserve'));
  const pico = reserved + sumOf(proposed) - sumOf(booked);
  const note = noteOf(proposed);
  // A bill of just what was assumed moves no money, and still makes known what was assumed.
  const isAsBooked = pico === 0n && note === noteOf(booked.slice(-1));
  return isAsBooked ? [] : [{ kind: 'correct', pico, ...(note !== undefined && { note }) }];
}

function noteOf(entries: readonly MoneyEntry[]): MoneyEntry['note'] {
  return entries.find((entry) => entry.note !== undefined)?.note;
}

function sumOf(entries: readonly Pick<MoneyEntry, 'pico'>[]): bigint {
  return entries.reduce((sum, { pico }) => sum + pico, 0n);
}
