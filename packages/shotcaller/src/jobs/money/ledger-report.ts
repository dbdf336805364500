import type { AttemptState } from '../job.ts';
import { csvText } from './csv-text.ts';
import { partsOf } from './lines-together.ts';
import { picoFromUsd, usdFromPico } from './pico.ts';

/** Spend of one group of attempts. Dollars are exact decimals. */
export interface LedgerLine {
  /** UTC day that the money counts for. */
  readonly day: string;
  readonly model: string;
  readonly status: AttemptState;
  readonly jobs: number;
  /** Expected prices, added up over those that were known. */
  readonly quotedUsd: string;
  /** Bills as stated by the service. */
  readonly billedUsd: string;
  /** Booked without a stated cost, as the reservation. */
  readonly assumedUsd: string;
  /** Still reserved for what may yet bill. */
  readonly reservedUsd: string;
  /** Those that ended without a stated cost, or whose purchase is uncertain. */
  readonly unknownBills: number;
  /** Those of them whose stated bill is not believed. */
  readonly disputedBills: number;
}

/** Spend of one client key. */
export interface OwnerLine extends LedgerLine {
  /** The owner of a client key's jobs; empty: jobs that came without one. */
  readonly owner: string;
}

/** What was spent. Amounts are exact decimal dollars. */
export interface LedgerReport {
  /** By day, model and status. */
  readonly lines: readonly LedgerLine[];
  readonly total: Omit<LedgerLine, 'day' | 'model' | 'status'>;
}

/** Spend of one client key over all days and models. */
export interface OwnerSum extends Omit<LedgerLine, 'day' | 'model' | 'status'> {
  /** As in `OwnerLine`. */
  readonly owner: string;
}

type Total = LedgerReport['total'];

/** Lines that the ledger remembers are the same ones each time that they are asked for: they are added up once. */
const totals = new WeakMap<readonly LedgerLine[], Total>();
/** The lines that the ledger has added up, with their total. */
export function reportOf(lines: readonly LedgerLine[]): LedgerReport {
  const [kept, few] = partsOf(lines);
  return { lines, total: few.length === 0 ? totalOf(kept) : added(totalOf(kept), addUp(few)) };
}

function totalOf(lines: readonly LedgerLine[]): Total {
  const known = totals.get(lines);
  if (known) return known;
  const total = addUp(lines);
  totals.set(lines, total);
  return total;
}

type CountName = 'jobs' | 'unknownBills' | 'disputedBills';
type AmountName = Exclude<keyof Total, CountName>;

function added(one: Total, other: Total): Total {
  return totalFrom(
    (name) => one[name] + other[name],
    (name) => picoFromUsd(one[name]) + picoFromUsd(other[name]),
  );
}

function addUp(lines: readonly LedgerLine[]): Total {
  // What was refused was never bought: it is listed, and no part of what was ordered.
  const ordered = lines.filter(({ status }) => status !== 'refused');
  const countedFor = (name: keyof Total) => (name === 'jobs' || name === 'quotedUsd' ? ordered : lines);
  return totalFrom(
    (name) => countedFor(name).reduce((sum, line) => sum + line[name], 0),
    (name) => countedFor(name).reduce((sum, line) => sum + picoFromUsd(line[name]), 0n),
  );
}

function totalFrom(count: (name: CountName) => number, pico: (name: AmountName) => bigint): Total {
  return {
    jobs: count('jobs'),
    quotedUsd: usdFromPico(pico('quotedUsd')),
    billedUsd: usdFromPico(pico('billedUsd')),
    assumedUsd: usdFromPico(pico('assumedUsd')),
    reservedUsd: usdFromPico(pico('reservedUsd')),
    unknownBills: count('unknownBills'),
    disputedBills: count('disputedBills'),
  };
}

/** Lines as CSV (RFC 4180), a header first. */
export function ledgerCsv({ lines }: Pick<LedgerReport, 'lines'>): string {
  return csvText(columns, lines, (line, column) => String(line[column]));
}

/** The same with the owner of each line first. */
export function ownersCsv(lines: readonly OwnerLine[]): string {
  return csvText(['owner', ...columns] as const, lines, (line, column) => String(line[column]));
}

const columns = [
  'day',
  'model',
  'status',
  'jobs',
  'quotedUsd',
  'billedUsd',
  'assumedUsd',
  'reservedUsd',
  'unknownBills',
  'disputedBills',
] as const satisfies readonly (keyof LedgerLine)[];
