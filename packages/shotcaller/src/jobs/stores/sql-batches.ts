import { type Kysely, sql } from 'kysely';
import type { BatchName, BatchRecord } from '../batch-record.ts';
import type { BatchRecords } from '../records/batch-records.ts';
import { readWithPictures, storePictures, takeOutPictures } from './pictures.ts';
import type { ArchivedJobRow, BatchRow, Tables } from './schema.ts';
import { locked, type SqlContext } from './sql-context.ts';

/** Most batches of one list. */
const mostListed = 200;

const listed = [
  'service',
  'owner',
  'name',
  'state',
  'carried_by',
  'summary',
  'worker',
  'lease_until',
  'created_at',
  'updated_at',
] as const;

export function sqlBatches({ kind, reader, write, writeUnsynced }: SqlContext): BatchRecords {
  return {
    putBatch: ({ summary, content, ...batch }, { at, lease, isGone }) =>
      write('batch', async (transaction) => {
        const { text, pictures } = takeOutPictures(content);
        await storePictures(transaction, pictures);
        const row: BatchRow = {
          service: batch.service,
          owner: batch.owner,
          name: batch.name,
          state: batch.state,
          carried_by: batch.carriedBy,
          summary: JSON.stringify(summary),
          content: text,
          worker: lease?.worker ?? null,
          lease_until: lease?.until ?? null,
          created_at: at,
          updated_at: at,
        };
        const inserted = await transaction
          .insertInto('batches')
          .values(row)
          .onConflict((conflict) => conflict.columns(['service', 'owner', 'name']).doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows === 1n) return true;
        const known = await locked(
          kind,
          named(transaction, batch).select(['worker', 'lease_until']),
        ).executeTakeFirst();
        if (known && isHeld(known, at, isGone)) return false;
        const { created_at: _, ...changed } = row;
        await transaction
          .updateTable('batches')
          .set(changed)
          .where(({ and }) => and({ service: batch.service, owner: batch.owner, name: batch.name }))
          .execute();
        return true;
      }),

    renewBatch: ({ worker, until, ...name }) =>
      writeUnsynced('batch', async (transaction) => {
        const renewed = await ofWorker(transaction, { ...name, worker })
          .set({ lease_until: until })
          .executeTakeFirst();
        return renewed.numUpdatedRows === 1n;
      }),

    releaseBatch: ({ worker, state, summary, at, ...name }) =>
      write('batch', async (transaction) => {
        await ofWorker(transaction, { ...name, worker })
          .set({ state, summary: JSON.stringify(summary), worker: null, lease_until: null, updated_at: at })
          .execute();
      }),

    async batch(name) {
      const row = await named(reader, name).selectAll().executeTakeFirst();
      return row && { ...recordOf(row), content: await readWithPictures(reader, row.content) };
    },

    async ordersOfBatch({ service, owner, name }) {
      const of = sql`where service = ${service} and owner = ${owner} and batch = ${name}`;
      const { rows } = await sql<
        Pick<ArchivedJobRow, 'id' | 'dedupe' | 'fingerprint'>
      >`select id, dedupe, fingerprint from (
          select 1 as part, archived_at as ordered, id, dedupe, fingerprint from archived_jobs ${of}
          union all
          select 2 as part, created_at as ordered, id, dedupe, fingerprint from jobs ${of}
        ) as orders order by part, ordered, id`.execute(reader);
      return rows.map(({ id, dedupe, fingerprint }) => ({
        jobId: id,
        key: dedupe?.replace(/^key:/, '') ?? '',
        fingerprint: fingerprint ?? '',
      }));
    },

    async batches({ service, owner }) {
      let query = reader.selectFrom('batches').select(listed).where('service', '=', service);
      if (owner !== undefined) query = query.where('owner', '=', owner);
      return (await query.orderBy('updated_at', 'desc').orderBy('name').limit(mostListed).execute()).map(recordOf);
    },

    async heldBatches({ service, at, isGone }) {
      const rows = await reader
        .selectFrom('batches')
        .select(listed)
        .where('service', '=', service)
        .where('worker', 'is not', null)
        .execute();
      return rows.filter((row) => isHeld(row, at, isGone)).map(recordOf);
    },

    async abandonedBatches({ service, at, isGone }) {
      const rows = await reader
        .selectFrom('batches')
        .select(listed)
        .where(({ and }) => and({ service, carried_by: 'gateway' }))
        .where('state', 'in', ['running', 'interrupted'])
        .execute();
      return rows.filter((row) => !isHeld(row, at, isGone)).map(recordOf);
    },
  };
}

function named(database: Kysely<Tables>, { service, owner, name }: BatchName) {
  return database.selectFrom('batches').where(({ and }) => and({ service, owner, name }));
}

function ofWorker(database: Kysely<Tables>, { service, owner, name, worker }: BatchName & { readonly worker: string }) {
  return database.updateTable('batches').where(({ and }) => and({ service, owner, name, worker }));
}

function isHeld(
  { worker, lease_until }: Pick<BatchRow, 'worker' | 'lease_until'>,
  at: string,
  isGone: (worker: string) => boolean,
): boolean {
  return worker !== null && lease_until !== null && lease_until > at && !isGone(worker);
}

function recordOf(row: Omit<BatchRow, 'content'>): BatchRecord {
  return {
    service: row.service,
    owner: row.owner,
    name: row.name,
    state: row.state,
    carriedBy: row.carried_by,
    summary: JSON.parse(row.summary) as unknown,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
