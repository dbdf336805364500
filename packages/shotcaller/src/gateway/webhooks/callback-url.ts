import { isIP } from 'node:net';
import { isPublicAddress } from '../../outbound/public-address.ts';

/** What is wrong with a callback URL, as far as can be seen without asking anybody; the rest is checked at each delivery. */
export function callbackProblem(text: string, allowInsecure: boolean): string | undefined {
  if (!URL.canParse(text)) return 'callback_url must be a URL';
  const url = new URL(text);
  if (url.username + url.password !== '') return 'callback_url must not hold a user name or password';
  if (allowInsecure && (url.protocol === 'http:' || url.protocol === 'https:')) return undefined;
  if (url.protocol !== 'https:') return 'callback_url must be HTTPS';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isPrivate = isIP(host) !== 0 && !isPublicAddress(host, { allowLoopback: false });
  return isPrivate || /(^|\.)(localhost|local|internal)\.?$/i.test(host)
    ? 'callback_url must be a public address'
    : undefined;
}
