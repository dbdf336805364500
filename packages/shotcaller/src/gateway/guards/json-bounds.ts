/** What is wrong with the structure of a JSON text, whatever it says. */
export type StructureProblem = 'too_deep' | 'too_many_values' | 'key_too_long' | 'text_too_long';

/** More than any request that means something. Pictures stand in strings that begin with `data:`, which only the size of the body bounds. */
const jsonBounds = { depth: 32, values: 20_000, keyBytes: 512, textBytes: 400_000 } as const;

/** What each problem is called in an answer. */
export const structureProblemText: Readonly<Record<StructureProblem, string>> = {
  too_deep: `The body nests deeper than ${jsonBounds.depth} levels.`,
  too_many_values: `The body holds more than ${jsonBounds.values} values.`,
  key_too_long: `The body has a name of a field that is longer than ${jsonBounds.keyBytes} bytes.`,
  text_too_long: `The body holds a text that is longer than ${jsonBounds.textBytes} bytes and is no data: URL.`,
};

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c];
const [openBracket, openBrace, closeBracket, closeBrace] = [0x5b, 0x7b, 0x5d, 0x7d];
const dataUrlStart = [0x64, 0x61, 0x74, 0x61, 0x3a];

/**
 * Looks at the structure of a JSON text while its bytes arrive, before anything is built from them: a parsed value takes some hundred
 * times the memory of the two bytes that it was written with. It tells nothing about whether the text is JSON.
 */
export function createJsonBounds(): (chunk: Uint8Array) => StructureProblem | undefined {
  let depth = 0;
  let values = 1;
  let isInString = false;
  let isEscaped = false;
  /** Of the string at hand, or of the last one. */
  let stringBytes = 0;
  let isDataUrl = true;

  return (chunk) => {
    for (const byte of chunk) {
      if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) {
          isInString = false;
          continue;
        }
        // ASCII letters differ from capitals in one bit; a colon has that bit.
        if (stringBytes < dataUrlStart.length && (byte | 0x20) !== dataUrlStart[stringBytes]) isDataUrl = false;
        stringBytes += 1;
        if (stringBytes > jsonBounds.textBytes && !isDataUrl) return 'text_too_long';
      } else if (byte === quote) {
        isInString = true;
        isDataUrl = true;
        stringBytes = 0;
      } else if (byte === openBrace || byte === openBracket) {
        depth += 1;
        values += 1;
        if (depth > jsonBounds.depth) return 'too_deep';
        if (values > jsonBounds.values) return 'too_many_values';
      } else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1;
      } else if (byte === comma) {
        values += 1;
        if (values > jsonBounds.values) return 'too_many_values';
      } else if (byte === colon && stringBytes > jsonBounds.keyBytes) {
        return 'key_too_long';
      }
    }
    return undefined;
  };
}
