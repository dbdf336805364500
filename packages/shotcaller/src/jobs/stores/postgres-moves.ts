import { setTimeout } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import type { Move, MoveListener } from '../ledger.ts';
import type { Tables } from './schema.ts';

const channel = 'shotcaller_moves';
const trigger = 'shotcaller_tell_move';
const body = `
  begin
    perform pg_notify('${channel}', json_build_object(
      'jobId', new.job_id, 'attemptId', new.attempt_id, 'version', new.version, 'by', new.by_whom, 'at', new.at)::text);
    return null;
  end `;

/** Makes the database tell of every row of `events`, when the transaction that wrote it is committed. Run under the migration's lock. */
export async function tellMoves(database: Kysely<Tables>): Promise<void> {
  const told = await sql<{ readonly body: string }>`select prosrc as body from pg_proc
    where proname = ${trigger} and pronamespace = current_schema()::regnamespace`.execute(database);
  // Written only when it is another one: it locks.
  if (told.rows[0]?.body !== body) {
    await sql
      .raw(`create or replace function ${trigger}() returns trigger language plpgsql as $$${body}$$`)
      .execute(database);
  }
  const { rows } = await sql`select 1 from pg_trigger
    where tgname = ${trigger} and tgrelid = 'events'::regclass`.execute(database);
  if (rows.length > 0) return;
  await sql
    .raw(`create trigger ${trigger} after insert on events for each row execute function ${trigger}()`)
    .execute(database);
}

const longestPauseMs = 10_000;

/** Listens on a connection of its own, and on a new one when that breaks. */
export async function listenForMoves(url: string, { onMove, onGap }: MoveListener): Promise<() => Promise<void>> {
  const closing = new AbortController();
  let current: pg.Client | undefined;

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url });
    client.on('notification', ({ payload }) => {
      if (payload !== undefined) onMove(JSON.parse(payload) as Move);
    });
    // What a broken connection says comes with its end, too.
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`listen ${channel}`);
    client.once('end', () => void again());
    return client;
  }

  async function again(): Promise<void> {
    for (let pauseMs = 100; !closing.signal.aborted; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        current = await connect();
        if (closing.signal.aborted) return void (await current.end());
        return onGap();
      } catch {
        await setTimeout(pauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      }
    }
  }

  current = await connect();
  return async () => {
    closing.abort();
    await current?.end().catch(() => undefined);
  };
}
