import type { GatewayContext } from './door.ts';
import { envelope } from './openrouter-shape/errors.ts';
import { answer } from './openrouter-shape/routes.ts';
import { ApiProblem, renderProblem } from './own-api/errors.ts';

const troubles = {
  500: { code: 'internal_error', message: 'Internal Server Error', headers: {} },
  503: {
    code: 'too_many_requests',
    message: 'Too many requests at work. Try again.',
    headers: { 'Retry-After': '1' },
  },
};

/** The server's own trouble, in the words of the API that was asked. */
export function tellTrouble(c: GatewayContext, status: keyof typeof troubles): Response {
  const { code, message, headers } = troubles[status];
  return c.req.path.startsWith('/v1/')
    ? renderProblem(c, new ApiProblem(status, { code, message }, headers))
    : answer(c, envelope(status, message, undefined, headers));
}
