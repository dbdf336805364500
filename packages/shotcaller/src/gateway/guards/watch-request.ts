import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { isoOf } from '../../iso-time.ts';
import type { Metrics } from '../metrics.ts';
import type { GatewayOptions } from '../options.ts';
import type { GatewayContext, GatewayEnvironment } from '../routes-context.ts';
import { createAnswerFate } from './answer-fate.ts';

/**
 * Goes round every request: numbers it, counts it, logs it without secrets, knows when its answer is out, sets the headers that
 * every answer has, and turns requests away when too many are at work.
 */
export function watchRequest({
  clock,
  newToken,
  log,
  metrics,
  maxConcurrentRequests,
  turnAway,
}: Pick<GatewayOptions, 'clock' | 'newToken' | 'log'> & {
  readonly metrics: Metrics;
  readonly maxConcurrentRequests: number;
  /** The answer when too many are at work. */
  readonly turnAway: (c: GatewayContext) => Response;
}): MiddlewareHandler<GatewayEnvironment> {
  const run = newToken(6);
  let number = 0;
  let atWork = 0;
  return async (c, next) => {
    const startMs = clock.now();
    number += 1;
    const requestId = `${run}-${number.toString(36)}`;
    c.set('requestId', requestId);
    const fate = createAnswerFate(startMs);
    c.set('answerFate', fate);
    const { outgoing } = c.env ?? {};
    outgoing?.once('finish', () => fate.decide('delivered'));
    outgoing?.once('close', () => fate.decide('lost'));
    // Whoever restarts what does not live must not take busy for dead.
    if (atWork >= maxConcurrentRequests && c.req.path !== '/v1/live') {
      c.res = turnAway(c);
    } else {
      atWork += 1;
      try {
        await next();
      } finally {
        atWork -= 1;
      }
    }
    // The answer to HEAD goes out without its body, which nobody else would end.
    if (c.req.raw.method === 'HEAD') await c.res.body?.cancel().catch(() => undefined);
    // Without a socket, whoever called has the answer now.
    if (!outgoing) fate.decide(c.req.raw.signal.aborted ? 'lost' : 'delivered');
    for (const [name, value] of Object.entries(everyAnswer)) c.res.headers.set(name, value);
    c.res.headers.set('X-Request-Id', requestId);
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
    const route = matchedRoutes(c).find(({ path }) => !path.endsWith('*'))?.path ?? '/*';
    const { status } = c.res;
    const durationMs = clock.now() - startMs;
    metrics.observeRequest({ method: c.req.method, route, status, durationMs });
    log?.({
      at: isoOf(startMs),
      requestId,
      method: c.req.method,
      route,
      status,
      durationMs,
      caller: c.get('caller')?.owner ?? null,
      ...(c.get('jobId') !== undefined && { job: c.get('jobId') as string }),
      ...(c.get('errorCode') !== undefined && { error: c.get('errorCode') as string }),
    });
  };
}

/** Nothing here is for frames, other sites' pages or guessing at types. */
const everyAnswer: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
