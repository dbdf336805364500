import type { JobReason } from '@shotcaller/core';
import type { JobView } from './job-view.ts';

interface Standing {
  readonly jobId: string;
  readonly status: JobView['status'];
  readonly reason: JobReason | null;
  /** Something may have been sent for it. */
  readonly isSent: boolean;
  /** Path or address of the clip. */
  readonly where: string | null;
}

/** What an agent does next about a job. Never: order again on a doubt. */
export function nextStepOf({ jobId, status, reason, isSent, where }: Standing): string {
  switch (status) {
    case 'running':
      return isSent
        ? `Call get_job with jobId ${jobId} and waitSeconds 45, until it is no longer running. Do not quote or order this clip again.`
        : `It waits to be submitted. Call get_job with jobId ${jobId} and waitSeconds 45; if it does not move, generate_video with the same quoteId again.`;
    case 'done':
      return where === null ? 'Tell the user that the clip is there.' : `Give the user the clip: ${where}`;
    case 'refused':
      return refusedNext(reason);
    case 'failed':
    case 'expired':
      return 'It is over, and billedUsd says what it cost. Another attempt is another purchase: quote again only if the user agrees.';
    case 'cancelled':
      return reason?.code === 'never_submitted'
        ? 'Nothing was bought. Call generate_video with the same quoteId again while the quote holds, or quote anew.'
        : 'It is over. Another attempt is another purchase: quote again only if the user agrees.';
    case 'unknown':
      return `A paid job may exist: do not quote or order this clip again. Ask the user to look at openrouter.ai/activity. If it is there, resume_job with jobId ${jobId} and its id as remoteId; if it is not, settle_job with notBought: true; if only a bill is, settle_job with billedUsd.`;
    case 'gave_up_watching':
    case 'not_fetched':
      return `Call resume_job with jobId ${jobId}: it looks again and buys nothing.`;
    default:
      return status satisfies never;
  }
}

function refusedNext(reason: JobReason | null): string {
  switch (reason?.code) {
    case 'over_budget':
    case 'price_unknown_with_cap':
      return 'Nothing was bought. Quote a cheaper clip, or ask the user to raise the limit themselves; no tool here can.';
    case 'no_capacity':
    case 'service_not_reached':
    case 'not_sent':
      return 'Nothing was bought. Call generate_video with the same quoteId again a little later, while the quote holds.';
    case 'request_refused':
      return 'Nothing was bought. Change the requirements as the reason says, or name another model, and quote again.';
    default:
      return 'Nothing was bought. Tell the user the reason; quote again once it is mended.';
  }
}
