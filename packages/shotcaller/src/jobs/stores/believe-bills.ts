import type { BillDoubt } from '@shotcaller/core';
import { type Kysely, sql } from 'kysely';
import { mostBookableUsd, picoFromUsd } from '../money/pico.ts';
import { statedBill } from '../money/stated-bill.ts';
import type { Tables } from './schema.ts';
import { rebuildTotals } from './totals.ts';

/** The most that an entry may hold. SQLite holds text and what is more than 64 bits for greater than any such number. */
const mostPico = sql.raw(picoFromUsd(mostBookableUsd).toString());
const isBeyond = sql<boolean>`(pico > ${mostPico} or pico < -${mostPico})`;

/**
 * Version 3: a stated bill may be doubted, and sums are kept in dollars and what lies beyond them. Entries that are no 64-bit number,
 * or that no clip costs, were booked from bills that nobody held against their quotes: the reservation takes their place.
 */
export async function believeBills(database: Kysely<Tables>): Promise<void> {
  await sql`alter table attempts add column bill_doubt text`.execute(database);
  await sql`alter table totals add column dollars bigint default 0 not null`.execute(database);
  await disputeAbsurdBills(database);
  await sql`update attempts set quoted_pico = null where quoted_pico > ${mostPico}`.execute(database);
  await sql`update money set pico = ${mostPico} where kind = 'reserve' and ${isBeyond}`.execute(database);
  await sql`update money set pico = -${mostPico} where kind = 'refund' and ${isBeyond}`.execute(database);
  await sql`update money set note = 'bill_disputed',
      pico = coalesce((select r.pico from money r where r.attempt_id = money.attempt_id and r.kind = 'reserve'), 0)
    where kind = 'settle' and ${isBeyond}`.execute(database);
  await rebuildTotals(database);
}

async function disputeAbsurdBills(database: Kysely<Tables>): Promise<void> {
  const rows = await database
    .selectFrom('attempts')
    .select(['id', 'billed_usd', 'price'])
    .where('id', 'in', (build) =>
      build.selectFrom('money').select('attempt_id').where('kind', '=', 'settle').where(isBeyond),
    )
    .execute();
  for (const { id, billed_usd, price } of rows) {
    await database
      .updateTable('attempts')
      .set({ billed_usd: null, bill_known: 0, bill_doubt: JSON.stringify(doubtOf(billed_usd, price)) })
      .where('id', '=', id)
      .execute();
  }
}

function doubtOf(stated: string | null, price: string): BillDoubt {
  const { highUsd } = JSON.parse(price) as { readonly highUsd: string | null };
  const unreadable = { code: 'bill_unreadable', stated: stated ?? '' } as const;
  if (stated === null || !/^\d{1,12}(\.\d+)?$/.test(stated)) return unreadable;
  return statedBill({ costUsd: stated }, { highUsd }).billDoubt ?? unreadable;
}
