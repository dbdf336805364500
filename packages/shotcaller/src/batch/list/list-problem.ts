import { problemText, type RequirementsProblem } from '@shotcaller/core';
import type { Place } from './raw-list.ts';
import { mostShots } from './shot.ts';
import { mostIdBytes } from './shot-id.ts';

/** What is wrong at one place of a shot list. */
export type ListFault =
  | { readonly code: 'not_text'; readonly problem: 'not_utf8' | 'workbook' | 'zero_byte' }
  | { readonly code: 'syntax'; readonly detail: string }
  | { readonly code: 'not_a_list'; readonly found: string }
  | { readonly code: 'no_shots' }
  | { readonly code: 'no_header' }
  | { readonly code: 'too_many_shots'; readonly most: number }
  | { readonly code: 'list_too_large'; readonly mostMegabytes: number }
  | { readonly code: 'too_many_values' }
  | { readonly code: 'too_deep' }
  | { readonly code: 'unknown_field'; readonly name: string; readonly nearest: string | null }
  | { readonly code: 'field_twice'; readonly name: string; readonly firstName: string }
  | { readonly code: 'cells_without_column'; readonly cells: number; readonly columns: number }
  | { readonly code: 'id_missing' }
  | { readonly code: 'id_unusable'; readonly id: string; readonly nearest: string | null }
  | { readonly code: 'id_twice'; readonly id: string; readonly firstLine: number }
  /** Take `take` of shot `of` is saved under this id. */
  | { readonly code: 'id_of_take'; readonly id: string; readonly of: string; readonly take: number }
  | { readonly code: 'prompt_missing' }
  | { readonly code: 'formula'; readonly value: string }
  | { readonly code: 'wrong_value'; readonly value: string; readonly allowed: string }
  | { readonly code: 'requirement'; readonly problem: RequirementsProblem }
  | { readonly code: 'file_unusable'; readonly detail: string }
  | { readonly code: 'no_files_here'; readonly value: string }
  | { readonly code: 'continues_unknown'; readonly id: string; readonly nearest: string | null }
  | { readonly code: 'continues_ring'; readonly ids: readonly string[] };

/** One thing that is wrong with a shot list, and where. */
export type ListProblem = Place &
  ListFault & {
    /** The shot, where it is known. */
    readonly shot: string | null;
    /** The column or field, as the list calls it. */
    readonly field: string | null;
  };

/** The list cannot be used. Holds every problem, in the order of the list. Nothing was bought. */
export class ShotListError extends Error {
  override readonly name = 'ShotListError';
  readonly problems: readonly ListProblem[];

  /** @param isCutShort the list was not read to its end, since it has so many problems */
  constructor(list: string, problems: readonly ListProblem[], isCutShort = false) {
    const sorted = problems.toSorted((one, other) => one.line - other.line || (one.column ?? 0) - (other.column ?? 0));
    const shown = sorted.slice(0, mostShown).map((problem) => `  ${listProblemText(problem)}`);
    const more =
      sorted.length > mostShown
        ? [
            `  … and ${sorted.length - mostShown} more${isCutShort ? ', and perhaps others: the rest was not read' : ''}`,
          ]
        : [];
    const count = sorted.length === 1 ? '1 problem' : `${sorted.length} problems`;
    super([`${list} has ${isCutShort ? 'at least ' : ''}${count}. Nothing was bought.`, ...shown, ...more].join('\n'));
    this.problems = sorted;
  }
}

/** In a list yes and no are words. */
function requirementText(problem: RequirementsProblem, field: string): string {
  if (problem.code === 'not_allowed' && problem.field === 'audio') {
    return `${field}: ${problem.value} is not allowed. Allowed: yes, no, any.`;
  }
  return problemText({ ...problem, field });
}

/** Lines of problems in the message; `problems` holds all. */
const mostShown = 25;

