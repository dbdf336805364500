/** Takes secrets out of a text and bounds it; `mostCharacters` defaults to 2,000. */
export type Redact = (text: string, mostCharacters?: number) => string;

const keyLike = /\bsk-[A-Za-z0-9_-]{8,}/g;
const bearer = /\b(bearer|basic)\s+[^\s"',;]+/gi;
const accountId = /\b(user|org)_[A-Za-z0-9]{12,}/g;
/** The query of a URL may be a signature that opens the file for anyone. */
const query = /(https?:\/\/[^\s"'<>?]+)\?[^\s"'<>]*/g;

/**
 * Makes the filter for everything that a server or a lower layer says before it reaches an error, a log or the ledger. `secrets`
 * are replaced wherever they stand, as they are and percent-encoded; those under 6 characters are left alone, since they would
 * hit ordinary words.
 */
export function createRedact(secrets: readonly (string | undefined)[]): Redact {
  const known = secrets
    .filter((secret) => secret !== undefined && secret.length >= 6)
    .flatMap((secret) => [secret as string, percentEncoded(secret as string)])
    .sort((a, b) => b.length - a.length);
  return (text, mostCharacters = 2000) => {
    let clean = text;
    for (const secret of known) clean = clean.replaceAll(secret, '[withheld]');
    clean = clean
      .replace(keyLike, '[withheld]')
      .replace(bearer, '$1 [withheld]')
      .replace(accountId, '$1_[withheld]')
      .replace(query, '$1?[withheld]');
    return clean.length > mostCharacters ? `${clean.slice(0, mostCharacters)}…` : clean;
  };
}

function percentEncoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    // Half a surrogate pair cannot be encoded, so it will not come back encoded.
    return secret;
  }
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

/** `code` of a system error, when it has one. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** What lies below: the cause, or the first of several. */
export function innerError(error: Error): unknown {
  if (error.cause !== undefined) return error.cause;
  return error instanceof AggregateError ? error.errors[0] : undefined;
}
