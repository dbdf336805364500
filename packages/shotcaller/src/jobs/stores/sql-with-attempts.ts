import type { Kysely } from 'kysely';
import { groupBy } from '../../choice/group-by.ts';
import type { JobWithAttempts } from '../records/job-records.ts';
import { runCompiled } from './compiled-query.ts';
import { attemptOfRow, jobOfRow } from './rows.ts';
import type { AttemptRow, JobRow, Tables } from './schema.ts';

/** Both databases bound the parameters of a statement: SQLite at 32,766, PostgreSQL at 65,535. */
const mostParameters = 1000;

/** Jobs in the order of their rows, each with its attempts. */
export async function withAttempts(
  database: Kysely<Tables>,
  rows: readonly JobRow[],
): Promise<readonly JobWithAttempts[]> {
  const [only] = rows;
  if (only && rows.length === 1) {
    const attempts = await attemptRowsOfJob(database, only.id);
    return [{ job: await jobOfRow(database, only), attempts: attempts.map(attemptOfRow) }];
  }
  const attemptRows: AttemptRow[] = [];
  for (let start = 0; start < rows.length; start += mostParameters) {
    const ids = rows.slice(start, start + mostParameters).map(({ id }) => id);
    const attempts = database.selectFrom('attempts').selectAll().where('job_id', 'in', ids).orderBy('number');
    attemptRows.push(...(await attempts.execute()));
  }
  const byJob = groupBy(attemptRows, ({ job_id }) => job_id);
  return Promise.all(
    rows.map(async (row) => ({
      job: await jobOfRow(database, row),
      attempts: (byJob.get(row.id) ?? []).map(attemptOfRow),
    })),
  );
}

/** In their order. */
export async function attemptRowsOfJob(database: Kysely<Tables>, jobId: string): Promise<readonly AttemptRow[]> {
  const { rows } = await runCompiled(database, 'attempts of job', { jobId }, (values) =>
    database.selectFrom('attempts').selectAll().where('job_id', '=', values.jobId).orderBy('number'),
  );
  return rows;
}
