import { picoFromUsd, usdFromPico } from './pico.ts';

/** Where the money of a reading stands: booked at the most, billed, or certainly not bought. */
export type ReadingState = 'open' | 'billed' | 'not_bought';

/** A sentence that a chat model is about to read: a purchase of its own, of fractions of a cent. */
export interface NewReading {
  readonly id: string;
  readonly service: string;
  /** The client key that asks; empty: this machine. */
  readonly owner: string;
  readonly model: string;
  /** The most that it may cost, in pico-dollars. */
  readonly mostPico: bigint;
  /** The UTC day that the money counts for. */
  readonly day: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What became of its money. Whoever cannot say leaves it booked at the most. */
export type ReadingEnd = { readonly state: 'billed'; readonly pico: bigint } | { readonly state: 'not_bought' };

/** Readings of one day and chat model. Dollars are exact decimals. */
export interface ReadingLine {
  readonly day: string;
  readonly model: string;
  readonly readings: number;
  /** Bills as stated by the service. */
  readonly billedUsd: string;
  /** Booked at the most, because no cost was stated. */
  readonly assumedUsd: string;
  /** How many have no stated cost. */
  readonly unknownBills: number;
}

/** What chat models were paid for reading sentences. Amounts are exact decimal dollars. */
export interface ReadingReport {
  /** By day and chat model. */
  readonly lines: readonly ReadingLine[];
  readonly total: Omit<ReadingLine, 'day' | 'model'>;
}

export function readingReportOf(lines: readonly ReadingLine[]): ReadingReport {
  const usd = (of: (line: ReadingLine) => string) =>
    usdFromPico(lines.reduce((sum, line) => sum + picoFromUsd(of(line)), 0n));
  const count = (of: (line: ReadingLine) => number) => lines.reduce((sum, line) => sum + of(line), 0);
  return {
    lines,
    total: {
      readings: count(({ readings }) => readings),
      billedUsd: usd(({ billedUsd }) => billedUsd),
      assumedUsd: usd(({ assumedUsd }) => assumedUsd),
      unknownBills: count(({ unknownBills }) => unknownBills),
    },
  };
}
