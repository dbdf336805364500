import type { MiddlewareHandler } from 'hono';
import type { Clock } from '../clock.ts';

/** One request, as the inspection shows it. The key itself is never kept. */
export interface RequestRecord {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  /** HTTP status, or "cut" when a scenario cut the connection. */
  status: number | 'cut' | 'under way';
  readonly withKey: boolean;
  /** What went wrong inside the simulator, when it answered 500 by itself. */
  failure?: string;
}

/** The most requests remembered. */
const mostRequests = 5000;

/** Writes every request into `requests`; of the inspection's own addresses only downloads from the foreign storage. */
export function keepRequestLog(requests: RequestRecord[], clock: Clock): MiddlewareHandler {
  return async (c, next) => {
    const path = new URL(c.req.url).pathname;
    if (/^\/__simulator(?!\/storage\/)(\/|$)/.test(path)) return next();
    const record: RequestRecord = {
      atMs: clock.now(),
      method: c.req.method,
      path,
      status: 'under way',
      withKey: c.req.raw.headers.has('authorization'),
    };
    requests.push(record);
    if (requests.length > mostRequests) requests.shift();
    try {
      await next();
    } catch (error) {
      record.status = 'cut';
      throw error;
    }
    record.status = c.res.status;
    if (c.error && c.res.status === 500) record.failure = c.error.message;
  };
}
