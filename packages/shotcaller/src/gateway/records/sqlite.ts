import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { DeliveryRecord, GatewayRecords, NewJobRecord, JobRecord, JobRecordChange } from './records.ts';

/**
 * Opens the gateway's records in a SQLite file; `:memory:` keeps them in memory. One gateway a file. Plain statements: few
 * queries on two tables, asked thousands of times a second.
 *
 * New orders are on disk before they are placed, many in one commit. What is noted of them later is safe from a killed process
 * at once and from a power failure with the next order: losing it buys nothing twice.
 */
export function openGatewayRecords(path: string): GatewayRecords {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const file = new Database(path);
  file.exec('pragma busy_timeout = 5000');
  file.exec('pragma journal_mode = wal');
  file.exec('pragma synchronous = normal');
  file.exec(tables);
  const one = statement(file);

  const job = (where: string, ...values: readonly unknown[]): JobRecord | undefined => {
    const row = one(`select * from orders where ${where} limit 1`).get(...values) as JobRow | undefined;
    return row && jobOfRow(row);
  };
  const jobs = (where: string, ...values: readonly unknown[]): readonly JobRecord[] =>
    (one(`select * from orders where ${where}`).all(...values) as JobRow[]).map(jobOfRow);

  const addDurably = createBatch((records: readonly NewJobRecord[]) => {
    file.exec('pragma synchronous = full');
    file.exec('begin immediate');
    try {
      for (const record of records) one(insertJob).run(...jobValues(record));
      file.exec('commit');
    } catch (error) {
      file.exec('rollback');
      throw error;
    } finally {
      file.exec('pragma synchronous = normal');
    }
  });

  return {
    async addJob(record) {
      await addDurably(record);
      const written = job('dedupe_key = ?', record.dedupeKey);
      if (written) return written;
      const first = job(
        'owner = ? and client_key = ? and generation = ?',
        record.owner,
        record.clientKey,
        record.generation,
      );
      if (!first) throw new Error('The record of the order could not be written.');
      return first;
    },
    job: async (dedupeKey) => job('dedupe_key = ?', dedupeKey),
    jobById: async (jobId) => job('order_id = ?', jobId),
    byClientKey: async (owner, clientKey) =>
      job('owner = ? and client_key = ? order by generation desc', owner, clientKey),
    byBody: async (owner, bodyHash, sinceMs) =>
      jobs(
        'owner = ? and body_hash = ? and client_key is null and received_at >= ? order by received_at desc, rowid desc limit 20',
        owner,
        bodyHash,
        sinceMs,
      ),
    async change(dedupeKey, change) {
      const columns = Object.entries(change).map(([name, value]) => [
        changeColumns[name as keyof JobRecordChange],
        value,
      ]);
      if (columns.length === 0) return;
      const set = columns.map(([name]) => `${name} = ?`).join(', ');
      const values = columns.map(([, value]) => (typeof value === 'boolean' ? Number(value) : value));
      one(`update orders set ${set} where dedupe_key = ?`).run(...values, dedupeKey);
    },
    async jobIdsOf(owner) {
      const rows = one('select order_id from orders where owner = ? and order_id is not null').all(owner);
      return new Set((rows as { job_id: string }[]).map((row) => row.job_id));
    },
    async owners() {
      const rows = one('select order_id, owner from orders where order_id is not null').all();
      return (rows as { job_id: string; owner: string }[]).map((row) => ({
        jobId: row.job_id,
        owner: row.owner,
      }));
    },

    async addDelivery(delivery) {
      return one(insertDelivery).run(...deliveryValues(delivery)).changes === 1;
    },
    async changeDelivery(id, { state, tries, nextAtMs, lastError, lastAtMs }) {
      one(
        `update deliveries set state = coalesce(?, state), tries = coalesce(?, tries), next_at = coalesce(?, next_at),
         last_error = coalesce(?, last_error), last_at = coalesce(?, last_at) where id = ?`,
      ).run(state ?? null, tries ?? null, nextAtMs ?? null, lastError ?? null, lastAtMs ?? null, id);
    },
    async deliveries(state, limit) {
      const rows = one('select * from deliveries where state = ? order by next_at, id limit ?').all(state, limit);
      return (rows as DeliveryRow[]).map(deliveryOfRow);
    },
    async jobIdsOwedDelivery() {
      const rows = one(
        `select order_id from orders where callback_url is not null and order_id is not null
         and not exists (select 1 from deliveries where deliveries.order_id = orders.order_id)`,
      ).all();
      return (rows as { job_id: string }[]).map((row) => row.job_id);
    },

    async settled(name, make) {
      one('insert into settled (name, value) values (?, ?) on conflict do nothing').run(name, make());
      return (one('select value from settled where name = ?').get(name) as { value: string }).value;
    },
    async close() {
      file.close();
    },
  };
}

