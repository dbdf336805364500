import type { z } from 'zod';

/** More than these are only counted: a file of the wrong kind has one in every row. */
const mostTold = 8;

/** What a schema refused, in plain words: the place of each field, what it must be and what it is. */
export function problemsOf({ issues }: z.ZodError, json: unknown): string {
  const told = issues
    .slice(0, mostTold)
    .map((issue) => `${placeOf(issue.path)}: ${sentenceOf(issue, valueAt(json, issue.path))}`);
  const others = issues.length - told.length;
  return `${told.join('; ')}${others > 0 ? `; and ${others} more` : ''}`;
}

/** `ratings[2].score`. */
function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the whole file';
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
    .join('');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | null | undefined)?.[part],
    json,
  );
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
};

function sentenceOf(issue: z.core.$ZodIssue, value: unknown): string {
  const written = value === undefined ? '' : `, but it is ${textOf(value)}`;
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}${written}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}${written}`;
    case 'too_small':
      return issue.origin === 'string' && issue.message.startsWith('must ')
        ? issue.message
        : `must ${boundOf(issue.origin, 'at least', issue.minimum)}${written}`;
    case 'too_big':
      return `must ${boundOf(issue.origin, 'at most', issue.maximum)}${written}`;
    case 'unrecognized_keys':
      return `has ${issue.keys.map((key) => `"${key}"`).join(', ')}, which evidence does not know`;
    default:
      // A field by itself, or a row of fields that do not go together.
      return typeof value === 'object' ? issue.message : `${issue.message}${written}`;
  }
}

function boundOf(origin: string, word: string, bound: number | bigint): string {
  const number = Number(bound).toLocaleString('en-US');
  if (origin === 'string') return `have ${word} ${number} characters`;
  if (origin === 'array') return `have ${word} ${number} entries`;
  return `be ${word} ${number}`;
}

/** Long values are cut: the place says where to look. */
function textOf(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
