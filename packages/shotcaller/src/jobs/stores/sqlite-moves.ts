import { type Kysely, sql } from 'kysely';
import { listenersClock, passed } from '../../clock.ts';
import type { Move, MoveListener } from '../ledger.ts';
import type { Tables } from './schema.ts';

/** How often the file is asked whether anybody wrote. The answer is a number in shared memory. */
const usualPauseMs = 250;
/** A file that cannot be read is asked less and less often, at least every so often. */
const longestPauseMs = 10_000;
const mostAtOnce = 1000;

/** Waits until the time is over or the signal ends it. */
type Pause = (durationMs: number, signal: AbortSignal) => Promise<unknown>;

/**
 * Hears of moves by the rows of `events`, which are added in the order of their numbers. Only the archive takes rows away, and SQLite gives the
 * numbers of the last ones again: once the row that was heard last is another one, some may be missed, and there is a gap. While the file cannot
 * be read nobody hears anything; there is one gap when it can be read again, however long that took.
 */
export async function listenForMoves(
  reader: Kysely<Tables>,
  { onMove, onGap }: MoveListener,
  pause: Pause = (durationMs, signal) => passed(listenersClock, durationMs, signal),
): Promise<() => Promise<void>> {
  const closing = new AbortController();
  let seenVersion = await dataVersion(reader);
  let seen = await lastRow(reader);

  async function look(): Promise<void> {
    const version = await dataVersion(reader);
    if (version === seenVersion) return;
    if (!(await isThere(reader, seen))) {
      seen = await lastRow(reader);
      onGap();
    }
    const { rows } = await sql<Move & { readonly number: number }>`select rowid as number, job_id as "jobId",
        attempt_id as "attemptId", version, by_whom as "by", at
      from events where rowid > ${seen.number} order by rowid limit ${mostAtOnce}`.execute(reader);
    for (const { number, ...move } of rows) {
      seen = { number, attemptId: move.attemptId, version: move.version };
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

async function dataVersion(reader: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ readonly data_version: number }>`pragma data_version`.execute(reader);
  return rows[0]?.data_version ?? 0;
}

/** A row of `events`: its number, and what stands in no other row. */
interface EventRow {
  readonly number: number;
  readonly attemptId: string;
  readonly version: number;
}

/** Before the first row. */
const noRow: EventRow = { number: 0, attemptId: '', version: 0 };

async function lastRow(reader: Kysely<Tables>): Promise<EventRow> {
  const { rows } = await sql<EventRow>`select rowid as number, attempt_id as "attemptId", version
    from events order by rowid desc limit 1`.execute(reader);
  return rows[0] ?? noRow;
}

async function isThere(reader: Kysely<Tables>, { number, attemptId, version }: EventRow): Promise<boolean> {
  if (number === noRow.number) return true;
  const { rows } = await sql`select 1 from events
    where rowid = ${number} and attempt_id = ${attemptId} and version = ${version}`.execute(reader);
  return rows.length > 0;
}
