import { duration, numberWord } from './quantities.ts';
import { mayMatch } from './sentence-needs.ts';
import type { FoundPhrase } from './sentence-rule.ts';
import { anyCase } from './sentence-rule.ts';

/**
 * Places that belong to the content whatever their words say: what is quoted, what a clock shows, and when something happens within the
 * clip ("after 3 seconds the door opens", "0-3s: a door").
 */
export function contentPlaces(text: string): readonly Pick<FoundPhrase, 'start' | 'end'>[] {
  const places = contentPatterns
    .filter((pattern) => mayMatch(pattern, text))
    .flatMap((pattern) =>
      [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
    );
  const whole = /^\s*[\p{Pi}\p{Ps}\p{Po}]/u.test(text) ? text.trim().length : Infinity;
  // A sentence in quotation marks is the sentence.
  return places.filter(({ start, end }) => end - start < whole).sort((left, right) => left.start - right.start);
}

const clock =
  '(?:clocks?|timers?|countdowns?|stop ?watch(?:es)?|watch(?:es)?|scoreboards?|displays?|counters?|hourglass|metronome|fuse|alarm)';
const shownTime = `(?:${duration}|\\d{1,2}:\\d\\d(?::\\d\\d)?)`;

export const contentPatterns: readonly RegExp[] = [
  /(?<![\d\w])"[^"\n]+"|“[^”\n]+”|«[^»\n]+»|„[^“”\n]+[“”]|「[^」\n]+」/g,
  /(?<![\w'’])['‘](?!\d0s)(?:[^'’\n]|(?<=\w)['’](?=\w)){1,200}['’](?!\w)/g,
  anyCase`\b${clock} (?:[a-z]{1,12} ){0,3}?(?:show(?:s|ing)|read(?:s|ing)|says?|saying|set|stuck|stands?|at|with|of|down|display(?:s|ing)|count(?:s|ing)|from|for|ticks?|ticking)(?: (?:[a-z]{1,12} ){0,2}?|:? ?)${shownTime}(?: (?:to|past|before|after|until|till|left) \w+)?`,
  anyCase`\b(?:scores?|scoreboards?|scoreline|results?|numbers?|digits|verse|psalms?|chapter|section|john|matthew|mark|luke|romans|genesis|exodus|proverbs|(?:leav|depart|arriv|start|begin|kick|meet|wak|clos|open|train|bus|flight)[a-z]{0,5}(?: off)? at|ends|end(?:ed|ing)(?: at)?|reads|says|w[io]n(?:s|ning)?|los(?:t|es|ing)|leads?|leading|tied?) (?:[a-z]{1,12} ){0,2}?\d{1,2}:\d{1,2}(?![\w:])`,
  anyCase`(?<![\d:])\d{1,2}:\d{1,2} (?:in the (?:morning|afternoon|evening)|at night|[ap]\.?m\b|o['’]clock|sharp|local time|(?:train|bus|flight|victory|win|defeat|lead|draw|loss)\b|(?:(?:[a-z]+ed|on|across|above|over) )+(?:an? |the |his |her |their |its )?(?:[a-z]+ ){0,2}?(?:jersey|t?-?shirt|wall|sign|clock|display|board|door|watch|ticket|hat|cap|poster|banner|side|back)\b)`,
  anyCase`\b(?:\d{1,3}|${numberWord}|an?)[ -]min(?:ute)?s?[ -](?:walk|drive|ride|hike|run|nap|break|workout|meditation|meal|recipe|egg|queue)\b`,
  anyCase`\b${numberWord}[ -]minutes?['’]? (?:of )?silence|\b(?:a|\d) minutes?['’]?s? (?:of )?silence`,
  anyCase`\b(?:an? |the )?${duration}[ -](?:(?:egg|chess|kitchen|bomb|shot|game|race|launch|oven|digital) )?(?:${clock}|delay|mark|rule|penalty|head ?start|warning|old)\b`,
  anyCase`(?<![\w.,:])${duration} (?:(?:to|before|until|till|past) (?!this\b|that\b|my\b|(?:the )?(?:end|last) frame|${shownTime})[a-z]+|after (?=[a-z])|later\b|ago\b|left on\b|remaining\b|away\b|apart\b|earlier\b)`,
  anyCase`\b(?:every|(?<!(?:^|[,;:(.–—-]|\b(?:clips|videos|takes|ads|shorts|reels|versions|variants|variations)) ?)each|after|(?<!\b(?:ready|done|finished|delivered|back|need(?:ed)?|it|this) )(?:for |in |during |within )(?:the |its )?(?:first|last|final|next)|(?<!\b(?:in|within) )the (?:first|last|final|next)|per) ${duration}`,
  // What somebody says after a colon, and what is written or called so.
  anyCase`\b(?:says?|saying|reads?|reading|shouts?|yells?|whispers?|sings?): ?(?:[^;\n]{1,200};|[^,;.\n]{1,100})|(?<![^\s,;])[^\s,;]{1,20} (?:written|painted|printed|carved|engraved)\b|\b(?:named|called|labell?ed|marked) (?:an? |the )?[^\s,;]{1,20}`,
  // A list of shots with their times.
  /(?<![\w.:])\d{1,3}(?:\.\d)?s? ?[-–] ?\d{1,3}(?:\.\d)? ?(?:s|secs?|seconds?)? ?:(?= )/gi,
];
