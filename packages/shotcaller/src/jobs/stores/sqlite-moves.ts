import { setTimeout } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Move, MoveListener } from '../ledger.ts';
import type { Tables } from './schema.ts';

/** How often the file is asked whether anybody wrote. The answer is a number in shared memory. */
const usualPauseMs = 250;
/** A file that cannot be read is asked less and less often, at least every so often. */
const longestPauseMs = 10_000;
const mostAtOnce = 1000;

/** Waits until the time is over or the signal ends it. */
type Pause = (durationMs: number, signal: AbortSignal) => Promise<void>;

/**
 * Hears of moves by the rows of `events`, which are only ever added. While the file cannot be read nobody hears anything; there is one gap when it
 * can be read again, however long that took.
 */
export async function listenForMoves(
  reader: Kysely<Tables>,
  { onMove, onGap }: MoveListener,
  pause: Pause = passed,
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
    let pauseMs = usualPauseMs;
    while (!closing.signal.aborted) {
      try {
        await look();
        if (pauseMs > usualPauseMs) onGap();
        pauseMs = usualPauseMs;
      } catch {
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      }
      await pause(pauseMs, closing.signal);
    }
  }

  const looking = lookOn();
  return async () => {
    closing.abort();
    await looking;
  };
}

async function passed(durationMs: number, signal: AbortSignal): Promise<void> {
  await setTimeout(durationMs, undefined, { signal, ref: false }).catch(() => undefined);
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
