import type { Attempt } from './job.ts';
import { JobFailure, type JobFailureCode } from './job-failure.ts';
import { jobIdOf } from './job-ids.ts';

/** Somebody has said what became of it; no answer of the service has. */
export function isSettledByHand({ reason }: Pick<Attempt, 'reason'>): boolean {
  return reason?.code === 'settled_not_bought' || reason?.code === 'settled_billed';
}

/**
 * The service has refused it, for now or for good. An error status that was made up on the way can hide a purchase: a webhook with
 * its token, or its id in the account, proves it.
 */
export function isRefusedByService({ state, submitTries }: Pick<Attempt, 'state' | 'submitTries'>): boolean {
  return state === 'reserved' || (state === 'refused' && submitTries > 0);
}

/** The service has called it failed, cancelled or expired. That it may take back: the same job can complete, and be billed, later. */
export function isEndedByService({ reason }: Pick<Attempt, 'reason'>): boolean {
  return reason?.code === 'job_failed' || reason?.code === 'job_cancelled' || reason?.code === 'job_expired';
}

/** No answer proves whether it was bought, or whether it will still be billed. What was settled by hand may be settled otherwise. */
export function isInDoubt(attempt: Attempt): boolean {
  const isUnseen = attempt.state === 'gave_up_watching' && attempt.completedAt === null;
  return attempt.state === 'unknown' || isUnseen || isSettledByHand(attempt);
}

/**
 * The service has taken it and given it an id, and has not said since that it knows of none: it may be made and billed, whatever
 * somebody did not find in the account.
 */
export function isAccepted({ remoteId, reason }: Pick<Attempt, 'remoteId' | 'reason'>): boolean {
  const isDisowned = reason?.code === 'polls_refused' && reason.why === 'job_not_found';
  return remoteId !== null && !isDisowned;
}

/** It was bought, and the service has not said for how much. */
export function isBillUnknown({ completedAt, billKnown }: Attempt): boolean {
  return completedAt !== null && billKnown === false;
}

/** The service has made it fail and stated no bill. Should it be in the account's activity with one, the ledger is to have it. */
export function isFailedUnbilled({ state, remoteId, billedUsd }: Attempt): boolean {
  const isOver = state === 'failed' || state === 'expired' || state === 'cancelled';
  return isOver && remoteId !== null && Number(billedUsd ?? 0) === 0;
}

/**
 * The attempt of a job that somebody speaks of: the one that the id names (`<job id>.1` is the first), or the only one of which it can
 * be meant. Throws `JobFailure`.
 */
export function attemptMeant(
  attempts: readonly Attempt[],
  id: string,
  may: (attempt: Attempt) => boolean,
  refusal: { readonly code: JobFailureCode; readonly says: string },
): Attempt {
  const meant = attempts.filter((attempt) => isNamed(attempt, id) && may(attempt));
  const [first, ...more] = meant;
  if (!first) throw new JobFailure(refusal.code, refusal.says, id);
  if (more.length === 0) return first;
  const names = meant.map(({ jobId, number }) => `${jobId}.${number}`).join(', ');
  throw new JobFailure(
    refusal.code,
    `The outcome of several attempts of this job is unknown: ${names}. Nothing was changed. Use the id of one of them.`,
    id,
  );
}

/** The id of a job names all its attempts, `<job id>.2` the second one. */
export function isNamed({ jobId, number }: Attempt, id: string): boolean {
  return jobIdOf(id) === id ? jobId === id : `${jobId}.${number}` === id;
}
