import { randomBytes } from 'node:crypto';

/**
 * Ids for jobs placed through the gateway: of the form that the service gives its own (`gen-vid-<unix>-<20 letters and digits>`),
 * because there is client code that checks it, and marked as ours. 95 random bits: not to be guessed.
 */
export function gatewayJobId(nowMs: number): string {
  return `gen-vid-${Math.floor(nowMs / 1000)}-shot${letters(16)}`;
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function letters(count: number): string {
  let text = '';
  while (text.length < count) {
    // Bytes beyond the last whole alphabet would make some letters likelier.
    for (const byte of randomBytes(count)) if (byte < 248 && text.length < count) text += alphabet[byte % 62];
  }
  return text;
}
