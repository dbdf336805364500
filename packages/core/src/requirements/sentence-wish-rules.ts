import { amount, duration, numberWord, secondsOf, usdOf } from './quantities.ts';
import { isOptionPlace } from './sentence-prompt.ts';
import { anyCase, type Meaning, notUnderstood, type SentenceRule, says, type WeakRule } from './sentence-rule.ts';

const story =
  '(?:tik[ -]?toks?|(?:(?:instagram|insta|ig|facebook|fb) )?(?:reels?|stor(?:y|ies))|(?:youtube|yt) shorts?|shorts|snapchat|whatsapp status)';
const site = '(?:youtube|instagram|insta|facebook|linkedin|twitter|pinterest|vimeo|tv)';
const clauseEnd = '(?=\\s*(?:$|[,;.!?|)\\n]|:\\s))';
const wanted =
  '(?:(?:please|make|create|generate|render|produce|give|i|we|want|need|would|like|me|us|an?|my|our|the|one|short|new|quick) )*';

/** Where a clip is for, how many are wanted, and when it must be ready. */
export const wishRules: readonly SentenceRule[] = [
  {
    pattern: anyCase(
      `\\b(?:made |good |meant |sized |formatted |it['’]s |this is |to post )?(?:for|on|to) (?:my |our |an? |the )?(?:tik[ -]?tok|(?:instagram |ig |facebook )?(?:reels?|stories|story)|(?:youtube )?shorts|youtube short|snapchat|whatsapp status)(?: video| clip| post| story)?${clauseEnd}|\\bfor (?:tik[ -]?tok|(?:instagram|ig|facebook) (?:reels?|stor(?:y|ies))|youtube shorts?|snapchat)\\b`,
    ),
    read: says('aspectRatio', '9:16'),
  },
  {
    pattern: anyCase(
      `(?:(?<=(?:^|[,;.!?|\\n]) ?)${wanted}|\\ban? )((?:tik[ -]?tok|instagram|insta|ig|youtube|yt|snapchat|facebook|vertical) )(?:story|stories|reels?|shorts?|video|clip|ad)\\b`,
    ),
    read: ([text]) =>
      /tik|snap|stor|reel|short/i.test(text) && !/vertical/i.test(text)
        ? { field: 'aspectRatio', value: '9:16' }
        : undefined,
  },
  {
    pattern: anyCase(
      `(?<=(?:^|[,;.!?|\\n]) ?)${wanted}${story}(?= (?:of|about|showing|with|for|where|in|style|format|from)\\b|\\s*(?:$|[,;.!?|:\\n]))`,
    ),
    read: says('aspectRatio', '9:16'),
  },
  {
    pattern: anyCase(`\\b(?:for|on) (?:my |our )?${site}(?: (?:video|post|ad|channel))?${clauseEnd}`),
    read: () => notUnderstood,
  },
  {
    pattern: anyCase(
      `\\b(?:an? )?(?:instagram|insta|ig|facebook|linkedin|twitter) posts?(?= of\\b|\\s*(?:$|[,;.!?\\n]))`,
    ),
    read: () => notUnderstood,
  },

  // How many: one job makes one clip.
  {
    pattern: anyCase(
      '\\b\\d{1,3}(?:[,.]?\\d{3})* (?:clips?|videos?|shots?|versions?|takes?|ads?) (?:an?|per|each|every) (?:day|week|month|year|hour)\\b',
    ),
    read: () => ({ ...notUnderstood, keep: true }),
  },

  // When it must be ready.
  { pattern: anyCase(`\\b(?:ready |done |finished )?(?:in |within )?(${duration}) from now\\b`), read: readWait },
  {
    pattern: anyCase(
      `\\b(?:(?:i |we )?(?:can(?:no|['’])?t|can|could|will|won['’]?t|do(?:n['’]?t| not)(?: want to)?) )?wait (?:for )?(?:(?:no |not )?(?:longer|more) than|at most|up to|max(?:imum)?|over|under|less than) (${duration})`,
    ),
    read: readWait,
  },
  {
    pattern: anyCase(
      `\\b(?:i (?:only )?(?:have|['’]ve got)|we (?:only )?have|deadline(?: is| in|:)*|due in|back in|here in|to me in) (${duration})(?: left| to spare)?${clauseEnd}`,
    ),
    read: readWait,
  },
  {
    pattern: anyCase(
      `(?<!\\b(?:ready|done|finished|delivered|rendered|it|this|that|clip|video|back|wait) )\\bin ((?:${duration}))(?: or (?:less|sooner|faster))?${clauseEnd}`,
    ),
    read(match) {
      const [whole, time] = match;
      const place = isOptionPlace(match.input, match.index, match.index + whole.length, 'strict');
      if (place && /min|hour|hr/i.test(time!)) return readWait(match);
      return place ? notUnderstood : { ...notUnderstood, keep: true };
    },
  },

  // Lengths in other spellings.
  {
    pattern: anyCase(
      '(?<![\\w.,:])(\\d{1,2}):([0-5]\\d)(?: ?(?:min(?:ute)?s?|m))?[ -](?:long|in length|duration|runtime|clip|video)\\b',
    ),
    read: ([, minutes, seconds]) => clockLength(minutes!, seconds!),
  },
  {
    pattern: anyCase(
      `\\b(?:the |its |clip |video )?(?:duration|length|runtime|running time)(?: (?:of|is|should be|must be|to be|needs to be)|:|=)* ?(\\d{1,2}):([0-5]\\d)(?!\\w|:\\d)`,
    ),
    read: ([, minutes, seconds]) => clockLength(minutes!, seconds!),
  },
  {
    pattern: anyCase(
      `\\b(?:the |its |clip |video )?(?:duration|length|runtime|running time)(?: (?:of|is|should be|must be|to be|needs to be|about|around)|:|=)* ?((?:\\d{1,3}(?:[.,]\\d{1,2})?|${numberWord}))(?: ?(?:seconds?|secs?|s))?${clauseEnd}`,
    ),
    read: ([, number]) => ({ field: 'durationSeconds', value: secondsOf(`${number} s`) }),
  },

  {
    pattern: anyCase(
      `\\b(?:for |by |with |of )?(?:another )?(\\d{1,3}(?:\\.\\d)?|${numberWord}) (?:more|extra|additional|further) (seconds?|secs?|minutes?|mins?)\\b`,
    ),
    read: ([, number, unit]) => ({ field: 'durationSeconds', value: secondsOf(`${number} ${unit}`) }),
  },

  // Money for one or for all.
  {
    pattern: anyCase(
      `(?<!\\w)(?:for |at )?(${amount}) (?:each|apiece|per (?:clip|video|take|shot)|a (?:piece|clip|video)|(?:in )?total|altogether|overall|for (?:all|everything|the lot)(?: of them)?)\\b(?! (?:of|price)\\b)`,
    ),
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },

  // Tasks.
  {
    pattern: anyCase(
      '\\blip[ -]?sync(?:ed|ing)?(?: (?:this|that|the|my|an?)(?: (?:audio|song|voice|recording|track|speech|voice ?over))?)?(?: (?:file|clip))?(?: (?:to|with|on|onto|over|and|using) (?:this|that|the|my|an?) (?:photo|picture|image|portrait|selfie|headshot|face))?',
    ),
    read: ([text]) =>
      avatar(
        /audio|song|voice|recording|track|speech/i.test(text),
        /photo|picture|image|portrait|selfie|headshot|face/i.test(text),
      ),
  },
  {
    pattern: anyCase(
      '\\b(?:make|let|have) (?:this|that|the|my) (?:photo|picture|image|portrait|selfie|headshot|avatar) (?:talk|speak|sing|say)(?=\\W|$)|\\btalking (?:head|avatar|photo)(?: (?:from|of|with) (?:this|the|my) (?:photo|picture|image|portrait|selfie))?',
    ),
    read: ([text]) => avatar(false, /photo|picture|image|portrait|selfie|headshot/i.test(text)),
  },

  // Sound in other words.
  {
    pattern: anyCase(
      `\\b(?:with|plus|including|has|add) (?:an? |some |the )?(?:[a-z-]{1,20} )?(?:songs?|singing|jingle|beats?|narrator|voice ?over)\\b|\\bnarrated\\b`,
    ),
    read: ([text]) => (/ no /i.test(text) ? undefined : { field: 'audio', value: true, keep: true }),
  },

  // What counts, in other words.
  {
    pattern: anyCase(
      '\\b(?:the )?(?:best|most|biggest|good|great) bang for (?:the|your|my|our) bucks?\\b|\\bvalue for (?:the )?money\\b|\\bbest (?:price[ -]?(?:to[ -])?(?:performance|quality)|quality for the price|ratio of price and quality)\\b',
    ),
    read: costAndQuality,
  },
  {
    pattern: anyCase(
      "\\b(?:quality|speed|time|length|resolution|shape|format)(?: really)? (?:does ?n[o'’]?t matter|does not matter|doesn['’]?t matter|is not important|is unimportant)\\b|\\b(?:no (?:rush|hurry)|not urgent|take your time|i['’]m in no (?:rush|hurry))\\b|\\bdon['’]?t care (?:about|for) (?:quality|speed|time|price|cost|length|shape)\\b",
    ),
    read: () => notUnderstood,
  },
];

