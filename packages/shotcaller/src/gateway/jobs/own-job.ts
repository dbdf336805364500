import { jobIdOf } from '../../jobs/job-ids.ts';
import { archivedText } from '../../jobs/no-such-job.ts';
import { maySee } from '../keys/caller.ts';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import type { JobSnapshot } from './wire-status.ts';

/**
 * The job of an id, if the caller may see it; a text says where an archived one is. `undefined`: nobody knows it, or it is somebody else's,
 * which is answered alike.
 */
export async function ownJob(
  c: GatewayContext,
  { options: { ledger }, jobs }: Pick<RoutesContext, 'options' | 'jobs'>,
  id: string,
): Promise<JobSnapshot | string | undefined> {
  if (id.length > 512) return undefined;
  const caller = c.get('caller');
  const snapshot = await jobs.find(id);
  if (!snapshot) {
    const archived = await ledger.archiveOf(jobIdOf(id));
    return archived && maySee(caller, archived.owner) ? archivedText(id, archived.file) : undefined;
  }
  if (!maySee(caller, snapshot.job.owner)) return undefined;
  c.set('jobId', snapshot.job.id);
  return snapshot;
}
