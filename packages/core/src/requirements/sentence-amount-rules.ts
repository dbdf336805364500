import { amount, duration, numberWord, secondsOf, usdOf } from './quantities.ts';
import { shareOf } from './sentence-count.ts';
import { followsContent, isWithinContent, leadsContent, taken } from './sentence-prompt.ts';
import { boundedSeconds, durationRangeRules } from './sentence-range-rules.ts';
import {
  anyCase,
  clauseOpening,
  inDoubt,
  limit,
  type Meaning,
  notUnderstood,
  refusing,
  type SentenceRule,
  toldOnly,
} from './sentence-rule.ts';

export const floor = '(?:at least|(?<!\\d ?)min(?:imum)?(?: of)?|(?:more|longer) than|over|above|[>\u2265]=?)';
/** "don't spend more than", "must not cost more than": a limit in other words. */
const refusal = `${refusing} (?:(?:want|wish|like|need|have|it|this) ){0,2}(?:to )?(?:spend|pay|cost|exceed|go|be)(?: (?:any )?(?:more than|over|above|beyond|exceed(?:ing)?))?`;
/** Money that is not dollars: nothing tells what it is worth today. */
export const otherMoney =
  '(?:euros?|eur|pounds?|quid|gbp|chf|francs?|yen|jpy|yuan|rmb|cny|rupees?|inr|pesos?|kronor|kroner|sek|nok|zloty|pln|rubles?|won|reais|brl)';
const about = '(?:about|around|approximately|approx\\.?|roughly|circa|~)';
const digits = '\\d{1,6}(?:\\.\\d{1,6})?|\\.\\d{1,6}';

