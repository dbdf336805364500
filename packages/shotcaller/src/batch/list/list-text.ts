import type { ListFault, ListProblem } from './list-problem.ts';

/** The text of a list: UTF-8, or UTF-16 as spreadsheets write it, without the mark at its start. Or why it is none. */
export function listText(bytes: Uint8Array): string | ListProblem {
  const [first, second] = bytes;
  const utf16 = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  if (utf16 === null && isArchive(bytes)) return problem('workbook', 1);
  if (utf16 === null && bytes.includes(0)) return problem('zero_byte', lineOf(bytes, bytes.indexOf(0)));
  try {
    return new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return problem('not_utf8', lineOfFault(bytes));
  }
}

/** A workbook is a ZIP archive, an old one a file of its own kind. */
function isArchive([one, two, three]: Uint8Array): boolean {
  return (one === 0x50 && two === 0x4b && three === 3) || (one === 0xd0 && two === 0xcf && three === 0x11);
}

function lineOf(bytes: Uint8Array, place: number): number {
  return bytes.subarray(0, place).filter((byte) => byte === 10).length + 1;
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

function problem(what: Extract<ListFault, { code: 'not_text' }>['problem'], line: number): ListProblem {
  return { code: 'not_text', problem: what, line, column: null, shot: null, field: null };
}
