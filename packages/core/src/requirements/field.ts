import type { RequirementsProblem, RequirementsProblemCode } from './error.ts';
import { shownValue } from './error.ts';
import { nearestWord } from './nearest.ts';

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

export type Report = (problem: RequirementsProblem) => void;

/**
 * One field of the requirements: what it accepts, as JSON Schema, and how its lenient forms are read. Both are made from the same
 * arguments, so they cannot disagree. `read` answers `undefined` after it has reported what is wrong.
 */
export interface Field<Value> {
  readonly json: JsonSchema;
  readonly read: (value: unknown, at: string, report: Report) => Value | undefined;
}

/** A whole number; text such as `5` and, with a unit, `5s` is read too. */
export function wholeNumber(
  description: string,
  minimum: number,
  maximum: number,
  unit?: RegExp,
  allowed = `whole numbers from ${minimum} to ${maximum}`,
): Field<number> {
  return {
    json: { type: 'integer', minimum, maximum, description },
    read(value, at, report) {
      const number = numberOf(value, unit);
      if (number === undefined) return reportProblem(report, 'wrong_type', at, value, allowed);
      if (Number.isInteger(number) && number >= minimum && number <= maximum) return number + 0;
      const nearest = Math.min(maximum, Math.max(minimum, Math.round(number)));
      return reportProblem(report, 'out_of_range', at, value, allowed, Number.isNaN(nearest) ? null : nearest + 0);
    },
  };
}

/** A finite number; text is read too. */
export function number(description: string, minimum: number, maximum: number, unit?: RegExp): Field<number> {
  const allowed = `numbers from ${minimum} to ${maximum}`;
  return {
    json: { type: 'number', minimum, maximum, description },
    read(value, at, report) {
      const given = numberOf(value, unit);
      if (given === undefined) return reportProblem(report, 'wrong_type', at, value, allowed);
      if (given >= minimum && given <= maximum) return given + 0;
      return reportProblem(report, 'out_of_range', at, value, allowed, given > maximum ? maximum : minimum);
    },
  };
}

/** Text of 1 to `maximum` characters. `secret`: its value is not shown in problems. */
export function text(
  description: string,
  maximum: number,
  { pattern, secret = false }: TextOptions = {},
): Field<string> {
  const allowed = `valid text of 1 to ${groupThousands(maximum)} characters${pattern ? ` like ${pattern.source}` : ''}`;
  return {
    json: {
      type: 'string',
      minLength: 1,
      maxLength: maximum,
      ...(pattern ? { pattern: pattern.source } : {}),
      description,
    },
    read(value, at, report) {
      if (typeof value !== 'string') return reportProblem(report, 'wrong_type', at, value, allowed);
      const half = value.search(halfCharacter);
      if (half >= 0) return reportProblem(report, 'ill_formed', at, half + 1, `${allowed} (its place is shown)`);
      const unusable = isBlank(value) || value.length > maximum || (pattern && !pattern.test(value));
      if (!unusable) return value;
      return reportProblem(report, 'out_of_range', at, secret ? undefined : value, allowed);
    },
  };
}

interface TextOptions {
  readonly pattern?: RegExp;
  readonly secret?: boolean;
}

/** One of a few words; `read` may know other spellings of them. */
export function word<Word extends string>(description: string, words: readonly Word[]): Field<Word> {
  return {
    json: { type: 'string', enum: words, description },
    read(value, at, report) {
      if (typeof value !== 'string') return reportProblem(report, 'wrong_type', at, value, words);
      const plain = value.trim().toLowerCase();
      const found = words.find((candidate) => candidate === plain);
      return found ?? reportProblem(report, 'not_allowed', at, value, words, nearestWord(value, words));
    },
  };
}

/** The one way to report: shortens the value and leaves `undefined` behind. */
export function reportProblem(
  report: Report,
  code: RequirementsProblemCode,
  field: string,
  value: unknown,
  allowed: readonly string[] | string,
  nearest: string | number | null = null,
  belongsIn?: string,
): undefined {
  report({
    code,
    field,
    ...(value === undefined ? {} : { value: shownValue(value) }),
    allowed,
    nearest,
    ...(belongsIn !== undefined && { belongsIn }),
  });
  return undefined;
}

/** Whether nothing of a text can be seen: empty, spaces, or characters that show nothing. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

/** Half a surrogate pair, which UTF-8 cannot carry. */
const halfCharacter = /\p{Surrogate}/u;

export function isIllFormed(value: string): boolean {
  return halfCharacter.test(value);
}

/** A plain object, as JSON has them. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown, unit?: RegExp): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const plain = (unit ? value.trim().replace(unit, '') : value).trim();
  return /^[+-]?(\d{1,20}(\.\d{1,20})?|\.\d{1,20})$/.test(plain) ? Number(plain) : undefined;
}

/** `32,000`. */
export function groupThousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
