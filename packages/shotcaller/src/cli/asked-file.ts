import { wantedPlace } from '../files/target.ts';
import type { Ledger } from '../jobs/ledger.ts';

/** The file that a job's clip was to be saved as. `undefined`: the name was left to us, or is made of what only the job knows. */
export async function askedFile(
  ledger: Pick<Ledger, 'job'>,
  jobId: string,
  workingFolder: string,
): Promise<string | undefined> {
  const output = (await ledger.job(jobId))?.options.output;
  if (output === undefined || output.includes('{')) return undefined;
  const { path, isFolder } = wantedPlace({}, { output, folder: workingFolder });
  return isFolder ? undefined : path;
}
