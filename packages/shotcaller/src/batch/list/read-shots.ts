import {
  type BriefInput,
  kindOfReference,
  mergedRequirements,
  nearestWord,
  type Preferences,
  type ProfileName,
  profiles,
  RequirementsError,
  type RequirementsInput,
  readBrief,
} from '@shotcaller/core';
import type { ListFault, ListProblem } from './list-problem.ts';
import type { RawCell, RawList, RawRow } from './raw-list.ts';
import { mostTakes, type Shot } from './shot.ts';
import { nearestField, type ShotField, shotFieldNamed, shotFields } from './shot-fields.ts';
import { continuedHash, shotHash } from './shot-hash.ts';

/** What holds for all shots that do not say it themselves: flags, and settings. */
export interface ListDefaults {
  /** Goes before the list's own defaults. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly preferences?: Preferences;
  readonly defaultProfile?: ProfileName | undefined;
  readonly model?: string | null;
  readonly fallback?: number;
  readonly takes?: number;
}

export interface ReadShotsOptions {
  readonly defaults: ListDefaults;
  /** Makes a URL of a picture's path, or throws what is wrong with it. `null`: paths are refused. */
  readonly readPicture: ((path: string) => Promise<{ readonly url: string }>) | null;
  readonly report: (problem: ListProblem) => void;
}

type Report = (
  cell: { readonly line: number; readonly column: number | null },
  fault: ListFault,
  field?: string,
) => void;

/** One row, its names known and its values read one by one. */
interface Said {
  /** By the names of requirements. */
  readonly fields: Record<string, unknown>;
  readonly cells: ReadonlyMap<string, { readonly cell: RawCell; readonly name: string }>;
}

/** Shots from rows: everything that is wrong is reported, and a shot with something wrong is left out. */
export async function readShots(
  { defaults, shots: rows }: Pick<RawList, 'defaults' | 'shots'>,
  options: ReadShotsOptions,
): Promise<readonly Shot[]> {
  const reported = new Set<string>();
  const reportOf =
    (shot: string | null): Report =>
    ({ line, column }, fault, field) => {
      // What is wrong with the defaults is wrong once, not once a shot.
      const problem: ListProblem = { ...fault, line, column, shot, field: field ?? null };
      const name = JSON.stringify([line, column, fault]);
      if (reported.has(name)) return;
      reported.add(name);
      options.report(problem);
    };
  const ofAll = await said(defaults, options, reportOf(null));
  for (const name of ['id', 'continues']) {
    const wrong = ofAll.cells.get(name);
    if (wrong) reportOf(null)(wrong.cell, { code: 'unknown_field', name: wrong.name, nearest: null }, wrong.name);
  }
  const shots: Shot[] = [];
  const firstLines = new Map<string, number>();
  for (const row of rows) {
    const idCell = [...row.cells].find(([name]) => shotFieldNamed(name)?.name === 'id')?.[1];
    const id = idCell === undefined || idCell.value === null ? '' : idCell.text.trim().normalize('NFC');
    const report = reportOf(id === '' ? null : id);
    if (id === '') report(idCell ?? row, { code: 'id_missing' }, 'id');
    else if (!usableId.test(id) || deviceName.test(id)) report(idCell!, { code: 'id_unusable', id }, 'id');
    else {
      const firstLine = firstLines.get(id.toLowerCase());
      if (firstLine !== undefined) report(idCell!, { code: 'id_twice', id, firstLine }, 'id');
      else firstLines.set(id.toLowerCase(), row.line);
    }
    const shot = await shotOf(row, id, ofAll, options, report);
    if (shot) shots.push(shot);
  }
  return continued(shots, reportOf, rows);
}

const usableId = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u;
/** Windows has devices of these names, whatever the extension. */
const deviceName = /^(con|prn|aux|nul|(com|lpt)[0-9])(\.|$)/i;

