import { type Refusal, refuse } from '../refusal.ts';

/** Why the key of a request is refused, or undefined. Texts recorded live in October 2026; they have changed before. */
export function checkKey(
  request: Request,
  accepted: readonly string[] | undefined,
  oldText: boolean,
): Refusal | undefined {
  const key = /^Bearer +(\S+)\s*$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!key) return refuse(401, oldText ? 'Missing Authentication header' : 'No cookie auth credentials found');
  const known = accepted
    ? accepted.includes(key)
    : !/(^|[^a-z])(bad|invalid|wrong|revoked|expired)([^a-z]|$)/i.test(key);
  return known ? undefined : refuse(401, 'User not found.');
}
