import {
  type DroppedSetting,
  isRecord,
  parseRequirements,
  type ReadingFailure,
  type UsedPhrase,
  usdPattern,
} from '@shotcaller/core';
import { isBorneOut, isCheckableLimit } from './borne-out.ts';
import { inputWords, type SettingField, settingFields } from './question.ts';

/** A setting that counts: the sentence has its quote, and the quote can mean its value. */
export interface ReadSetting extends UsedPhrase {
  /** The model infers it, and does not read it off. */
  readonly isInferred: boolean;
}

export interface ReadSettings {
  readonly settings: readonly ReadSetting[];
  readonly dropped: readonly DroppedSetting[];
  /** Pieces of the sentence. */
  readonly notUnderstood: readonly string[];
}

/** More than a sentence can mean; what comes beyond is not looked at. */
const mostSettings = 40;

/** What of a model's answer counts for a sentence. Everything in the answer is untrusted. */
export function readAnswer(sentence: string, content: string): ReadSettings | ReadingFailure {
  let answer: unknown;
  try {
    answer = JSON.parse(content);
  } catch {
    return { code: 'reading_not_json' };
  }
  if (!isRecord(answer)) return { code: 'reading_other_schema', at: 'the whole' };
  const { settings, notUnderstood } = answer;
  if (!Array.isArray(settings)) return { code: 'reading_other_schema', at: 'settings' };
  if (!Array.isArray(notUnderstood) || !notUnderstood.every((text) => typeof text === 'string')) {
    return { code: 'reading_other_schema', at: 'notUnderstood' };
  }
  if (settings.length > mostSettings) return { code: 'reading_other_schema', at: 'settings' };
  const read: ReadSetting[] = [];
  const dropped: DroppedSetting[] = [];
  for (const [index, setting] of settings.entries()) {
    if (!isSetting(setting)) return { code: 'reading_other_schema', at: `settings[${index}]` };
    const phrase = phraseOf(sentence, setting);
    if ('code' in phrase) dropped.push(phrase);
    else read.push(phrase);
  }
  if (read.length === 0 && dropped.length > 0) return { code: 'reading_unfounded', settings: dropped.length };
  return { settings: read, dropped, notUnderstood: notUnderstood.filter((text) => isQuote(sentence, text)) };
}

interface GivenSetting {
  readonly field: string;
  readonly value: string;
  readonly quote: string;
  readonly certain: boolean;
}

function isSetting(value: unknown): value is GivenSetting {
  if (!isRecord(value)) return false;
  const { field, value: given, quote, certain } = value;
  return [field, given, quote].every((text) => typeof text === 'string') && typeof certain === 'boolean';
}

/** A piece of the sentence, letter by letter, that holds at least a letter, a figure or a sign of money. */
function isQuote(sentence: string, quote: string): boolean {
  return /[\p{L}\p{N}\p{Sc}]/u.test(quote) && sentence.includes(quote);
}

function phraseOf(sentence: string, { field, value, quote, certain }: GivenSetting): ReadSetting | DroppedSetting {
  const drop = (code: DroppedSetting['code']): DroppedSetting => ({
    code,
    field: field.slice(0, 40),
    value: value.slice(0, 100),
    quote: quote.slice(0, 200),
  });
  if (!isSettingField(field)) return drop('field_unknown');
  if (!isQuote(sentence, quote)) return drop('quote_not_in_sentence');
  if (field === 'maxUsd' && !isCheckableLimit(quote)) return drop('limit_not_checkable');
  const meaning = meaningOf(field, value.trim());
  if (!meaning) return drop('value_unreadable');
  if (!isBorneOut(field, value.trim(), quote)) return drop('value_not_in_quote');
  return { text: quote, ...meaning, isInferred: !certain };
}

function isSettingField(field: string): field is SettingField {
  return (settingFields as readonly string[]).includes(field);
}

/** The field of the requirements and the value in it, as the rules would have read them. */
function meaningOf(
  field: SettingField,
  value: string,
): { readonly field: string; readonly value: unknown } | undefined {
  switch (field) {
    case 'durationSeconds':
      return numberIn('durationSeconds', value, (seconds) => seconds);
    case 'minDurationSeconds':
      return numberIn('durationSeconds', value, (min) => ({ min }));
    case 'maxDurationSeconds':
      return numberIn('durationSeconds', value, (max) => ({ max }));
    case 'maxSeconds':
      return numberIn('maxSeconds', value, (seconds) => seconds);
    case 'resolution':
    case 'minResolution':
    case 'maxResolution': {
      const name = canonical('resolution', value);
      if (name === undefined) return undefined;
      const end = { resolution: undefined, minResolution: 'min', maxResolution: 'max' }[field];
      return { field: 'resolution', value: end === undefined ? name : { [end]: name } };
    }
    case 'aspectRatio': {
      const ratio = canonical('aspectRatio', value);
      return ratio === undefined ? undefined : { field, value: ratio };
    }
    case 'audio':
      return value === 'true' || value === 'false' ? { field, value: value === 'true' } : undefined;
    case 'maxUsd':
      return usdPattern.test(value) && canonical(field, value) !== undefined ? { field, value } : undefined;
    case 'profile':
      return ['fastAndCheap', 'qualityAndCost', 'balanced'].includes(value) ? { field, value } : undefined;
    case 'useModel':
      return named('models.allow', value, /^[\w.~-]{1,100}\/[\w.:-]{1,200}$/);
    case 'avoidModel':
      return named('models.deny', value, /^[\w.~-]{1,100}\/[\w.:-]{1,200}$/);
    case 'useProvider':
      return named('providers.allow', value, /^[a-z0-9][\w.-]{0,99}$/i);
    case 'avoidProvider':
      return named('providers.deny', value, /^[a-z0-9][\w.-]{0,99}$/i);
    case 'input':
      return Object.hasOwn(inputWords, value)
        ? { field: 'needed', value: inputWords[value as keyof typeof inputWords] }
        : undefined;
    default:
      return field satisfies never;
  }
}

function numberIn(field: string, value: string, in_: (number: number) => unknown) {
  const number = Number(value);
  return value !== '' && Number.isFinite(number) && number > 0 ? { field, value: in_(number) } : undefined;
}

function named(field: string, value: string, pattern: RegExp) {
  return pattern.test(value) ? { field, value: value.toLowerCase() } : undefined;
}

/** As requirements spell it; `undefined` where they would refuse it. */
function canonical(field: 'resolution' | 'aspectRatio' | 'maxUsd', value: string): unknown {
  try {
    return parseRequirements({ [field]: value })[field];
  } catch {
    return undefined;
  }
}
