import { duration } from './quantities.ts';
import type { FoundPhrase } from './sentence-rule.ts';
import { anyCase } from './sentence-rule.ts';

/**
 * Places that belong to the content whatever their words say: what is quoted, what a clock shows, and when something happens within the
 * clip ("after 3 seconds the door opens", "0-3s: a door").
 */
export function contentPlaces(text: string): readonly Pick<FoundPhrase, 'start' | 'end'>[] {
  const places = contentPatterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  );
  const whole = text.trim().length;
  // A sentence in quotation marks is the sentence.
  return places.filter(({ start, end }) => end - start < whole).sort((left, right) => left.start - right.start);
}

const clock =
  '(?:clocks?|timers?|countdowns?|stop ?watch(?:es)?|watch(?:es)?|scoreboards?|displays?|counters?|hourglass|metronome|fuse|alarm)';
const shownTime = `(?:${duration}|\\d{1,2}:\\d\\d(?::\\d\\d)?)`;

const contentPatterns: readonly RegExp[] = [
  /(?<![\d\w])"[^"\n]+"|“[^”\n]+”|«[^»\n]+»|„[^“”\n]+[“”]|「[^」\n]+」/g,
  /(?<![\w'’])['‘](?!\d0s)(?:[^'’\n]|(?<=\w)['’](?=\w)){1,200}['’](?!\w)/g,
  anyCase(
    `\\b${clock} (?:[a-z]{1,12} ){0,3}?(?:show(?:s|ing)|read(?:s|ing)|says?|saying|set|stuck|stands?|at|with|of|down|display(?:s|ing)|count(?:s|ing)|from|for|ticks?|ticking)(?: (?:[a-z]{1,12} ){0,2}?|:? ?)${shownTime}(?: (?:to|past|before|after|until|till|left) \\w+)?`,
  ),
  anyCase(`\\b(?:an? |the )?${duration}[ -](?:${clock}|delay|mark|rule|penalty|head ?start|warning|old)\\b`),
  anyCase(
    `(?<![\\w.,:])${duration} (?:(?:to|before|until|till|past) (?!this\\b|that\\b|my\\b|(?:the )?(?:end|last) frame|${shownTime})[a-z]+|after (?=[a-z])|later\\b|ago\\b|left on\\b|remaining\\b|away\\b|apart\\b|earlier\\b)`,
  ),
  anyCase(
    `\\b(?:every|(?<!(?:^|[,;:(.–—-]|\\b(?:clips|videos|takes|ads|shorts|reels|versions|variants|variations)) ?)each|after|(?<!\\b(?:ready|done|finished|delivered|back|need(?:ed)?|it|this) )(?:for |in |during |within )(?:the |its )?(?:first|last|final|next)|(?<!\\b(?:in|within) )the (?:first|last|final|next)|per) ${duration}`,
  ),
  // A list of shots with their times.
  /(?<![\w.:])\d{1,3}(?:\.\d)?s? ?[-–] ?\d{1,3}(?:\.\d)? ?(?:s|secs?|seconds?)? ?:(?= )/gi,
];
