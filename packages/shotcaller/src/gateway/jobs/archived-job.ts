import { jobIdOf } from '../../jobs/job-ids.ts';
import type { Ledger } from '../../jobs/ledger.ts';
import { archivedText } from '../../jobs/no-such-job.ts';
import { type Caller, maySee } from '../keys/caller.ts';

/** What the caller is told of a job that the ledger has no more; `undefined`: nothing, as of one that never was or is somebody else's. */
export async function archivedJobText(
  ledger: Pick<Ledger, 'archiveOf'>,
  caller: Caller,
  id: string,
): Promise<string | undefined> {
  const archived = id.length <= 512 ? await ledger.archiveOf(jobIdOf(id)) : undefined;
  return archived && maySee(caller, archived.owner) ? archivedText(id, archived.file) : undefined;
}
