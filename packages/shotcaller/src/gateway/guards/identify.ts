import type { Context, MiddlewareHandler } from 'hono';
import { type Caller, localCaller } from '../keys/caller.ts';
import { callerOf, hashOfKey } from '../keys/client-keys.ts';
import type { GatewayOptions } from '../options.ts';
import type { GatewayEnvironment } from '../routes-context.ts';
import { type SiteProblem, siteProblem } from './same-site.ts';

export type Identified = 'no_key' | 'bad_key' | SiteProblem;

/**
 * Finds out who asks: in local mode the one user, after the Host and Origin were checked; in server mode the client key in the
 * `Authorization` header. Refusals are worded by `refuse`, since each API has errors of its own.
 */
export function identify(
  { mode, ledger }: Pick<GatewayOptions, 'mode' | 'ledger'>,
  refuse: (c: Context<GatewayEnvironment>, why: Identified) => Response,
): MiddlewareHandler<GatewayEnvironment> {
  return async (c, next) => {
    if (mode === 'local') {
      const problem = siteProblem(c.req.raw.headers, new URL(c.req.url));
      if (problem) return refuse(c, problem);
      c.set('caller', localCaller);
      return next();
    }
    if (bearerOf(c) === undefined) return refuse(c, 'no_key');
    const caller = await callerOfKey(c, ledger);
    if (!caller) return refuse(c, 'bad_key');
    c.set('caller', caller);
    return next();
  };
}

/** Whose key the `Authorization` header holds; `undefined`: none, or nobody's. */
export async function callerOfKey(
  c: Context<GatewayEnvironment>,
  ledger: GatewayOptions['ledger'],
): Promise<Caller | undefined> {
  const key = bearerOf(c);
  const entry = key === undefined ? undefined : await ledger.clientKey(hashOfKey(key));
  return entry && callerOf(entry);
}

function bearerOf(c: Context<GatewayEnvironment>): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(c.req.header('authorization') ?? '')?.[1];
}
