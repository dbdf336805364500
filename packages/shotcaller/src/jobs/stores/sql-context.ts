import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Ledger } from '../ledger.ts';
import { picoFromText, picoOfDollar } from '../money/pico.ts';
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
  /** The same, and nobody waits for the disk: what a loss of power may take back can be had again. */
  writeUnsynced<Result>(name: string, body: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result>;
}

/** A sum is kept in dollars and in what lies beyond them: 64 bits of pico-dollars hold some nine million dollars only. */
interface TwoParts {
  readonly dollars: string;
  readonly pico: string;
}

const dollar = sql.raw(String(picoOfDollar));

/** Both parts of an amount, of the same sign. */
export function partsOf(pico: bigint): TwoParts {
  return { dollars: String(pico / picoOfDollar), pico: String(pico % picoOfDollar) };
}

/** The amount of both parts, as a database said them. */
export function picoOfParts(dollars: string | null | undefined, pico: string | null | undefined): bigint {
  return picoFromText(dollars) * picoOfDollar + picoFromText(pico);
}

/** The two parts of a sum, as text. */
export function sumOfDollars(amount: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`cast(sum(${amount} / ${dollar}) as text)`;
}

export function sumBeyondDollars(amount: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`cast(sum(${amount} % ${dollar}) as text)`;
}

/** An amount added to the sum in two columns; what makes a whole dollar is carried over. */
export function addedToParts(columns: TwoParts, amount: TwoParts) {
  const beyond = sql`(${sql.ref(columns.pico)} + cast(${amount.pico} as bigint))`;
  return {
    dollars: sql<string>`${sql.ref(columns.dollars)} + cast(${amount.dollars} as bigint) + ${beyond} / ${dollar}`,
    pico: sql<string>`${beyond} % ${dollar}`,
  };
}

/** A 64-bit amount as text: a JavaScript number cannot hold it. */
export const picoText = sql<string>`cast(pico as text)`.as('pico');
export const dollarsText = sql<string>`cast(dollars as text)`.as('dollars');

/** Locks the rows that are read until the transaction ends, where a database has more than one writer at a time. */
export function locked<Query extends { forUpdate(): Query }>(kind: Ledger['kind'], query: Query): Query {
  return kind === 'postgres' ? query.forUpdate() : query;
}
