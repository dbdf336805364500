import { Lexer } from 'yaml';
import type { ListFault } from './list-problem.ts';

/**
 * What would fill the memory or the stack of the parser, found before it is parsed: a parsed value takes hundreds of bytes, each level of a
 * list in a list takes the parser several calls, and neither end can be caught. `null`: it can be parsed.
 */
export function trapIn(text: string): (Extract<ListFault, { code: 'too_many_values' | 'too_deep' }> & At) | null {
  let lexemes = 0;
  let offset = 0;
  let open = 0;
  let inLine = 0;
  let isLineStart = true;
  let isText = false;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexemes > mostLexemes) return { code: 'too_many_values', line: lineAt(text, offset) };
    const isMark = !isText && marks.has(lexeme);
    if (!isMark) offset += lexeme.length;
    if (!isText) {
      const [sign] = lexeme;
      if (sign === '[' || sign === '{') open += 1;
      else if (sign === ']' || sign === '}') open -= 1;
      else if (sign === '-' || sign === '?') inLine += 1;
      else if (sign === '\n' || sign === '\r') inLine = 0;
      const isIndented = isLineStart && sign === ' ' && lexeme.length > 2 * mostLevels;
      if (isIndented || open > mostLevels || inLine > mostLevels) {
        return { code: 'too_deep', line: lineAt(text, offset) };
      }
      if (!isMark) isLineStart = sign === '\n' || sign === '\r';
    } else isLineStart = false;
    isText = lexeme === scalarMark;
  }
  return null;
}

interface At {
  readonly line: number;
}

/** Signs, values and spaces: ten thousand shots with twenty fields each have fewer. */
const mostLexemes = 2_000_000;
/** A list of shots has five levels or six. */
const mostLevels = 100;

/** The lexer puts these between what stands in the text; this one says that a text without quotes follows. */
const scalarMark = '\u001F';
const marks = new Set(['\u0002', '\u0018', scalarMark]);

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
