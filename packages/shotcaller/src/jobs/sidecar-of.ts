import type { JobFile, Sidecar } from '../files/job-file.ts';
import type { Attempt, Job } from './job.ts';

/** How a clip came about. */
export function sidecarOf({ id, brief }: Job, attempt: Attempt, file: JobFile): Sidecar {
  return {
    id,
    attempt: attempt.number,
    model: attempt.model,
    remoteId: attempt.remoteId,
    requirements: brief.requirements,
    requestSha256: attempt.requestHash,
    price: attempt.price,
    billedUsd: attempt.billedUsd,
    submittedAt: attempt.submittedAt,
    completedAt: attempt.completedAt,
    file,
  };
}
