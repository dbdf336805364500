import type { JobReason } from '@shotcaller/core';
import type { JobView } from './job-view.ts';

interface Standing {
  readonly jobId: string;
  readonly status: JobView['status'];
  readonly reason: JobReason | null;
  /** Something may have been sent for it. */
  readonly isSent: boolean;
  /** The caller may say what became of a job in doubt. */
  readonly maySettle: boolean;
  /** Path or address of the clip. */
  readonly where: string | null;
}

/** What an agent does next about a job. Never: order again on a doubt. */
export function nextStepOf({ jobId, status, reason, isSent, maySettle, where }: Standing): string {
  switch (status) {
    case 'running':
      return isSent
        ? `Call get_job with jobId ${jobId} and waitSeconds 45, until it is no longer running. Do not quote or order this clip again.`
        : `The job is not submitted yet. Call get_job with jobId ${jobId} and waitSeconds 45. If it still is not submitted then, call generate_video again with the same quoteId.`;
    case 'done':
      return where === null ? 'Tell the user that the clip is ready.' : `Give the user the clip: ${where}`;
    case 'refused':
      return refusedNext(reason);
    case 'failed':
    case 'expired':
      return 'The job has ended, and billedUsd says what it cost. Another attempt is another purchase: call quote again only if the user agrees.';
    case 'cancelled':
      return reason?.code === 'never_submitted'
        ? 'Nothing was bought. Call generate_video again with the same quoteId until the quote expires; after that, call quote again.'
        : 'The job has ended. Another attempt is another purchase: call quote again only if the user agrees.';
    case 'unknown':
      return `You may have been billed for this clip, so do not quote or order it again. Ask the user to look at openrouter.ai/activity. If the job is listed there, call resume_job with jobId ${jobId} and its id as remoteId. ${
        maySettle
          ? 'If it is not listed, call settle_job with notBought: true. If only a charge is listed, call settle_job with billedUsd.'
          : 'If it is not listed, whoever runs the server can settle it with an admin key.'
      }`;
    case 'gave_up_watching':
    case 'not_fetched':
      return `Call resume_job with jobId ${jobId}. It checks the job again and buys nothing.`;
    default:
      return status satisfies never;
  }
}

export function refusedNext(reason: JobReason | null): string {
  switch (reason?.code) {
    case 'over_budget':
    case 'price_unknown_with_cap':
      return 'Nothing was bought. Quote a cheaper clip, or ask the user to raise the limit: only they can, with shotcaller config set.';
    case 'no_capacity':
    case 'service_not_reached':
    case 'not_sent':
      return 'Nothing was bought. Call generate_video again with the same quoteId a little later, before the quote expires.';
    case 'request_refused':
      return 'Nothing was bought. Change the requirements as the reason says, or name another model, then call quote again.';
    default:
      return 'Nothing was bought. Tell the user the reason. Once it is fixed, call quote again.';
  }
}
