/** Text from outside: control characters and marks that turn the writing direction are shown, so that no name can pose as another. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\n' || character === '\t' ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The first characters of a text, with `…` for the rest. Cut between whole characters: half an emoji would be another one. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const whole = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${whole}…`;
}

/** The part of a model's id after its author. */
export function slugOf(id: string): string {
  return visible(id.slice(id.indexOf('/') + 1));
}
