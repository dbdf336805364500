import { envelope } from './openrouter-shape/errors.ts';
import { answer } from './openrouter-shape/routes.ts';
import { ApiProblem, renderProblem } from './own-api/errors.ts';
import type { GatewayContext } from './routes-context.ts';

const errors = {
  500: { code: 'internal_error', message: 'Internal Server Error', headers: {} },
  503: {
    code: 'too_many_requests',
    message: 'Too many requests at work. Try again.',
    headers: { 'Retry-After': '1' },
  },
};

/** An error of this server itself, in the form of the API that was asked. */
export function serverError(c: GatewayContext, status: keyof typeof errors): Response {
  const { code, message, headers } = errors[status];
  return c.req.path.startsWith('/v1/')
    ? renderProblem(c, new ApiProblem(status, { code, message }, headers))
    : answer(c, envelope(status, message, undefined, headers));
}
