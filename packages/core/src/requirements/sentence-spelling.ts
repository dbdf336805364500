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
  const often = usualMistakes.get(word);
  if (often !== undefined) return often;
  if (word.length < 5) return undefined;
  return optionWords.find(
    (option) =>
      option[0] === word[0] &&
      // "portraits", "squared".
      !word.startsWith(option) &&
      Math.abs(option.length - word.length) <= 1 &&
      editDistance(option, word) <= (option.length >= 9 ? 2 : 1),
  );
}

const optionWords: readonly string[] = (
  'seconds second minutes minute portrait vertical landscape horizontal widescreen square without silent cheapest quality fastest ' +
  'possible between picture pictures resolution seedance hailuo happyhorse'
).split(' ');

/** Short words, and what is further away: what is meant, and how it is mistyped. */
const usualMistakes: ReadonlyMap<string, string> = new Map(
  (
    'vertical verticle,sound sund soud soound,length lenght lengh legnth,duration duraton durration,' +
    'budget budgit bugdet buget,audio audeo auido audoi,photo foto,cheap cheep chepa chaep,' +
    'video vidoe vido vedio viedo,seconds scnds,quality qualitiy'
  )
    .split(',')
    .flatMap((line) => {
      const [meant = '', ...mistakes] = line.split(' ');
      return mistakes.map((mistake) => [mistake, meant] as const);
    }),
);

/** The option words, and words of the language that are a letter or two away from them. */
const known: ReadonlySet<string> = new Set([
  ...optionWords,
  ...'minuets minuet squire qualify fattest passible possibly revolution'.split(' '),
]);
