import type { Requirements } from '@shotcaller/core';
import { withoutData } from './files/without-data.ts';
import { isTerminal } from './jobs/job.ts';
import { decisiveAttempt, type JobResult, resultOf, withSentAgain } from './jobs/job-result.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Ledger } from './jobs/ledger.ts';
import { noSuchJob } from './jobs/no-such-job.ts';
import type { JobWithAttempts } from './jobs/records/job-records.ts';
import { withReplaced } from './jobs/with-replaced.ts';
import type { Shotcaller } from './shotcaller-interface.ts';

/** Jobs as the library tells of them. */
export interface JobAnswers {
  /** @throws JobFailure `no_such_job` */
  of(id: string): Promise<JobResult>;
  /** With why its requests were sent again, where they were. */
  told(found: JobWithAttempts): Promise<JobResult>;
  shown(found: readonly JobWithAttempts[]): Promise<readonly JobResult[]>;
  /** With what it was ordered for; `undefined`: there is no such job. */
  readonly withOrder: Shotcaller['job'];
  /** Whether going on with the job may ask or buy something. One that the ledger does not have is answered by whoever resumes it. */
  isOpen(jobId: string): Promise<boolean>;
}

export function createJobAnswers({
  jobs,
  ledger,
}: {
  readonly jobs: Pick<Jobs, 'find'>;
  readonly ledger: () => Promise<Ledger>;
}): JobAnswers {
  async function shown(found: readonly JobWithAttempts[]): Promise<readonly JobResult[]> {
    const replaced = await withReplaced(await ledger(), found, { seesAll: true });
    return replaced.map(({ job, attempts }) => resultOf(job, attempts));
  }

  async function told(found: JobWithAttempts): Promise<JobResult> {
    const [result] = await shown([found]);
    return withSentAgain(result as JobResult, await (await ledger()).events({ jobId: found.job.id }));
  }

  return {
    async of(id) {
      const found = await jobs.find(id);
      if (found) return told(found);
      throw await noSuchJob(await ledger(), id);
    },
    told,
    shown,
    async withOrder(id) {
      const found = await jobs.find(id);
      const job = found && (await (await ledger()).job(found.job.id));
      if (!found || !job) return undefined;
      return {
        ...(await told(found)),
        requirements: withoutData(job.brief.requirements) as Requirements,
        clip: decisiveAttempt(found.attempts).clip,
      };
    },
    async isOpen(jobId) {
      const found = await jobs.find(jobId);
      if (!found) return false;
      return found.job.concludedAt === null || !found.attempts.every(({ state }) => isTerminal(state));
    },
  };
}
