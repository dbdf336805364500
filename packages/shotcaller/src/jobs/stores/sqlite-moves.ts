import { setTimeout } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Move, MoveListener } from '../ledger.ts';
import type { Tables } from './schema.ts';

/** How often the file is asked whether anybody wrote. The answer is a number in shared memory. */
const pauseMs = 250;
const mostAtOnce = 1000;

/** Hears of moves by the rows of `events`, which are only ever added. */
export async function listenForMoves(
  reader: Kysely<Tables>,
  { onMove, onGap }: MoveListener,
): Promise<() => Promise<void>> {
  const closing = new AbortController();
  let seenVersion = await dataVersion(reader);
  let seenRow = await lastRow(reader);

  async function look(): Promise<void> {
    const version = await dataVersion(reader);
    if (version === seenVersion) return;
    const { rows } = await sql<Move & { readonly number: number }>`select rowid as number, job_id as "jobId",
        attempt_id as "attemptId", version, by_whom as "by", at
      from events where rowid > ${seenRow} order by rowid limit ${mostAtOnce}`.execute(reader);
    for (const { number, ...move } of rows) {
      seenRow = number;
      onMove(move);
    }
    if (rows.length < mostAtOnce) seenVersion = version;
  }

  async function lookOn(): Promise<void> {
    while (!closing.signal.aborted) {
      await look().catch(onGap);
      await setTimeout(pauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  }

  const looking = lookOn();
  return async () => {
    closing.abort();
    await looking;
  };
}

async function dataVersion(reader: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ readonly data_version: number }>`pragma data_version`.execute(reader);
  return rows[0]?.data_version ?? 0;
}

async function lastRow(reader: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ readonly number: number | null }>`select max(rowid) as number from events`.execute(
    reader,
  );
  return rows[0]?.number ?? 0;
}
