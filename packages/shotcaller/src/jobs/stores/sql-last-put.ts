import type { Kysely } from 'kysely';
import type { PutFile } from '../records/job-records.ts';
import { beginOfPath, beginOfTarget } from './begin-of-target.ts';
import type { Tables } from './schema.ts';

/** Looked up at once; each takes up to three parameters of a statement. */
const mostPaths = 500;

/** Of each of these files, which job was the last to put its clip there. Paths where no job did are left out. */
export async function lastPutAt(reader: Kysely<Tables>, paths: readonly string[]): Promise<readonly PutFile[]> {
  if (paths.length === 0) return [];
  if (paths.length > mostPaths) {
    const rest = await lastPutAt(reader, paths.slice(mostPaths));
    return [...(await lastPutAt(reader, paths.slice(0, mostPaths))), ...rest];
  }
  const begins = paths.map(beginOfPath);
  const newest = await reader
    .selectFrom('attempts')
    .select(({ fn }) => ['target', fn.max('ended_at').as('at')])
    .where('state', '=', 'done')
    .where(beginOfTarget, 'in', begins)
    .where('target', 'in', paths)
    .groupBy('target')
    .execute();
  if (newest.length === 0) return [];
  const rows = await reader
    .selectFrom('attempts')
    .innerJoin('jobs', 'jobs.id', 'attempts.job_id')
    .select(['attempts.id', 'attempts.target', 'attempts.job_id', 'attempts.ended_at', 'jobs.owner'])
    .where('attempts.state', '=', 'done')
    .where(beginOfTarget, 'in', begins)
    .where('attempts.target', 'in', paths)
    .where('attempts.ended_at', 'in', [...new Set(newest.map(({ at }) => at))])
    .execute();
  // Ordered here: to have them in the order of their ids, SQLite would read the whole table.
  const byId = rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return newest.flatMap(({ target, at }) => {
    const row = byId.find((one) => one.target === target && one.ended_at === at);
    return row ? [{ path: String(row.target), jobId: row.job_id, owner: row.owner, at: String(row.ended_at) }] : [];
  });
}
