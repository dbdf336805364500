import { isMap, LineCounter, parseDocument } from 'yaml';
import type { ListFault, ListProblem } from './list-problem.ts';
import type { RawList, RawRow } from './raw-list.ts';
import { rowOf, yamlFault } from './read-yaml.ts';
import { mostShots } from './shot.ts';
import { trapIn } from './trap-in-yaml.ts';

/** A list as JSON Lines: an object a line. A first line with `defaults` or `name` and no `id` speaks of all. */
export function readJsonLines(text: string, report: (problem: ListProblem) => void): RawList {
  const rows: RawRow[] = [];
  let head: Pick<RawList, 'name' | 'defaults'> = { name: null, defaults: null };
  let hasUnreadable = false;
  for (const [index, content] of text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1;
    if (content.trim() === '') continue;
    // One too many is enough to refuse the list.
    if (rows.length > mostShots) break;
    const at = (column: number | null, fault: ListFault, field: string | null = null) =>
      report({ ...fault, line, column, shot: null, field });
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (error) {
      hasUnreadable = true;
      const comma = content.trimEnd();
      if (comma.endsWith(',') && isJson(comma.slice(0, -1))) {
        const detail =
          'A comma stands after the object. In JSON Lines each line is an object of its own: take the comma away.';
        at(comma.length, { code: 'syntax', detail });
      } else at(columnOf(error), { code: 'syntax', detail: `This is not JSON: ${messageOf(error)}.` });
      continue;
    }
    const trap = trapIn(content);
    if (trap) {
      hasUnreadable = true;
      at(null, { code: trap.code });
      continue;
    }
    const lines = new LineCounter();
    // JSON is YAML: so its names have places, and one that stands twice is noticed.
    const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
    for (const { pos, message } of document.errors) at(pos[0] + 1, { code: 'syntax', detail: yamlFault(message) });
    if (!isMap(document.contents) || typeof value !== 'object') {
      at(1, { code: 'wrong_value', value: 'This line', allowed: 'a JSON object' });
      continue;
    }
    const row = rowOf(document, document.contents, (offset) => ({ line, column: offset + 1 }));
    const isHead = rows.length === 0 && !row.cells.has('id') && (row.cells.has('defaults') || row.cells.has('name'));
    if (!isHead) {
      rows.push(row);
      continue;
    }
    head = { name: row.cells.get('name') ?? null, defaults: defaultsOf(row) };
    for (const [name, { column }] of row.cells) {
      if (name !== 'name' && name !== 'defaults' && name !== '$schema') {
        at(column, { code: 'unknown_field', name, nearest: null }, name);
      }
    }
  }
  if (rows.length === 0 && !hasUnreadable) report({ code: 'no_shots', line: 1, column: null, shot: null, field: null });
  return { ...head, shots: rows };
}

function defaultsOf(row: RawRow): RawRow | null {
  const cell = row.cells.get('defaults');
  if (typeof cell?.value !== 'object' || cell.value === null) return null;
  const { line, column } = cell;
  const cells = Object.entries(cell.value).map(
    ([name, value]) => [name, { value, text: String(value), line, column }] as const,
  );
  return { line, column, cells: new Map(cells) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/ in JSON at position .*$/s, '') : String(error);
}

function columnOf(error: unknown): number | null {
  const [, position] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return position === undefined ? null : Number(position) + 1;
}