/** Phrases with a number and what it counts: dollars, seed, points, seconds of the clip. */
export const amountRules: readonly SentenceRule[] = [
  // Money.
  {
    pattern: anyCase`\b(?:(?:my|our|the|an?) )?(?:total )?budget (?:for|on) (?:all )?(\d{1,4}|${numberWord}) (?:clips|videos|shots|takes|ads)(?: is|:| of) ?(${amount})|(${amount}) (?:is )?(?:split|shared|divided|spread)(?: evenly)? (?:across|between|among|over|by) (?:all )?(\d{1,4}|${numberWord}) (?:clips|videos|shots|takes|ads)\b`,
    read: ([, clips, total, shared, among]) => ({
      field: 'maxUsd',
      value: shareOf(usdOf((total ?? shared)!), secondsOf(`${clips ?? among} s`)),
    }),
  },
  {
    pattern: anyCase`(?<!\w)(?:(?:${otherMoney}|[€£¥₹₽₩]) (?:budget|limit|cap)(?: of| is|:)? ?(?:${digits})|(?:${limit}|(?:my )?budget(?: of| is|:)?) (?:an?|${numberWord}) ${otherMoney})\b`,
    read: toldOnly,
  },
  {
    pattern: anyCase`(?:(?<!\w)${limit} ?)?${amount} ?(?:(?:per|an?|each|every) |/ ?)(?:seconds?|secs?|s|minutes?|mins?)\b(?: (?:max(?:imum)?|tops|at most|or less))?`,
    read: toldOnly,
  },
  {
    pattern: anyCase`(?:(?<!\w)${limit} ?)?\b(?:(?:au?|ca?|nz|hk|s|mx|nt|r)\$|(?:eur|gbp|chf|jpy|cny|inr|sek|nok|pln|brl|aud|cad) ) ?\d+(?:[.,]\d+)?(?: (?:max(?:imum)?|tops|budget|at most|or less))?\b`,
    read: toldOnly,
  },
  {
    pattern: anyCase`(?:\b(?:between|from) )?(?!(?:an?|\w+) (?:dollars?|bucks?) and [\w-]+ cents?\b)${amount} ?(?:[-–—]|to\b|and\b|or\b) ?${amount}`,
    read: inDoubt,
  },
  {
    pattern: anyCase`(?:\b(?:between|from) )?\$ ?\d{1,4}(?:\.\d{1,2})? ?(?:[-–—]|to\b|or\b) ?\d{1,4}(?:\.\d{1,2})?(?![\w.,:]\w|\w| ?(?:s|secs?|seconds?|minutes?|mins?)\b)(?: budget| max(?:imum)?)?`,
    read: toldOnly,
  },
  {
    pattern: anyCase`(?<!\w)(?:${limit}) (\d{1,4}[.,]\d{2})(?![\w%]|[.:,]\d| ?(?:s|secs?|seconds?|m|mins?|minutes?|ms|fps|x|mb|gb|k|p|points|dollars?|bucks?|usd|cents?|eur|euros?|pounds?)\b| ?[$€£¥¢])`,
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(`$${price}`) }),
  },
  {
    pattern: anyCase`(?<!\busd |[\w.,$€£¥₹₽₩])(\d{1,4}\.\d{2}) (?:max(?:imum)?|tops|at most|budget|or less)\b`,
    read: ([, price]) => ({ field: 'maxUsd', value: price }),
  },
  {
    pattern: anyCase`\b(?:an? |the |my |our )?total(?: (?:cost|budget|price|spend))?(?: (?:of|is|at most|under|up to|max(?:imum)?)|:)* (${amount})`,
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },
  {
    pattern: anyCase`${clauseOpening}(${amount})(?: ?/ ?| (?:per|an?|each|every) )(?:clip|video|shot|take)\b`,
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },
  { pattern: anyCase`(?<![\w])${about} ?${amount}`, read: inDoubt },
  {
    pattern: anyCase`\b(?:and |but |please ){0,3}(?:i )?${refusal} (${amount}|\d{1,4} ?c\b)`,
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },
  {
    pattern: anyCase`(?:(?<!\w)(?:and )?(?:(?:(?:the |my )?(?:(?:max(?:imum)?|highest) )?(?:budget|price|cost))(?: (?:is|of|limit|cap|must be|should be))*:? ?|for |costs? |costing |(?:i can |we can )?(?:pay|spend)(?:ing)? |cap(?:ped)? |keep (?:it|this) )?(?:(?<!\w)${limit}|\b(?:max(?:imum)?|highest) (?:price|cost|budget):? ?|\b(?<!\bquarter )(?:at|of|is|limit|budget:?|cap(?:ped at)?:?|ceiling|spend)(?: of| is|:)?(?: like)?) ?)(${amount}|\d{1,4} ?c\b)(?: ?\/ ?(?:clips?|videos?|takes?|shots?|pieces?)\b|(?<=\b(?:spend|pay)\b[^,;.!?\n]{1,50}) (?:on|for)(?= (?:an?|the|this|my|our) ))?`,
    read: ([text, price]) => readLimit(text, price!),
  },
  {
    pattern: anyCase`${clauseOpening}(?:and |but |so )?(?:(?:i|we)(?:['’]ve)?(?: only)? (?:have|got)|got)(?: (?:got|like|only|just|about|around|maybe))* (${amount})(?: left| to spend| in total| for (?:it|this|that|all|everything))?(?=\W|$)`,
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },
  {
    pattern: anyCase`(?:\bi have )?(${amount}) ?(?:max(?:imum)?|or (?:less|cheaper|under|below)|tops|at most|budget|limit|cap|ceiling|to spend)\b`,
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },
  {
    pattern: anyCase`\b(?:max(?:imum)?[ -]?(?:usd|price|cost|budget)|budget|(?:price|cost)(?: (?:limit|cap)| ?(?=[<≤=:])))(?: of| is)? ?(?:[<≤]=?|[:=])? ?(${digits})(?![\w%]|[.,:]\d|[ -]?(?:seconds?|secs?|s|minutes?|mins?|${otherMoney})\b| ?[€£¥₹₽₩])`,
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },
  {
    pattern: anyCase`(?<!\w)(?:${floor}) ?${amount}`,
    // "her rent went over $2000" tells what is seen.
    read: ({ 0: words, input, index }) => ({
      ...notUnderstood,
      keep: followsContent(input, index) || leadsContent(input, index + words.length),
    }),
  },
  {
    pattern: anyCase`(?:(?<!\w)(?:for )?${limit} ?)?(?:(?:budget|price|cost)(?: (?:of|is))?:? ?)?(?:[€£¥₹₽₩]\s?\d+(?:[.,]\d+)?|\b\d+(?:[.,]\d+)?\s?(?:[€£¥₹₽₩]|${otherMoney})(?!\w))(?: (?:max(?:imum)?|tops|budget|limit|cap|at most|or less)\b)?`,
    // "a bear of 200 pounds" tells what is seen.
    read: ([text]) => (/^\d+ (?:pounds?|won)$/i.test(text) ? { ...notUnderstood, keep: true } : notUnderstood),
  },

  {
    pattern:
      /\b(?:(?:with|use|using) )?(?:(?:the|a) )?seed(?: number)?(?: of| is|:|=|)\s?(-?\d{1,12})\b(?! ?(?:cm|mm|m|inch(?:es)?|feet)\b)/gi,
    read: ([, seed]) => ({ field: 'seed', value: Number(seed) + 0 }),
  },
  {
    pattern: anyCase`\b(?:min(?:imum)?[ -]quality(?: of|:|=)?|(?:quality|rating|rated|elo)(?: of)? ${floor}|${floor}(?= \d+ (?:points|elo)\b)) ?(\d{3,4})\b(?: (?:points|elo)\b)?`,
    read: ([, points]) => ({ field: 'minQuality', value: Number(points) }),
  },

  // Lengths.
  ...durationRangeRules,
  { pattern: /\b(?:a )?(?:few|couple(?: of)?|several|some) (?:seconds|minutes)\b/gi, read: toldOnly },
  {
    pattern: anyCase`(?:\b(?:(?:that |which )(?:is|lasts?|runs)|lasting|for another|for|of|by|another|about|around|approximately|approx\.?|roughly|exactly) |~ ?)?(?<![\w.,:$€£/'’-])(${duration})(?:[ -]long\b| (?:(?:is|would be) (?:enough|fine|ok(?:ay)?|plenty|sufficient)|will do)\b| longer\b| in length\b| duration\b| each\b| apiece\b| or so\b| give or take\b| overall\b| all in all\b| al(?:l ?)?together\b| (?:in )?total\b)?( max(?:imum)?\b| min(?:imum)?\b| at (?:the (?:very )?)?(?:most|least)\b| tops\b| or (?:less|more|shorter|longer)\b|,? (?:and |but )?(?:no|not(?: any)?) (?:less|more|shorter|longer)\b(?! than\b))?`,
    read: readDuration,
  },
];

