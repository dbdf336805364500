import { createHmac } from 'node:crypto';

/**
 * The `X-OpenRouter-Signature` header for a body: HMAC-SHA256 over `<t>,<raw body>` (a comma), lower-case hex.
 * `timestampSeconds` is Unix time. Source: OpenRouter's guide "Video Generation", August 2026.
 */
export function signatureHeader(secret: string, body: string, timestampSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${timestampSeconds},${body}`, 'utf8').digest('hex');
  return `t=${timestampSeconds},v1=${digest}`;
}
