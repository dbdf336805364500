import type { ListProblem } from './list-problem.ts';

/** The text of a list: UTF-8, or UTF-16 as spreadsheets write it, without the mark at its start. Or why it is none. */
export function listText(bytes: Uint8Array): string | ListProblem {
  const [first, second] = bytes;
  const utf16 = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  if (utf16 === null && isBinary(bytes)) return problem('binary', 1);
  try {
    return new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return problem('not_utf8', lineOfFault(bytes));
  }
}

/** A workbook is a ZIP archive; no text has a zero byte. */
function isBinary(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3) || bytes.subarray(0, 4096).includes(0);
}

/** The first line that is no UTF-8. */
function lineOfFault(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(10, from);
    const to = end === -1 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to;
  }
  return 1;
}

function problem(what: 'binary' | 'not_utf8', line: number): ListProblem {
  return { code: 'not_text', problem: what, line, column: null, shot: null, field: null };
}
