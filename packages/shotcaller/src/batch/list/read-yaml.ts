import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseAllDocuments, type YAMLMap } from 'yaml';
import type { ListFault, ListProblem } from './list-problem.ts';
import type { Place, RawCell, RawList, RawRow } from './raw-list.ts';
import { trapIn } from './trap-in-yaml.ts';

type Document = Extract<ReturnType<typeof parseAllDocuments>, readonly unknown[]>[number];

/** A list as YAML: `shots`, and beside it `name` and `defaults`; or the shots alone. JSON is YAML, too. */
export function readYaml(text: string, report: (problem: ListProblem) => void): RawList {
  try {
    return readDocument(text, report);
  } catch (error) {
    // Names that stand for each other without end.
    if (!(error instanceof ReferenceError)) throw error;
    report({ code: 'syntax', detail: yamlFault(error.message), line: 1, column: null, shot: null, field: null });
    return { name: null, defaults: null, shots: [] };
  }
}

/** What the parser of YAML says, where its own words help nobody. */
export function yamlFault(message: string): string {
  if (message.startsWith('Excessive alias count'))
    return 'Its aliases (*name) stand for more values than a list of shots can hold. Write the values out.';
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

function readDocument(text: string, report: (problem: ListProblem) => void): RawList {
  const trap = trapIn(text);
  if (trap) {
    report({ ...trap, column: null, shot: null, field: null });
    return { name: null, defaults: null, shots: [] };
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const found = [...documents] as Document[];
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const at = (place: Place, fault: ListFault, field: string | null = null) =>
    report({ ...fault, line: place.line, column: place.column, shot: null, field });
  const nothing: RawList = { name: null, defaults: null, shots: [] };
  const [document, further] = found;
  if (!document || document.contents === null) {
    at({ line: 1, column: null }, { code: 'no_shots' });
    return nothing;
  }
  for (const { pos, message } of found.flatMap(({ errors, warnings }) => [...errors, ...warnings])) {
    at(placeAt(pos[0]), { code: 'syntax', detail: yamlFault(message) });
  }
  if (further)
    at(placeAt(further.range?.[0] ?? 0), { code: 'syntax', detail: 'A second document begins here. Keep one.' });
  if (found.some(({ errors, warnings }) => errors.length + warnings.length > 0)) return nothing;
  const node = resolved(document, document.contents as ParsedNode);
  if (isSeq(node)) return { ...nothing, shots: rowsOf(document, node, placeAt, at) };
  if (!isMap(node)) {
    at(placeAt(document.contents?.range?.[0] ?? 0), { code: 'not_a_list', found: 'a single value' });
    return nothing;
  }
  let list = nothing;
  let listed = 0;
  for (const { key, value } of node.items) {
    const name = nameOf(key);
    const place = placeAt(startOf(key) ?? 0);
    const content = resolved(document, value as ParsedNode | null);
    if (name === 'shots') {
      if (isSeq(content)) {
        list = { ...list, shots: rowsOf(document, content, placeAt, at) };
        listed = content.items.length;
      } else at(place, { code: 'not_a_list', found: 'something else' }, name);
    } else if (name === 'defaults') {
      if (isMap(content)) list = { ...list, defaults: rowOf(document, content, placeAt) };
      else if (content !== null) at(place, { code: 'wrong_value', value: 'This', allowed: 'fields with values' }, name);
    } else if (name === 'name') list = { ...list, name: cellOf(document, content, place) };
    // What begins so is a place for pieces that are used further down.
    else if (name !== '$schema' && !name.startsWith('x-')) {
      at(place, { code: 'unknown_field', name, nearest: nearestOf(name, ['shots', 'defaults', 'name']) }, name);
    }
  }
  if (listed === 0) at({ line: 1, column: null }, { code: 'no_shots' });
  return list;
}

/** The cells of one map, with the places of their names. */
export function rowOf(document: Document, map: YAMLMap, placeAt: (offset: number) => Place): RawRow {
  const start = placeAt(startOf(map) ?? 0);
  const own = new Map<string, RawCell>();
  for (const { key, value } of map.items) {
    const name = nameOf(key);
    if (name === mergeName) continue;
    const place = placeAt(startOf(key) ?? 0);
    own.set(name, cellOf(document, resolved(document, value as ParsedNode | null), place));
  }
  // What is merged in (`<<`) stands elsewhere; what is said here goes before it.
  const merged = Object.entries(map.toJS(document, { maxAliasCount: mostAliases }) as Record<string, unknown>);
  for (const [name, value] of merged) if (!own.has(name)) own.set(name, { ...start, value, text: String(value) });
  return { ...start, cells: new Map([...own].filter(([, { value }]) => value !== undefined)) };
}

/** Says: all that stands there counts here, too. */
const mergeName = '<<';

/** The parser gives the name that merges as a symbol. */
function nameOf(key: unknown): string {
  const value = isScalar(key) ? key.value : key;
  return typeof value === 'symbol' ? mergeName : String(value);
}

/** Names for values may stand for names again: more than this is a trap. */
const mostAliases = 1000;

function rowsOf(
  document: Document,
  list: { readonly items: readonly unknown[] },
  placeAt: (offset: number) => Place,
  at: (place: Place, fault: ListFault) => void,
): readonly RawRow[] {
  return list.items.flatMap((item) => {
    const node = resolved(document, item as ParsedNode | null);
    if (isMap(node)) return [rowOf(document, node, placeAt)];
    at(placeAt(startOf(item) ?? 0), { code: 'wrong_value', value: 'This', allowed: 'a shot: fields with values' });
    return [];
  });
}

function cellOf(document: Document, node: ParsedNode | null, place: Place): RawCell {
  const value = node === null ? null : node.toJS(document, { maxAliasCount: mostAliases });
  const text = isScalar(node) && node.source !== undefined ? node.source : String(value);
  return { ...place, value, text };
}

function resolved(document: Document, node: ParsedNode | null): ParsedNode | null {
  return isAlias(node) ? ((node.resolve(document) as ParsedNode | undefined) ?? null) : node;
}

function startOf(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] | null } | null)?.range?.[0];
}

function nearestOf(name: string, words: readonly string[]): string | null {
  return words.find((word) => word.startsWith(name.slice(0, 3).toLowerCase())) ?? null;
}
