import { type Kysely, sql, type Transaction } from 'kysely';
import type { Ledger } from '../ledger.ts';
import type { Tables } from './schema.ts';

/** What the queries of every subject work with. */
export interface SqlContext {
  readonly kind: Ledger['kind'];
  /** What queries go through. It sees every commit. */
  readonly reader: Kysely<Tables>;
  /** One transaction; the name is where a crash test kills. */
  write<Result>(
    name: string,
    body: (transaction: Transaction<Tables>) => Promise<Result>,
    options?: { readonly durable?: boolean },
  ): Promise<Result>;
}

/** A 64-bit amount as text: a JavaScript number cannot hold it. */
export const picoText = sql<string>`cast(pico as text)`.as('pico');

/** Locks the rows that are read until the transaction ends, where a database has more than one writer at a time. */
export function locked<Query extends { forUpdate(): Query }>(kind: Ledger['kind'], query: Query): Query {
  return kind === 'postgres' ? query.forUpdate() : query;
}
