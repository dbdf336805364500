import { decisiveAttempt } from '../../jobs/job-result.ts';
import { type Caller, maySee } from '../keys/caller.ts';
import type { JobSnapshot } from './wire-status.ts';

/**
 * The service's id of the job that a caller goes on from, by our id or by the service's. The service would let one key go on
 * from every job, so another caller's job is answered with `undefined`, like one that does not exist. Who sees everything
 * may name jobs that were not ordered here.
 */
export async function previousRemoteId(
  find: (id: string) => Promise<JobSnapshot | undefined>,
  caller: Caller,
  id: string,
): Promise<string | undefined> {
  const snapshot = await find(id);
  if (!snapshot) return caller.seesAll ? id : undefined;
  return maySee(caller, snapshot.job.owner) ? (decisiveAttempt(snapshot.attempts).remoteId ?? undefined) : undefined;
}
