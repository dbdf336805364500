/**
 * Ids for jobs placed through the gateway: of the form that the service gives its own (`gen-vid-<unix>-<20 letters and digits>`),
 * because there is client code that checks it, and marked as ours. 95 random bits: not to be guessed.
 *
 * @param newToken so many random bytes as base64url
 */
export function gatewayJobId(nowMs: number, newToken: (bytes: number) => string): string {
  return `gen-vid-${Math.floor(nowMs / 1000)}-shot${lettersOf(newToken, 16)}`;
}

/** Whole groups of three bytes, or the last letter would have fewer values; what is neither letter nor digit is drawn again. */
const bytesAtOnce = 24;

function lettersOf(newToken: (bytes: number) => string, count: number): string {
  let text = '';
  while (text.length < count) text += newToken(bytesAtOnce).replaceAll(/[-_]/g, '');
  return text.slice(0, count);
}