/** `line 4, column 3 (duration), shot-3: …`. */
export function listProblemText(problem: ListProblem): string {
  const { line, column, field, shot } = problem;
  const named = field === null ? '' : ` (${field})`;
  const place = column === null ? `line ${line}${named}` : `line ${line}, column ${column}${named}`;
  return `${place}${shot === null ? '' : `, ${short(shot)}`}: ${faultText(problem, field)}`;
}

/** A name that is not worth a line of its own. */
function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}

const notTextSentences = {
  not_utf8: 'This is not UTF-8. Save the list as “CSV UTF-8”.',
  workbook: 'This is not text. Save the sheet as CSV, not as a workbook.',
  zero_byte: 'This is not text: it holds a zero byte. Save the list as UTF-8.',
};

function faultText(fault: ListFault, field: string | null): string {
  switch (fault.code) {
    case 'not_text':
      return notTextSentences[fault.problem];
    case 'syntax':
      return fault.detail;
    case 'not_a_list':
      return `Expected a list of shots here, but found ${fault.found}.`;
    case 'no_shots':
      return 'The list has no shots.';
    case 'no_header':
      return 'The first line has no known column name. It must name the columns, for example: id,prompt,duration.';
    case 'too_many_shots':
      return `The list has more than ${fault.most} shots, the most for one batch. Split it.`;
    case 'list_too_large':
      return `The list is larger than ${fault.mostMegabytes} MB. Give large pictures as a path or a URL, or split the list.`;
    case 'too_many_values':
      return `The list has more values than ${mostShots} shots, the most for one batch, can have. Split it.`;
    case 'too_deep':
      return 'Lists or maps are nested too deeply here.';
    case 'unknown_field':
      return `There is no column or field ${JSON.stringify(fault.name)}. ${fault.nearest === null ? 'shotcaller help batch lists them.' : `Did you mean ${fault.nearest}?`}`;
    case 'field_twice':
      return fault.name === fault.firstName
        ? `${JSON.stringify(fault.name)} appears twice here. Keep one.`
        : `${JSON.stringify(fault.name)} and ${JSON.stringify(fault.firstName)} mean the same. Keep one.`;
    case 'cells_without_column':
      return `This row has ${fault.cells} cells, but the header has ${fault.columns}. Put quotes around a text that contains a comma.`;
    case 'id_missing':
      return 'Every shot needs an id.';
    case 'id_unusable':
      return `${JSON.stringify(short(fault.id))} cannot be an id: it names the file. Use up to 80 letters, digits, spaces, dots, dashes and underscores (${mostIdBytes} bytes), a letter or digit first.${fault.nearest === null ? '' : ` For example: ${fault.nearest}.`}`;
    case 'id_twice':
      return `The id ${fault.id} is used in line ${fault.firstLine} already. Ids must differ in more than upper and lower case.`;
    case 'id_of_take':
      return `This shot and take ${fault.take} of shot ${fault.of} would both be saved as ${fault.id}.mp4. Give one of them another id.`;
    case 'prompt_missing':
      return 'The prompt is missing. Every shot needs one.';
    case 'formula':
      return `${JSON.stringify(fault.value)} is a formula, or the error of one. Export values instead of formulas.`;
    case 'wrong_value':
      return `${fault.value} is not allowed here. Allowed: ${fault.allowed}.`;
    case 'requirement':
      return requirementText(fault.problem, field ?? fault.problem.field);
    case 'file_unusable':
      return fault.detail;
    case 'no_files_here':
      return `${fault.value} is not a URL. A list that you send to a server can only name https and data URLs.`;
    case 'continues_unknown':
      return `There is no shot ${fault.id} to continue.${fault.nearest === null ? '' : ` Did you mean ${fault.nearest}?`}`;
    case 'continues_ring':
      return `These shots continue each other in a circle: ${fault.ids.join(', ')}. One of them must continue none of the others.`;
    default:
      return fault satisfies never;
  }
}
