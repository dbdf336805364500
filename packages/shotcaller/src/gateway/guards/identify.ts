import type { Context, MiddlewareHandler, Next } from 'hono';
import { type Caller, localCaller } from '../keys/caller.ts';
import { callerOf, hashOfKey } from '../keys/client-keys.ts';
import type { GatewayOptions } from '../options.ts';
import type { GatewayEnvironment, RoutesContext } from '../routes-context.ts';
import { type SiteProblem, siteProblem } from './same-site.ts';

/** Why a request is refused before it is read. `key_share_used`: its key has too much at work. */
export type Refused = 'no_key' | 'bad_key' | 'key_share_used' | SiteProblem;

/**
 * Finds out who asks: in local mode the one user, after the Host and Origin were checked; in server mode the client key in the
 * `Authorization` header. Refusals are worded by `refuse`, since each API has errors of its own.
 */
export function identify(
  { options: { mode, ledger }, shares }: Pick<RoutesContext, 'options' | 'shares'>,
  refuse: (c: Context<GatewayEnvironment>, why: Refused) => Response,
): MiddlewareHandler<GatewayEnvironment> {
  async function withinShare(
    c: Context<GatewayEnvironment>,
    caller: Caller,
    next: Next,
  ): Promise<Response | undefined> {
    c.set('caller', caller);
    const share = shares.enter(caller.owner);
    if (!share) return refuse(c, 'key_share_used');
    c.set('share', share);
    try {
      await next();
    } finally {
      share.leave();
    }
    return undefined;
  }

  return async (c, next) => {
    if (mode === 'local') {
      const problem = siteProblem(c.req.raw, 'api');
      if (problem) return refuse(c, problem);
      return withinShare(c, localCaller, next);
    }
    if (bearerOf(c) === undefined) return refuse(c, 'no_key');
    const caller = await callerOfKey(c, ledger);
    if (!caller) return refuse(c, 'bad_key');
    return withinShare(c, caller, next);
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
