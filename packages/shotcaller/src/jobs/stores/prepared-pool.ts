import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { sha256Of } from '../../disk/sha256-of.ts';
import { errorCode } from '../../outbound/causes-of.ts';
import { isReadOnly } from './database-away.ts';
import { away, withAway } from './postgres-address.ts';

/** Most texts that are prepared; the ledger has some two hundred, but for lists of ids. */
const mostTexts = 400;

/**
 * Gives every statement a name, so that PostgreSQL plans it once on a connection: planning costs more than carrying out what the ledger
 * asks. Where connections change their session between transactions, as behind a pooler, nothing is named. Throws `LedgerAway` where the
 * database cannot be used.
 *
 * @param place host, port and database, for messages
 */
export function preparedPool(pool: pg.Pool, place: string): PostgresPool {
  const tell = (error: unknown): never => {
    throw withAway(place, error);
  };
  const names = new Map<string, string>();
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  /** Part of every name: another one prepares all anew. */
  let generation = 0;
  let hasSessions = true;

  function nameOf(text: string): string | undefined {
    if (!hasSessions) return undefined;
    const known = names.get(text);
    if (known !== undefined) return `${known}${generation}`;
    if (names.size >= mostTexts) return undefined;
    const name = `s${sha256Of(text).slice(0, 32)}_`;
    names.set(text, name);
    return `${name}${generation}`;
  }

  function prepared(client: pg.PoolClient): PostgresPoolClient {
    let isInTransaction = false;
    let isSpent = false;
    const send = (text: string, values: readonly unknown[], name?: string) =>
      client.query({ text, values: [...values], ...(name !== undefined && { name }) }).catch((error: unknown) => {
        isSpent ||= isReadOnly(error);
        return tell(error);
      });
    const query = async (text: string, values: readonly unknown[]) => {
      const word = /^\w+/.exec(text)?.[0];
      if (word === 'begin' || word === 'start') isInTransaction = true;
      if (word === 'commit' || word === 'rollback') isInTransaction = false;
      const name = values.length === 0 ? undefined : nameOf(text);
      if (name === undefined) return send(text, values);
      try {
        return await send(text, values, name);
      } catch (error) {
        if (!isPlanOutdated(error)) throw error;
        generation += 1;
        hasSessions &&= !isOfOtherSession(error);
        // A transaction is lost with its first error, and tried again as a whole.
        if (isInTransaction) throw error;
        return send(text, values);
      }
    };
    // The driver asks for cursors only where it was given them.
    return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(isSpent) };
  }

  return {
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw away(place, error);
      });
      const known = clients.get(client) ?? prepared(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

/** What was prepared does not serve any more: a newer version on another machine has added a column, or this is another session. */
export function isPlanOutdated(error: unknown): boolean {
  const { message } = error as { readonly message?: string };
  return (errorCode(error) === '0A000' && message?.includes('cached plan') === true) || isOfOtherSession(error);
}

/** The name is not known in this session, or was given by somebody else. */
function isOfOtherSession(error: unknown): boolean {
  return ['26000', '42P05'].includes(errorCode(error) ?? '');
}
