/** What a terminal would obey or hide, and what can stand in no address: control and format characters, separators, half surrogate pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const everyUnprintable = new RegExp(unprintable, 'gu');

export function isPrintable(text: string): boolean {
  return !unprintable.test(text);
}

/** The text with `written` in place of each of them; it gets the hexadecimal digits. */
export function escapeUnprintable(text: string, written: (hex: string) => string): string {
  return text.replace(everyUnprintable, (character) => written((character.codePointAt(0) as number).toString(16)));
}
