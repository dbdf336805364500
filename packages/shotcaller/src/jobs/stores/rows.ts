import type { Job, Order } from '../job.ts';
import type { JobChange } from '../store.ts';
import type { JobRow, OrderRow } from './schema.ts';

/** A job as it is written. Values that are left out are not touched. */
export function rowOfChange(change: JobChange): Partial<JobRow> {
  const row: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change)) {
    if (value === undefined) continue;
    const column = columns[field as keyof JobChange];
    row[column] = value !== null && jsonColumns.has(column) ? JSON.stringify(value) : sqlValue(value);
  }
  return row as Partial<JobRow>;
}

export function rowOfJob(job: Job): JobRow {
  const { id, orderId, attempt, version, createdAt, correlationToken, ...change } = job;
  return {
    ...(rowOfChange(change) as JobRow),
    id,
    order_id: orderId,
    attempt,
    version,
    created_at: createdAt,
    correlation_token: correlationToken,
  };
}

export function jobOfRow(row: JobRow): Job {
  const job: Record<string, unknown> = {
    id: row.id,
    orderId: row.order_id,
    attempt: row.attempt,
    version: row.version,
    createdAt: row.created_at,
    correlationToken: row.correlation_token,
  };
  for (const [field, column] of Object.entries(columns)) {
    const value = row[column];
    job[field] = jsonColumns.has(column) && typeof value === 'string' ? JSON.parse(value) : value;
  }
  job.billKnown = row.bill_known === null ? null : row.bill_known === 1;
  return job as unknown as Job;
}

export function orderOfRow(row: OrderRow): Order {
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

export function rowOfOrder(order: Order): OrderRow {
  return {
    id: order.id,
    dedupe_key: order.key,
    fingerprint: order.fingerprint,
    requirements: JSON.stringify(order.requirements ?? null),
    options: JSON.stringify(order.options),
    created_at: order.createdAt,
    concluded_at: order.concludedAt,
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
  jobId: 'remote_id',
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
} as const satisfies Record<keyof Required<JobChange>, keyof JobRow>;

const jsonColumns: ReadonlySet<keyof JobRow> = new Set([
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
