import { type Kysely, sql, type Transaction } from 'kysely';
import type { Job } from '../job.ts';
import { type Booked, brokenCap, type Caps } from '../money/caps.ts';
import { usdFromPico } from '../money/pico.ts';
import { type Checkpoint, noCheckpoint } from '../steps/checkpoint.ts';
import type { JobQuery, JobStore, ReserveAnswer, Transition } from '../store.ts';
import { jobOfRow, orderOfRow, rowOfChange, rowOfJob, rowOfOrder } from './rows.ts';
import type { EventRow, JobRow, MoneyRow, Tables } from './schema.ts';
import type { Transact } from './shared-commits.ts';

export interface SqlStoreOptions {
  readonly checkpoint?: Checkpoint;
  /** A statement that lists what is damaged, or `ok`. */
  readonly integrityStatement?: string;
  /** Carries out one transaction, on disk when its promise resolves. Default each with a commit of its own. */
  readonly transact?: Transact<Tables>;
  /** What queries go through, so that they need not wait for a transaction. It sees every commit. Default the database itself. */
  readonly reader?: Kysely<Tables>;
}

/** The ledger's queries, the same for SQLite and PostgreSQL. */
export function createSqlStore(
  kind: JobStore['kind'],
  database: Kysely<Tables>,
  {
    checkpoint = noCheckpoint,
    integrityStatement,
    transact = oneByOne(database),
    reader = database,
  }: SqlStoreOptions = {},
): JobStore {
  /** One transaction; the checkpoints are where a crash test kills. */
  async function write<Result>(
    name: string,
    body: (transaction: Transaction<Tables>) => Promise<Result>,
  ): Promise<Result> {
    await checkpoint(`ledger:${name}:before`);
    const result = await transact(async (transaction) => {
      const value = await body(transaction);
      await checkpoint(`ledger:${name}:inside`);
      return value;
    });
    await checkpoint(`ledger:${name}:after`);
    return result;
  }

  async function oneJob(column: 'id' | 'correlation_token' | 'remote_id', value: string): Promise<Job | undefined> {
    // Newest first: a simulator that starts anew may give an id twice.
    const query = reader
      .selectFrom('jobs')
      .selectAll()
      .where(column, '=', value)
      .orderBy('created_at', 'desc')
      .limit(1);
    const row = await query.executeTakeFirst();
    return row && jobOfRow(row);
  }

  return {
    kind,

    createOrder: ({ order, job, body }) =>
      write('create', async (transaction) => {
        const inserted = await transaction
          .insertInto('orders')
          .values(rowOfOrder(order))
          .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows === 0n) {
          const first = await transaction
            .selectFrom('orders')
            .selectAll()
            .where('dedupe_key', '=', order.key)
            .executeTakeFirstOrThrow();
          return { created: false, order: orderOfRow(first) };
        }
        await insertJob(transaction, job, body);
        return { created: true, order };
      }),

    addAttempt: (job, body) => write('attempt', (transaction) => insertJob(transaction, job, body)),

    apply: (transition) =>
      write(transition.event?.what ?? 'progress', (transaction) => moveJob(transaction, transition)),

    reserve: (transition, reservePico, caps) =>
      write('reserve', (transaction) => reserveMoney(transaction, transition, reservePico, caps)),

    concludeOrder: (orderId, at) =>
      write('conclude', async (transaction) => {
        await transaction.updateTable('orders').set({ concluded_at: at }).where('id', '=', orderId).execute();
      }),

    reopenOrder: (orderId) =>
      write('reopen', async (transaction) => {
        await transaction.updateTable('orders').set({ concluded_at: null }).where('id', '=', orderId).execute();
      }),

    job: (id) => oneJob('id', id),
    jobByToken: (token) => oneJob('correlation_token', token),
    jobByRemoteId: (remoteId) => oneJob('remote_id', remoteId),

    async order(id) {
      const row = await reader.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst();
      return row && orderOfRow(row);
    },

    async orderByKey(key) {
      const row = await reader.selectFrom('orders').selectAll().where('dedupe_key', '=', key).executeTakeFirst();
      return row && orderOfRow(row);
    },

    async jobsOfOrder(orderId) {
      const rows = await reader
        .selectFrom('jobs')
        .selectAll()
        .where('order_id', '=', orderId)
        .orderBy('attempt')
        .execute();
      return rows.map(jobOfRow);
    },

    async jobs({ states, orderIds, since, limit = 1000 }: JobQuery = {}) {
      let query = reader.selectFrom('jobs').selectAll();
      if (states) query = query.where('state', 'in', states.length > 0 ? [...states] : ['' as Job['state']]);
      if (orderIds) query = query.where('order_id', 'in', listOf(kind, orderIds));
      if (since !== undefined) query = query.where('created_at', '>=', since);
      const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(jobOfRow);
    },

    async requestBody(jobId) {
      const row = await reader.selectFrom('requests').select('body').where('job_id', '=', jobId).executeTakeFirst();
      return row?.body;
    },

    async reservedPico(jobId) {
      const row = await reader
        .selectFrom('money')
        .select(picoText)
        .where('job_id', '=', jobId)
        .where('kind', '=', 'reserve')
        .executeTakeFirst();
      return row ? BigInt(row.pico) : null;
    },

    async events({ orderId, limit = 10_000 } = {}) {
      let query = reader.selectFrom('events').selectAll();
      if (orderId !== undefined) query = query.where('order_id', '=', orderId);
      const rows = await query.orderBy('at').orderBy('job_id').orderBy('version').limit(limit).execute();
      return rows.map(eventOfRow);
    },

    async money({ orderId, since } = {}) {
      let query = reader
        .selectFrom('money')
        .select(['job_id', 'kind', 'order_id', 'budget_day', 'at', 'note', picoText]);
      if (orderId !== undefined) query = query.where('order_id', '=', orderId);
      if (since !== undefined) query = query.where('at', '>=', since);
      const rows = await query.orderBy('at').orderBy('job_id').orderBy('kind').execute();
      return rows.map(entryOfRow);
    },

    rememberDelivery: (idempotencyKey, at) =>
      write('delivery', async (transaction) => {
        const inserted = await transaction
          .insertInto('deliveries')
          .values({ idempotency_key: idempotencyKey, at })
          .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
          .executeTakeFirst();
        return inserted.numInsertedOrUpdatedRows === 1n;
      }),

    async checkIntegrity() {
      const problems: string[] = [];
      if (integrityStatement !== undefined) {
        const { rows } = await sql.raw<Record<string, unknown>>(integrityStatement).execute(reader);
        for (const row of rows)
          problems.push(
            ...Object.values(row)
              .map(String)
              .filter((text) => text !== 'ok'),
          );
      }
      for (const table of ['orders', 'jobs', 'requests', 'events', 'money', 'deliveries'] as const) {
        await reader.selectFrom(table).select(sql<string>`count(*)`.as('rows')).execute();
      }
      return problems;
    },

    async close() {
      if (reader !== database) await reader.destroy();
      await database.destroy();
    },
  };
}

