/**
 * What a terminal would obey or hide instead of showing: control characters, marks that turn the direction of writing, separators of
 * lines, invisible and tag characters, halves of pairs. Joiners and number signs, which scripts and emoji need, are shown.
 */
const unfit =
  '(?![\\u200c\\u200d\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}])' +
  '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Noncharacter_Code_Point}\\u{e0000}-\\u{e0fff}]';
const unfitInLine = new RegExp(unfit, 'gu');
/** A return before the end of a line, as CSV has it, moves nothing on a terminal. */
const unfitInText = new RegExp(`(?![\\n\\t]|\\r\\n)${unfit}`, 'gu');

/** A name, message or sentence with text from outside, fit for one line of a terminal: what is unfit is shown as `\u202e`. */
export function clean(text: string): string {
  return text.replace(unfitInLine, escaped);
}

/** Lines fit for a terminal. JSON means the same afterwards: in it such characters stand only in strings, and it knows the escapes. */
export function cleanLines(text: string): string {
  return text.replace(unfitInText, escaped);
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
