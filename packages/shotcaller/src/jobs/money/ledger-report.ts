import type { AttemptState } from '../job.ts';
import { csvText } from './csv-text.ts';
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

/** Lines that the ledger remembers are the same ones each time that they are asked for. */
const reports = new WeakMap<readonly LedgerLine[], LedgerReport>();

/** The lines that the ledger has added up, with their total. */
export function reportOf(lines: readonly LedgerLine[]): LedgerReport {
  const known = reports.get(lines);
  if (known) return known;
  const report = addUp(lines);
  reports.set(lines, report);
  return report;
}

function addUp(lines: readonly LedgerLine[]): LedgerReport {
  const count = (of: (line: LedgerLine) => number) => lines.reduce((sum, line) => sum + of(line), 0);
  const usd = (of: (line: LedgerLine) => string) =>
    usdFromPico(lines.reduce((sum, line) => sum + picoFromUsd(of(line)), 0n));
  // What was refused was never bought: it is listed, and no part of what was ordered.
  const ordered = lines.filter(({ status }) => status !== 'refused');
  return {
    lines,
    total: {
      jobs: ordered.reduce((sum, { jobs }) => sum + jobs, 0),
      quotedUsd: usdFromPico(ordered.reduce((sum, { quotedUsd }) => sum + picoFromUsd(quotedUsd), 0n)),
      billedUsd: usd(({ billedUsd }) => billedUsd),
      assumedUsd: usd(({ assumedUsd }) => assumedUsd),
      reservedUsd: usd(({ reservedUsd }) => reservedUsd),
      unknownBills: count(({ unknownBills }) => unknownBills),
      disputedBills: count(({ disputedBills }) => disputedBills),
    },
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
