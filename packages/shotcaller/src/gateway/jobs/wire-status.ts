import type { Job } from '../../jobs/job.ts';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import type { JobWithAttempts } from '../../jobs/records/job-records.ts';
import { isFurtherAttemptDue } from '../../jobs/steps/next-attempt.ts';
import type { ClipView } from '../own-api/addresses/job.ts';

/** A job as it stands, small enough to keep in memory: no brief, no pictures. */
export interface JobSnapshot extends Pick<JobWithAttempts, 'attempts'> {
  readonly job: Omit<Job, 'brief'>;
  readonly clip: ClipView;
}

/** The six statuses of the video API. */
export type WireStatus = 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'expired';

/**
 * What a client is told. `completed` means that the file is here, or that fetching it was given up here, so that the client may have
 * it from the service. `unknown` is pending while a webhook can still bring the answer back, then failed. A client that is told an end
 * orders again, so none is told while the job may yet buy a further attempt.
 */
export function wireStatusOf({ job, attempts }: JobSnapshot, unknownMayRecover: boolean): WireStatus {
  if (isFurtherAttemptDue(job, attempts)) return 'pending';
  const attempt = decisiveAttempt(attempts);
  switch (attempt.state) {
    case 'planned':
    case 'reserved':
    case 'submitting':
    case 'submitted':
    case 'running':
    case 'downloading':
      return attempt.remoteStatus === 'in_progress' ? 'in_progress' : 'pending';
    case 'done':
      return 'completed';
    case 'refused':
    case 'failed':
      return 'failed';
    case 'expired':
      return 'expired';
    case 'cancelled':
      return 'cancelled';
    case 'unknown':
      return unknownMayRecover ? 'pending' : 'failed';
    case 'gave_up_watching':
      return 'pending';
    case 'not_fetched':
      return 'completed';
    default:
      return attempt.state satisfies never;
  }
}
