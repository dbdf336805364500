import { duration, numberWord, secondsOf } from './quantities.ts';
import { classesWithin } from './range.ts';
import type { ResolutionRange } from './requirements.ts';
import { isWithinContent, taken } from './sentence-prompt.ts';
import { anyCase, type Meaning, notUnderstood, refusing, type SentenceRule } from './sentence-rule.ts';
import { shortSideOf } from './size.ts';
import { canonicalResolution } from './words.ts';

/** "must not be", "I don't want it to be": what makes a bound of the other side of the one that follows. */
const not = `(?:(?:(?:i |we |it )?${refusing}|no|not|nothing|n[o\u2019']t) (?:(?:want|need|like|use|make|have|let|go|run|last|be|get|it|this|that|to|any|anything|the (?:clip|video)) ){0,6})`;
const atMost = `at (?:the )?(?:very )?most|not a second (?:over|more than|longer than)|(?:a )?max(?:imum\\b|\\.|\\b)(?: of)?|up to|${not}(?:(?:more|longer|higher|greater) than|over|above|exceed(?:ing)?|past|beyond)|[\u2264]|<=`;
const lessThan = '(?:less|shorter|lower|smaller|worse) than|under|below|<';
const atLeast = `at (?:the )?(?:very )?least|(?:a )?(?<!\\d ?)min(?:imum)?\\b\\.?(?: of)?|${not}(?:(?:less|shorter|lower|worse) than|below|under)|[\u2265]|>=`;
const moreThan = '(?:more|longer|higher|greater|better) than|over|above|>';
const bound = `(${atMost})|(${lessThan})|(${atLeast})|(${moreThan})`;
/** "max length 8 s", "min res 720p". */
const ofWhat = '(?:(?:clip )?(?:res(?:olution)?|length|duration|runtime)(?: (?:of|is))?:? )?';
export const resolution = '(?:\\d{3,4} ?p|[1248]k(?: uhd)?|full[ -]?hd|ultra[ -]?hd|u?hd|fhd|qhd|sd)';
const orMore =
  '\\+|(?:or|and) (?:better|higher|more|above|up(?:wards)?|greater)\\b|min(?:imum)?\\b|at (?:the )?least\\b|up(?:wards)?\\b(?! to\\b)';
const orLess = '(?:or|and) (?:lower|less|below|worse|smaller)\\b|max(?:imum)?\\b|at (?:the )?most\\b|tops\\b';

/** Ranges and bounds of the resolution. */
export const resolutionRangeRules: readonly SentenceRule[] = [
  {
    pattern: anyCase`\b(?:(?:between|from) )?(\d{3,4}(?: ?p)?|[124]k) ?(?:[-\u2013\u2014]|(?:(?:up )?to|or|and)\b) ?(\d{3,4} ?p|[124]k)\b`,
    read: readClasses,
  },
  {
    pattern: anyCase`(?<!\w|\bhailuo[ -]?3[ -])(?:${bound}) ?${ofWhat}(${resolution})(?! ?fps)\b`,
    read: ([, most, under, least, , name]) => {
      const wanted = canonicalResolution(name!);
      if (wanted === undefined) return notUnderstood;
      if (most) return { field: 'resolution', value: { max: wanted } };
      if (least) return { field: 'resolution', value: { min: wanted } };
      return under ? beside({ max: wanted }, wanted) : beside({ min: wanted }, wanted);
    },
  },
  {
    pattern: anyCase`\b(${resolution}) ?(?:(${orMore})|(?:${orLess}))`,
    read: ([, name, more]) => {
      const wanted = canonicalResolution(name!);
      return wanted === undefined
        ? notUnderstood
        : { field: 'resolution', value: more ? { min: wanted } : { max: wanted } };
    },
  },
];

function readClasses([, from, to]: RegExpExecArray): Meaning {
  const [min, max] = [canonicalResolution(from!), canonicalResolution(to!)];
  if (min === undefined || max === undefined || shortSideOf(min)! >= shortSideOf(max)!) return notUnderstood;
  return { field: 'resolution', value: { min, max } };
}

/** The classes on one side of a class, without itself. */
function beside(range: ResolutionRange, name: string): Meaning {
  const side = shortSideOf(name)!;
  const others = classesWithin(range).filter((other) => shortSideOf(other) !== side);
  const end = range.max === undefined ? others[0] : others.at(-1);
  if (end === undefined) return notUnderstood;
  return { field: 'resolution', value: range.max === undefined ? { min: end } : { max: end } };
}

const number = `\\d{1,4}(?:\\.\\d+)?|${numberWord}`;
const unit = '(?:seconds?|secs?|s|minutes?|mins?)\\b';

