import type { RequirementsError, Selection } from '@shotcaller/core';
import { problemText, reasonSentence } from '@shotcaller/core';
import type { JobReason } from '../../jobs/job.ts';
import type { SubmittedVideo, VideoJob, WireError, WireIssues } from './answer-schemas.ts';

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

/** A value outside the schema: the second shape of a 400, issues as a string. */
export function zodShape(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): WireAnswer {
  const shown = issues.map(({ path, message }) => ({ code: 'invalid_value', path: path.map(String), message }));
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
      return envelope(402, overBudgetText(reason), {
        error_type: 'payment_required',
        limit_source: 'shotcaller_budget',
        budget: reason.cap,
        limit_usd: reason.limitUsd,
        booked_usd: reason.bookedUsd,
        needed_usd: reason.neededUsd,
      });
    case 'price_unknown_with_cap':
      return envelope(
        402,
        'The price of this request is not known, so it cannot be held against the budget that is set. Nothing was bought.',
        { error_type: 'payment_required', limit_source: 'shotcaller_budget', budget: reason.cap },
      );
    case 'model_not_allowed':
      return envelope(403, `This key may not use ${reason.model}.`, {
        error_type: 'model_not_allowed',
        allowed: reason.allowed,
      });
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

function serviceRefusal(reason: JobReason): WireAnswer {
  const status = typeof reason.httpStatus === 'number' ? reason.httpStatus : 502;
  const issues = Array.isArray(reason.issues) ? (reason.issues as { path: string; message: string }[]) : [];
  if (status === 400 && issues.length > 0) {
    return zodShape(issues.map(({ path, message }) => ({ path: path.split('.'), message })));
  }
  const moderation = Array.isArray(reason.moderationReasons) ? reason.moderationReasons : [];
  return envelope(
    status,
    String(reason.message ?? 'The service refused the request.'),
    {
      error_type: reason.errorType,
      limit_source: reason.limitSource,
      provider_name: reason.providerName,
      reasons: moderation.length > 0 ? moderation : undefined,
    },
    reason.code === 'no_capacity' ? { 'Retry-After': '10' } : undefined,
  );
}

function overBudgetText({ cap, limitUsd, bookedUsd, neededUsd }: JobReason): string {
  const name = {
    job: 'for one job',
    day: 'for the day',
    month: 'for the month',
    key: 'of this key',
    key_day: 'of this key for the day',
  };
  const whose = name[String(cap) as keyof typeof name] ?? '';
  return `The budget ${whose} is $${limitUsd}; $${bookedUsd} is booked and this needs up to $${neededUsd}. Nothing was bought.`;
}

function withoutAbsent(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null));
}
