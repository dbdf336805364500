import type { Context, MiddlewareHandler } from 'hono';
import type { GatewayEnvironment } from '../door.ts';
import { localCaller } from '../keys/caller.ts';
import type { GatewayOptions } from '../options.ts';
import { type SiteProblem, siteProblem } from './same-site.ts';

export type Identified = 'no_key' | 'bad_key' | SiteProblem;

/**
 * Finds out who asks: in local mode the one user, after the Host and Origin were checked; in server mode the client key in the
 * `Authorization` header. Refusals are worded by `refuse`, since each API has errors of its own.
 */
export function identify(
  { mode, keys }: Pick<GatewayOptions, 'mode' | 'keys'>,
  refuse: (c: Context<GatewayEnvironment>, why: Identified) => Response,
): MiddlewareHandler<GatewayEnvironment> {
  return async (c, next) => {
    if (mode === 'local') {
      const problem = siteProblem(c.req.raw.headers, new URL(c.req.url));
      if (problem) return refuse(c, problem);
      c.set('caller', localCaller);
      return next();
    }
    const key = /^Bearer +(\S+)\s*$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (key === undefined) return refuse(c, 'no_key');
    const caller = await keys?.find(key);
    if (!caller) return refuse(c, 'bad_key');
    c.set('caller', caller);
    return next();
  };
}
