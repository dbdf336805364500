import { amount, duration, numberWord, waitingTime } from './quantities.ts';

/**
 * Whether a pattern may match in a text: `false` only where the text lacks something that every match holds.
 *
 * V8 takes 2 to 4 ms to compile one of the longer patterns: compiling all of them for the first sentence took half a second (Node 20, 2026-11).
 * One that cannot match is not compiled.
 */
export function mayMatch(pattern: RegExp, text: string): boolean {
  const needs = needsOf(pattern);
  if (needs.length === 0) return true;
  if (text !== lastText?.of) lastText = { of: text, plain: text.toLowerCase().replace(/\d/g, digit) };
  const { plain } = lastText;
  return needs.every(({ words }) => words.some((word) => plain.includes(word)));
}

/** One of the words stands in every match: in lower case, with every digit as 0. */
interface Need {
  readonly words: readonly string[];
  /** Grows with the share of texts that hold one of them; infinite where that is nearly every text. */
  readonly commonness: number;
}

function needsOf(pattern: RegExp): readonly Need[] {
  const known = needsByPattern.get(pattern);
  if (known) return known;
  const needs = /[uv]/.test(pattern.flags) || unreadable.test(pattern.source) ? [] : readNeeds(pattern.source);
  needsByPattern.set(pattern, needs);
  return needs;
}

const needsByPattern = new WeakMap<RegExp, readonly Need[]>();
/** Named and modified groups, references to groups, control characters; flag `u` would fold `ſ` into s. Such a pattern is always tried. */
const unreadable = /\(\?(?![:=!]|<[=!])|\\[kcpP1-9]/;
/** Rules ask about the same text one after the other. */
let lastText: { readonly of: string; readonly plain: string } | undefined;
const digit = '0';

/** What every match of a pattern holds: one word of each need. */
function readNeeds(source: string): readonly Need[] {
  let at = 0;

  /** Reads alternatives up to `)` or the end. */
  function alternatives(): readonly Need[] {
    const first = sequence();
    if (source[at] !== '|') return first;
    const words = new Set<string>();
    let isKnown = true;
    for (let needs = first; ; needs = sequence()) {
      for (const word of needs[0]?.words ?? []) words.add(word);
      isKnown &&= needs.length > 0;
      if (source[at] !== '|') break;
      at += 1;
    }
    return isKnown ? [needOf([...words])] : [];
  }

  /** The rarest first. */
  function sequence(): readonly Need[] {
    const needs: Need[] = [];
    let run = '';
    const close = () => {
      if (run !== '') needs.push(needOf([run]));
      run = '';
    };
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const what = item();
      const { isNeeded, isRepeated } = quantifier();
      if (typeof what === 'string' && isNeeded) run += what;
      if (typeof what !== 'string' || isRepeated) close();
      if (typeof what === 'object' && isNeeded) needs.push(...what);
    }
    close();
    return needs
      .filter(({ commonness }) => commonness < Infinity)
      .sort((left, right) => left.commonness - right.commonness);
  }

  /** A character that must stand there, the needs of a group, or nothing that is known. */
  function item(): string | readonly Need[] | undefined {
    const character = source[at]!;
    if (character === '(') return group();
    if (character === '[') {
      while (source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
      at += 1;
      return undefined;
    }
    at += 1;
    if (character === '^' || character === '$') return '';
    if (character !== '\\') return character === '.' ? undefined : plainOf(character);
    const escaped = source[at]!;
    at += 1 + (escaped === 'u' ? 4 : escaped === 'x' ? 2 : 0);
    if (escaped === 'd') return digit;
    if (escaped === 'b' || escaped === 'B') return '';
    return /\w/.test(escaped) ? undefined : escaped;
  }

  function group(): readonly Need[] | undefined {
    const fragment = fragments.find((one) => one !== source && source.startsWith(one, at));
    if (fragment) {
      at += fragment.length;
      return needsOfFragment(fragment);
    }
    const [opening = '', look] = /^\((?:\?(?:(<?[=!])|:))?/.exec(source.slice(at, at + 4)) ?? [];
    at += opening.length;
    const needs = alternatives();
    at += 1;
    return look === undefined ? needs : undefined;
  }

  function quantifier() {
    const sign = source[at] ?? '';
    if (!'*+?{'.includes(sign) || sign === '') return once;
    const isNeeded = sign === '+' || (sign === '{' && source[at + 1] !== '0');
    at = sign === '{' ? source.indexOf('}', at) + 1 || source.length : at + 1;
    if (source[at] === '?') at += 1;
    return { isNeeded, isRepeated: true };
  }

  const needs = alternatives();
  if (at !== source.length) throw new SyntaxError(`Cannot read ${source} at ${at}.`);
  return needs;
}

/** Groups that stand in many patterns and make up most of their length. */
const fragments = [waitingTime, duration, amount, numberWord];

function needsOfFragment(fragment: string): readonly Need[] {
  const known = readFragments.get(fragment);
  if (known) return known;
  const needs = readNeeds(fragment);
  readFragments.set(fragment, needs);
  return needs;
}

const readFragments = new Map<string, readonly Need[]>();

const once = { isNeeded: true, isRepeated: false };

/** A letter beyond ASCII has other cases, which are not known here. */
function plainOf(character: string): string | undefined {
  if (character >= '0' && character <= '9') return digit;
  const lower = character.toLowerCase();
  return character < '\x80' || lower === character.toUpperCase() ? lower : undefined;
}

function needOf(words: readonly string[]): Need {
  return { words, commonness: words.reduce((sum, word) => sum + commonnessOf(word), 0) };
}

function commonnessOf(word: string): number {
  const { length } = word.trim();
  if (length > 1) return length > 3 ? 0.02 : 0.3 / length;
  return word === digit ? 0.5 : /^[^a-z\s,.-]$/.test(word) ? 0.1 : Infinity;
}
