import type { Kysely } from 'kysely';
import type { EndedAttempt } from '../../choice/own-evidence.ts';
import { isoOf } from '../iso-time.ts';
import type { Attempt, Job, JobOptions, Receipt } from '../job.ts';
import type { JobEvent } from '../job-event.ts';
import { mostBookableUsd, picoFromText, picoFromUsd, usdFromPico } from '../money/pico.ts';
import type { AttemptChange } from '../records/job-records.ts';
import type { BookedEntry } from '../records/money-records.ts';
import { readWithPictures } from './pictures.ts';
import type { AttemptRow, EventRow, JobRow, MoneyRow, Tables } from './schema.ts';

const columns = {
  state: 'state',
  worker: 'worker',
  leaseUntil: 'lease_until',
  nextAt: 'next_at',
  deadlineAt: 'deadline_at',
  model: 'model',
  requestHash: 'request_hash',
  price: 'price',
  clip: 'clip',
  expectedTime: 'expected_time',
  remoteId: 'remote_id',
  pollingUrl: 'polling_url',
  remoteStatus: 'remote_status',
  submitTries: 'submit_tries',
  polls: 'polls',
  pollErrors: 'poll_errors',
  downloadTries: 'download_tries',
  submittedAt: 'submitted_at',
  lastPendingAt: 'last_pending_at',
  completedAt: 'completed_at',
  endedAt: 'ended_at',
  contentUrls: 'content_urls',
  target: 'target',
  file: 'file',
  billedUsd: 'billed_usd',
  billKnown: 'bill_known',
  billDoubt: 'bill_doubt',
  reason: 'reason',
  budgetDay: 'budget_day',
} as const satisfies Record<keyof Required<AttemptChange>, keyof AttemptRow>;

const jsonColumns: ReadonlySet<keyof AttemptRow> = new Set([
  'price',
  'clip',
  'expected_time',
  'content_urls',
  'file',
  'reason',
  'bill_doubt',
] as const);

const columnEntries = Object.entries(columns);

/** A change of an attempt as it is written. Values that are left out are not touched. */
export function rowOfChange(change: AttemptChange): Partial<AttemptRow> {
  const row: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change)) {
    if (value === undefined) continue;
    const column = columns[field as keyof AttemptChange];
    row[column] = value !== null && jsonColumns.has(column) ? JSON.stringify(value) : sqlValue(value);
  }
  return row as Partial<AttemptRow>;
}

export function rowOfAttempt(attempt: Attempt): AttemptRow {
  const { id, jobId, number, version, createdAt, correlationToken, service, ...change } = attempt;
  const { expectedUsd } = attempt.price;
  return {
    ...(rowOfChange(change) as AttemptRow),
    id,
    job_id: jobId,
    number,
    version,
    service,
    created_at: createdAt,
    correlation_token: correlationToken,
    quoted_pico: quotedPico(expectedUsd),
  };
}

/** The expected price for sums; `null`: not known, or no price that is ever paid for a clip. */
export function quotedPico(expectedUsd: string | null): string | null {
  if (expectedUsd === null) return null;
  const pico = picoFromUsd(expectedUsd);
  return pico > picoFromUsd(mostBookableUsd) ? null : pico.toString();
}

export function attemptOfRow(row: AttemptRow): Attempt {
  const attempt: Record<string, unknown> = {
    id: row.id,
    jobId: row.job_id,
    number: row.number,
    version: row.version,
    service: row.service,
    createdAt: row.created_at,
    correlationToken: row.correlation_token,
  };
  for (const [field, column] of columnEntries) attempt[field] = fieldOf(row, column);
  // Older versions had one state for both.
  if (row.state === 'gave_up_watching' && row.completed_at !== null) attempt.state = 'not_fetched';
  return attempt as unknown as Attempt;
}

/** What own evidence takes of an attempt; ten thousands of them are read at once. */
const endedFields = [
  'state',
  'model',
  'price',
  'clip',
  'submittedAt',
  'lastPendingAt',
  'completedAt',
  'endedAt',
  'file',
  'billedUsd',
  'billKnown',
  'reason',
] as const satisfies readonly (keyof AttemptChange)[];

