import { errorCode, innerError } from './redact.ts';

/** What undici says when a proxy did not open the tunnel: the request itself was not begun. */
const tunnelRefused = /^Proxy response \(\d+\) !== 200 when HTTP Tunneling$/;

/** Codes with which a connection fails before it exists. */
const neverConnected: ReadonlySet<string> = new Set([
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
  return chain(error).some((link) => {
    if (link instanceof Error && tunnelRefused.test(link.message)) return true;
    const code = errorCode(link);
    if (code === undefined) return false;
    if (neverConnected.has(code)) return true;
    const isRoute = code === 'ENETUNREACH' || code === 'EHOSTUNREACH' || code === 'ETIMEDOUT';
    return isRoute && (link as { readonly syscall?: unknown }).syscall === 'connect';
  });
}

/** The most telling code of a chain of causes, for a message. */
export function transportCode(error: unknown): string | undefined {
  return chain(error)
    .map(errorCode)
    .findLast((code) => code !== undefined);
}

function chain(error: unknown): readonly unknown[] {
  const links: unknown[] = [];
  for (
    let link = error;
    link !== undefined && links.length < 5;
    link = link instanceof Error ? innerError(link) : undefined
  )
    links.push(link);
  return links;
}
