/** Characters that take two columns: East Asian wide ones and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
/** Combining marks, joiners and the marks that stand for styles take none. */
const empty = /[\p{M}\u200b-\u200d\ufdd0-\ufdef]/u;

/** Columns that a text takes on a terminal, near enough to wrap it. Not `string-width`: talk must not load a module. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += empty.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/**
 * Lines no wider than `columns`, broken at spaces. What goes on in a further line stands under the beginning of its text: behind a label
 * with two spaces or more, else two columns in. A word that is wider than a line stays whole.
 */
export function wrapLines(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => (line.length <= columns / 2 || widthOf(line) <= columns ? line : wrapLine(line, columns)))
    .join('\n');
}

/** The share of a line that a label may take. */
const widestLabel = 0.6;

function wrapLine(line: string, columns: number): string {
  const [lead = ''] = /^\s*/.exec(line) ?? [];
  const [label = ''] = /^\s*\S+(?: \S+)*? {2,}(?=\S)/.exec(line) ?? [];
  const fits = label !== '' && widthOf(label) <= columns * widestLabel;
  const [start, hang] = fits ? [label, widthOf(label)] : [lead, lead.length + 2];
  const lines: string[] = [];
  let [current, width, isEmpty] = [start, widthOf(start), true];
  for (const word of line.slice(start.length).split(' ')) {
    const wordWidth = widthOf(word);
    if (!isEmpty && width + 1 + wordWidth > columns) {
      lines.push(current.trimEnd());
      [current, width, isEmpty] = [' '.repeat(hang), hang, true];
    }
    current += isEmpty ? word : ` ${word}`;
    width += wordWidth + (isEmpty ? 0 : 1);
    isEmpty = false;
  }
  return [...lines, current].join('\n');
}
