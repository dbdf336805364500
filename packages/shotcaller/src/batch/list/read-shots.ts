import {
  type BriefInput,
  mergedRequirements,
  type Preferences,
  type ProfileName,
  profiles,
  RequirementsError,
  type RequirementsInput,
  readBrief,
} from '@shotcaller/core';
import { continuedShots } from './continued-shots.ts';
import type { ListProblem } from './list-problem.ts';
import type { RawCell, RawList, RawRow } from './raw-list.ts';
import { type ReadPicture, type Report, readRow, type Said } from './read-row.ts';
import { mostTakes, type Shot } from './shot.ts';
import { shotFieldNamed, shotFields } from './shot-fields.ts';
import { otherHashes, shotHash } from './shot-hash.ts';
import { isUsableId, nearestId } from './shot-id.ts';

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
  readonly readPicture: ReadPicture;
  readonly report: (problem: ListProblem) => void;
}

/** Shots from rows: everything that is wrong is reported, and a shot with something wrong is left out. */
export async function readShots(
  { defaults, shots: rows, isWithoutIds = false }: Pick<RawList, 'defaults' | 'shots' | 'isWithoutIds'>,
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
  const ofAll = await readRow(defaults, options.readPicture, reportOf(null));
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
    if (id === '') {
      if (!isWithoutIds) report(idCell ?? row, { code: 'id_missing' }, 'id');
    } else if (!isUsableId(id)) report(idCell!, { code: 'id_unusable', id, nearest: nearestId(id) }, 'id');
    else {
      const firstLine = firstLines.get(id.toLowerCase());
      if (firstLine !== undefined) report(idCell!, { code: 'id_twice', id, firstLine }, 'id');
      else firstLines.set(id.toLowerCase(), row.line);
    }
    const shot = await shotOf(row, id, ofAll, options, report);
    if (shot) shots.push(shot);
  }
  const byId = new Map(shots.map((shot) => [shot.id.toLowerCase(), shot]));
  for (const { id, line } of shots) {
    const [, of = '', number] = /^(.+)\.take-(\d+)$/i.exec(id) ?? [];
    const taken = byId.get(of.toLowerCase());
    if (taken && Number(number) > 1 && Number(number) <= taken.takes) {
      const fault = { code: 'id_of_take', id, of: taken.id, take: Number(number) } as const;
      reportOf(id)({ line, column: null }, fault, 'id');
    }
  }
  return continuedShots(shots, reportOf, rows);
}

async function shotOf(
  row: RawRow,
  id: string,
  ofAll: Said,
  options: ReadShotsOptions,
  report: Report,
): Promise<Shot | undefined> {
  const own = await readRow(row, options.readPicture, report);
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
      otherHashes: otherHashes(brief, listPreferences),
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
