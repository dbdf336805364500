import { JobFailure } from './job-failure.ts';
import { jobIdOf } from './job-ids.ts';
import type { Ledger } from './ledger.ts';

/** What is said of a job that is in the archive. */
export function archivedText(id: string, file: string): string {
  return `Job ${id} is over, and was archived in ${file}. Its bill stays in the sums of the ledger.`;
}

/** What is said of a key whose job is in the archive. */
export function keyArchivedText(id: string, file: string): string {
  return `This key belongs to job ${id}, which was archived in ${file}. Nothing was bought now. Use another key only if you want another clip.`;
}

/** A job that was recorded, and perhaps sent, and is in the ledger no more. */
export function lostJob(id: string): JobFailure {
  return new JobFailure(
    'job_lost',
    `The ledger no longer has job ${id}. It may have been bought: look at openrouter.ai/activity before you order again.`,
    id,
  );
}

/** The ledger has no job of this id: that nobody knows it, or which file keeps it. */
export async function noSuchJob(ledger: Pick<Ledger, 'archiveOf'>, id: string): Promise<JobFailure> {
  const archived = await ledger.archiveOf(jobIdOf(id));
  const message = archived
    ? archivedText(id, archived.file)
    : `The ledger has no job ${id}. \`shotcaller jobs\` lists them.`;
  return new JobFailure('no_such_job', message, id);
}
