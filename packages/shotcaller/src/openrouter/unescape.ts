/** A part of a text, from one offset up to another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text as it reads without its escapes, and where each of its characters stands in the original. */
export interface Unescaped {
  readonly text: string;
  /** Offset in the original of the character at `at`, or of the end. */
  readonly startOf: (at: number) => number;
  /** How many rounds of escapes were taken away. */
  readonly depth: number;
}

export function asItIs(text: string): Unescaped {
  return { text, startOf: (at) => at, depth: 0 };
}

/**
 * Escapes of JSON and JavaScript, with as many backslashes as nesting made of one; of URLs, `%25` likewise; of HTML. Repeats are bounded,
 * so that a text of backslashes takes no longer than another.
 */
const escapes =
  /\\{1,16}u\{0{0,8}([0-9a-f]{1,6})\}|\\{1,16}u([0-9a-f]{4})|\\{1,16}x([0-9a-f]{2})|%(?:25){0,8}([0-9a-f]{2})|&#0{0,8}([0-9]{1,7});|&#x0{0,8}([0-9a-f]{1,6});|&(amp|lt|gt|quot|apos);|\\{1,16}(["'/\\])/gi;

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** More than a server could nest by accident. */
const deepest = 4;

/** One round of escapes less; `undefined` when there is none, or after four rounds. */
export function unescapeOnce({ text, startOf, depth }: Unescaped): Unescaped | undefined {
  if (depth >= deepest) return undefined;
  const parts: string[] = [];
  const froms: number[] = [];
  const starts: number[] = [];
  let length = 0;
  let from = 0;
  const add = (part: string, at: number) => {
    if (part === '') return;
    parts.push(part);
    froms.push(length);
    starts.push(at);
    length += part.length;
  };
  for (const match of text.matchAll(escapes)) {
    const [written, braced, unicode, hex, percent, decimal, entity, name, mark] = match;
    const digits = braced ?? unicode ?? hex ?? percent ?? entity;
    add(text.slice(from, match.index), from);
    add(named[name?.toLowerCase() ?? ''] ?? mark ?? character(digits, decimal), match.index);
    from = match.index + written.length;
  }
  if (from === 0) return undefined;
  add(text.slice(from), from);
  return { text: parts.join(''), depth: depth + 1, startOf: (at) => startOf(placeOf(at)) };

  /** By halves: which part holds it, and how far into the part it is. */
  function placeOf(at: number): number {
    if (at >= length) return text.length;
    let [low, high] = [0, froms.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (froms[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return starts[low]! + (at - froms[low]!);
  }
}

/** Percent escapes stand for bytes: those above 127 are parts of characters, which no key has. */
function character(hexDigits: string | undefined, decimalDigits = ''): string {
  const code = hexDigits === undefined ? Number(decimalDigits) : Number.parseInt(hexDigits, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}
