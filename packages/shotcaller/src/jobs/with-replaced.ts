import { filesOf, type JobFile, outputsOf, withFile } from '../files/job-file.ts';
import type { Attempt } from './job.ts';
import type { JobRecords, PutFile } from './records/job-records.ts';

/**
 * Jobs as they are to be shown: a file whose name another job has taken since, because it was allowed to overwrite or the name was free
 * again, says so. Who sees all learns which job; others learn it of their own.
 */
export async function withReplaced<
  Found extends {
    readonly attempts: readonly Attempt[];
    readonly job: { readonly id: string; readonly owner: string };
  },
>(
  ledger: Pick<JobRecords, 'lastPutAt'>,
  jobs: readonly Found[],
  { seesAll }: { readonly seesAll: boolean },
): Promise<readonly Found[]> {
  const paths = new Set(
    jobs.flatMap(({ attempts }) => attempts.flatMap(({ file }) => filesOf(file).map(({ path }) => path))),
  );
  if (paths.size === 0) return jobs;
  const lastPut = new Map((await ledger.lastPutAt([...paths])).map((put) => [put.path, put]));
  return jobs.map((found) => {
    const { id, owner } = found.job;
    const shown = (file: JobFile, { endedAt }: Attempt): JobFile => {
      const put = lastPut.get(file.path);
      if (!put || put.jobId === id || !isLater(put, endedAt)) return file;
      return { ...file, replaced: { jobId: seesAll || put.owner === owner ? put.jobId : null, at: put.at } };
    };
    const attempts = found.attempts.map((attempt) => {
      let { file } = attempt;
      for (const [index, one] of outputsOf(file)) file = withFile(file, index, shown(one, attempt));
      return { ...attempt, file };
    });
    return { ...found, attempts };
  });
}

function isLater({ at }: PutFile, endedAt: string | null): boolean {
  return endedAt !== null && at > endedAt;
}
