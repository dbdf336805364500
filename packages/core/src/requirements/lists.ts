import { type Field, isRecord, type JsonSchema, type Report, reportProblem } from './field.ts';
import { copiedJson } from './json.ts';
import { nearestWord } from './nearest.ts';
import type { PassthroughParameter } from './requirements.ts';

/** Whom to take and whom to leave out. */
export interface AllowDeny {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

/** `{allow, deny}` of names; a list, or one name, alone means `allow`. `fold` makes the spelling canonical. */
export function allowDeny(description: string, { pattern, allowed, fold }: NameRule): Field<AllowDeny> {
  const names: JsonSchema = { type: 'array', maxItems: maxNames, items: { type: 'string', pattern: pattern.source } };
  return {
    json: { type: 'object', properties: { allow: names, deny: names }, additionalProperties: false, description },
    read(value, at, report) {
      const lists = typeof value === 'string' || Array.isArray(value) ? { allow: value } : value;
      if (!isRecord(lists))
        return reportProblem(report, 'wrong_type', at, value, 'an object with allow and deny, lists of names');
      for (const key of Object.keys(lists))
        if (key !== 'allow' && key !== 'deny')
          reportProblem(
            report,
            'unknown_field',
            `${at}.${key.slice(0, 40)}`,
            undefined,
            ['allow', 'deny'],
            nearestWord(key, ['allow', 'deny']),
          );
      const names = (list: unknown, place: string) => readNames(list, place, { pattern, allowed, fold }, report);
      return { allow: names(lists.allow, `${at}.allow`), deny: names(lists.deny, `${at}.deny`) };
    },
  };
}

export interface NameRule {
  readonly pattern: RegExp;
  readonly allowed: string;
  readonly fold: (name: string) => string;
}

/** Provider parameters: a name, `name=value`, or `{name, value?}`; one or a list. A value after `=` is read as JSON where it is JSON. */
export function passthrough(description: string): Field<readonly PassthroughParameter[]> {
  const name = { type: 'string', pattern: parameterName.source };
  const entry = { type: 'object', properties: { name, value: {} }, required: ['name'], additionalProperties: false };
  return {
    json: { type: 'array', maxItems: maxNames, items: { anyOf: [{ type: 'string' }, entry] }, description },
    read(value, at, report) {
      const entries = Array.isArray(value) ? value : [value];
      if (entries.length > maxNames)
        return reportProblem(report, 'out_of_range', at, value, `at most ${maxNames} parameters`, maxNames);
      const byName = new Map<string, PassthroughParameter>();
      entries.forEach((item, index) => {
        const parameter = readParameter(item, `${at}[${index}]`, report);
        if (!parameter) return;
        const earlier = byName.get(parameter.name);
        if (earlier && JSON.stringify(earlier.value) !== JSON.stringify(parameter.value))
          reportProblem(report, 'not_allowed', `${at}[${index}]`, parameter.name, 'each parameter once');
        byName.set(parameter.name, parameter);
      });
      return [...byName.values()];
    },
  };
}

const maxNames = 200;
const parameterName = /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/;

function readNames(
  value: unknown,
  at: string,
  { pattern, allowed, fold }: NameRule,
  report: Report,
): readonly string[] {
  if (value == null) return [];
  const names = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(names)) return reportProblem(report, 'wrong_type', at, value, `a list of ${allowed}`) ?? [];
  if (names.length > maxNames)
    return reportProblem(report, 'out_of_range', at, value, `at most ${maxNames} names`, maxNames) ?? [];
  const read = new Set<string>();
  names.forEach((name: unknown, index) => {
    if (typeof name === 'string' && pattern.test(name.trim())) read.add(fold(name.trim()));
    else
      reportProblem(report, typeof name === 'string' ? 'not_allowed' : 'wrong_type', `${at}[${index}]`, name, allowed);
  });
  return [...read];
}

function readParameter(value: unknown, at: string, report: Report): PassthroughParameter | undefined {
  const allowed = 'a parameter name, name=value, or {name, value}';
  if (typeof value === 'string') {
    const equals = value.indexOf('=');
    const name = (equals < 0 ? value : value.slice(0, equals)).trim();
    if (!parameterName.test(name)) return reportProblem(report, 'not_allowed', at, value, allowed);
    return equals < 0 ? { name } : { name, value: valueOfText(value.slice(equals + 1)) };
  }
  if (!isRecord(value)) return reportProblem(report, 'wrong_type', at, value, allowed);
  for (const key of Object.keys(value))
    if (key !== 'name' && key !== 'value')
      reportProblem(
        report,
        'unknown_field',
        `${at}.${key.slice(0, 40)}`,
        undefined,
        ['name', 'value'],
        nearestWord(key, ['name', 'value']),
      );
  const { name } = value;
  if (typeof name !== 'string' || !parameterName.test(name))
    return reportProblem(report, 'not_allowed', `${at}.name`, name, 'a parameter name');
  if (value.value === undefined) return { name };
  const copy = copiedJson(value.value);
  return copy === undefined
    ? reportProblem(report, 'wrong_type', `${at}.value`, value.value, 'a JSON value, at most 20 levels deep')
    : { name, value: copy };
}

/** `0.5` → 0.5, `true` → true, `{"a":1}` → an object, everything else → the text itself. */
function valueOfText(text: string): unknown {
  try {
    return copiedJson(JSON.parse(text)) ?? text;
  } catch {
    return text;
  }
}
