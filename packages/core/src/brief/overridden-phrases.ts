import { isRecord } from '../requirements/field.ts';
import { parseRequirements } from '../requirements/parse.ts';
import type { SentenceReading } from '../requirements/sentence.ts';
import type { BriefInput } from './read-brief.ts';

/** A phrase of the sentence that does not count, because something that was said otherwise goes before it. */
export interface OverriddenPhrase {
  /** As it stands in the sentence. */
  readonly text: string;
  /** A field of the requirements, or `profile`. */
  readonly field: string;
  /** What counts instead, as it was given. */
  readonly instead: unknown;
  /** Where that was given. */
  readonly by: 'file' | 'fields' | 'profile' | 'weights';
}

/** What of a sentence does not count because a file, a field or a preference says something else. Saying the same overrides nothing. */
export function overriddenPhrases({
  reading,
  file,
  fields,
  preferences = {},
}: Pick<BriefInput, 'file' | 'fields' | 'preferences'> & {
  readonly reading: Pick<SentenceReading, 'used' | 'prompt' | 'conflicts'> | undefined;
}): readonly OverriddenPhrase[] {
  if (!reading) return [];
  const { used, prompt, conflicts } = reading;
  // What contradicts itself did not count before either.
  const contradicting = new Set(conflicts.map(({ field }) => field));
  const said = [
    ...used.filter(({ field }) => field !== 'needed' && !contradicting.has(field)),
    ...(prompt === undefined ? [] : [{ text: prompt, field: 'prompt', value: prompt }]),
  ];
  return said.flatMap(({ text, field, value }): readonly OverriddenPhrase[] => {
    if (field === 'profile') {
      const { profile, weights } = preferences;
      if (weights !== undefined) return [{ text, field, instead: weights, by: 'weights' }];
      return profile === undefined || profile === value ? [] : [{ text, field, instead: profile, by: 'profile' }];
    }
    const [name = '', list] = field.split('.');
    const by = (
      [
        ['fields', fields],
        ['file', file],
      ] as const
    ).find(([, given]) => isRecord(given) && given[name] !== undefined);
    if (!by) return [];
    const instead = (by[1] as Readonly<Record<string, unknown>>)[name];
    return isOverridden(name, list, value, instead) ? [{ text, field: name, instead, by: by[0] }] : [];
  });
}

function isOverridden(name: string, list: string | undefined, value: unknown, instead: unknown): boolean {
  if (name === 'models' || name === 'providers') {
    // What is ruled out adds up; a list of what is allowed takes the place of another one.
    if (list !== 'allow' || !isRecord(instead) || !Array.isArray(instead.allow) || instead.allow.length === 0)
      return false;
    const allowed: readonly unknown[] = instead.allow;
    return [value].flat().some((one) => !allowed.includes(one));
  }
  return normal(name, value) !== normal(name, instead);
}

/** As the parser reads it, to be compared: `8` and `"8 s"` are the same length. */
function normal(name: string, value: unknown): string {
  try {
    return JSON.stringify(parseRequirements({ [name]: value })[name as 'prompt']) ?? '';
  } catch {
    // What cannot be read by itself, such as a file's name, is compared as it stands.
    return JSON.stringify(value);
  }
}
