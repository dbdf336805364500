import type { DroppedSetting, RequirementsInput, SentenceReading, UsedPhrase } from '@shotcaller/core';
import type { ReadSetting, ReadSettings } from './read-answer.ts';

/** A setting that may be meant otherwise. */
export interface ReadingDoubt {
  readonly field: string;
  /** The words that it rests on. */
  readonly text: string;
  readonly value: unknown;
  /** What else it may be; absent: perhaps nothing was meant by it. */
  readonly otherwise?: unknown;
  readonly why: 'inferred' | 'rules_disagree';
}

export interface MergedReading {
  readonly reading: SentenceReading;
  readonly dropped: readonly DroppedSetting[];
  readonly doubts: readonly ReadingDoubt[];
}

/** Fields that hold one value. */
type SingleField = 'durationSeconds' | 'resolution' | 'aspectRatio' | 'audio' | 'maxUsd' | 'maxSeconds';

/**
 * A model's settings on top of what the rules have read of the same sentence. The prompt stays that of the rules: no answer of a model
 * touches it. Of two limits of money the lower counts. What only the rules have read stays, and so do the files that the sentence names.
 */
export function mergeReadings(byRules: SentenceReading, { settings, ...read }: ReadSettings): MergedReading {
  const dropped = [...read.dropped];
  const doubts: ReadingDoubt[] = [];
  const values: Record<string, unknown> = { ...byRules.requirements };
  const conflicts = [...byRules.conflicts];
  const taken: ReadSetting[] = [];
  let profile = byRules.profile;

  for (const [field, said] of grouped(settings)) {
    const [first] = said;
    if (!first) continue;
    if (field === 'needed') taken.push(...said);
    else if (field.includes('.')) {
      addToList(values, field, said);
      taken.push(...said);
    } else if (field === 'profile') {
      profile = first.value as SentenceReading['profile'];
      taken.push(first);
      doubts.push(...doubtsOf(first, byRules.profile));
    } else if (isOfSize(field, byRules)) taken.push(...said);
    else {
      const value = oneValue(said);
      if (value === undefined) {
        delete values[field];
        conflicts.push({ field, values: said.map((one) => one.value), texts: said.map(({ text }) => text) });
        continue;
      }
      const before = byRules.requirements[field as SingleField];
      if (field === 'maxUsd' && Number(value) > lowestLimit(byRules)) {
        dropped.push({ code: 'limit_raised', field, value: String(value), quote: first.text });
        continue;
      }
      values[field] = value;
      taken.push(...said);
      if (field !== 'maxUsd') doubts.push(...doubtsOf({ ...first, value }, before));
    }
  }
  const conflicting = new Set(conflicts.map(({ field }) => field));
  const used = usedPhrases(byRules, taken).filter(({ field }) => !conflicting.has(field));
  const needed = [
    ...new Set([...byRules.needed, ...taken.flatMap(({ field, value }) => (field === 'needed' ? [value] : []))]),
  ] as SentenceReading['needed'];
  return {
    reading: {
      requirements: values as RequirementsInput,
      ...(profile !== undefined && { profile }),
      used,
      notUnderstood: stillOpen(byRules, read.notUnderstood, [...used, ...conflicts.flatMap(textsOf)]),
      conflicts,
      needed: needed.filter((input) => !Object.hasOwn(values, input)),
      ...(byRules.prompt !== undefined && { prompt: byRules.prompt }),
    },
    dropped,
    doubts,
  };
}

/** The lowest limit of money that the rules have read, also of those that contradict each other. */
function lowestLimit({ requirements: { maxUsd }, conflicts }: SentenceReading): number {
  const said = conflicts.flatMap(({ field, values }) => (field === 'maxUsd' ? values : []));
  return Math.min(Number.POSITIVE_INFINITY, ...[...said, ...(maxUsd == null ? [] : [maxUsd])].map(Number));
}

function textsOf({ texts }: SentenceReading['conflicts'][number]): readonly { readonly text: string }[] {
  return texts.map((text) => ({ text }));
}

function grouped(settings: readonly ReadSetting[]): ReadonlyMap<string, readonly ReadSetting[]> {
  const groups = new Map<string, ReadSetting[]>();
  for (const setting of settings) groups.set(setting.field, [...(groups.get(setting.field) ?? []), setting]);
  return groups;
}

/** Exact pixels say resolution and shape already. */
function isOfSize(field: string, { requirements }: SentenceReading): boolean {
  return requirements.size !== undefined && (field === 'resolution' || field === 'aspectRatio');
}

/** The one value that all say, or both ends of a range; `undefined`: they contradict each other. */
function oneValue(said: readonly ReadSetting[]): unknown {
  const values = [...new Map(said.map(({ value }) => [JSON.stringify(value), value])).values()];
  if (values.length === 1) return values[0];
  const ends = values.filter((value): value is object => typeof value === 'object' && value !== null);
  const names = ends.flatMap((end) => Object.keys(end));
  return ends.length === values.length && new Set(names).size === names.length ? Object.assign({}, ...ends) : undefined;
}

function addToList(values: Record<string, unknown>, path: string, said: readonly ReadSetting[]): void {
  const [field = '', list = ''] = path.split('.');
  const before = (values[field] ?? {}) as Readonly<Record<string, readonly unknown[]>>;
  values[field] = { ...before, [list]: [...new Set([...(before[list] ?? []), ...said.map(({ value }) => value)])] };
}

function doubtsOf({ field, text, value, isInferred }: ReadSetting, byRules: unknown): readonly ReadingDoubt[] {
  if (byRules !== undefined) {
    if (JSON.stringify(byRules) === JSON.stringify(value)) return [];
    return [{ field, text, value, otherwise: byRules, why: 'rules_disagree' }];
  }
  return isInferred ? [{ field, text, value, why: 'inferred' }] : [];
}

/** The phrases of the model, and those of the rules for fields that it left alone. */
function usedPhrases(byRules: SentenceReading, taken: readonly ReadSetting[]): readonly UsedPhrase[] {
  const fields = new Set(taken.map(({ field }) => field));
  const phrases = taken.map(({ text, field, value }) => ({ text, field, value }));
  return [...phrases, ...byRules.used.filter(({ field }) => !fields.has(field))];
}

/** What neither has understood: what the rules listed goes where a phrase of the model covers it. */
function stillOpen(
  { notUnderstood, otherLanguage }: SentenceReading,
  byModel: readonly string[],
  covered: readonly { readonly text: string }[],
): readonly string[] {
  const isCovered = (text: string) => covered.some((one) => one.text.includes(text) || text.includes(one.text));
  // Of another language the rules list the whole sentence.
  const open = otherLanguage ? [] : notUnderstood.filter((text) => !isCovered(text));
  return [...new Set([...open, ...byModel.filter((text) => !covered.some((one) => one.text.includes(text)))])];
}
