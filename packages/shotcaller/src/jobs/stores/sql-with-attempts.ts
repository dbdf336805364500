import type { Kysely } from 'kysely';
import type { JobWithAttempts } from '../ledger.ts';
import { attemptOfRow, jobOfRow } from './rows.ts';
import type { AttemptRow, JobRow, Tables } from './schema.ts';

/** Jobs in the order of their rows, each with its attempts. */
export async function withAttempts(
  database: Kysely<Tables>,
  rows: readonly JobRow[],
): Promise<readonly JobWithAttempts[]> {
  if (rows.length === 0) return [];
  const attempts = await database
    .selectFrom('attempts')
    .selectAll()
    .where(
      'job_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('number')
    .execute();
  const byJob = new Map<string, AttemptRow[]>();
  for (const row of attempts) byJob.set(row.job_id, [...(byJob.get(row.job_id) ?? []), row]);
  return Promise.all(
    rows.map(async (row) => ({
      job: await jobOfRow(database, row),
      attempts: (byJob.get(row.id) ?? []).map(attemptOfRow),
    })),
  );
}
