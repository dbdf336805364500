import { sha256Of } from '../../disk/sha256-of.ts';
import type { ClientKey } from '../../jobs/records/client-key-records.ts';
import type { Caller } from './caller.ts';

export interface NewKey extends Pick<ClientKey, 'name' | 'budgetUsd' | 'dailyUsd' | 'models' | 'submitsPerMinute'> {
  readonly admin?: boolean;
}

/** A key cannot be added. */
class KeyError extends Error {
  override readonly name = 'KeyError';
}

/** A new client key: the text, which only its client keeps, and what the ledger keeps. Throws `KeyError` for a name that cannot be one. */
export function newClientKey(
  { name, admin = false, ...limits }: NewKey,
  { now, newToken }: { readonly now: () => string; readonly newToken: (bytes: number) => string },
): { readonly key: string; readonly entry: ClientKey } {
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) {
    throw new KeyError(`"${name}" is not a valid key name. Use letters, digits, dot, dash and underscore, at most 64.`);
  }
  const key = `shot_${newToken(32)}`;
  const sha256 = hashOfKey(key);
  // A name that is given again after its key was revoked is another owner.
  const owner = `${name}~${sha256.slice(0, 8)}`;
  return { key, entry: { name, owner, sha256, createdAt: now(), revokedAt: null, admin, ...limits } };
}

export function hashOfKey(key: string): string {
  return sha256Of(key);
}

/** Who sends requests with a key. */
export function callerOf({ owner, sha256, admin, budgetUsd, dailyUsd, models }: ClientKey): Caller {
  return {
    owner,
    seesAll: admin,
    keySha256: sha256,
    ...(budgetUsd !== undefined && { budgetUsd }),
    ...(dailyUsd !== undefined && { dailyUsd }),
    ...(models !== undefined && { models }),
  };
}
