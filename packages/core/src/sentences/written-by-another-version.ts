/**
 * A row of a ledger, or an answer of a server, may come from another version of Shotcaller and hold a code that this one does not
 * know. This is the only fallback for such codes: the tables of sentences are complete.
 */
export function isListed<Code extends string>(table: Readonly<Record<Code, unknown>>, code: string): code is Code {
  return Object.hasOwn(table, code);
}

/** What is said in place of a sentence. The code and the words with it are shown as they were written. */
export function unlistedSentence({ code, message }: { readonly code: string; readonly message?: unknown }): string {
  const words = typeof message === 'string' && message.trim() !== '' ? ` ${asSentence(message)}` : '';
  return `Another version of Shotcaller wrote a code that this version does not know: ${code}.${words}`;
}

/** Text of somebody else, ended like a sentence. */
export function asSentence(text: string): string {
  return `${text.trim().replace(/[.\s]+$/, '')}.`;
}