export const endedColumns = ['id', 'created_at', ...endedFields.map((field) => columns[field])] as const;

export function endedAttemptOfRow(row: Pick<AttemptRow, (typeof endedColumns)[number]>): EndedAttempt {
  const attempt: Record<string, unknown> = { id: row.id, createdAt: row.created_at };
  for (const field of endedFields) attempt[field] = fieldOf(row, columns[field]);
  return attempt as unknown as EndedAttempt;
}

function fieldOf<Column extends keyof AttemptRow>(row: Pick<AttemptRow, Column>, column: Column): unknown {
  const value: unknown = row[column];
  if (column === 'bill_known') return value === null ? null : value === 1;
  return typeof value === 'string' && jsonColumns.has(column) ? JSON.parse(value) : value;
}

export async function jobOfRow(database: Kysely<Tables>, row: JobRow): Promise<Job> {
  return {
    id: row.id,
    service: row.service,
    owner: row.owner,
    key: row.client_key,
    fingerprint: row.fingerprint,
    brief: (await readWithPictures(database, row.brief)) as Job['brief'],
    options: JSON.parse(row.options) as JobOptions,
    receipt: receiptOf(row),
    findings: row.findings === null ? [] : (JSON.parse(row.findings) as Job['findings']),
    createdAt: row.created_at,
    concludedAt: row.concluded_at,
  };
}

function receiptOf(row: JobRow): Receipt | null {
  if (row.body_hash === null) return null;
  return {
    bodyHash: row.body_hash,
    receivedAtMs: Date.parse(row.received_at ?? row.created_at),
    requested: row.requested ?? '',
    callbackUrl: row.webhook_url,
    choice: row.choice === null ? null : (JSON.parse(row.choice) as Receipt['choice']),
    answer: row.answer ?? 'lost',
    answeredAtMs: row.answered_at === null ? null : Date.parse(row.answered_at),
    repeats: row.repeats,
    handedOver: row.handed_over === 1,
    letGo: row.let_go === 1,
  };
}

/** A job as it is written; `brief` is given apart, its pictures taken out. */
export function rowOfJob(
  job: Job,
  written: { readonly brief: string; readonly dedupe: string | null; readonly generation: number },
): JobRow {
  const { receipt } = job;
  return {
    ...written,
    id: job.id,
    service: job.service,
    owner: job.owner,
    client_key: job.key,
    fingerprint: job.fingerprint,
    options: JSON.stringify(job.options),
    findings: job.findings.length === 0 ? null : JSON.stringify(job.findings),
    created_at: job.createdAt,
    concluded_at: job.concludedAt,
    body_hash: receipt?.bodyHash ?? null,
    received_at: receipt ? isoOf(receipt.receivedAtMs) : null,
    requested: receipt?.requested ?? null,
    webhook_url: receipt?.callbackUrl ?? null,
    choice: receipt?.choice ? JSON.stringify(receipt.choice) : null,
    answer: receipt?.answer ?? null,
    answered_at: receipt && receipt.answeredAtMs !== null ? isoOf(receipt.answeredAtMs) : null,
    repeats: receipt?.repeats ?? 0,
    handed_over: Number(receipt?.handedOver ?? false),
    batch: job.options.batch?.name ?? null,
    let_go: Number(receipt?.letGo ?? false),
    callback_owed: Number((receipt?.callbackUrl ?? null) !== null),
  };
}

export function eventOfRow(row: EventRow): JobEvent {
  return {
    attemptId: row.attempt_id,
    jobId: row.job_id,
    version: row.version,
    at: row.at,
    by: row.by_whom,
    what: row.what,
    state: row.state,
    detail: row.detail === null ? null : JSON.parse(row.detail),
  };
}

export function entryOfRow(row: Omit<MoneyRow, 'service' | 'owner'>): BookedEntry {
  return {
    attemptId: row.attempt_id,
    jobId: row.job_id,
    kind: row.kind,
    usd: usdFromPico(picoFromText(row.pico)),
    budgetDay: row.budget_day,
    at: row.at,
    note: row.note,
  };
}

/** Neither database has booleans that the other reads alike. */
function sqlValue(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}