function oneByOne(database: Kysely<Tables>): Transact<Tables> {
  return (body) => database.transaction().execute(body);
}

const picoText = sql<string>`cast(pico as text)`.as('pico');

async function insertJob(transaction: Transaction<Tables>, job: Job, body: string): Promise<boolean> {
  const inserted = await transaction
    .insertInto('jobs')
    .values(rowOfJob(job))
    .onConflict((conflict) => conflict.columns(['order_id', 'attempt']).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return false;
  await transaction.insertInto('requests').values({ job_id: job.id, body }).execute();
  await insertEvent(transaction, rowOfJob(job), {
    at: job.createdAt,
    by: job.owner ?? '',
    event: { what: 'planned', detail: { model: job.model, requestHash: job.requestHash } },
  });
  return true;
}

/** Ids as one parameter: a list of parameters may hold some ten thousands at most, and a client may have more orders. */
function listOf(kind: JobStore['kind'], ids: readonly string[]) {
  const elements = sql.raw(kind === 'postgres' ? 'json_array_elements_text' : 'json_each');
  return sql<string>`(select value from ${elements}(${JSON.stringify(ids)}))`;
}

/** Compare and set: the one way in which a job's row changes. */
async function moveJob(transaction: Transaction<Tables>, transition: Transition): Promise<Job | undefined> {
  const { jobId, version, change, at, money = [] } = transition;
  const row = await transaction
    .updateTable('jobs')
    .set({ ...rowOfChange(change), version: version + 1 })
    .where('id', '=', jobId)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  if (transition.event) await insertEvent(transaction, row, { ...transition, event: transition.event });
  for (const { kind, pico, note } of money) {
    await transaction
      .insertInto('money')
      .values({
        job_id: jobId,
        kind,
        order_id: row.order_id,
        pico: pico.toString(),
        budget_day: row.budget_day ?? at.slice(0, 10),
        at,
        note: note ?? null,
      })
      .execute();
  }
  return jobOfRow(row);
}

/** The lock makes reservations of all processes follow one another, so that two of them cannot share the last dollar. */
async function reserveMoney(
  transaction: Transaction<Tables>,
  transition: Transition,
  reservePico: bigint,
  caps: Caps,
): Promise<ReserveAnswer> {
  await transaction
    .updateTable('reservation_lock')
    .set((row) => ({ turns: sql<number>`(${row.ref('turns')} + 1) % 1000000` }))
    .where('id', '=', 1)
    .execute();
  const day = transition.at.slice(0, 10);
  const { order_id: orderId } = await transaction
    .selectFrom('jobs')
    .select('order_id')
    .where('id', '=', transition.jobId)
    .executeTakeFirstOrThrow();
  const booked: Booked = {
    orderPico: caps.perJobUsd === undefined ? 0n : await sumPico(transaction, 'order_id', orderId),
    dayPico: caps.perDayUsd === undefined ? 0n : await sumPico(transaction, 'budget_day', day),
    monthPico: caps.perMonthUsd === undefined ? 0n : await sumPico(transaction, 'budget_month', day.slice(0, 7)),
  };
  const reason = brokenCap(reservePico, booked, caps);
  if (reason) return { kind: 'over_budget', reason };
  const job = await moveJob(transaction, transition);
  return job ? { kind: 'reserved', job } : { kind: 'stale' };
}

async function sumPico(
  transaction: Transaction<Tables>,
  by: 'order_id' | 'budget_day' | 'budget_month',
  value: string,
): Promise<bigint> {
  let query = transaction.selectFrom('money').select(sql<string | null>`cast(sum(pico) as text)`.as('total'));
  // Days sort as text, so a month is the span from its first to its 31st.
  if (by === 'budget_month') {
    query = query.where('budget_day', '>=', `${value}-01`).where('budget_day', '<=', `${value}-31`);
  } else query = query.where(by, '=', value);
  const row = await query.executeTakeFirst();
  return BigInt(row?.total ?? '0');
}

async function insertEvent(
  transaction: Transaction<Tables>,
  row: JobRow,
  { at, by, event }: { at: string; by: string; event: { what: string; detail?: unknown } },
): Promise<void> {
  await transaction
    .insertInto('events')
    .values({
      job_id: row.id,
      version: row.version,
      order_id: row.order_id,
      at,
      by_whom: by,
      what: event.what,
      state: row.state,
      detail: event.detail === undefined ? null : JSON.stringify(event.detail),
    })
    .execute();
}

function eventOfRow(row: EventRow) {
  return {
    jobId: row.job_id,
    orderId: row.order_id,
    version: row.version,
    at: row.at,
    by: row.by_whom,
    what: row.what,
    state: row.state,
    detail: row.detail === null ? null : JSON.parse(row.detail),
  };
}

function entryOfRow(row: MoneyRow) {
  return {
    jobId: row.job_id,
    orderId: row.order_id,
    kind: row.kind,
    usd: usdFromPico(BigInt(row.pico)),
    budgetDay: row.budget_day,
    at: row.at,
    note: row.note,
  };
}
