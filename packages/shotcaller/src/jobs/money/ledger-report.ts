import type { Attempt, AttemptState } from '../job.ts';
import type { BookedEntry } from '../store.ts';
import { picoFromUsd, usdFromPico } from './pico.ts';

/** Spend of one group of jobs. Dollars are exact decimals. */
export interface LedgerLine {
  /** UTC day that the money counts for. */
  readonly day: string;
  readonly model: string;
  readonly status: AttemptState;
  readonly attempts: number;
  /** Expected prices, added up over the jobs whose price was known. */
  readonly quotedUsd: string;
  /** Bills as stated by the service. */
  readonly billedUsd: string;
  /** Booked without a stated cost, as the reservation. */
  readonly assumedUsd: string;
  /** Still held for jobs that may yet bill. */
  readonly reservedUsd: string;
  /** Jobs that ended without a stated cost, or whose purchase is uncertain. */
  readonly unknownBills: number;
}

export interface LedgerReport {
  readonly lines: readonly LedgerLine[];
  readonly total: Omit<LedgerLine, 'day' | 'model' | 'status'>;
}

interface Sums {
  attempts: number;
  quoted: bigint;
  billed: bigint;
  assumed: bigint;
  reserved: bigint;
  unknownBills: number;
}

/** What was spent by day, model and status, quotes beside bills. Ordered by day, model, status. */
export function ledgerReport(attempts: readonly Attempt[], entries: readonly BookedEntry[]): LedgerReport {
  const entriesOf = new Map<string, BookedEntry[]>();
  for (const entry of entries) {
    const list = entriesOf.get(entry.attemptId);
    if (list) list.push(entry);
    else entriesOf.set(entry.attemptId, [entry]);
  }
  const groups = new Map<string, { readonly attempt: Attempt; readonly sums: Sums }>();
  const total = noSums();
  for (const attempt of attempts) {
    const key = [dayOf(attempt), attempt.model, attempt.state].join('\n');
    const group = groups.get(key) ?? { attempt, sums: noSums() };
    groups.set(key, group);
    for (const sums of [group.sums, total]) addAttemptTo(sums, attempt, entriesOf.get(attempt.id) ?? []);
  }
  const lines = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { attempt, sums }]) => ({
      day: dayOf(attempt),
      model: attempt.model,
      status: attempt.state,
      ...shown(sums),
    }));
  return { lines, total: shown(total) };
}

/** The report as CSV (RFC 4180), a header first. */
export function ledgerCsv({ lines }: LedgerReport): string {
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
  ] as const;
  const rows = lines.map((line) => columns.map((column) => csvField(String(line[column]))).join(','));
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function dayOf(attempt: Attempt): string {
  return attempt.budgetDay ?? attempt.createdAt.slice(0, 10);
}

function noSums(): Sums {
  return { attempts: 0, quoted: 0n, billed: 0n, assumed: 0n, reserved: 0n, unknownBills: 0 };
}

function addAttemptTo(sums: Sums, attempt: Attempt, entries: readonly BookedEntry[]): void {
  sums.attempts += 1;
  if (attempt.price.expectedUsd !== null) sums.quoted += picoFromUsd(attempt.price.expectedUsd);
  if (attempt.billKnown === false || attempt.state === 'unknown') sums.unknownBills += 1;
  for (const { kind, usd, note } of entries) {
    if (kind === 'reserve') sums.reserved += picoFromUsd(usd);
    else if (kind === 'refund') sums.reserved -= picoFromUsd(usd.replace('-', ''));
    else if (note === 'no_cost_stated') sums.assumed += picoFromUsd(usd);
    else sums.billed += picoFromUsd(usd);
  }
}

function shown(sums: Sums): LedgerReport['total'] {
  return {
    attempts: sums.attempts,
    quotedUsd: usdFromPico(sums.quoted),
    billedUsd: usdFromPico(sums.billed),
    assumedUsd: usdFromPico(sums.assumed),
    reservedUsd: usdFromPico(sums.reserved),
    unknownBills: sums.unknownBills,
  };
}
