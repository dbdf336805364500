import { isRecord } from './field.ts';
import type { RequirementsInput } from './schema.ts';
import { contentPlaces } from './sentence-content.ts';
import { withBudgetShared } from './sentence-count.ts';
import { doubtRules } from './sentence-doubt-rules.ts';
import { readFiles } from './sentence-files.ts';
import { hasOtherLanguage } from './sentence-language.ts';
import { mayMatch } from './sentence-needs.ts';
import { blanked, hidden, isOptionPlace, remainingPrompt } from './sentence-prompt.ts';
import { withRivalsInContent } from './sentence-rivals.ts';
import { type FoundPhrase, inDoubt, type Meaning, type SentenceRule } from './sentence-rule.ts';
import { strongRules, weakRules } from './sentence-rules.ts';
import { isOfScene } from './sentence-scene.ts';
import { spelled } from './sentence-spelling.ts';
import { withAvatar, withSourceVideo } from './sentence-tasks.ts';
import { canonicalResolution } from './words.ts';

/** A phrase of the sentence and what it was taken for. */
export interface UsedPhrase {
  readonly text: string;
  /** A field of the requirements (`providers.deny` for a list in it), `profile`, or `needed`. */
  readonly field: string;
  readonly value: unknown;
}

/** An input that a sentence can speak of. The last two are references: a sound, a video. */
export type NeededInput =
  | 'firstFrame'
  | 'lastFrame'
  | 'references'
  | 'sourceVideo'
  | 'previousJobId'
  | 'audioReference'
  | 'videoReference';

/** What a sentence asks for. */
export interface SentenceReading {
  /** Not yet parsed: files stand as they were written, and a length of 0 or a resolution of 8K is still in it. */
  readonly requirements: RequirementsInput;
  readonly profile?: 'fastAndCheap' | 'qualityAndCost' | 'balanced';
  readonly used: readonly UsedPhrase[];
  /**
   * Phrases that look like options but set nothing: options that the requirements do not have (`looping`, `24 fps`), negations of
   * what can only be asked for, contradictions. Words of the content are not among them.
   */
  readonly notUnderstood: readonly string[];
  /** Fields that were asked for with different values; none was taken. */
  readonly conflicts: readonly {
    readonly field: string;
    readonly values: readonly unknown[];
    readonly texts: readonly string[];
  }[];
  /** Inputs that the sentence speaks of ("from this photo") and does not give. */
  readonly needed: readonly NeededInput[];
  /** The sentence looks like another language than English: only what is written as in English (8s, 9:16, 720p) is read. */
  readonly otherLanguage?: true;
  /** What the clip shows: one piece of the sentence, never altered. Settings inside it stay in it. */
  readonly prompt?: string;
}

/**
 * Reads what an English sentence asks of a clip: offline, the same every time. It prefers to leave a word in the prompt over taking it
 * for an option: words such as "fast" or "portrait" count only among other options or right before a word for clip.
 */
export function parseSentence(text: string): SentenceReading {
  const found: FoundPhrase[] = [];
  // A word of another language is no mistake in English: "massimo 8 secondi" is not 8 seconds.
  const otherLanguage = hasOtherLanguage(text) || undefined;
  const { text: right, placeOf } = otherLanguage ? { text, placeOf: (place: number) => place } : spelled(text);
  // What was read is blanked with a character that no rule matches, so that places stay the same.
  let open = right;
  const take = (phrases: readonly FoundPhrase[]) => {
    for (const phrase of phrases) found.push(phrase);
    if (phrases.length > 0) open = blanked(open, phrases);
  };
  take(readFiles(open));
  open = blanked(open, contentPlaces(open), hidden);
  for (const rule of strongRules) {
    const place = open;
    take(
      phrasesOf(rule, open).map((phrase) =>
        isOfScene(phrase.meaning, place, phrase.start, phrase.end) ? { ...phrase, meaning: inDoubt() } : phrase,
      ),
    );
  }
  // Each weak word that is taken may make the place of another one an option place.
  for (let pass = 1, before = -1; pass <= mostPasses && before !== found.length; pass += 1) {
    before = found.length;
    for (const rule of weakRules) {
      const place = open;
      take(phrasesOf(rule, open).filter(({ start, end }) => isOptionPlace(place, start, end, rule.reach)));
    }
  }
  for (const rule of doubtRules) take(phrasesOf(rule, open));
  take(lonelyWords(open));
  found.sort((left, right) => left.start - right.start || left.end - right.end);
  const placed = found.map((phrase) => ({ ...phrase, start: placeOf(phrase.start), end: placeOf(phrase.end) }));
  const told = withRivalsInContent(text, withBudgetShared(text, placed));
  return readingOf(text, withAvatar(text, withSourceVideo(text, told)), otherLanguage);
}

