import { isoOf } from '../../iso-time.ts';
import type { ClientKey } from '../../jobs/records/client-key-records.ts';
import { newClientKey } from '../keys/client-keys.ts';
import { keySpend } from '../keys/key-spend.ts';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import { type ClientKeyView, keyAddresses } from './addresses/keys.ts';
import { ApiProblem, mustAdminister, notFound } from './errors.ts';
import type { OwnApp } from './routes.ts';
import { serve } from './serve.ts';

/** Client keys: listed, made, changed, ended. Answers are kept by no cache, since one of them is a key. */
export function keyRoutes(app: OwnApp, context: RoutesContext): void {
  const { ledger, parts, clock, newToken } = context.options;
  const nowText = () => isoOf(clock.now());

  serve(app, context, keyAddresses, {
    async 'GET /v1/keys'(c) {
      administer(c);
      return { keys: await Promise.all((await ledger.clientKeys()).map(viewOf)) };
    },

    async 'POST /v1/keys'(c, { body: { name, admin = false, ...limits } }) {
      administer(c);
      const { key, entry } = newClientKey({ name, admin, ...given(limits) }, { now: nowText, newToken });
      if (!(await ledger.addClientKey(entry))) {
        throw new ApiProblem(409, {
          code: 'key_name_used',
          message: `A key ${name} exists already. Nothing was changed. Revoke it first, or use another name.`,
        });
      }
      return { key, entry: await viewOf(entry) };
    },

    async 'POST /v1/keys/{id}'(c, { id, body }) {
      administer(c);
      return viewOf(found(await ledger.changeClientKey(id, body)));
    },

    async 'POST /v1/keys/{id}/revoke'(c, { id }) {
      administer(c);
      if (id === c.get('caller').owner) {
        throw new ApiProblem(409, {
          code: 'own_key',
          message:
            'A key cannot revoke itself. Nothing was changed. Make another key with --admin, and revoke this one with it.',
        });
      }
      return viewOf(found(await ledger.changeClientKey(id, { revokedAt: nowText() })));
    },
  });

  async function viewOf(key: ClientKey): Promise<ClientKeyView> {
    const { name, owner, createdAt, admin, budgetUsd, dailyUsd, models, submitsPerMinute } = key;
    const now = isoOf(parts.clock.now());
    return {
      id: owner,
      name,
      createdAt,
      admin,
      budgetUsd: budgetUsd ?? null,
      dailyUsd: dailyUsd ?? null,
      models: models ? [...models] : null,
      submitsPerMinute: submitsPerMinute ?? null,
      ...(await keySpend(ledger, key, { service: parts.client.origin, now })),
    };
  }
}

function administer(c: GatewayContext): void {
  c.header('Cache-Control', 'no-store');
  mustAdminister(c);
}

function found(key: ClientKey | undefined): ClientKey {
  if (key) return key;
  throw notFound('That key');
}

/** Without the limits that are none. */
function given<Limits extends object>(limits: Limits): { [Name in keyof Limits]: NonNullable<Limits[Name]> } {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== null)) as {
    [Name in keyof Limits]: NonNullable<Limits[Name]>;
  };
}
