import type { Job, OrderOptions } from './job.ts';
import { isTerminal } from './job.ts';

export type NextAttempt =
  /** Plan another model; `exclude` holds those that were tried. */
  | { readonly kind: 'plan'; readonly exclude: readonly string[] }
  /** An attempt may still bill or deliver: wait for it, buy nothing. */
  | { readonly kind: 'stop' }
  /** The order has come to its end. */
  | { readonly kind: 'conclude' };

/** Whether a further attempt may be bought after these, in order. The whole rule of fallback. */
export function nextAttempt(
  jobs: readonly Job[],
  options: Pick<OrderOptions, 'fallback' | 'allowTwoBills'>,
): NextAttempt {
  if (jobs.some((job) => job.state === 'done')) return { kind: 'conclude' };
  const tried = jobs.filter((job) => !wasNeverSubmitted(job));
  const exclude = tried.map((job) => job.model);
  const last = jobs.at(-1);
  if (!last) return { kind: 'plan', exclude };

  const open = jobs.filter((job) => !isTerminal(job.state));
  if (open.length > 0) {
    // Nothing can be cancelled, so whoever goes on from here may pay twice, and must have said that they may.
    const lastIsStuck = last.state === 'unknown' || last.state === 'gave_up_watching';
    const mayGoOn =
      options.allowTwoBills && open.every((job) => job.state === 'unknown' || job.state === 'gave_up_watching');
    const wouldHelp = (lastIsStuck && last.billedUsd === null) || mayFallBack(last);
    return mayGoOn && wouldHelp && tried.length <= options.fallback ? { kind: 'plan', exclude } : { kind: 'stop' };
  }
  if (wasNeverSubmitted(last)) return { kind: 'plan', exclude };
  return mayFallBack(last) && tried.length <= options.fallback ? { kind: 'plan', exclude } : { kind: 'conclude' };
}

/** Whether another model may not share the reason for which this job ended. */
export function mayFallBack({ state, reason }: Pick<Job, 'state' | 'reason'>): boolean {
  switch (state) {
    case 'expired':
      return true;
    case 'failed':
      // Paid and delivered, only the file is lost; or the same picture would be sent again.
      return (
        reason?.code !== 'content_gone' && !(reason?.code === 'job_failed' && inputErrors.has(String(reason.errorCode)))
      );
    case 'refused':
      return refusedByProvider(reason);
    default:
      return false;
  }
}

const inputErrors: ReadonlySet<string> = new Set([
  'invalid_image',
  'image_too_large',
  'image_download_failed',
  'invalid_request',
]);

function refusedByProvider(reason: Job['reason']): boolean {
  if (reason?.code === 'no_capacity') return true;
  if (reason?.code !== 'request_refused') return false;
  const { httpStatus, errorType, providerName, moderationReasons, availabilityCode } = reason;
  if (httpStatus === 403) {
    // The account's own guardrail names no provider; it would refuse every model.
    const isModerated = Array.isArray(moderationReasons) && moderationReasons.length > 0;
    return (
      providerName !== null && providerName !== undefined && (isModerated || errorType === 'content_policy_violation')
    );
  }
  // A model that nobody serves any more. What the account's privacy settings took away is the account's matter.
  if (httpStatus === 404) return availabilityCode === 'no_endpoints' || availabilityCode === 'model_deprecated';
  return httpStatus === 429 || httpStatus === 503 || httpStatus === 529;
}

/** Given back before anything was sent, so it counts for nothing. */
export function wasNeverSubmitted({ state, reason }: Pick<Job, 'state' | 'reason'>): boolean {
  return state === 'cancelled' && reason?.code === 'never_submitted';
}
