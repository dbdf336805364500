import { kindOfReference } from '@shotcaller/core';
import type { ListFault } from './list-problem.ts';
import type { RawCell, RawRow } from './raw-list.ts';
import { nearestField, type ShotField, shotFieldNamed } from './shot-fields.ts';

/** Takes what is wrong at a cell. */
export type Report = (
  cell: { readonly line: number; readonly column: number | null },
  fault: ListFault,
  field?: string,
) => void;

/** One row, its names known and its values read one by one. */
export interface Said {
  /** By the names of requirements. */
  readonly fields: Record<string, unknown>;
  readonly cells: ReadonlyMap<string, { readonly cell: RawCell; readonly name: string }>;
}

/** Makes a URL of a picture's path, or throws what is wrong with it. `null`: paths are refused. */
export type ReadPicture = ((path: string) => Promise<{ readonly url: string }>) | null;

/** The cells of a row under the names of requirements; whatever cannot be read alone is reported. */
export async function readRow(row: RawRow | null, readPicture: ReadPicture, report: Report): Promise<Said> {
  const fields: Record<string, unknown> = {};
  const cells = new Map<string, { readonly cell: RawCell; readonly name: string }>();
  const access = { providers: { allow: [], deny: [] }, models: { allow: [], deny: [] } } as Record<
    'providers' | 'models',
    { allow: string[]; deny: string[] }
  >;
  for (const [name, cell] of row?.cells ?? []) {
    const field = name === '' ? undefined : shotFieldNamed(name);
    if (!field) {
      report(cell, { code: 'unknown_field', name, nearest: nearestField(name) }, name === '' ? undefined : name);
      continue;
    }
    const earlier = cells.get(field.name);
    if (earlier) {
      report(cell, { code: 'field_twice', name, firstName: earlier.name }, name);
      continue;
    }
    if (typeof cell.value === 'string' && formula.test(cell.value)) {
      report(cell, { code: 'formula', value: cell.value.slice(0, 40) }, name);
      continue;
    }
    const isPlain = field.requirement === undefined && field.reads === undefined;
    if (isPlain && typeof cell.value === 'object' && cell.value !== null) {
      report(cell, { code: 'wrong_value', value: kindOf(cell.value), allowed: 'a single value' }, name);
      continue;
    }
    if (cell.value !== null) cells.set(field.name, { cell, name });
    const value = await readCell(field, cell, readPicture, (fault) => report(cell, fault, name));
    if (field.requirement !== undefined) fields[field.requirement] = value;
    else if (field.reads === 'words') collect(field.name, value, access);
  }
  for (const [name, lists] of Object.entries(access)) {
    if (lists.allow.length + lists.deny.length > 0) fields[name] = lists;
  }
  return { fields, cells };
}

/** A sum that was not reckoned, or a spreadsheet's word that it could not be. */
const formula = /^\s*(=\s*[\w+\-("'@{\\[]|#(REF|NAME|VALUE|DIV\/0|N\/A|NUM|NULL|SPILL|CALC)[!?]?)/i;

async function readCell(
  field: ShotField,
  { value, text }: RawCell,
  readPicture: ReadPicture,
  fault: (found: ListFault) => void,
): Promise<unknown> {
  if (value === null) return null;
  const picture = async (given: unknown) => {
    if (typeof given !== 'string' || /^(https?|data):/i.test(given)) return given;
    if (readPicture === null) return fault({ code: 'no_files_here', value: JSON.stringify(given.slice(0, 60)) });
    try {
      return (await readPicture(given)).url;
    } catch (error) {
      return fault({ code: 'file_unusable', detail: error instanceof Error ? error.message : String(error) });
    }
  };
  switch (field.reads) {
    case 'yes-or-no':
      if (typeof value !== 'string') return value;
      return yesOrNo.get(value.trim().toLowerCase()) ?? value;
    case 'dollars':
      return typeof value === 'string' ? dollarsOf(value) : value;
    case 'picture':
      return picture(value);
    case 'words':
      return listOf(value);
    case 'references':
      return Promise.all(
        listOf(value).map(async (given) => {
          if (typeof given !== 'string') return given;
          const [, kind, rest] = /^(image|audio|video):(?!\/\/)(.+)$/s.exec(given) ?? [];
          const where = rest ?? given;
          const guessed = kind ?? kindOfReference(where);
          return { kind: guessed, url: guessed === 'image' ? await picture(where) : where };
        }),
      );
    default:
      // A prompt that is a number is still the words that stand there.
      return field.name === 'prompt' && typeof value === 'number' ? text : value;
  }
}

const yesOrNo = new Map<string, boolean | 'any'>(
  Object.entries({
    yes: true,
    y: true,
    true: true,
    on: true,
    '1': true,
    no: false,
    n: false,
    false: false,
    off: false,
    '0': false,
    any: 'any',
    // Spreadsheets write their own truth in the language of their country.
    wahr: true,
    falsch: false,
    vrai: true,
    faux: false,
    verdadero: true,
    falso: false,
    vero: true,
  } as const),
);

/** As spreadsheets write money: with a sign before it, or with the comma of their country, which has two digits after it. */
function dollarsOf(text: string): string {
  return text
    .trim()
    .replace(/^\$\s*/, '')
    .replace(/\s*(?:\$|usd)$/i, '')
    .replace(/^(\d{1,9}),(\d\d)$/, '$1.$2');
}

/** A list, or words parted by semicolons or lines; a URL may hold a comma. */
function listOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return [value].flat();
  if (/^data:/i.test(value)) return [value];
  return value
    .split(/[;\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function collect(
  name: string,
  value: unknown,
  { providers, models }: Record<'providers' | 'models', { allow: string[]; deny: string[] }>,
): void {
  for (const word of [value].flat().map(String)) {
    if (name === 'provider') providers.allow.push(word);
    else if (name === 'only') models.allow.push(word);
    else (word.includes('/') ? models : providers).deny.push(word);
  }
}

function kindOf(value: object): string {
  return Array.isArray(value) ? 'A list' : 'A map';
}
