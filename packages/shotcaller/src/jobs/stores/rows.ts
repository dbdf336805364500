import type { Kysely } from 'kysely';
import type { EndedAttempt } from '../../choice/own-evidence.ts';
import { type AttemptFile, filesOf } from '../../files/job-file.ts';
import { isoOf } from '../../iso-time.ts';
import type { Attempt, AttemptState, Job, JobOptions, Receipt } from '../job.ts';
import type { JobEvent } from '../job-event.ts';
import { mostBookableUsd, picoFromText, picoFromUsd, usdFromPico } from '../money/pico.ts';
import type { ArchivedJob } from '../records/archive-records.ts';
import type { AttemptChange } from '../records/job-records.ts';
import type { BookedEntry } from '../records/money-records.ts';
import { readWithPictures } from './pictures.ts';
import type { ArchivedJobRow, AttemptRow, EventRow, JobRow, MoneyRow, Tables } from './schema.ts';
import { picoOfParts } from './sql-context.ts';

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

/** Field by field: rows are read for every step, and an object of many computed keys takes five times the memory and the time. */
export function attemptOfRow(row: AttemptRow): Attempt {
  return {
    id: row.id,
    jobId: row.job_id,
    number: row.number,
    state: stateOf(row),
    version: row.version,
    worker: row.worker,
    leaseUntil: row.lease_until,
    nextAt: row.next_at,
    deadlineAt: row.deadline_at,
    service: row.service,
    model: row.model,
    correlationToken: row.correlation_token,
    requestHash: row.request_hash,
    price: JSON.parse(row.price),
    clip: JSON.parse(row.clip),
    expectedTime: parsed(row.expected_time),
    remoteId: row.remote_id,
    pollingUrl: row.polling_url,
    remoteStatus: row.remote_status,
    submitTries: row.submit_tries,
    polls: row.polls,
    pollErrors: row.poll_errors,
    downloadTries: row.download_tries,
    createdAt: row.created_at,
    submittedAt: row.submitted_at,
    lastPendingAt: row.last_pending_at,
    completedAt: row.completed_at,
    endedAt: row.ended_at,
    contentUrls: JSON.parse(row.content_urls),
    target: row.target,
    file: parsed(row.file),
    billedUsd: row.billed_usd,
    billKnown: row.bill_known === null ? null : row.bill_known === 1,
    billDoubt: parsed(row.bill_doubt),
    reason: parsed(row.reason),
    budgetDay: row.budget_day,
  };
}

/** Older versions had one state for both. */
function stateOf({ state, completed_at }: AttemptRow): AttemptState {
  return state === 'gave_up_watching' && completed_at !== null ? 'not_fetched' : state;
}

function parsed<Value>(json: string | null): Value | null {
  return json === null ? null : (JSON.parse(json) as Value);
}

/** What own evidence takes of an attempt; ten thousands of them are read at once. */
export const endedColumns = [
  'id',
  'created_at',
  'state',
  'model',
  'price',
  'clip',
  'submitted_at',
  'last_pending_at',
  'completed_at',
  'ended_at',
  'file',
  'billed_usd',
  'bill_known',
  'reason',
] as const satisfies readonly (keyof AttemptRow)[];

export function endedAttemptOfRow(row: Pick<AttemptRow, (typeof endedColumns)[number]>): EndedAttempt {
  return {
    id: row.id,
    createdAt: row.created_at,
    state: row.state,
    model: row.model,
    price: JSON.parse(row.price),
    clip: JSON.parse(row.clip),
    submittedAt: row.submitted_at,
    lastPendingAt: row.last_pending_at,
    completedAt: row.completed_at,
    endedAt: row.ended_at,
    file: parsed(row.file),
    billedUsd: row.billed_usd,
    billKnown: row.bill_known === null ? null : row.bill_known === 1,
    reason: parsed(row.reason),
  };
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

export function archivedJobOf({
  id,
  file,
  state,
  model,
  delivered,
  dollars,
  pico,
}: Pick<ArchivedJobRow, 'id' | 'file' | 'state' | 'model' | 'delivered' | 'dollars' | 'pico'>): ArchivedJob {
  return {
    jobId: id,
    file,
    state,
    model,
    clip: filesOf(parsed<AttemptFile>(delivered))[0] ?? null,
    bookedPico: pico === null ? null : picoOfParts(dollars, pico),
  };
}

/** A job as it is written; `brief` is given apart, its pictures taken out. */
export function rowOfJob(
  job: Job,
  written: { readonly brief: string; readonly dedupe: string | null; readonly generation: number },
): JobRow {
  const { receipt } = job;
  return {
    brief: written.brief,
    dedupe: written.dedupe,
    generation: written.generation,
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
