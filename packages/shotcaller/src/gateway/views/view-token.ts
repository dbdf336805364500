import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { GatewayOptions } from '../options.ts';

/** What a link shows: these jobs, until then. It is in the token itself, sealed, so that nothing is kept for it. */
export interface View {
  readonly jobIds: readonly string[];
  readonly expiresAtMs: number;
  /** The client key that made the link; `null`: local mode. The link ends with its key. */
  readonly keySha256: string | null;
}

type Secrets = Pick<GatewayOptions, 'ledger' | 'newToken'>;

const prefix = 'view_';
const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** A token that shows one comparison and can do nothing else. What is in it can be read, and made, only with the secret of the ledger. */
export async function sealView(secrets: Secrets, { jobIds, expiresAtMs, keySha256 }: View): Promise<string> {
  const nonce = Buffer.from(secrets.newToken(nonceBytes), 'base64url');
  const cipher = createCipheriv(algorithm, await keyOf(secrets), nonce);
  const sealed = [cipher.update(JSON.stringify([expiresAtMs, keySha256, ...jobIds]), 'utf8'), cipher.final()];
  return prefix + Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64url');
}

/** What a token shows; `undefined`: it was not made here. Whether it has expired is not looked at. */
export async function openView(secrets: Secrets, token: string): Promise<View | undefined> {
  const [, text] = /^view_([\w-]{40,6000})$/.exec(token) ?? [];
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  // One view, one text: letters that decode to the same bytes are another token.
  if (bytes.toString('base64url') !== text || bytes.length <= nonceBytes + tagBytes) return undefined;
  const opener = createDecipheriv(algorithm, await keyOf(secrets), bytes.subarray(0, nonceBytes));
  opener.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const opened = Buffer.concat([opener.update(bytes.subarray(nonceBytes, -tagBytes)), opener.final()]);
    const [expiresAtMs, keySha256, ...jobIds] = JSON.parse(opened.toString('utf8'));
    return { expiresAtMs, keySha256, jobIds };
  } catch {
    // The tag does not fit: somebody changed it, or another server made it.
    return undefined;
  }
}

/** One for all gateways on a ledger, so that each of them knows the links of the others. */
async function keyOf({ ledger, newToken }: Secrets): Promise<Buffer> {
  const secret = await ledger.secret('view_secret', () => newToken(32));
  return createHash('sha256').update(secret).digest();
}
