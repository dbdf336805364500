import { escapeUnprintable, isPrintable } from './unprintable.ts';

/** OpenRouter's ids have 20 to 40 characters. One that is much longer fits into no address. */
const mostCharacters = 512;

/**
 * Whether a text can be the id of a job: opaque, of any printable characters. Databases cut a text at NUL or refuse it, terminals
 * obey control characters, and half a surrogate pair can stand in no address.
 */
export function isRemoteId(text: string): boolean {
  return text.trim() !== '' && text.length <= mostCharacters && isPrintable(text);
}

/** A text that came in place of an id, in quotes and printable, at most 200 characters of it. */
export function shownId(text: string): string {
  const escaped = escapeUnprintable(text, (hex) => `\\u{${hex}}`);
  return escaped.length > 200 ? `"${escaped.slice(0, 200)}…" (${text.length} characters)` : `"${escaped}"`;
}
