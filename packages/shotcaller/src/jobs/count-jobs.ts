import { counted } from '@shotcaller/core';
import type { AttemptState } from './job.ts';
import { decisiveAttempt } from './job-result.ts';
import type { Ledger } from './ledger.ts';
import type { JobQuery } from './records/job-records.ts';

export interface JobCount {
  readonly jobs: number;
  /** There are more: these are the newest. */
  readonly isMore: boolean;
  /** How many are in each state, most first. */
  readonly byStatus: readonly (readonly [status: AttemptState, jobs: number])[];
}

/** So many are counted: who is told how many there are without a filter needs no more. */
const mostCounted = 1000;

/** The jobs of a service, or of one owner, by status. */
export async function countJobs(
  ledger: Pick<Ledger, 'jobs'>,
  query: Pick<JobQuery, 'service' | 'owner'>,
): Promise<JobCount> {
  const { jobs, next } = await ledger.jobs({ ...query, limit: mostCounted });
  const counts = new Map<AttemptState, number>();
  for (const { attempts } of jobs) {
    const { state } = decisiveAttempt(attempts);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return {
    jobs: jobs.length,
    isMore: next !== null,
    byStatus: [...counts].sort(([, ones], [, others]) => others - ones),
  };
}

/** `there are 22 jobs (21 done, 1 submitted)`. */
export function jobCountText({ jobs, isMore, byStatus }: JobCount): string {
  const each = byStatus.map(([status, count]) => `${count} ${status.replaceAll('_', ' ')}`).join(', ');
  if (isMore) return `there are more than ${jobs} jobs (the newest: ${each})`;
  return `there ${jobs === 1 ? 'is' : 'are'} ${counted(jobs, 'job')} (${each})`;
}
