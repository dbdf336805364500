import type { JobReason } from '@shotcaller/core';

/** How an attempt ended, as far as it says whose fault it was. */
export interface Ending {
  readonly state: string;
  readonly reason: JobReason | null;
}

/** Whether another model may not share the reason for which this attempt ended. */
export function mayFallBack({ state, reason }: Ending): boolean {
  switch (state) {
    case 'expired':
      return true;
    case 'failed':
      // Paid and delivered, only the file is lost; settled by hand; or the same picture would be sent again.
      return (
        reason?.code !== 'content_gone' && reason?.code !== 'settled_billed' && !inputErrors.has(errorCodeOf(reason))
      );
    case 'refused':
      return refusedByProvider(reason);
    default:
      return false;
  }
}

function errorCodeOf(reason: JobReason | null): string {
  return reason && 'errorCode' in reason ? String(reason.errorCode) : '';
}

const inputErrors: ReadonlySet<string> = new Set([
  'invalid_image',
  'image_too_large',
  'image_download_failed',
  'invalid_request',
]);

function refusedByProvider(reason: Ending['reason']): boolean {
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