/**
 * How often the weak words are looked at again. A pass carries the company of options on by some 200 characters, so only texts of
 * thousands of characters without a comma could use more; they stay in the prompt. It keeps long texts from taking the square of their length.
 */
const mostPasses = 6;

function phrasesOf(rule: SentenceRule, open: string): FoundPhrase[] {
  const phrases: FoundPhrase[] = [];
  // Not a copy: with so many rules, each would be compiled anew for every sentence.
  const { pattern } = rule;
  if (!mayMatch(pattern, open)) return phrases;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(open); match; match = pattern.exec(open)) {
    const { index } = match;
    const meaning = rule.read(match);
    const end = index + match[0].length;
    // A match that says nothing, or less than it covered, may hide one that begins inside it.
    pattern.lastIndex = meaning === undefined ? index + firstWordLength(match[0]) : end;
    if (meaning === undefined) continue;
    const meanings: readonly Meaning[] = Array.isArray(meaning) ? meaning : [meaning as Meaning];
    if (meanings.length === 0) phrases.push({ start: index, end, meaning: { field: '', value: undefined } });
    for (const one of meanings) phrases.push({ start: index, end, meaning: one });
  }
  return phrases;
}

function firstWordLength(text: string): number {
  return /^\s*\S+/.exec(text)?.[0].length || 1;
}

/** "no", "only" or "not foo" as a whole clause: an option that cannot be told. */
function lonelyWords(open: string): FoundPhrase[] {
  const pattern = /(^|[,;.!?\n][^\S\n]*)((?:no|not|only|without|just)(?: [\p{L}\d-]+)?)(?=[^\S\n]*(?:$|[,;.!?\n]))/giu;
  return [...open.matchAll(pattern)]
    .filter((match) => !/^(?:no|without|just) /i.test(match[2]!))
    .map((match) => ({
      start: match.index + match[1]!.length,
      end: match.index + match[0].length,
      meaning: { notUnderstood: true },
    }));
}

function readingOf(text: string, found: readonly FoundPhrase[], otherLanguage: true | undefined): SentenceReading {
  const used: UsedPhrase[] = [];
  const notUnderstood: string[] = [];
  for (const { start, end, meaning } of found) {
    const phrase = text.slice(start, end).trim();
    if ('notUnderstood' in meaning) notUnderstood.push(meaning.text ?? phrase);
    else if (meaning.field !== '') used.push({ text: phrase, field: meaning.field, value: meaning.value });
  }
  const { values, conflicts } = settled(used);
  for (const conflict of conflicts) notUnderstood.push(...conflict.texts);
  const contradictory = new Set(conflicts.map(({ field }) => field));
  const profile = profileOf(used);
  const given = new Set(Object.keys(values));
  const needed = [
    ...new Set(
      used.filter(({ field }) => field === 'needed').map(({ value }) => value as SentenceReading['needed'][number]),
    ),
  ];
  const prompt = remainingPrompt(text, found);
  // None of its words was read, so all of them may be wishes.
  if (otherLanguage && found.length === 0) notUnderstood.push(text.trim());
  return {
    requirements: values,
    ...(profile === undefined ? {} : { profile }),
    used: toldOnce(
      used
        .filter(({ field }) => !contradictory.has(field))
        .map((phrase) => (phrase.field === 'priority' ? { ...phrase, field: 'profile', value: profile } : phrase)),
    ),
    notUnderstood,
    conflicts,
    needed: needed.filter((field) => !given.has(field)),
    ...(otherLanguage && { otherLanguage }),
    ...(prompt === '' ? {} : { prompt }),
  };
}

/** "good value" speaks of cost and of quality, and names one profile. */
function toldOnce(used: readonly UsedPhrase[]): readonly UsedPhrase[] {
  return used.filter(
    (phrase, at) =>
      phrase.field !== 'profile' || phrase.text !== used[at - 1]?.text || used[at - 1]?.field !== 'profile',
  );
}