/** "at $5" and "of $5" are limits only after a word for money. */
function readLimit(text: string, price: string): Meaning | undefined {
  if (/^\s*(?:and )?(?:at|of|is) ?[$\d]/i.test(text)) return undefined;
  return { field: 'maxUsd', value: usdOf(price) };
}

const severalClips = new RegExp(
  `(?:\\b(?:\\d{1,4}|${numberWord}|dozen|few|several)|\u0001) (?:[a-z-]+ ){0,4}?(?:clips|videos|versions|variants|variations|takes|ads)\\b`,
  'i',
);

/** "lasting 10 seconds in widescreen", and not "lasting 10 seconds destroys a house". */
function isSurelyLength(whole: string, after: string): boolean {
  return /^(?:that|which|lasting)\b|(?:[ -]long|in length|duration)$/i.test(whole) && surelyAfter.test(after);
}

const surelyAfter = new RegExp(`^(?: ?${taken}| (?:in|with|at|for|and|under|without|please)\\b|\\W*$)`, 'i');

/** "100 clips a day, 6 seconds each", once the first was read. */
const afterSetting = new RegExp(`${taken},? ?$`);

/** "the 80s" and "1990s" are decades; "5 seconds max" is a bound. */
function readDuration(match: RegExpExecArray): Meaning | undefined {
  const [whole, time, bound] = match;
  const before = match.input.slice(Math.max(0, match.index - 8), match.index);
  const after = match.input.slice(match.index + whole.length, match.index + whole.length + 14);
  const decade = /^(?:1[89]|20)?\d0s$/i.test(time!);
  if (decade && (time!.length > 4 || /(?:\b(?:the|early|late|mid)[ -]|['’])$/i.test(before))) return undefined;
  if (decade && /^[ -](?:style|look|vibe|aesthetic|retro|movie|film|music|synth|tv|disco)/i.test(after))
    return undefined;
  // Scenes of one clip, or clips: only a count of clips tells.
  if (
    / (?:each|apiece)$/i.test(whole) &&
    !severalClips.test(match.input) &&
    !afterSetting.test(match.input.slice(Math.max(0, match.index - 3), match.index))
  )
    return { ...notUnderstood, keep: true };
  if (!bound && !isSurelyLength(whole, after) && isWithinContent(match.input, match.index, match.index + whole.length))
    return undefined;
  const seconds = secondsOf(time!);
  // "24 hours in 10 seconds" tells what is seen: no clip is made that long.
  if (/hour|\bhr|\dhr/i.test(time!)) return { ...notUnderstood, keep: true };
  return bound ? boundedSeconds(seconds, bound) : { field: 'durationSeconds', value: seconds };
}
