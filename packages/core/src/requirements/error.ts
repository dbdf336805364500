/** What is wrong with a field of the requirements. */
export type RequirementsProblemCode =
  | 'not_an_object'
  | 'unknown_field'
  | 'wrong_type'
  | 'out_of_range'
  | 'ill_formed'
  | 'not_allowed'
  | 'wrong_scale'
  | 'url_not_allowed'
  | 'conflict'
  | 'missing'
  | 'not_for_task';

/** One thing that is wrong with the requirements given. */
export interface RequirementsProblem {
  readonly code: RequirementsProblemCode;
  /** Where: `durationSeconds`, `references[1].url`; empty for the whole. */
  readonly field: string;
  /** What was given, shortened for showing; never a prompt, never the query of a URL. Absent: nothing was given. */
  readonly value?: string;
  /** What may stand there: a list of words, or a sentence. */
  readonly allowed: readonly string[] | string;
  /** The nearest valid value or field name; `null` when nothing is near. */
  readonly nearest: string | number | null;
  /** With `conflict`: the other fields involved. */
  readonly conflictsWith?: readonly string[];
  /** The field that the value is written for: an exact size in the place of a resolution. Absent: none is known. */
  readonly belongsIn?: string;
}

/** The requirements break the schema. Holds every problem, not the first. The caller mends the input. */
export class RequirementsError extends Error {
  override readonly name = 'RequirementsError';
  readonly code = 'requirements_invalid';
  readonly problems: readonly RequirementsProblem[];

  constructor(problems: readonly RequirementsProblem[]) {
    super(problems.map(problemText).join('\n'));
    this.problems = problems;
  }
}

/** One line: field, value, what is allowed, the nearest valid value. */
export function problemText(problem: RequirementsProblem): string {
  const { code, field, value, allowed, nearest, conflictsWith, belongsIn } = problem;
  const subject = value === undefined ? field || 'requirements' : `${field || 'requirements'}: ${value}`;
  const verdict =
    code === 'conflict' && conflictsWith ? `contradicts ${conflictsWith.join(' and ')}` : verdictOf(problem);
  const permitted = typeof allowed === 'string' ? allowed : allowed.join(', ');
  if (code === 'out_of_range' && value === undefined) return `${subject} must be ${permitted}.`;
  if (code === 'unknown_field' && nearest !== null) return `${subject} ${verdict}. Did you mean ${nearest}?`;
  const other = belongsIn === undefined ? '' : ` ${value} belongs in ${belongsIn}.`;
  return `${subject} ${verdict}. Allowed: ${permitted}.${nearest === null ? '' : ` Nearest: ${nearest}.`}${other}`;
}

/** Text may be right where a number is: what is wrong with it then is not its type. */
function verdictOf({ code, value }: RequirementsProblem): string {
  return code === 'wrong_type' && value?.startsWith('"') ? 'cannot be read' : verdicts[code];
}

const verdicts = {
  not_an_object: 'is not an object',
  unknown_field: 'is not a field of the requirements',
  wrong_type: 'is of the wrong type',
  out_of_range: 'is out of range',
  ill_formed: 'is half of a character, which no request can carry: the text was probably cut within an emoji',
  not_allowed: 'is not allowed',
  wrong_scale: 'is on another scale',
  url_not_allowed: 'is not a URL that can be sent',
  conflict: 'contradicts another field',
  missing: 'is missing',
  not_for_task: 'belongs to another task',
} as const satisfies Record<RequirementsProblemCode, string>;

/** How a value is shown in a problem: as JSON, at most 60 characters, URLs without their query, data URLs without their data. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shortened(withoutSecrets(value)));
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function withoutSecrets(text: string): string {
  if (/^\s*data:/i.test(text)) return text.slice(0, 100).replace(/,.*$/s, ',…');
  return /^\s*[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
        .slice(0, 500)
        .replace(/[?#].*$/s, '?…')
        .replace(/\/\/[^/]*@/, '//…@')
    : text;
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
