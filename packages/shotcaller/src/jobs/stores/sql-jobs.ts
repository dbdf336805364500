import type { Attempt } from '../job.ts';
import type { JobRecords, JobWithAttempts } from '../records/job-records.ts';
import { firstCompiled } from './compiled-query.ts';
import { readWithPictures } from './pictures.ts';
import { attemptOfRow, eventOfRow, jobOfRow } from './rows.ts';
import type { JobRow } from './schema.ts';
import type { SqlContext } from './sql-context.ts';
import { sqlJobLists } from './sql-job-lists.ts';
import { sqlJobWrites } from './sql-job-writes.ts';
import { lastPutAt } from './sql-last-put.ts';
import { findRepeat } from './sql-open-job.ts';
import { attemptRowsOfJob, withAttempts } from './sql-with-attempts.ts';

export function sqlJobs(context: SqlContext): JobRecords {
  const { reader } = context;
  async function attemptBy(column: 'id' | 'correlation_token', value: string): Promise<Attempt | undefined> {
    const row = await firstCompiled(reader, `attempt by ${column}`, { value }, (values) =>
      reader.selectFrom('attempts').selectAll().where(column, '=', values.value),
    );
    return row && attemptOfRow(row);
  }

  function jobRow(id: string): Promise<JobRow | undefined> {
    return firstCompiled(reader, 'job', { id }, (values) =>
      reader.selectFrom('jobs').selectAll().where('id', '=', values.id),
    );
  }

  return {
    ...sqlJobWrites(context),
    ...sqlJobLists(context),
    findRepeat: (service, owner, dedupe) => findRepeat(reader, { service, owner, dedupe }),

    async job(id) {
      const row = await jobRow(id);
      return row && jobOfRow(reader, row);
    },

    async jobWithAttempts(id) {
      const row = await jobRow(id);
      return row && (await withAttempts(reader, [row]))[0];
    },

    async jobsWithAttempts(ids) {
      const found = new Map<string, JobWithAttempts>();
      for (let start = 0; start < ids.length; start += mostTogether) {
        const rows = await reader
          .selectFrom('jobs')
          .selectAll()
          .where('id', 'in', ids.slice(start, start + mostTogether))
          .execute();
        for (const one of await withAttempts(reader, rows)) found.set(one.job.id, one);
      }
      return ids.map((id) => found.get(id)).filter((one) => one !== undefined);
    },

    attempt: (id) => attemptBy('id', id),
    attemptByToken: (token) => attemptBy('correlation_token', token),

    async attemptByRemoteId(service, remoteId) {
      const row = await reader
        .selectFrom('attempts')
        .selectAll()
        .where(({ and }) => and({ service, remote_id: remoteId }))
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && attemptOfRow(row);
    },

    attemptsOfJob: async (jobId) => (await attemptRowsOfJob(reader, jobId)).map(attemptOfRow),

    async requestBody(attemptId) {
      const row = await firstCompiled(reader, 'request body', { attemptId }, (values) =>
        reader.selectFrom('requests').select('body').where('attempt_id', '=', values.attemptId),
      );
      return row && JSON.stringify(await readWithPictures(reader, row.body));
    },

    async events({ jobId, limit = 10_000 }) {
      const rows = await reader
        .selectFrom('events')
        .selectAll()
        .where('job_id', '=', jobId)
        .orderBy('at')
        .orderBy('attempt_id')
        .orderBy('version')
        .limit(limit)
        .execute();
      return rows.map(eventOfRow);
    },

    lastPutAt: (paths) => lastPutAt(reader, paths),
  };
}

/** Jobs of one statement; each is a parameter of it. */
const mostTogether = 500;