/** Ranges and bounds of the length. */
export const durationRangeRules: readonly SentenceRule[] = [
  {
    pattern: anyCase`(?<![\w.,:$\u20ac\u00a3/'\u2019-])(${number})(?:[ -]?(${unit}))? ?(?:\u00b1|\+ ?/? ?-|plus or minus|give or take) ?(\d{1,2}(?:\.\d)?|an?|one|two|three)(?: ?(${unit})|\b)`,
    read([, length, counted, most, offBy]) {
      const unitSaid = counted ?? offBy;
      if (unitSaid === undefined) return undefined;
      const [wanted, off] = [secondsOf(`${length} ${unitSaid}`), secondsOf(`${most} ${offBy ?? 's'}`)];
      return seconds(wanted - off, wanted + off);
    },
  },
  {
    pattern: anyCase`(?<![\w.,:$])(\d{1,3}|${numberWord})(?:[ -]?ish[ -]?(${unit})|[ -]?(${unit})[ -]?ish\b)`,
    read: ([, length, counted, before]) => ({
      field: 'durationSeconds',
      value: secondsOf(`${length} ${counted ?? before}`),
    }),
  },
  {
    pattern: anyCase`(\bbetween |\bfrom )?(?<![\w.,:$\u20ac\u00a3/'\u2019])(${number})(?: ?(${unit}))?(?: ?(?:[-\u2013\u2014]|\.\.) ?(?=\d)|(?: (up to|to|through|and|or) |-(to|or)-))(${number})[ -]?(${unit})( long\b| in length\b)?`,
    read(match) {
      const [whole, between, first, firstUnit, joined, hyphened, second, secondUnit] = match;
      const word = joined ?? hyphened;
      if (word === 'and' && !between) return notUnderstood;
      const [min, max] = [secondsOf(`${first} ${firstUnit ?? secondUnit}`), secondsOf(`${second} ${secondUnit}`)];
      if (min >= max || isRefused(match)) return notUnderstood;
      // "4 or 8" is not 5, which lies between them.
      if (word === 'or' && max - min > 1) return notUnderstood;
      return isWithinContent(match.input, match.index, match.index + whole.length)
        ? { ...notUnderstood, keep: true }
        : seconds(min, max);
    },
  },
  {
    pattern: anyCase`\b(?:(?:longer|more) than|over|at least|min(?:imum)?) (${number})(?: ?${unit})?,? (?:and|but) (?:(shorter|less) than|(under|below)|at most|max(?:imum)?|up to) (${number}) ?(${unit})`,
    read([whole, least, shorter, under, most, counted]) {
      const [min, max] = [secondsOf(`${least} ${counted}`), secondsOf(`${most} ${counted}`)];
      return seconds(/^[lmo](?!in)/i.test(whole) ? min + 1 : min, shorter || under ? max - 1 : max);
    },
  },
  {
    pattern: anyCase`\b(?:the |its )?(?:length|duration|runtime)(?: (?:of|is|should be|must be)|:|=)* ?(?:between |from |anywhere from )?(${number}) ?(?:[-\u2013\u2014]|to\b|and\b) ?(${number})(?=\s*(?:$|[,;.!?|)\n]))`,
    read: ([, min, max]) => seconds(secondsOf(`${min} s`), secondsOf(`${max} s`)),
  },
  {
    pattern: anyCase`(?<![\w.,:])(${number})(?: ?\+ ?(${unit})|[ -]?(${unit})\+(?![\w+]))`,
    read: ([, least, counted, before]) => seconds(secondsOf(`${least} ${counted ?? before}`), undefined),
  },
  {
    pattern: anyCase`(?<!\w)(?:${bound}) ?${ofWhat}(${duration})(?: long\b| in length\b)?`,
    read(match) {
      const [whole, most, under, least, , time] = match;
      if (isWithinContent(match.input, match.index, match.index + whole.length))
        return { ...notUnderstood, keep: true };
      const wanted = secondsOf(time!);
      // "a sunrise over 6 seconds" tells how long it takes; "a clip over 6 seconds" how long at least.
      const before = /(\S+) $/.exec(match.input.slice(Math.max(0, match.index - 24), match.index))?.[1] ?? ',';
      if (/^over/i.test(whole) && !boundWord.test(before))
        return { field: 'durationSeconds', value: wanted, keep: !before.includes(taken) };
      if (most) return seconds(undefined, wanted);
      if (least) return seconds(wanted, undefined);
      return under ? seconds(undefined, Math.ceil(wanted) - 1) : seconds(Math.floor(wanted) + 1, undefined);
    },
  },
];

/** Words before "over 6 seconds" that make it a bound. */
const boundWord =
  /(?:[,;:.!?|(]|^(?:be|is|are|clips?|videos?|shots?|length|duration|runtime|runs?|lasts?|anything|something|it|for|of|and|but|or|just|slightly|well|go|long|much|far|little|bit))$/i;

/** A length with a bound after it: "5 seconds max", "8 s or longer". */
export function boundedSeconds(wanted: number, bound: string): Meaning {
  return /min|more|longer|least/i.test(bound) !== /\bnot?\b/i.test(bound)
    ? seconds(wanted, undefined)
    : seconds(undefined, wanted);
}

/** Whole seconds within what was said; nothing when there are none. */
function seconds(least: number | undefined, most: number | undefined): Meaning {
  const min = least === undefined ? undefined : Math.ceil(least);
  const max = most === undefined ? undefined : Math.floor(most);
  if ((max !== undefined && max < 1) || (min !== undefined && max !== undefined && min > max)) return notUnderstood;
  return { field: 'durationSeconds', value: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) } };
}

function isRefused({ input, index }: RegExpExecArray): boolean {
  return /\b(?:not|no|never|except|without)(?: for| in)? $/i.test(input.slice(Math.max(0, index - 12), index));
}
