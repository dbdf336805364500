import { editDistance } from './nearest.ts';

/** A text with its mistyped option words put right, and where every character of it was before. */
export interface Spelled {
  readonly text: string;
  /** The place in the text as it was written. */
  readonly placeOf: (place: number) => number;
}

/**
 * Puts words right that are one letter (in a word of eight or more: two letters) away from a word of the options and are no other word
 * that we know of: `potrait`, `verticle`, `secnds`. The first letter must be right; names and words of other letters stay.
 */
export function spelled(text: string): Spelled {
  const shifts: { readonly from: number; readonly by: number }[] = [];
  let shift = 0;
  const right = text.replace(wordPattern, (written, at: number) => {
    const meant = meantBy(written);
    if (meant === undefined) return written;
    shift += meant.length - written.length;
    shifts.push({ from: at + written.length + shift, by: shift });
    return meant;
  });
  if (shifts.length === 0) return { text, placeOf: (place) => place };
  return {
    text: right,
    placeOf: (place) => place - shiftAt(shifts, place),
  };
}

/** By how much the last shift at or before `place` moved what follows it; found by halving, since a text may have thousands of mistakes. */
function shiftAt(shifts: readonly { readonly from: number; readonly by: number }[], place: number): number {
  let [low, high] = [0, shifts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shifts[middle]!.from <= place) low = middle + 1;
    else high = middle;
  }
  return shifts[low - 1]?.by ?? 0;
}

const wordPattern = /(?<![\w./:@~-])[a-z]{4,14}(?![\w/:@~]|\.\w)/gi;

function meantBy(written: string): string | undefined {
  const word = written.toLowerCase();
  if (known.has(word)) return undefined;
  const often = usualMistakes[word];
  if (often !== undefined) return often;
  if (word.length < 5) return undefined;
  return optionWords.find(
    (option) =>
      option[0] === word[0] &&
      Math.abs(option.length - word.length) <= 1 &&
      editDistance(option, word) <= (option.length >= 9 ? 2 : 1),
  );
}

const optionWords: readonly string[] = (
  'seconds second minutes minute portrait vertical landscape horizontal widescreen square without silent cheapest quality fastest ' +
  'possible between picture pictures resolution seedance hailuo happyhorse'
).split(' ');

/** Short words, and what is further away. */
const usualMistakes: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  verticle: 'vertical',
  sund: 'sound',
  soud: 'sound',
  lenght: 'length',
  lengh: 'length',
  legnth: 'length',
  duraton: 'duration',
  durration: 'duration',
  budgit: 'budget',
  soound: 'sound',
  audeo: 'audio',
  auido: 'audio',
  foto: 'photo',
  cheep: 'cheap',
  cheapist: 'cheapest',
  chepest: 'cheapest',
  vidoe: 'video',
  vido: 'video',
  bugdet: 'budget',
  buget: 'budget',
  audoi: 'audio',
  secodns: 'seconds',
  vedio: 'video',
  viedo: 'video',
  scnds: 'seconds',
  seocnds: 'seconds',
  chepa: 'cheap',
  chaep: 'cheap',
  sqaure: 'square',
  qualitiy: 'quality',
});

/** The option words, and words of the language that are a letter or two away from them. */
const known: ReadonlySet<string> = new Set([
  ...optionWords,
  ...(
    'minuets minuet minuted minuter portraits verticals landscaped landscaper landscapes squared squares squarer squire silents qualify fattest ' +
    'passible possibly pictured resolutions revolution'
  ).split(' '),
]);