const good = '(?:good|decent|nice|great|high[ -]quality|good[ -]looking|pretty)';
const cheap = '(?:cheap|affordable|inexpensive)';

/** Words that need the company of options, and stand before the single words. */
export const weakWishRules: readonly WeakRule[] = [
  {
    reach: 'strict',
    pattern: anyCase(
      `\\b(?:${cheap} (?:but|yet|and) (?:still )?${good}|${good} (?:but|yet|and) (?:still )?${cheap})(?: quality)?\\b`,
    ),
    read: costAndQuality,
  },
  {
    reach: 'strict',
    pattern: anyCase(
      '\\b(?:[a-z-]{1,20} ){0,2}(?:music|soundtrack|voice-?over|narration|dialogu?e|sound effects|sfx)\\b',
    ),
    read: ([text]) =>
      /^(?:no|without|and|or|the) /i.test(text) ? undefined : { field: 'audio', value: true, keep: true },
  },
  {
    reach: 'strict',
    pattern: /\b(?:in a (?:rush|hurry)|rush(?:ed)?|quickly please|time is short)\b/gi,
    read: says('priority', 'speed'),
  },
  {
    reach: 'strict',
    pattern: anyCase('\\b(?:for )?(\\d{1,3} ?c)\\b'),
    read: ([, cents]) => ({ field: 'maxUsd', value: String(Number.parseInt(cents!, 10) / 100) }),
  },
];

