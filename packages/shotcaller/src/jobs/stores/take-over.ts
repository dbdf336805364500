import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from 'kysely';
import Database from 'libsql';
import { readRegularFileSync } from '../../disk/regular-file.ts';
import { isoOf } from '../../iso-time.ts';
import type { JobChoice } from '../job.ts';
import type { ClientKey } from '../records/client-key-records.ts';
import type { Tables } from './schema.ts';
import type { Transact } from './shared-commits.ts';
import { insertClientKey } from './sql-client-keys.ts';
import { rebuildLines } from './sql-spend-lines.ts';
import { rebuildTotals } from './totals.ts';

/**
 * Takes over, once, what version 0.1.0 kept beside the ledger: the gateway's records in `gateway.sqlite`, or `gateway-simulated.sqlite`
 * for the simulator's ledger, and the client keys in `keys.json`. The files stay as they are.
 */
export async function takeOver(
  transact: Transact<Tables>,
  { home, isSimulated, now }: { readonly home: string; readonly isSimulated: boolean; readonly now: string },
): Promise<void> {
  const records = join(home, isSimulated ? 'gateway-simulated.sqlite' : 'gateway.sqlite');
  const keys = join(home, 'keys.json');
  if (existsSync(records)) {
    await once(transact, records, now, (transaction) => takeOverRecords(transaction, records));
  }
  if (existsSync(keys)) await once(transact, keys, now, (transaction) => takeOverKeys(transaction, keys));
}

/** A mark in the ledger says that the file was taken over as it is now. */
async function once(
  transact: Transact<Tables>,
  path: string,
  now: string,
  take: (transaction: Transaction<Tables>) => Promise<void>,
): Promise<void> {
  const { size, mtimeMs } = statSync(path);
  const name = `taken over: ${path} ${size} ${Math.floor(mtimeMs)}`;
  const isTaken = (transaction: Transaction<Tables>) =>
    transaction.selectFrom('secrets').select('name').where('name', '=', name).executeTakeFirst();
  // Every start asks: nobody waits for the disk only to hear that nothing is to be done.
  if (await transact(isTaken, { durable: false })) return;
  await transact(async (transaction) => {
    const inserted = await transaction
      .insertInto('secrets')
      .values({ name, value: now })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 1n) await take(transaction);
  });
}

interface OldOrder {
  readonly dedupe_key: string;
  readonly owner: string;
  readonly client_key: string | null;
  readonly generation: number;
  readonly body_hash: string;
  readonly received_at: number;
  readonly requested: string;
  readonly callback_url: string | null;
  readonly answered: number;
  readonly handed_over: number;
  readonly choice: string | null;
}

interface OldDelivery {
  readonly id: string;
  readonly order_id: string;
  readonly url: string;
  readonly body: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly tries: number;
  readonly next_at: number;
  readonly last_error: string | null;
  readonly first_at: number;
  readonly last_at: number;
}

async function takeOverRecords(transaction: Transaction<Tables>, path: string): Promise<void> {
  const file = new Database(path, { readonly: true });
  try {
    const all = <Row>(statement: string) => file.prepare(statement).all() as Row[];
    const generations = new Map<string, number>();
    for (const order of all<OldOrder>('select * from orders order by received_at')) {
      await takeOverOrder(transaction, order, generations);
    }
    for (const old of all<OldDelivery>('select * from deliveries')) await takeOverDelivery(transaction, old);
    for (const { name, value } of all<{ name: string; value: string }>('select * from settled')) {
      await transaction
        .insertInto('secrets')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
    }
  } finally {
    file.close();
  }
  await rebuildTotals(transaction);
  await rebuildLines(transaction);
}

/** The first version's ledger knew an order of the gateway by a key that the gateway had made. */
async function takeOverOrder(
  transaction: Transaction<Tables>,
  order: OldOrder,
  generations: Map<string, number>,
): Promise<void> {
  const job = await transaction
    .selectFrom('jobs')
    .select('id')
    .where('client_key', '=', order.dedupe_key)
    .where('body_hash', 'is', null)
    .executeTakeFirst();
  // Written down, and then the process died before anything was ordered.
  if (!job) return;
  const dedupe = order.client_key === null ? `body:${order.body_hash}` : `key:${order.client_key}`;
  const name = `${order.owner}\n${dedupe}`;
  const generation = order.client_key === null ? (generations.get(name) ?? 0) + 1 : order.generation;
  generations.set(name, generation);
  await transaction
    .updateTable('jobs')
    .set({
      owner: order.owner,
      dedupe,
      generation,
      client_key: order.client_key,
      fingerprint: order.body_hash,
      body_hash: order.body_hash,
      received_at: isoOf(order.received_at),
      requested: order.requested,
      webhook_url: order.callback_url,
      callback_owed: Number(order.callback_url !== null),
      choice: order.choice === null ? null : JSON.stringify(JSON.parse(order.choice) as JobChoice),
      answer: order.answered === 1 ? 'delivered' : 'lost',
      answered_at: order.answered === 1 ? isoOf(order.received_at) : null,
      handed_over: order.handed_over,
    })
    .where('id', '=', job.id)
    .execute();
  await transaction.updateTable('money').set({ owner: order.owner }).where('job_id', '=', job.id).execute();
}

async function takeOverDelivery(transaction: Transaction<Tables>, old: OldDelivery): Promise<void> {
  const job = await transaction.selectFrom('jobs').select('service').where('id', '=', old.order_id).executeTakeFirst();
  if (!job) return;
  await transaction
    .insertInto('webhooks')
    .values({
      id: old.id,
      job_id: old.order_id,
      service: job.service,
      url: old.url,
      body: old.body,
      state: old.state,
      tries: old.tries,
      next_at: isoOf(old.next_at),
      last_error: old.last_error,
      first_at: isoOf(old.first_at),
      last_at: isoOf(old.last_at),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await transaction.updateTable('jobs').set({ callback_owed: 0 }).where('id', '=', old.order_id).execute();
}

async function takeOverKeys(transaction: Transaction<Tables>, path: string): Promise<void> {
  const { keys } = JSON.parse(readRegularFileSync(path, { maxBytes: 10_000_000 }).toString('utf8')) as {
    keys: readonly Omit<ClientKey, 'owner' | 'revokedAt'>[];
  };
  for (const key of keys) {
    const owner = `${key.name}~${key.sha256.slice(0, 8)}`;
    await insertClientKey(transaction, { ...key, owner, revokedAt: null });
  }
}
