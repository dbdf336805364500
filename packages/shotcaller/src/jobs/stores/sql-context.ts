import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Ledger } from '../ledger.ts';
import { picoFromText } from '../money/pico.ts';
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

/** Pico-dollars of a dollar. Sums are made of dollars and of what lies beyond them: their 64 bits hold some nine million dollars only. */
const picoOfDollar = 10n ** 12n;

/** Both parts of an amount, of the same sign. */
export function partsOf(pico: bigint): { readonly dollars: string; readonly pico: string } {
  return { dollars: String(pico / picoOfDollar), pico: String(pico % picoOfDollar) };
}

/** The amount of both parts, as a database said them. */
export function picoOfParts(dollars: string | null | undefined, pico: string | null | undefined): bigint {
  return picoFromText(dollars) * picoOfDollar + picoFromText(pico);
}

/** The two parts of a sum, as text. */
export function sumOfDollars(amount: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`cast(sum(${amount} / 1000000000000) as text)`;
}

export function sumBeyondDollars(amount: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`cast(sum(${amount} % 1000000000000) as text)`;
}

/** A 64-bit amount as text: a JavaScript number cannot hold it. */
export const picoText = sql<string>`cast(pico as text)`.as('pico');
export const dollarsText = sql<string>`cast(dollars as text)`.as('dollars');

/** Locks the rows that are read until the transaction ends, where a database has more than one writer at a time. */
export function locked<Query extends { forUpdate(): Query }>(kind: Ledger['kind'], query: Query): Query {
  return kind === 'postgres' ? query.forUpdate() : query;
}
