import { LedgerAway } from '../jobs/stores/ledger-error.ts';
import { ledgerAway } from './ledger-away.ts';
import { envelope } from './openrouter-shape/errors.ts';
import { answer } from './openrouter-shape/routes.ts';
import { ApiProblem, renderProblem } from './own-api/errors.ts';
import type { GatewayContext } from './routes-context.ts';

const errors = {
  internal: { status: 500, code: 'internal_error', message: 'Internal Server Error', headers: {} },
  tooManyAtWork: {
    status: 503,
    code: 'too_many_requests',
    message: 'The server has too many requests in progress. Try again in a moment.',
    headers: { 'Retry-After': '1' },
  },
  ledgerAway,
} as const;

/** What an error that nobody expected says of this server. */
export function serverErrorOf(error: unknown): keyof typeof errors {
  return error instanceof LedgerAway ? 'ledgerAway' : 'internal';
}

/** An error of this server itself, in the form of the API that was asked. */
export function serverError(c: GatewayContext, what: keyof typeof errors): Response {
  const { status, code, message, headers } = errors[what];
  return c.req.path.startsWith('/v1/')
    ? renderProblem(c, new ApiProblem(status, { code, message }, headers))
    : answer(c, envelope(status, message, undefined, headers));
}
