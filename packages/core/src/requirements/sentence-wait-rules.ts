import { duration, secondsOf, waitingTime } from './quantities.ts';
import { isOptionPlace } from './sentence-prompt.ts';
import {
  anyCase,
  clauseEnd,
  clauseOpening,
  limit,
  type Meaning,
  notUnderstood,
  refusing,
  type SentenceRule,
} from './sentence-rule.ts';

const waiting = '(?:wait(?:ing)?(?: time)?|turnaround(?: time)?)';
const wish =
  "(?:(?:i|we) ?)?(?:(?:can(?:no|['’])?t|can|could|will|['’]ll|won['’]?t|do ?n[o'’]?t(?: want to| mind)?|(?:am|['’]m) happy to) )?";
const ready =
  '(?:ready|done|finished|(?:finish )?rendering|delivered|rendered|generated|completed|deadline|due|here|to me|back|delivery)';
const told =
  '(?:(?:finish|deliver|render)(?: it| this| rendering)?|(?:i )?(?:need|want|have|get) (?:it|this|that|(?:the|my) (?:clip|video))(?: back)?) (?:in|within)';
const leading = `(?: (?:is|in|for|about|around|the|next|(?:longer|more) than|over|${limit}))*`;
const trailing = '(?: (?:max(?:imum)?|tops|or (?:less|sooner|faster)|at (?:the )?(?:latest|most)|left|to spare)\\b)?';

/** When a clip must be ready. What else is ready in the scene, its context tells. */
export const waitRules: readonly SentenceRule[] = [
  {
    pattern: anyCase`\b(?:ready |done |finished )?(?:in |within )?(?:about |around )?(${waitingTime})(?: from now|(?<=\bin [^,;.]{1,40})['’]? time)\b`,
    read: readWait,
  },
  {
    pattern: anyCase`(?<!\bno,? )\b(?:${wish}${waiting}[:=]?|(?:(?:to )?be )?${ready}[:=]?|${told})${leading} (${waitingTime})${trailing}`,
    read: readWait,
  },
  {
    pattern: anyCase`\b(?:i|we) (?:only )?(?:have|['’]ve got)(?: ${limit})? (${waitingTime})${trailing}${clauseEnd}`,
    read: readWait,
  },
  {
    pattern: anyCase`(?<!\b(?:ready|done|finished|delivered|rendered|it|this|that|clip|video|back|wait) )\bin (?!(?:1[89]|20)\d0s\b)((?:${duration}))(?: or (?:less|sooner|faster))?${clauseEnd}`,
    read(match) {
      const [whole, time] = match;
      const place = isOptionPlace(match.input, match.index, match.index + whole.length, 'strict');
      if (place && /min|hour|\bhr|\dhr/i.test(time!)) return readWait(match);
      return place ? notUnderstood : { ...notUnderstood, keep: true };
    },
  },
  {
    pattern: anyCase`\b(?:${limit} )?(?:a )?(${duration})(?: of)?(?: max(?:imum)?)? ?${waiting}(?: max(?:imum)?)?\b`,
    read: readWait,
  },
  { pattern: anyCase`\bwithin (?:the )?(?:next )?(${waitingTime})`, read: readWait },
  {
    pattern: anyCase`\b(?:(?:it )?(?:must|should|may|can) take|takes?|taking|(?:(?:render(?:ing)?|generation|processing) )?time)(?: is)?[:=]? ${limit} (${duration})`,
    read: readWait,
  },
  {
    pattern: anyCase`\b(?:it )?${refusing} take (?:(?:any )?(?:longer|more) than|over) (${waitingTime})(?= *(?:$|[,;.!?|)\n]|to (?:make|render|generate)))`,
    read: readWait,
  },
  // "a fox, in under 2 minutes": no clip is that long.
  {
    pattern: anyCase`${clauseOpening}(?:and |but )?in ${limit} (${waitingTime})(?=\s*(?:$|[,;.!?|)\n]))`,
    read: (match) => (secondsOf(match[1]!) >= 60 ? readWait(match) : undefined),
  },
];

function readWait([, time]: RegExpExecArray): Meaning {
  return { field: 'maxSeconds', value: secondsOf(time!) };
}
