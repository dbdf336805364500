import type { Transaction } from 'kysely';
import type { ClientKey, ClientKeyRecords } from '../records/client-key-records.ts';
import type { ClientKeyRow, Tables } from './schema.ts';
import type { SqlContext } from './sql-context.ts';

export function sqlClientKeys({ reader, write }: SqlContext): ClientKeyRecords {
  return {
    async clientKey(sha256) {
      const row = await reader
        .selectFrom('client_keys')
        .selectAll()
        .where('sha256', '=', sha256)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return row && keyOfRow(row);
    },

    async clientKeys() {
      const rows = await reader
        .selectFrom('client_keys')
        .selectAll()
        .where('revoked_at', 'is', null)
        .orderBy('name')
        .execute();
      return rows.map(keyOfRow);
    },

    addClientKey: (key) => write('key', (transaction) => insertClientKey(transaction, key)),

    changeClientKey: (owner, { budgetUsd, dailyUsd, models, submitsPerMinute, revokedAt }) =>
      write('key', async (transaction) => {
        const row = await transaction
          .updateTable('client_keys')
          .set(({ ref }) => ({
            admin: ref('admin'),
            ...(budgetUsd !== undefined && { budget_usd: budgetUsd }),
            ...(dailyUsd !== undefined && { daily_usd: dailyUsd }),
            ...(models !== undefined && { models: models && JSON.stringify(models) }),
            ...(submitsPerMinute !== undefined && { submits_per_minute: submitsPerMinute }),
            ...(revokedAt !== undefined && { revoked_at: revokedAt }),
          }))
          .where('owner', '=', owner)
          .where('revoked_at', 'is', null)
          .returningAll()
          .executeTakeFirst();
        return row && keyOfRow(row);
      }),

    revokeClientKey: (name, at) =>
      write('key', async (transaction) => {
        const updated = await transaction
          .updateTable('client_keys')
          .set({ revoked_at: at })
          .where('name', '=', name)
          .where('revoked_at', 'is', null)
          .executeTakeFirst();
        return updated.numUpdatedRows > 0n;
      }),
  };
}

/** `false`: a key of that name, or that very key, is there. */
export async function insertClientKey(transaction: Transaction<Tables>, key: ClientKey): Promise<boolean> {
  const inserted = await transaction
    .insertInto('client_keys')
    .values({
      owner: key.owner,
      name: key.name,
      sha256: key.sha256,
      created_at: key.createdAt,
      revoked_at: key.revokedAt,
      admin: Number(key.admin),
      budget_usd: key.budgetUsd ?? null,
      daily_usd: key.dailyUsd ?? null,
      models: key.models ? JSON.stringify(key.models) : null,
      submits_per_minute: key.submitsPerMinute ?? null,
      rate_milli: null,
      rate_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** The row of a key that has a rate, held until the transaction ends, so that no two processes take the same submit from it. */
export async function lockRate(transaction: Transaction<Tables>, owner: string): Promise<ClientKeyRow | undefined> {
  if (owner === '') return undefined;
  // An update that changes nothing takes the row's lock in PostgreSQL; SQLite has one writer anyway.
  return transaction
    .updateTable('client_keys')
    .set(({ ref }) => ({ admin: ref('admin') }))
    .where('owner', '=', owner)
    .where('submits_per_minute', 'is not', null)
    .returningAll()
    .executeTakeFirst();
}

/**
 * Takes one submit from what the key has left of its rate: so many a minute, in bursts of at most a minute's worth. Answers with the
 * seconds to wait, or 0.
 */
export async function takeFromRate(transaction: Transaction<Tables>, row: ClientKeyRow, at: string): Promise<number> {
  const perMinute = row.submits_per_minute;
  if (perMinute === null) return 0;
  const full = perMinute * 1000;
  const elapsedMs = row.rate_at === null ? 0 : Math.max(0, Date.parse(at) - Date.parse(row.rate_at));
  const left = Math.min(full, (row.rate_milli ?? full) + Math.floor((elapsedMs * perMinute) / 60));
  if (left < 1000) return Math.max(1, Math.ceil(((1000 - left) * 60) / perMinute / 1000));
  await transaction
    .updateTable('client_keys')
    .set({ rate_milli: left - 1000, rate_at: at })
    .where('owner', '=', row.owner)
    .execute();
  return 0;
}

function keyOfRow(row: ClientKeyRow): ClientKey {
  return {
    name: row.name,
    owner: row.owner,
    sha256: row.sha256,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    admin: row.admin === 1,
    ...(row.budget_usd !== null && { budgetUsd: row.budget_usd }),
    ...(row.daily_usd !== null && { dailyUsd: row.daily_usd }),
    ...(row.models !== null && { models: JSON.parse(row.models) as readonly string[] }),
    ...(row.submits_per_minute !== null && { submitsPerMinute: row.submits_per_minute }),
  };
}
