import type { Context, MiddlewareHandler, Next } from 'hono';
import { forgetOldest } from '../../forget-oldest.ts';
import { LedgerAway } from '../../jobs/stores/ledger-error.ts';
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
  { options: { mode, ledger, clock }, shares }: Pick<RoutesContext, 'options' | 'shares'>,
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

  const lately = createLatelyKnown(() => clock.now());

  return async (c, next) => {
    if (mode === 'local') {
      const problem = siteProblem(c.req.raw, 'api');
      if (problem) return refuse(c, problem);
      return withinShare(c, localCaller, next);
    }
    const key = bearerOf(c);
    if (key === undefined) return refuse(c, 'no_key');
    const isWatching = c.req.path === '/v1/metrics';
    const caller = await callerOfKey(c, ledger).catch((error: unknown) => {
      // Whoever watches this server must hear from it that the ledger is away, and not that the server is.
      const known = isWatching && error instanceof LedgerAway ? lately.get(key) : undefined;
      if (!known) throw error;
      return known;
    });
    if (isWatching && caller?.seesAll) lately.note(key, caller);
    if (!caller) return refuse(c, 'bad_key');
    return withinShare(c, caller, next);
  };
}

const rememberedMs = 3_600_000;
const mostRemembered = 100;

/** Keys of administrators that the ledger knew within the hour, by their hash. */
function createLatelyKnown(now: () => number) {
  const known = new Map<string, { readonly caller: Caller; readonly untilMs: number }>();
  return {
    note(key: string, caller: Caller): void {
      const hash = hashOfKey(key);
      known.delete(hash);
      known.set(hash, { caller, untilMs: now() + rememberedMs });
      forgetOldest(known, mostRemembered);
    },
    get(key: string): Caller | undefined {
      const found = known.get(hashOfKey(key));
      return found && found.untilMs > now() ? found.caller : undefined;
    },
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