/** What may be a wish and may be content, once everything else is read: it stays in the prompt and is said. */
export const doubtRules: readonly SentenceRule[] = [
  // A model of a make that OpenRouter has not listed, or that we do not know.
  {
    pattern: anyCase(
      '\\b(?:use|using|try|via|with|model:?) (?:the )?(?:pika|luma|ray|hunyuan|ltx|mochi|cogvideox?|midjourney|vidu|pixverse|haiper|krea|higgsfield|skyreels|firefly|dream machine|stable video|nova reel)\\b(?:[ -]?v?\\d{1,2}(?:\\.\\d)?)?|\\b(?:use|using|via|model:?) (?:the )?[a-z]{3,14}[ -]v?\\d{1,2}\\.\\d\\b(?! ?(?:seconds?|secs?|s|x|mm|m)\\b)',
    ),
    read: () => ({ ...notUnderstood, keep: true }),
  },
  // Shapes and formats in words that no field has.
  {
    pattern: anyCase(
      '\\b(?:cinemascope|letterbox(?:ed)?|anamorphic|full[ -]?screen|(?:phone|mobile|tablet|banner|billboard|story|feed|cinema) (?:screen |video )?(?:format|shape|size|orientation)|(?:twice|three times) as (?:wide|tall|high) as (?:it is )?(?:high|tall|wide)|hdr(?:10)?|10[ -]?bit|dolby vision)\\b',
    ),
    read: () => ({ ...notUnderstood, keep: true }),
  },
  { pattern: anyCase(`\\bfor (?:${amount}|\\d{1,3} ?c)${clauseEnd}`), read: () => ({ ...notUnderstood, keep: true }) },
  {
    pattern: /\b(?:at most|at least|max(?:imum)?|min(?:imum)?|up to) \d{1,4}(?:[.,]\d{1,3})?(?=\s*(?:$|[,;.!?)\n]))/gi,
    read: () => ({ ...notUnderstood, keep: true }),
  },
  {
    pattern: /(?<![\d:.])\b(?:4:5|5:4|16:10|10:16|18:9|9:18|2:1|1:2|5:3|3:1|1:3|32:9)\b(?![:.]?\d)/g,
    read: () => ({ ...notUnderstood, keep: true }),
  },
  {
    pattern: anyCase(`(?<![\\w.,:$'’])(?!(?:\\d{2,4}|eighty|ninety)[ -]?s\\b)${duration}`),
    read: () => ({ ...notUnderstood, keep: true }),
  },
];

function readWait([, time]: RegExpExecArray): Meaning {
  return { field: 'maxSeconds', value: secondsOf(time!) };
}

function clockLength(minutes: string, seconds: string): Meaning {
  return { field: 'durationSeconds', value: Number(minutes) * 60 + Number(seconds) };
}

function costAndQuality(): readonly Meaning[] {
  return [
    { field: 'priority', value: 'quality' },
    { field: 'priority', value: 'cost' },
  ];
}

function avatar(hasSound: boolean, hasPicture: boolean): readonly Meaning[] {
  return [
    { field: 'task', value: 'avatar' },
    ...(hasSound ? [{ field: 'needed', value: 'audioReference' }] : []),
    ...(hasPicture ? [{ field: 'needed', value: 'firstFrame' }] : []),
  ];
}
