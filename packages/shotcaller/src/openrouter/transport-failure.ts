import { causesOf, errorCode } from '../outbound/causes-of.ts';
import { refusedTunnelStatus } from '../outbound/no-tunnel-error.ts';

/** Codes with which a connection fails before it exists. */
const neverConnected: ReadonlySet<string> = new Set([
  'proxy_malformed',
  'ERR_PROXY_NO_TUNNEL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/**
 * Whether an error of `fetch` proves that no byte of the request left: the name was not found, the port refused, the certificate
 * was not accepted. A reset proves nothing, and a broken route only while connecting.
 */
export function wasNeverSent(error: unknown): boolean {
  return causesOf(error).some((link) => {
    // The request itself was not begun.
    if (refusedTunnelStatus(link) !== undefined) return true;
    const code = errorCode(link);
    if (code === undefined) return false;
    if (neverConnected.has(code)) return true;
    const isRoute = code === 'ENETUNREACH' || code === 'EHOSTUNREACH' || code === 'ETIMEDOUT';
    return isRoute && (link as { readonly syscall?: unknown }).syscall === 'connect';
  });
}

/** What a proxy on the way has to do with it, in words; `undefined`: nothing that is known. */
export function proxyTrouble(error: unknown): string | undefined {
  const links = causesOf(error);
  const status = links.map(refusedTunnelStatus).find((found) => found !== undefined);
  if (status === '407')
    return 'the proxy on the way wants a user name and password (HTTP 407). Nothing was sent. Write them into HTTPS_PROXY, as in http://USER:PASSWORD@proxy.example.com:3128';
  if (status !== undefined)
    return `the proxy on the way opened no connection (HTTP ${status}). Nothing was sent. Check HTTPS_PROXY and NO_PROXY`;
  const codes = links.map(errorCode);
  const malformed = links[codes.indexOf('proxy_malformed')];
  if (malformed instanceof Error) return malformed.message.replace(/\.$/, '');
  if (codes.includes('ERR_PROXY_NO_TUNNEL')) {
    const detail = codes.findLast((code) => code !== undefined && code !== 'ERR_PROXY_NO_TUNNEL');
    return `the proxy on the way opened no connection${detail === undefined ? '' : ` (${detail})`}. Nothing was sent. Check HTTPS_PROXY and NO_PROXY`;
  }
  if (codes.includes('ERR_SSL_WRONG_VERSION_NUMBER')) {
    return 'what answered does not speak TLS, as the login page of a proxy (ERR_SSL_WRONG_VERSION_NUMBER). Check HTTPS_PROXY and the network';
  }
  return undefined;
}

/** The most telling code of a chain of causes, for a message. */
export function transportCode(error: unknown): string | undefined {
  return causesOf(error)
    .map(errorCode)
    .findLast((code) => code !== undefined);
}
