import { type Field, isRecord, type JsonSchema, type Report, reportProblem, wholeNumber } from './field.ts';
import { nearestWord } from './nearest.ts';
import { secondsSaid } from './quantities.ts';
import type { DurationRange, ResolutionRange } from './requirements.ts';
import { shapeFieldOf } from './shape-field.ts';
import { shortSideOf } from './size.ts';
import { canonicalResolution, nearestResolution, resolutions } from './words.ts';

/** A length or a range of lengths. Text may say it as a sentence does, `1 min`, and a range too: `5-8`, `5+`, `..8`, `at most 8`. */
export function secondsOrRange(description: string): Field<number | DurationRange> {
  const range = { type: 'integer', minimum: 1, maximum: 3600 };
  return oneOrRange(wholeSeconds, range, description, (seconds) => seconds);
}

const secondsInWords = 'whole seconds from 1 to 3600, such as 5, 5s or 1 min; or a range, such as 5-8, 5+ or ..8';
const secondsAsNumber = wholeNumber('', 1, 3600, /\s*(s|secs?|seconds?)$/i, secondsInWords);

const wholeSeconds: Field<number> = {
  json: {},
  read: (value, at, report) => secondsAsNumber.read(secondsSaid(value) ?? value, at, report),
};

/** A resolution class or a range of them: `720p`, `720p-1080p`, `720p+`, `..1080p`. */
export function resolutionOrRange(description: string): Field<string | ResolutionRange> {
  return oneOrRange(resolutionClass, { type: 'string', enum: resolutions }, description, (name) => shortSideOf(name)!);
}

const resolutionClass: Field<string> = {
  json: {},
  read(value, at, report) {
    if (typeof value !== 'string' && typeof value !== 'number')
      return reportProblem(report, 'wrong_type', at, value, resolutions);
    const given = String(value);
    const nearest = canonicalResolution(nearestResolution(given) ?? '') ?? null;
    return (
      canonicalResolution(given) ??
      reportProblem(report, 'not_allowed', at, value, resolutions, nearest, shapeFieldOf(given))
    );
  },
};

interface Range<Value> {
  readonly min?: Value;
  readonly max?: Value;
}

/** A range whose ends are the same is that value, so that one requirement has one spelling. */
function oneOrRange<Value extends number | string>(
  one: Field<Value>,
  json: JsonSchema,
  description: string,
  order: (value: Value) => number,
): Field<Value | Range<Value>> {
  const range = {
    type: 'object',
    properties: { min: json, max: json },
    minProperties: 1,
    additionalProperties: false,
  };
  return {
    json: { anyOf: [json, range], description },
    read(value, at, report) {
      const ends = isRecord(value) ? value : isReadBy(one, value) ? undefined : endsOf(value);
      if (ends === undefined) return one.read(value, at, report);
      const isKnown = knowsEnds(ends, at, report);
      const [min, max] = (['min', 'max'] as const).map((end) =>
        ends[end] === undefined || ends[end] === null ? undefined : one.read(ends[end], `${at}.${end}`, report),
      );
      if (!isKnown || isGiven(ends.min) !== (min !== undefined) || isGiven(ends.max) !== (max !== undefined))
        return undefined;
      if (min === undefined && max === undefined)
        return reportProblem(report, 'wrong_type', at, value, 'a value, or an object with min, max or both');
      if (min === undefined || max === undefined)
        return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
      if (order(min) > order(max))
        return reportProblem(report, 'out_of_range', at, `${min} to ${max}`, 'min not above max', `${max} to ${min}`);
      return min === max ? min : { min, max };
    },
  };
}

function isReadBy(field: Field<unknown>, value: unknown): boolean {
  return field.read(value, '', () => {}) !== undefined;
}

const isGiven = (end: unknown) => end !== undefined && end !== null;

function knowsEnds(ends: Readonly<Record<string, unknown>>, at: string, report: Report): boolean {
  const unknown = Object.keys(ends).filter((key) => key !== 'min' && key !== 'max');
  for (const key of unknown)
    reportProblem(
      report,
      'unknown_field',
      `${at}.${key.slice(0, 40)}`,
      undefined,
      ['min', 'max'],
      nearestWord(key, ['min', 'max']),
    );
  return unknown.length === 0;
}

/** `5-8`, `5..8`, `5 to 8`, `5+`, `5..`, `..8`, `at least 5`, `at most 8`, `>=5`, `<=8`; `undefined` for text that is no range. */
function endsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'string' || value.length > 60) return undefined;
  const text = value.trim();
  const end = '[\\d.]*[\\d][\\w ]{0,12}?|[a-z][a-z -]{1,10}?';
  const [, from, to] = new RegExp(`^(${end})\\s*(?:-|–|\\.\\.|to\\b)\\s*(${end})$`, 'i').exec(text) ?? [];
  if (from !== undefined && to !== undefined && /\d/.test(from + to)) return { min: from, max: to };
  const [, least, atLeast] =
    new RegExp(`^(?:(${end})\\s*(?:\\+|\\.\\.)|(?:>=|at least\\b)\\s*(${end}))$`, 'i').exec(text) ?? [];
  if (least !== undefined || atLeast !== undefined) return { min: (least ?? atLeast)! };
  const [, most] = new RegExp(`^(?:\\.\\.|<=|at most\\b|up to\\b)\\s*(${end})$`, 'i').exec(text) ?? [];
  return most === undefined ? undefined : { max: most };
}
