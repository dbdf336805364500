import { type Kysely, sql, type Transaction } from 'kysely';
import type { Attempt } from '../job.ts';
import { type Booked, brokenCap, type Caps } from '../money/caps.ts';
import { usdFromPico } from '../money/pico.ts';
import { type Checkpoint, noCheckpoint } from '../steps/checkpoint.ts';
import type { AttemptQuery, Ledger, ReserveAnswer, Transition } from '../store.ts';
import { attemptOfRow, jobOfRow, rowOfAttempt, rowOfChange, rowOfJob } from './rows.ts';
import type { AttemptRow, EventRow, MoneyRow, Tables } from './schema.ts';
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
  kind: Ledger['kind'],
  database: Kysely<Tables>,
  {
    checkpoint = noCheckpoint,
    integrityStatement,
    transact = oneByOne(database),
    reader = database,
  }: SqlStoreOptions = {},
): Ledger {
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

  async function oneAttempt(
    column: 'id' | 'correlation_token' | 'remote_id',
    value: string,
  ): Promise<Attempt | undefined> {
    // Newest first: a simulator that starts anew may give an id twice.
    const query = reader
      .selectFrom('jobs')
      .selectAll()
      .where(column, '=', value)
      .orderBy('created_at', 'desc')
      .limit(1);
    const row = await query.executeTakeFirst();
    return row && attemptOfRow(row);
  }

  return {
    kind,

    createJob: ({ job, attempt, body }) =>
      write('create', async (transaction) => {
        const inserted = await transaction
          .insertInto('orders')
          .values(rowOfJob(job))
          .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows === 0n) {
          const first = await transaction
            .selectFrom('orders')
            .selectAll()
            .where('dedupe_key', '=', job.key)
            .executeTakeFirstOrThrow();
          return { created: false, job: jobOfRow(first) };
        }
        await insertAttempt(transaction, attempt, body);
        return { created: true, job };
      }),

    addAttempt: (attempt, body) => write('attempt', (transaction) => insertAttempt(transaction, attempt, body)),

    apply: (transition) =>
      write(transition.event?.what ?? 'progress', (transaction) => moveAttempt(transaction, transition)),

    reserve: (transition, reservePico, caps) =>
      write('reserve', (transaction) => reserveMoney(transaction, transition, reservePico, caps)),

    concludeJob: (jobId, at) =>
      write('conclude', async (transaction) => {
        await transaction.updateTable('orders').set({ concluded_at: at }).where('id', '=', jobId).execute();
      }),

    reopenJob: (jobId) =>
      write('reopen', async (transaction) => {
        await transaction.updateTable('orders').set({ concluded_at: null }).where('id', '=', jobId).execute();
      }),

    attempt: (id) => oneAttempt('id', id),
    attemptByToken: (token) => oneAttempt('correlation_token', token),
    attemptByRemoteId: (remoteId) => oneAttempt('remote_id', remoteId),

    async job(id) {
      const row = await reader.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst();
      return row && jobOfRow(row);
    },

    async jobByKey(key) {
      const row = await reader.selectFrom('orders').selectAll().where('dedupe_key', '=', key).executeTakeFirst();
      return row && jobOfRow(row);
    },

    async attemptsOfJob(jobId) {
      const rows = await reader
        .selectFrom('jobs')
        .selectAll()
        .where('order_id', '=', jobId)
        .orderBy('attempt')
        .execute();
      return rows.map(attemptOfRow);
    },

    async attempts({ states, jobIds, since, limit = 1000 }: AttemptQuery = {}) {
      let query = reader.selectFrom('jobs').selectAll();
      if (states) query = query.where('state', 'in', states.length > 0 ? [...states] : ['' as Attempt['state']]);
      if (jobIds) query = query.where('order_id', 'in', listOf(kind, jobIds));
      if (since !== undefined) query = query.where('created_at', '>=', since);
      const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(attemptOfRow);
    },

    async requestBody(attemptId) {
      const row = await reader.selectFrom('requests').select('body').where('job_id', '=', attemptId).executeTakeFirst();
      return row?.body;
    },

    async reservedPico(attemptId) {
      const row = await reader
        .selectFrom('money')
        .select(picoText)
        .where('job_id', '=', attemptId)
        .where('kind', '=', 'reserve')
        .executeTakeFirst();
      return row ? BigInt(row.pico) : null;
    },

    async events({ jobId, limit = 10_000 } = {}) {
      let query = reader.selectFrom('events').selectAll();
      if (jobId !== undefined) query = query.where('order_id', '=', jobId);
      const rows = await query.orderBy('at').orderBy('job_id').orderBy('version').limit(limit).execute();
      return rows.map(eventOfRow);
    },

    async money({ jobId, since } = {}) {
      let query = reader
        .selectFrom('money')
        .select(['job_id', 'kind', 'order_id', 'budget_day', 'at', 'note', picoText]);
      if (jobId !== undefined) query = query.where('order_id', '=', jobId);
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

async function insertAttempt(transaction: Transaction<Tables>, attempt: Attempt, body: string): Promise<boolean> {
  const inserted = await transaction
    .insertInto('jobs')
    .values(rowOfAttempt(attempt))
    .onConflict((conflict) => conflict.columns(['order_id', 'attempt']).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return false;
  await transaction.insertInto('requests').values({ attempt_id: attempt.id, body }).execute();
  await insertEvent(transaction, rowOfAttempt(attempt), {
    at: attempt.createdAt,
    by: attempt.owner ?? '',
    event: { what: 'planned', detail: { model: attempt.model, requestHash: attempt.requestHash } },
  });
  return true;
}

/** Ids as one parameter: a list of parameters may hold some ten thousands at most, and a client may have more orders. */
function listOf(kind: Ledger['kind'], ids: readonly string[]) {
  const elements = sql.raw(kind === 'postgres' ? 'json_array_elements_text' : 'json_each');
  return sql<string>`(select value from ${elements}(${JSON.stringify(ids)}))`;
}

/** Compare and set: the one way in which a job's row changes. */
async function moveAttempt(transaction: Transaction<Tables>, transition: Transition): Promise<Attempt | undefined> {
  const { attemptId, version, change, at, money = [] } = transition;
  const row = await transaction
    .updateTable('jobs')
    .set({ ...rowOfChange(change), version: version + 1 })
    .where('id', '=', attemptId)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  if (transition.event) await insertEvent(transaction, row, { ...transition, event: transition.event });
  for (const { kind, pico, note } of money) {
    await transaction
      .insertInto('money')
      .values({
        attempt_id: attemptId,
        kind,
        job_id: row.job_id,
        pico: pico.toString(),
        budget_day: row.budget_day ?? at.slice(0, 10),
        at,
        note: note ?? null,
      })
      .execute();
  }
  return attemptOfRow(row);
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
  const { job_id: jobId } = await transaction
    .selectFrom('jobs')
    .select('order_id')
    .where('id', '=', transition.attemptId)
    .executeTakeFirstOrThrow();
  const booked: Booked = {
    jobPico: caps.perJobUsd === undefined ? 0n : await sumPico(transaction, 'order_id', jobId),
    dayPico: caps.perDayUsd === undefined ? 0n : await sumPico(transaction, 'budget_day', day),
    monthPico: caps.perMonthUsd === undefined ? 0n : await sumPico(transaction, 'budget_month', day.slice(0, 7)),
  };
  const reason = brokenCap(reservePico, booked, caps);
  if (reason) return { kind: 'over_budget', reason };
  const attempt = await moveAttempt(transaction, transition);
  return attempt ? { kind: 'reserved', attempt } : { kind: 'stale' };
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
  row: AttemptRow,
  { at, by, event }: { at: string; by: string; event: { what: string; detail?: unknown } },
): Promise<void> {
  await transaction
    .insertInto('events')
    .values({
      attempt_id: row.id,
      version: row.version,
      job_id: row.job_id,
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

function entryOfRow(row: MoneyRow) {
  return {
    attemptId: row.attempt_id,
    jobId: row.job_id,
    kind: row.kind,
    usd: usdFromPico(BigInt(row.pico)),
    budgetDay: row.budget_day,
    at: row.at,
    note: row.note,
  };
}