async function shotOf(
  row: RawRow,
  id: string,
  ofAll: Said,
  options: ReadShotsOptions,
  report: Report,
): Promise<Shot | undefined> {
  const own = await said(row, options, report);
  const cellOf = (name: string) => own.cells.get(name) ?? ofAll.cells.get(name);
  const { defaults } = options;
  const listPreferences = preferencesOf(cellOf('profile'), report);
  const modelText = cellOf('model')?.cell.text.trim();
  const model = own.cells.has('model') ? modelText : (defaults.model ?? modelText);
  const takes = wholeNumber(cellOf('takes'), 1, mostTakes, report);
  const fallback = wholeNumber(cellOf('fallback'), 0, 20, report);
  const input: BriefInput = {
    file: mergedRequirements({ file: ofAll.fields as RequirementsInput, fields: defaults.fields }),
    fields: own.fields,
    // Weights before a profile would hide the one that the list names.
    preferences: { ...(listPreferences.profile === undefined ? defaults.preferences : {}), ...listPreferences },
    defaultProfile: defaults.defaultProfile,
    model: model ?? null,
  };
  try {
    const brief = readBrief(input);
    if (brief.requirements.prompt === undefined && brief.requirements.task !== 'upscale') {
      report(row, { code: 'prompt_missing' }, 'prompt');
      return undefined;
    }
    return {
      id,
      brief,
      fallback: fallback ?? defaults.fallback ?? 0,
      takes: takes ?? defaults.takes ?? 1,
      continues: own.cells.get('continues')?.cell.text.trim().normalize('NFC') ?? null,
      note: cellOf('note')?.cell.text ?? null,
      line: row.line,
      hash: shotHash(brief, listPreferences),
    };
  } catch (error) {
    if (!(error instanceof RequirementsError)) throw error;
    for (const problem of error.problems) {
      const requirement = problem.field.replace(/[.[].*$/s, '');
      const field = shotFields.find((candidate) => candidate.requirement === requirement);
      const found = field && cellOf(field.name);
      report(found?.cell ?? row, { code: 'requirement', problem }, found?.name ?? field?.name ?? problem.field);
    }
    return undefined;
  }
}

/** The cells of a row under the names of requirements; whatever cannot be read alone is reported. */
async function said(row: RawRow | null, options: ReadShotsOptions, report: Report): Promise<Said> {
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
    const value = await readCell(field, cell, options, (fault) => report(cell, fault, name));
    if (field.requirement !== undefined) fields[field.requirement] = value;
    else if (field.reads === 'words') collect(field.name, value, access);
  }
  for (const [name, lists] of Object.entries(access)) {
    if (lists.allow.length + lists.deny.length > 0) fields[name] = lists;
  }
  return { fields, cells };
}

/** A sum that was not reckoned, or a spreadsheet's word that it could not be. */
const formula = /^(=\s*[\w+\-("'@{\\[]|#(REF|NAME|VALUE|DIV\/0|N\/A|NUM|NULL|SPILL|CALC)[!?]?)/i;

async function readCell(
  field: ShotField,
  { value, text }: RawCell,
  { readPicture }: ReadShotsOptions,
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
      return yesOrNo[value.trim().toLowerCase()] ?? value;
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

const yesOrNo: Readonly<Record<string, boolean | 'any'>> = {
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
};

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

function preferencesOf(
  found: { readonly cell: RawCell; readonly name: string } | undefined,
  report: Report,
): Preferences {
  if (!found) return {};
  const profile = found.cell.text.trim();
  if (Object.hasOwn(profiles, profile)) return { profile: profile as ProfileName };
  const allowed = Object.keys(profiles).join(', ');
  report(found.cell, { code: 'wrong_value', value: JSON.stringify(profile), allowed }, found.name);
  return {};
}

function wholeNumber(
  found: { readonly cell: RawCell; readonly name: string } | undefined,
  least: number,
  most: number,
  report: Report,
): number | undefined {
  if (!found) return undefined;
  const number = Number(found.cell.text);
  if (found.cell.text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number;
  const allowed = `a whole number from ${least} to ${most}`;
  report(found.cell, { code: 'wrong_value', value: JSON.stringify(found.cell.text), allowed }, found.name);
  return undefined;
}

function kindOf(value: object): string {
  return Array.isArray(value) ? 'A list' : 'A map';
}

/** Shots with the hashes of those that they continue, and in no ring. */
function continued(
  shots: readonly Shot[],
  reportOf: (shot: string) => Report,
  rows: readonly RawRow[],
): readonly Shot[] {
  const byId = new Map(shots.map((shot) => [shot.id, shot]));
  const placeOf = (line: number) => {
    const row = rows.find((candidate) => candidate.line === line);
    return (
      [...(row?.cells ?? [])].find(([name]) => shotFieldNamed(name)?.name === 'continues')?.[1] ?? {
        line,
        column: null,
      }
    );
  };
  const done = new Map<string, Shot>();
  const follow = (shot: Shot, path: readonly string[]): Shot => {
    const known = done.get(shot.id);
    if (known || shot.continues === null) return known ?? shot;
    const before = byId.get(shot.continues);
    const ring = path.indexOf(shot.id);
    if (ring !== -1) {
      reportOf(shot.id)(placeOf(shot.line), { code: 'continues_ring', ids: path.slice(ring) }, 'continues');
      return shot;
    }
    if (!before) {
      const nearest = nearestWord(shot.continues, [...byId.keys()]);
      reportOf(shot.id)(placeOf(shot.line), { code: 'continues_unknown', id: shot.continues, nearest }, 'continues');
      return shot;
    }
    const { hash } = follow(before, [...path, shot.id]);
    const whole = { ...shot, hash: continuedHash(shot.hash, hash) };
    done.set(shot.id, whole);
    return whole;
  };
  return shots.map((shot) => follow(shot, []));
}
