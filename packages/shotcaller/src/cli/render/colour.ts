/** Colour when the terminal wants it, plain text otherwise. */
export type Colours = Readonly<Record<keyof typeof styles, (text: string) => string>>;

/** What switches a style on and off. */
const styles = {
  bold: [1, 22],
  dim: [2, 22],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/**
 * A style is written with characters that no text holds (noncharacters of Unicode), and only `paintedText` makes escape sequences of
 * them. So an escape sequence in a text is always somebody else's, and never reaches the terminal.
 */
const firstMark = 0xfdd0;
const mark = (code: number) => String.fromCharCode(firstMark + codes.indexOf(code));
const codes: readonly number[] = [...new Set(Object.values(styles).flat())];
const marks = new RegExp(
  `[${String.fromCharCode(firstMark)}-${String.fromCharCode(firstMark + codes.length - 1)}]`,
  'g',
);

export function coloursFor(colour: boolean): Colours {
  const paint = ([on, off]: readonly [number, number]) =>
    colour ? (text: string) => `${mark(on)}${text}${mark(off)}` : (text: string) => text;
  return {
    bold: paint(styles.bold),
    dim: paint(styles.dim),
    green: paint(styles.green),
    yellow: paint(styles.yellow),
    cyan: paint(styles.cyan),
  };
}

/** A text between two marks, and what the marks stand for on a terminal. */
export function paintedText(text: string, fit: (plain: string) => string): string {
  let done = 0;
  let painted = '';
  for (const { 0: found, index } of text.matchAll(marks)) {
    painted += `${fit(text.slice(done, index))}\u001b[${codes[found.charCodeAt(0) - firstMark]}m`;
    done = index + 1;
  }
  return painted + fit(text.slice(done));
}