/** One value a field; lists are gathered. A field with two different values gets none. */
function settled(used: readonly UsedPhrase[]): { values: RequirementsInput; conflicts: SentenceReading['conflicts'] } {
  const values: Record<string, unknown> = {};
  const references: unknown[] = [];
  const lists: Record<string, Record<string, Set<unknown>>> = {};
  const single = new Map<string, UsedPhrase[]>();
  for (const phrase of used) {
    const [field, list] = phrase.field.split('.') as [string, string | undefined];
    if (field === 'priority' || field === 'needed') continue;
    if (field === 'references') references.push(phrase.value);
    else if (list === undefined) {
      const phrases = single.get(field);
      if (phrases) phrases.push(phrase);
      else single.set(field, [phrase]);
    } else {
      lists[field] ??= {};
      lists[field][list] ??= new Set();
      lists[field][list].add(phrase.value);
    }
  }
  const conflicts = [];
  for (const [field, phrases] of single) {
    const distinct = distinctOf(field, phrases);
    const different = rangeOf(distinct) ?? exactWithin(distinct) ?? ratioOf(phrases) ?? distinct;
    if (different.length === 1) values[field] = different[0];
    else conflicts.push({ field, values: different, texts: phrases.map(({ text }) => text) });
  }
  if (references.length > 0) values.references = references;
  for (const [field, byName] of Object.entries(lists)) {
    values[field] = Object.fromEntries(Object.entries(byName).map(([name, entries]) => [name, [...entries]]));
  }
  return { values: values as RequirementsInput, conflicts };
}

/** The different values of a field: "full HD 1080p" says one twice. */
function distinctOf(field: string, phrases: readonly UsedPhrase[]): readonly unknown[] {
  const said = new Map<string, unknown>();
  for (const { value } of phrases) {
    const name = (field === 'resolution' && canonicalResolution(String(value))) || JSON.stringify(value);
    if (!said.has(name)) said.set(name, value);
  }
  return [...said.values()];
}

/** "3:4 portrait": a word for the shape, and the very shape. `undefined` when they are not of one kind. */
function ratioOf(phrases: readonly UsedPhrase[]): readonly unknown[] | undefined {
  if (phrases.some(({ field }) => field !== 'aspectRatio')) return undefined;
  const exact = new Set(phrases.filter(({ text }) => /\d/.test(text)).map(({ value }) => String(value)));
  const [ratio] = exact;
  if (exact.size !== 1 || ratio === undefined) return undefined;
  const isOfItsKind = ({ text, value }: UsedPhrase) =>
    /\d/.test(text) || uprightness(String(value)) === uprightness(ratio);
  return phrases.every(isOfItsKind) ? [ratio] : undefined;
}

/** 1: taller than wide; -1: wider than tall; 0: a square. */
function uprightness(ratio: string): number {
  const [width, height] = ratio.split(':').map(Number) as [number, number];
  return Math.sign(height - width);
}

/** "10s, under 2 minutes": an exact number, and bounds that it keeps. `undefined` when the values are anything else. */
function exactWithin(values: readonly unknown[]): readonly unknown[] | undefined {
  const exact = values.filter((value) => typeof value === 'number');
  const bounds = values.filter(isRecord);
  const [number] = exact;
  if (number === undefined || exact.length !== 1 || bounds.length !== values.length - 1) return undefined;
  const isKept = ({ min = -Infinity, max = Infinity, ...others }: Readonly<Record<string, unknown>>) =>
    Object.keys(others).length === 0 && Number(min) <= number && number <= Number(max);
  return bounds.every(isKept) ? exact : undefined;
}

/** "min 4 seconds, max 8 seconds": both ends of one range. `undefined` when the values are anything else. */
function rangeOf(values: readonly unknown[]): readonly unknown[] | undefined {
  if (values.length !== 2 || !values.every(isRecord)) return undefined;
  const [one, other] = values as [Record<string, unknown>, Record<string, unknown>];
  const isSplit = Object.keys({ ...one, ...other }).length === Object.keys(one).length + Object.keys(other).length;
  return isSplit ? [{ ...one, ...other }] : undefined;
}

/** Speed and cost alone: fastAndCheap. Quality, perhaps with cost: qualityAndCost. Quality and speed, or "balanced": balanced. */
function profileOf(used: readonly UsedPhrase[]): SentenceReading['profile'] {
  const asked = new Set(used.filter(({ field }) => field === 'priority').map(({ value }) => value));
  if (asked.size === 0) return undefined;
  if (asked.has('balanced') || (asked.has('quality') && asked.has('speed'))) return 'balanced';
  return asked.has('quality') ? 'qualityAndCost' : 'fastAndCheap';
}
