import { type Attempt, isTerminal } from '../../jobs/job.ts';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { ArchivedJob } from '../../jobs/records/archive-records.ts';
import type { JobWithAttempts } from '../../jobs/records/job-records.ts';
import { isArchivedPurchase } from '../../jobs/repeated-job.ts';

export interface ClipJob {
  /** The key that the clip is, or is to be, ordered under. */
  readonly key: string;
  /** The job under it; absent: none was bought, or all that were have failed without a bill. */
  readonly found?: FoundClipJob;
  /** The newest of those that have failed without a bill. */
  readonly last?: FoundClipJob;
  /** It was bought, and its job has gone into the archive. */
  readonly archived?: ArchivedJob;
}

export interface FoundClipJob extends JobWithAttempts {
  readonly attempt: Attempt;
}

/**
 * The job of a clip, if there is one. One that failed and was not billed is no clip: the next order has a key of its own, so that what
 * is missing can be bought again.
 */
export async function findClipJob(
  jobs: Jobs,
  { service, owner, key }: { readonly service: string; readonly owner: string; readonly key: string },
): Promise<ClipJob> {
  const ledger = await jobs.ledger();
  let last: FoundClipJob | undefined;
  for (let number = 1; ; number += 1) {
    const current = number === 1 ? key : `${key}/again-${number}`;
    const repeat = await ledger.findRepeat(service, owner, { by: 'key', key: current });
    if (repeat?.kind === 'archived') {
      if (isArchivedPurchase(repeat)) return { key: current, archived: repeat };
      continue;
    }
    const found = repeat ? await jobs.find(repeat.job.id) : undefined;
    if (!found) return { key: current, ...(last && { last }) };
    last = { ...found, attempt: decisiveAttempt(found.attempts) };
    if (!isFailedUnbilled(found)) return { key: current, found: last };
  }
}

/** Ended without a clip and without money: nothing stands in the way of ordering it anew. */
function isFailedUnbilled({ job, attempts }: JobWithAttempts): boolean {
  return (
    job.concludedAt !== null &&
    attempts.every(
      ({ state, billedUsd, billKnown }) =>
        isTerminal(state) && state !== 'done' && Number(billedUsd ?? 0) === 0 && billKnown !== false,
    )
  );
}
