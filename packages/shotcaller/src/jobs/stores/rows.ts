import type { Attempt, Job } from '../job.ts';
import type { AttemptChange } from '../store.ts';
import type { AttemptRow, JobRow } from './schema.ts';

/** A job as it is written. Values that are left out are not touched. */
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
  const { id, jobId, number, version, createdAt, correlationToken, ...change } = attempt;
  return {
    ...(rowOfChange(change) as AttemptRow),
    id,
    job_id: jobId,
    number,
    version,
    created_at: createdAt,
    correlation_token: correlationToken,
  };
}

export function attemptOfRow(row: AttemptRow): Attempt {
  const attempt: Record<string, unknown> = {
    id: row.id,
    jobId: row.job_id,
    number: row.number,
    version: row.version,
    createdAt: row.created_at,
    correlationToken: row.correlation_token,
  };
  for (const [field, column] of Object.entries(columns)) {
    const value = row[column];
    attempt[field] = jsonColumns.has(column) && typeof value === 'string' ? JSON.parse(value) : value;
  }
  attempt.billKnown = row.bill_known === null ? null : row.bill_known === 1;
  return attempt as unknown as Attempt;
}

export function jobOfRow(row: JobRow): Job {
  return {
    id: row.id,
    key: row.dedupe_key,
    fingerprint: row.fingerprint,
    requirements: JSON.parse(row.requirements),
    options: JSON.parse(row.options),
    createdAt: row.created_at,
    concludedAt: row.concluded_at,
  };
}

export function rowOfJob(job: Job): JobRow {
  return {
    id: job.id,
    dedupe_key: job.key,
    fingerprint: job.fingerprint,
    requirements: JSON.stringify(job.requirements ?? null),
    options: JSON.stringify(job.options),
    created_at: job.createdAt,
    concluded_at: job.concludedAt,
  };
}

const columns = {
  state: 'state',
  owner: 'owner',
  leaseUntil: 'lease_until',
  nextAt: 'next_at',
  deadlineAt: 'deadline_at',
  service: 'service',
  model: 'model',
  requestHash: 'request_hash',
  price: 'price',
  clip: 'clip',
  expectedTime: 'expected_time',
  remoteId: 'remote_id',
  pollingUrl: 'polling_url',
  word: 'word',
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
] as const);

/** Neither database has booleans that the other reads alike. */
function sqlValue(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}
