import { CsvError, parse } from 'csv-parse/sync';
import type { ListFault, ListProblem } from './list-problem.ts';
import type { RawCell, RawList, RawRow } from './raw-list.ts';
import { mostShots } from './shot.ts';
import { nearestField, shotFieldNamed } from './shot-fields.ts';

/**
 * A list as CSV: a header, then a row a shot. A first row with the id `defaults` holds for all that say nothing themselves. Cells may be
 * parted by comma, semicolon or tab, as spreadsheets of different countries write them.
 */
export function readCsv(text: string, report: (problem: ListProblem) => void): RawList {
  const nothing: RawList = { name: null, defaults: null, shots: [] };
  // Spreadsheets may begin with a line that says how cells are parted.
  const [stated, delimiterStated] = /^sep=(.)\r?\n/i.exec(text) ?? [];
  const body = stated === undefined ? text : text.slice(stated.length);
  const linesBefore = stated === undefined ? 0 : 1;
  const at = (line: number, column: number | null, fault: ListFault, field: string | null = null) =>
    report({ ...fault, line: line + linesBefore, column, shot: null, field });
  let records: readonly Parsed[];
  let filled = 0;
  /** A list of a million rows is refused without reading all of them. */
  const upToMost = (given: string[]) => {
    // With `info`, a record comes with where it ends.
    const { record } = given as unknown as Parsed;
    if (record.some((cell) => cell.trim() !== '')) filled += 1;
    if (filled > mostShots + rowsOfNoShot) throw new TooManyRows();
    return given;
  };
  try {
    records = parse(body, {
      delimiter: delimiterStated ?? delimiterOf(body),
      info: true,
      relax_column_count: true,
      // What stands between quotation marks is meant as it is.
      cast: (cell, { quoting }) => (quoting ? cell : cell.trim()),
      skip_empty_lines: true,
      on_record: upToMost,
    }) as unknown as readonly Parsed[];
  } catch (error) {
    if (error instanceof TooManyRows) {
      at(1, null, { code: 'too_many_shots', most: mostShots });
      return nothing;
    }
    if (!(error instanceof CsvError)) throw error;
    const column = typeof error.column === 'number' ? error.column + 1 : null;
    at(typeof error.lines === 'number' ? error.lines : 1, column, { code: 'syntax', detail: csvText(error) });
    return nothing;
  }
  const [header, ...rows] = withoutTitle(
    withStarts(records, body).filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
  );
  if (!header) {
    at(1, null, { code: 'no_shots' });
    return nothing;
  }
  const names = header.cells.map((name) => name.trim());
  if (!names.some(shotFieldNamed)) {
    at(header.line, null, { code: 'no_header' });
    return nothing;
  }
  const seen = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    if (name === '') continue;
    const known = shotFieldNamed(name);
    if (!known) at(header.line, index + 1, { code: 'unknown_field', name, nearest: nearestField(name) }, name);
    const field = known?.name ?? name;
    const firstName = seen.get(field);
    if (firstName !== undefined) at(header.line, index + 1, { code: 'field_twice', name, firstName }, name);
    else seen.set(field, name);
  }
  const raw = rows.map(({ cells, line }): RawRow => {
    const beyond = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    if (beyond > names.length) at(line, null, { code: 'cells_without_column', cells: beyond, columns: names.length });
    const entries = names.flatMap((name, index): readonly (readonly [string, RawCell])[] => {
      const cell = cells[index] ?? '';
      // A cell in a column without a name was meant for something.
      const field = shotFieldNamed(name);
      const isUnknown = name !== '' && !field;
      // A prompt is never altered.
      const text = field?.name === 'prompt' ? cell : cell.trim();
      return cell.trim() === '' || isUnknown
        ? []
        : [[name, { value: text, text, line: line + linesBefore, column: index + 1 }]];
    });
    return { line: line + linesBefore, column: null, cells: new Map(entries) };
  });
  const [first, ...others] = raw;
  const idName = names.find((name) => shotFieldNamed(name)?.name === 'id');
  const isDefaults = idName !== undefined && first?.cells.get(idName)?.text.toLowerCase() === 'defaults';
  if (idName === undefined) at(header.line, null, { code: 'id_missing' }, 'id');
  if (!first || !isDefaults) {
    return { name: null, defaults: null, shots: raw, isWithoutIds: idName === undefined };
  }
  const kept = new Map([...first.cells].filter(([name]) => name !== idName));
  return { name: null, defaults: { ...first, cells: kept }, shots: others };
}

class TooManyRows extends Error {}

/** The name of the table, the header, and what holds for all. */
const rowsOfNoShot = 3;

/** A spreadsheet may write the name of the table above its header. */
function withoutTitle<Row extends { readonly cells: readonly string[] }>(rows: readonly Row[]): readonly Row[] {
  const known = ({ cells }: Row) => cells.filter((cell) => shotFieldNamed(cell.trim())).length;
  const [first, second] = rows;
  const isTitle = first !== undefined && second !== undefined && known(first) === 0 && known(second) > 1;
  return isTitle && first.cells.filter((cell) => cell.trim() !== '').length === 1 ? rows.slice(1) : rows;
}

interface Parsed {
  readonly record: readonly string[];
  /** `bytes`: where the record ends. */
  readonly info: { readonly bytes: number };
}

/** The lines that records begin in: those of the text between them are counted, since one may go over several. */
function withStarts(
  records: readonly Parsed[],
  text: string,
): readonly { readonly cells: readonly string[]; readonly line: number }[] {
  const bytes = Buffer.from(text);
  let from = 0;
  let line = 1;
  return records.map(({ record, info }) => {
    const part = bytes.toString('utf8', from, info.bytes);
    const start = line + breaksIn(/^[\r\n]*/.exec(part)?.[0] ?? '');
    line += breaksIn(part);
    from = info.bytes;
    return { cells: record, line: start };
  });
}

function breaksIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** The sign that parts the header's names, judged by how many of them are known. */
function delimiterOf(text: string): string {
  // The second line too: the first may be the name of the table.
  const lines = text.trimStart().split(/\r\n|\n|\r/, 2);
  const knownIn = (line: string, delimiter: string) =>
    line.split(delimiter).filter((name) => shotFieldNamed(name.replaceAll('"', '').trim())).length;
  const known = (delimiter: string) => Math.max(...lines.map((line) => knownIn(line, delimiter)));
  const delimiters = [',', ';', '\t', '|'];
  return delimiters.reduce((best, delimiter) => (known(delimiter) > known(best) ? delimiter : best));
}

function csvText({ code, message }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'A quotation mark is opened and never closed.';
  if (code === 'INVALID_OPENING_QUOTE') {
    return 'A quotation mark stands inside a text without quotes around it. Put the text in quotes and double the mark: "say ""cheese""".';
  }
  if (code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE') {
    return 'Something follows a closing quotation mark. A mark inside a text is doubled: "say ""cheese""".';
  }
  return message;
}
