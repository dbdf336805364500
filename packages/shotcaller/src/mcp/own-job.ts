import type { JobWithAttempts } from '../jobs/records/job-records.ts';
import { type Door, maySee } from './door.ts';
import { ToolProblem } from './tool.ts';

/** The job, if it is the caller's. Somebody else's is answered like one that does not exist. */
export async function ownJob({ parts, caller }: Door, jobId: string): Promise<JobWithAttempts> {
  const found = await parts.jobs.find(jobId);
  if (found && maySee(caller, found.job.owner)) return found;
  throw new ToolProblem(
    'job_unknown',
    `There is no job ${jobId}, or it is not yours.`,
    'Call list_jobs to see your jobs.',
  );
}
