import type { Job, JobState } from '../job.ts';
import type { BookedEntry } from '../store.ts';
import { picoFromUsd, usdFromPico } from './pico.ts';

/** Spend of one group of jobs. Dollars are exact decimals. */
export interface LedgerLine {
  /** UTC day that the money counts for. */
  readonly day: string;
  readonly model: string;
  readonly status: JobState;
  readonly jobs: number;
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
  jobs: number;
  quoted: bigint;
  billed: bigint;
  assumed: bigint;
  reserved: bigint;
  unknownBills: number;
}

/** What was spent by day, model and status, quotes beside bills. Ordered by day, model, status. */
export function ledgerReport(jobs: readonly Job[], entries: readonly BookedEntry[]): LedgerReport {
  const entriesOf = new Map<string, BookedEntry[]>();
  for (const entry of entries) {
    const list = entriesOf.get(entry.jobId);
    if (list) list.push(entry);
    else entriesOf.set(entry.jobId, [entry]);
  }
  const groups = new Map<string, { readonly job: Job; readonly sums: Sums }>();
  const total = noSums();
  for (const job of jobs) {
    const key = [dayOf(job), job.model, job.state].join('\n');
    const group = groups.get(key) ?? { job, sums: noSums() };
    groups.set(key, group);
    for (const sums of [group.sums, total]) addJob(sums, job, entriesOf.get(job.id) ?? []);
  }
  const lines = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { job, sums }]) => ({
      day: dayOf(job),
      model: job.model,
      status: job.state,
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

function dayOf(job: Job): string {
  return job.budgetDay ?? job.createdAt.slice(0, 10);
}

function noSums(): Sums {
  return { jobs: 0, quoted: 0n, billed: 0n, assumed: 0n, reserved: 0n, unknownBills: 0 };
}

function addJob(sums: Sums, job: Job, entries: readonly BookedEntry[]): void {
  sums.jobs += 1;
  if (job.price.expectedUsd !== null) sums.quoted += picoFromUsd(job.price.expectedUsd);
  if (job.billKnown === false || job.state === 'unknown') sums.unknownBills += 1;
  for (const { kind, usd, note } of entries) {
    if (kind === 'reserve') sums.reserved += picoFromUsd(usd);
    else if (kind === 'refund') sums.reserved -= picoFromUsd(usd.replace('-', ''));
    else if (note === 'no_cost_stated') sums.assumed += picoFromUsd(usd);
    else sums.billed += picoFromUsd(usd);
  }
}

function shown(sums: Sums): LedgerReport['total'] {
  return {
    jobs: sums.jobs,
    quotedUsd: usdFromPico(sums.quoted),
    billedUsd: usdFromPico(sums.billed),
    assumedUsd: usdFromPico(sums.assumed),
    reservedUsd: usdFromPico(sums.reserved),
    unknownBills: sums.unknownBills,
  };
}
