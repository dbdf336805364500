import type { Transaction } from 'kysely';
import type { NewJobEvent } from '../job-event.ts';
import { runCompiled } from './compiled-query.ts';
import type { AttemptRow, Tables } from './schema.ts';

/** Writes down what led to an attempt's version. */
export async function insertEvent(
  transaction: Transaction<Tables>,
  row: AttemptRow,
  { at, by, event }: { at: string; by: string; event: NewJobEvent },
): Promise<void> {
  const written = {
    attempt_id: row.id,
    version: row.version,
    job_id: row.job_id,
    at,
    by_whom: by,
    what: event.what,
    state: row.state,
    detail: event.detail === undefined ? null : JSON.stringify(event.detail),
  };
  await runCompiled(transaction, 'insert event', written, (values) => transaction.insertInto('events').values(values));
}
