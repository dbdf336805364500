import type { JobReason, RefusedByService, RequirementsError, Selection } from '@shotcaller/core';
import { jobReasonSentence, problemText, reasonSentence } from '@shotcaller/core';
import type { SubmittedVideo, VideoJob, WireError, WireIssues } from './answers.ts';

export interface WireAnswer {
  readonly status: number;
  readonly body: SubmittedVideo | VideoJob | WireError | WireIssues;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The error envelope; `code` equals the status. */
export function envelope(
  status: number,
  message: string,
  metadata?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
): WireAnswer {
  const said = metadata && withoutAbsent(metadata);
  return {
    status,
    body: { error: { code: status, message, ...(said && Object.keys(said).length > 0 && { metadata: said }) } },
    ...(headers && { headers }),
  };
}

/** The key has too much of something under way: others need their share. */
export function shareUsed(message: string): WireAnswer {
  return envelope(
    429,
    message,
    { error_type: 'rate_limit_exceeded', limit_source: 'shotcaller_key_share', retry_after_seconds: 1 },
    { 'Retry-After': '1' },
  );
}

/** A body can be wrong in thousands of places; who mends the first finds the next. */
const mostIssues = 50;

/** A value outside the schema: the second shape of a 400, issues as a string. */
export function zodShape(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): WireAnswer {
  const shown = issues.slice(0, mostIssues).map(({ path, message }) => ({
    code: 'invalid_value',
    path: path.map((part) => String(part).slice(0, 200)),
    message: message.slice(0, 500),
  }));
  return {
    status: 400,
    body: { success: false, error: { name: 'ZodError', message: JSON.stringify(shown, null, 2) } },
  };
}

export function unreadableRequirements({ problems }: RequirementsError): WireAnswer {
  return zodShape(problems.map((problem) => ({ path: [problem.field], message: problemText(problem) })));
}

/** No model fits an `auto` request: 400, everybody's first reason in the metadata. */
export function noModelFits({ rejected, unknown }: Pick<Selection, 'rejected' | 'unknown'>): WireAnswer {
  const reasons = [...rejected, ...unknown].map(({ model, reasons: [first] }) => ({
    model,
    code: first?.code ?? 'unknown',
    reason: first ? reasonSentence(first) : 'not stated',
  }));
  return envelope(400, 'No model fits this request. Change what it asks for; the reasons are in the metadata.', {
    error_type: 'no_eligible_model',
    reasons: reasons.slice(0, 60),
  });
}

/** How a refused submit is told: as the service told it, budgets of our own as 402. */
export function refusalAnswer(reason: JobReason | null): WireAnswer {
  switch (reason?.code) {
    case 'over_budget':
      return envelope(402, jobReasonSentence(reason), {
        error_type: 'payment_required',
        limit_source: 'shotcaller_budget',
        budget: reason.cap,
        limit_usd: reason.limitUsd,
        booked_usd: reason.bookedUsd,
        needed_usd: reason.neededUsd,
        ...(reason.renewsAt !== undefined && { renews_at: reason.renewsAt }),
      });
    case 'price_unknown_with_cap':
      return envelope(402, jobReasonSentence(reason), {
        error_type: 'payment_required',
        limit_source: 'shotcaller_budget',
        budget: reason.cap,
      });
    case 'model_not_allowed':
      return envelope(403, jobReasonSentence(reason), { error_type: 'model_not_allowed', allowed: reason.allowed });
    case 'key_revoked':
      return envelope(401, 'User not found.');
    case 'request_refused':
    case 'no_capacity':
      return serviceRefusal(reason);
    case 'not_sent':
      return envelope(
        503,
        'The video service cannot be reached. Nothing was sent and nothing bought; try again.',
        { error_type: 'provider_unavailable' },
        { 'Retry-After': '5' },
      );
    default:
      return envelope(500, 'The request was not carried out, and nothing was bought.', { error_type: reason?.code });
  }
}

function serviceRefusal({ code, ...refusal }: RefusedByService): WireAnswer {
  // A row of another version may leave arguments out.
  const {
    httpStatus = 502,
    message = 'The service refused the request.',
    issues = [],
  }: Partial<typeof refusal> = refusal;
  const { errorType, limitSource, providerName, moderationReasons = [] }: Partial<typeof refusal> = refusal;
  if (httpStatus === 400 && issues.length > 0) {
    return zodShape(issues.map(({ path, message: text }) => ({ path: path.split('.'), message: text })));
  }
  return envelope(
    httpStatus,
    message,
    {
      error_type: errorType,
      limit_source: limitSource,
      provider_name: providerName,
      reasons: moderationReasons.length > 0 ? moderationReasons : undefined,
    },
    code === 'no_capacity' ? { 'Retry-After': '10' } : undefined,
  );
}

function withoutAbsent(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null));
}