const tables = `
  create table if not exists orders (
    dedupe_key text primary key, owner text not null, client_key text, generation integer not null, body_hash text not null,
    received_at integer not null, requested text not null, callback_url text, order_id text, answered integer not null default 0,
    handed_over integer not null default 0, choice text);
  create unique index if not exists orders_by_client_key on orders (owner, client_key, generation);
  create index if not exists orders_by_body on orders (owner, body_hash, received_at);
  create index if not exists orders_by_id on orders (order_id);
  create table if not exists deliveries (
    id text primary key, order_id text not null, url text not null, body text not null, state text not null, tries integer not null,
    next_at integer not null, last_error text, first_at integer not null, last_at integer not null);
  create index if not exists deliveries_by_state on deliveries (state, next_at);
  create index if not exists deliveries_by_order on deliveries (order_id);
  create table if not exists settled (name text primary key, value text not null);`;

const insertJob = `insert into orders (dedupe_key, owner, client_key, generation, body_hash, received_at, requested, callback_url)
  values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`;

const insertDelivery = `insert into deliveries (id, order_id, url, body, state, tries, next_at, last_error, first_at, last_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`;

const changeColumns: Readonly<Record<keyof JobRecordChange, string>> = {
  jobId: 'order_id',
  answered: 'answered',
  handedOver: 'handed_over',
  choice: 'choice',
};

interface JobRow {
  readonly dedupe_key: string;
  readonly owner: string;
  readonly client_key: string | null;
  readonly generation: number;
  readonly body_hash: string;
  readonly received_at: number;
  readonly requested: string;
  readonly callback_url: string | null;
  readonly job_id: string | null;
  readonly answered: number;
  readonly handed_over: number;
  readonly choice: string | null;
}

interface DeliveryRow {
  readonly id: string;
  readonly job_id: string;
  readonly url: string;
  readonly body: string;
  readonly state: DeliveryRecord['state'];
  readonly tries: number;
  readonly next_at: number;
  readonly last_error: string | null;
  readonly first_at: number;
  readonly last_at: number;
}

function jobOfRow(row: JobRow): JobRecord {
  return {
    dedupeKey: row.dedupe_key,
    owner: row.owner,
    clientKey: row.client_key,
    generation: row.generation,
    bodyHash: row.body_hash,
    receivedAtMs: row.received_at,
    requested: row.requested,
    callbackUrl: row.callback_url,
    jobId: row.job_id,
    answered: row.answered === 1,
    handedOver: row.handed_over === 1,
    choice: row.choice,
  };
}

function jobValues(record: NewJobRecord): readonly unknown[] {
  const { dedupeKey, owner, clientKey, generation, bodyHash, receivedAtMs, requested, callbackUrl } = record;
  return [dedupeKey, owner, clientKey, generation, bodyHash, receivedAtMs, requested, callbackUrl];
}

function deliveryOfRow(row: DeliveryRow): DeliveryRecord {
  return {
    id: row.id,
    jobId: row.job_id,
    url: row.url,
    body: row.body,
    state: row.state,
    tries: row.tries,
    nextAtMs: row.next_at,
    lastError: row.last_error,
    firstAtMs: row.first_at,
    lastAtMs: row.last_at,
  };
}

function deliveryValues(delivery: DeliveryRecord): readonly unknown[] {
  const { id, jobId, url, body, state, tries, nextAtMs, lastError, firstAtMs, lastAtMs } = delivery;
  return [id, jobId, url, body, state, tries, nextAtMs, lastError, firstAtMs, lastAtMs];
}

/** Collects what comes within one turn of the event loop and writes it with one commit. */
function createBatch<Item>(write: (items: readonly Item[]) => void): (item: Item) => Promise<void> {
  let waiting: { readonly item: Item; readonly done: (error?: unknown) => void }[] = [];
  return (item) =>
    new Promise((resolve, reject) => {
      const done = (error?: unknown) => (error === undefined ? resolve() : reject(error));
      waiting.push({ item, done });
      if (waiting.length > 1) return;
      setImmediate(() => {
        const batch = waiting;
        waiting = [];
        try {
          write(batch.map((entry) => entry.item));
          for (const entry of batch) entry.done();
        } catch (error) {
          for (const entry of batch) entry.done(error ?? new Error('The record could not be written.'));
        }
      });
    });
}

/** Prepares each statement once. */
function statement(file: Database.Database) {
  const prepared = new Map<string, Database.Statement>();
  return (text: string): Database.Statement => {
    const known = prepared.get(text);
    if (known) return known;
    const fresh = file.prepare(text);
    prepared.set(text, fresh);
    return fresh;
  };
}
