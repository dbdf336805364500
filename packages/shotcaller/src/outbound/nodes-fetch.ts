/**
 * Whether a `fetch` is Node's own. That one sends a request again after HTTP 421, and keeps every answer until all memory is searched
 * (docs/decisions/0021). By its text, for there is no other sign.
 */
export function isNodesFetch(fetch: unknown): boolean {
  return typeof fetch === 'function' && nodesFetch.test(Function.prototype.toString.call(fetch));
}

const nodesFetch = /^function fetch\(input, init = undefined\) \{.*'internal\/deps\/undici\/undici'/s;
