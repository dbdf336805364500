import type { JobReason, JobReasonCode, RefusedByService } from '@shotcaller/core';

/** What to do on the command line about the reason why a job is where it is; empty: nothing. */
export function jobNextStep(reason: JobReason, id: string): string {
  if (reason.code === 'over_budget' && reason.setBy === 'job') return 'Raise --max-usd, or choose a cheaper model.';
  if (reason.code === 'over_budget' && reason.cap === 'job')
    return `With --max-usd ${reason.limitUsd} a model within the limit is chosen, if there is one. Or raise caps.perJobUsd in config.json.`;
  if (reason.code === 'request_refused') return afterRefusal(reason);
  return (nextSteps[reason.code] ?? '').replaceAll('JOB', id);
}

function afterRefusal({ httpStatus }: RefusedByService): string {
  switch (httpStatus) {
    case 400:
      return 'Change the requirements; shotcaller preview shows the request.';
    case 401:
      return 'shotcaller doctor checks the key.';
    case 402:
      return 'Add credit, or raise the limit of the key.';
    case 403:
      return 'Change the prompt or the pictures, or take another model.';
    case 404:
      return 'shotcaller models --catalog live lists the models of today.';
    case 413:
      return 'Send smaller pictures.';
    default:
      return '';
  }
}

const lookItUp =
  'Check openrouter.ai/activity. If the job is there: shotcaller resume JOB --remote-id ID. If it is not: shotcaller jobs settle JOB --not-bought. If only the bill is: shotcaller jobs settle JOB --billed DOLLARS.';

const nextSteps: Partial<Record<JobReasonCode, string>> = {
  over_budget: 'Raise the limit in config.json, or wait until the budget has room.',
  price_unknown_with_cap: 'Choose another model, or remove the limit.',
  no_capacity: 'Try again later, or let other models take over with --fallback 2.',
  service_not_reached: 'Run it again later; status.openrouter.ai says how OpenRouter is.',
  not_sent: 'Check the network and the base URL, then run it again.',
  submit_outcome_unknown: lookItUp,
  died_while_submitting: lookItUp,
  never_submitted: 'Run it again.',
  job_failed: 'Run it again; --fallback 2 tries other models.',
  job_cancelled: 'Run it again.',
  job_expired: 'Run it again; --fallback 2 tries other models.',
  polls_refused: 'shotcaller doctor checks the key; then use shotcaller resume.',
  deadline_passed: 'shotcaller resume watches it further; it does not send the order again.',
  download_failed: 'shotcaller resume tries the download again and buys nothing.',
  content_gone: 'shotcaller resume asks for it again and buys nothing.',
  file_not_written:
    'Make room, then use shotcaller resume; or put the clip elsewhere: shotcaller resume ID --output OTHER.',
};
