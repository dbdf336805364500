import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { listenersClock, passed } from '../../clock.ts';
import type { Move, MoveListener } from '../ledger.ts';
import { BoundedClient } from './bounded-client.ts';
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

/** How often the database is asked whether it is there, and how long it may take to say so, in milliseconds. */
export interface SilenceLimits {
  readonly askEveryMs: number;
  readonly answerWithinMs: number;
}

const usualLimits: SilenceLimits = { askEveryMs: 10_000, answerWithinMs: 30_000 };

/**
 * Listens on a connection of its own, and on a new one when that breaks. A network that swallows what is sent breaks nothing, and who
 * only listens would wait for ever: so the database is asked again and again whether it is there.
 *
 * @param onSilence called when it did not answer, before there is a new connection
 */
export async function listenForMoves(
  url: string,
  { onMove, onGap }: MoveListener,
  { onSilence, limits = usualLimits }: { readonly onSilence: () => void; readonly limits?: SilenceLimits | undefined },
): Promise<() => Promise<void>> {
  const closing = new AbortController();
  const { signal } = closing;
  let current: pg.Client | undefined;

  async function connect(): Promise<pg.Client> {
    const client = new BoundedClient({ connectionString: url });
    client.on('notification', ({ payload }) => {
      const move = moveOf(payload);
      if (move) onMove(move);
    });
    // What a broken connection says comes with its end, too.
    client.on('error', () => undefined);
    await client.connect();
    await client.query('set idle_session_timeout = 0');
    await client.query(`listen ${channel}`);
    const ended = new AbortController();
    client.once('end', () => {
      ended.abort();
      void again();
    });
    void endWhenSilent(client, AbortSignal.any([signal, ended.signal]));
    return client;
  }

  async function endWhenSilent(client: pg.Client, end: AbortSignal): Promise<void> {
    while (await passed(listenersClock, limits.askEveryMs, end)) {
      if (await answers(client, limits.answerWithinMs, end)) continue;
      if (end.aborted) return;
      onSilence();
      // With a question open it does not wait for the other side to say goodbye.
      await client.end().catch(() => undefined);
      return;
    }
  }

  async function again(): Promise<void> {
    for (let pauseMs = 100; !signal.aborted; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        current = await connect();
        if (signal.aborted) return void (await current.end());
        return onGap();
      } catch {
        await passed(listenersClock, pauseMs, signal);
      }
    }
  }

  current = await connect();
  return async () => {
    closing.abort();
    await current?.end().catch(() => undefined);
  };
}

/** Whoever may use the database can tell anything on the channel. */
function moveOf(payload: string | undefined): Move | undefined {
  try {
    const { jobId, attemptId, version, by, at } = JSON.parse(payload ?? '') as Partial<Record<keyof Move, unknown>>;
    const isMove = [jobId, attemptId, by, at].every((text) => typeof text === 'string') && Number.isInteger(version);
    return isMove ? ({ jobId, attemptId, version, by, at } as Move) : undefined;
  } catch {
    return undefined;
  }
}

const looks = 30;

/** In many short waits: a process that was stopped meanwhile finds its answer in the next of them. */
async function answers(client: pg.Client, withinMs: number, end: AbortSignal): Promise<boolean> {
  let isAnswered = false;
  const asked = client.query('select 1').then(
    () => {
      isAnswered = true;
    },
    // Its end is told by itself.
    () => {
      isAnswered = true;
    },
  );
  for (let look = 0; look < looks && !isAnswered && !end.aborted; look += 1) {
    await Promise.race([asked, passed(listenersClock, withinMs / looks, end)]);
  }
  return isAnswered;
}
