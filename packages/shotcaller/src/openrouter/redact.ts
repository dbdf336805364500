import { errorCode, innerError } from '../outbound/causes-of.ts';
import { asItIs, type Span, type Unescaped, unescapeOnce } from './unescape.ts';

/** Takes secrets out of a text and bounds it; `mostCharacters` defaults to 2,000. */
export type Redact = (text: string, mostCharacters?: number) => string;

const keyLike = /\bsk-[A-Za-z0-9_-]{8,}/g;
const bearer = /\b(bearer|basic)\s+[^\s"',;]+/gi;
const accountId = /\b(user|org)_[A-Za-z0-9]{12,}/g;
/** The query of a URL may be a signature that opens the file for anyone. */
const query = /(https?:\/\/[^\s"'<>?]+)\?[^\s"'<>]*/g;

/**
 * Makes the filter for everything that a server or a lower layer says before it reaches an error, a log or the ledger. `secrets`
 * are replaced wherever they stand, as they are, in base64, or written with the escapes of JSON, URLs and HTML, nested ones too; those
 * under 6 characters are left alone, since they would hit ordinary words.
 */
export function createRedact(secrets: readonly (string | undefined)[]): Redact {
  const known = secrets
    .filter((secret) => secret !== undefined && secret.length >= 6)
    .flatMap((secret) => [secret as string, percentEncoded(secret as string), ...base64Parts(secret as string)])
    .sort((a, b) => b.length - a.length);
  return (text, mostCharacters = 2000) => {
    const clean = withoutSpans(text, secretSpans(text, known))
      .replace(bearer, '$1 [withheld]')
      .replace(accountId, '$1_[withheld]')
      .replace(query, '$1?[withheld]');
    return clean.length > mostCharacters ? `${clean.slice(0, mostCharacters)}…` : clean;
  };
}

/** Where secrets stand in a text, as it is and as it reads once its escapes are taken away. */
function secretSpans(text: string, known: readonly string[]): readonly Span[] {
  const spans: Span[] = [];
  for (let reading: Unescaped | undefined = asItIs(text); reading; reading = unescapeOnce(reading)) {
    const { text: plain, startOf } = reading;
    const note = (at: number, length: number) => spans.push({ start: startOf(at), end: startOf(at + length) });
    for (const secret of known) {
      for (let at = plain.indexOf(secret); at !== -1; at = plain.indexOf(secret, at + secret.length)) {
        note(at, secret.length);
      }
    }
    for (const { index, 0: found } of plain.matchAll(keyLike)) note(index, found.length);
  }
  return spans;
}

function withoutSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let clean = '';
  let from = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start >= from) clean += `${text.slice(from, start)}[withheld]`;
    from = Math.max(from, end);
  }
  return clean + text.slice(from);
}

/** Escapes of a URL stand for bytes, and a letter may have several: such text is looked for as it is. */
function percentEncoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    // Half a surrogate pair cannot be encoded, so it will not come back encoded.
    return secret;
  }
}

/** What of a secret's base64 stays the same wherever in a longer text it begins. */
function base64Parts(secret: string): readonly string[] {
  const parts = [0, 1, 2].map((shift) => {
    const text = Buffer.from(`${'x'.repeat(shift)}${secret}`)
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters hold bits of the neighbours too.
    return text.slice(Math.ceil((shift * 8) / 6), -1);
  });
  return [...parts, ...parts.map((part) => part.replaceAll('+', '-').replaceAll('/', '_'))].filter(
    (part) => part.length >= 12,
  );
}

/**
 * A copy of an error that is safe to keep as a `cause`: name, code and cleaned message, and the same of its own cause. Lower
 * layers hang requests, headers and sockets on their errors, and whoever prints one prints the key.
 */
export function safeCause(error: unknown, redact: Redact, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)));
  const inner = innerError(error);
  const copy = new Error(
    redact(error.message),
    inner === undefined || depth >= 3 ? undefined : { cause: safeCause(inner, redact, depth + 1) },
  );
  copy.name = error.name;
  const code = errorCode(error);
  if (code !== undefined) Object.assign(copy, { code });
  // The stack of a copy made here says nothing, and the original's begins with the uncleaned message.
  copy.stack = `${copy.name}: ${copy.message}`;
  return copy;
}
