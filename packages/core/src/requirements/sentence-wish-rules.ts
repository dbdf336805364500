import { amount, duration, numberWord, secondsOf, usdOf } from './quantities.ts';
import { boundedSeconds } from './sentence-range-rules.ts';
import {
  anyCase,
  clauseEnd,
  clauseOpening,
  inDoubt,
  limit,
  type Meaning,
  notUnderstood,
  type SentenceRule,
  says,
  toldOnly,
  type WeakRule,
} from './sentence-rule.ts';
import { canonicalAspectRatio } from './words.ts';

export const story =
  '(?:tik[ -]?toks?|(?:(?:instagram|insta|ig|facebook|fb) )?(?:reels?|stor(?:y|ies))|(?:youtube|yt) shorts?|shorts|snapchat|whatsapp status)';
export const site =
  '(?:youtube|instagram|insta|facebook|linkedin|twitter|pinterest|vimeo|twitch|reddit|discord|bilibili|tv)';
const mine = '(?:my|our|the|this|that) (?:(?:last|previous|earlier) )?(?:video|clip)';
const face = '(?:this|that|the|my|an?) (?:photo|picture|image|portrait|selfie|headshot|face|avatar)';
const speech =
  '(?:this|that|the|my|an?) (?:voice[ -]?(?:memo|note|over|recording|clip)|audio|song|voice|recording|track|speech)(?: (?:file|clip|recording))?';
export const wanted =
  '(?:(?:please|make|create|generate|render|produce|give|i|we|want|need|would|like|me|us|an?|my|our|the|one|short|new|quick) )*';

/** How many in a month: one job makes one clip. Before all others, since "2k clips a month" is no resolution. */
export const volumeRule: SentenceRule = {
  pattern: anyCase`\b(?:about |around |some |up to |over |at least )?(?:\d{1,3}(?:[,.]?\d{3})*|\d{1,4}(?:\.\d)? ?k|${numberWord}|an? (?:few|couple of|dozen|hundred|thousand)|(?:hundreds|thousands|dozens) of) (?:(?:short|different|new|such) )?(?:(?:clips?|videos?|shots?|versions?|takes?|ads?) (?:an?|per|each|every|/) ?(?:day|week|month|year|hour)|(?:hourly|daily|weekly|monthly|yearly) (?:clips?|videos?|shots?|ads?))\b`,
  read: inDoubt,
};

const afterNumber = new RegExp(`(?:\\d|\\b${numberWord})[ -]?$`, 'i');

/** Where a clip is for, and how many are wanted. */
export const wishRules: readonly SentenceRule[] = [
  {
    pattern: anyCase`\b(?:made |good |meant |sized |formatted |it['’]s |this is |to post )?(?:for|on|to) (?:my |our |an? |the )?(?:tik[ -]?tok|(?:(?:instagram|insta|ig|facebook|fb) )?(?:reels?|stories|story)|(?:youtube )?shorts|youtube short|snapchat|whatsapp status)(?: video| clip| post| story)?${clauseEnd}|\bfor (?:tik[ -]?tok|(?:instagram|ig|facebook) (?:reels?|stor(?:y|ies))|youtube shorts?|snapchat)\b`,
    read: says('aspectRatio', '9:16'),
  },
  {
    pattern: anyCase`(?:${clauseOpening}${wanted}|\ban? )((?:tik[ -]?tok|instagram|insta|ig|youtube|yt|snapchat|facebook|vertical) )(?:story|stories|reels?|shorts?|video|clip|ad)\b`,
    read: ([text]) =>
      /tik|snap|stor|reel|short/i.test(text) && !/vertical/i.test(text)
        ? { field: 'aspectRatio', value: '9:16' }
        : undefined,
  },
  {
    pattern: anyCase`${clauseOpening}${wanted}${story}(?= (?:of|about|showing|with|for|where|in|style|format|from)\b|\s*(?:$|[,;.!?|:\n]))`,
    read: says('aspectRatio', '9:16'),
  },
  {
    pattern: anyCase`\b(?:for|(?:(?:upload|post|share|publish)(?:ed|ing)? (?:it |this )?)?on|(?:upload|post|share|publish)(?:ed|ing)? (?:it |this )?to) (?:my |our |an? )?${site}(?: (?:feed|timeline|video|post|page|ad|spot|commercial|campaign|channel|intro|outro|banner)){0,2}${clauseEnd}`,
    // "a cat watching birds on tv" tells what is seen.
    read: ([text]) => (/^on/i.test(text) ? { ...notUnderstood, keep: true } : notUnderstood),
  },
  {
    pattern: anyCase`\b(?:an? )?(?:instagram|insta|ig|facebook|linkedin|twitter) posts?(?= of\b|\s*(?:$|[,;.!?\n]))`,
    read: toldOnly,
  },

  // Lengths in other spellings.
  {
    pattern: /(?<![\w.,:'’"”])(\d{1,2}) ?(?:''|’’|″|")(?=[ -](?:clip|video|spot|ad|teaser)\b)/gi,
    read: ([, seconds]) => ({ field: 'durationSeconds', value: Number(seconds) }),
  },
  {
    pattern:
      /(?<![\w-])(?:t|len|dur|secs?|seconds)(?: ?= ?|: ?|(?<=secs?|seconds) (?=\d{1,2}\s*(?:$|[,;])))(\d{1,3}(?:\.\d)?)(?: ?s(?:ecs?)?)?(?![\w:%]|\.\d)/gi,
    // "in 60 seconds: 4s" is no 4 after a name.
    read: ({ 1: seconds, input, index }) =>
      afterNumber.test(input.slice(Math.max(0, index - 12), index))
        ? undefined
        : { field: 'durationSeconds', value: Number(seconds) },
  },
  {
    pattern: anyCase`(?<![\w.,:])(\d{1,2}):([0-5]\d)(?: ?(?:min(?:ute)?s?|m))?[ -](?:long|in length|duration|runtime|clip|video)\b`,
    read: ([, minutes, seconds]) => clockLength(minutes!, seconds!),
  },
  // "0:30 of rain".
  {
    pattern: anyCase`${clauseOpening}${wanted}(?:for )?(?:(\d{1,2})(?=:\d\d of\b)|00?(?=:\d\d${clauseEnd})):([0-5]\d)`,
    read: ([, minutes = '0', seconds]) => clockLength(minutes, seconds!),
  },
  {
    pattern: anyCase`\b(?:the |its |clip |video )?(?:duration|length|runtime|running time)(?: (?:of|is|should be|must be|to be|needs to be)| ?[:=])* ?(\d{1,2}):([0-5]\d)(?!\w|:\d)`,
    read: ([, minutes, seconds]) => clockLength(minutes!, seconds!),
  },
  {
    pattern: anyCase`\b(?:(max|min)(?:imum)?\.? )?(?:the |its |clip |video )?(?:duration|length|runtime|running time)(?: (?:of|is|should be|must be|to be|needs to be|about|around)| ?[:=])* ?((?:\d{1,3}(?:[.,]\d{1,2})?|\d{4}|${numberWord}))(?: ?(?:seconds?|secs?|s))?(?:${clauseEnd}|(?=(?<=[:=] ?\d{1,4}) (?!\d|s(?:ecs?|econds?)?\b)| (?:-|\d{3,4}p\b|\d{1,2}[:x]\d|(?:aspect|res|ratio|ar|audio|seed|no|at) )))`,
    read([, bound, number]) {
      const seconds = secondsOf(`${number} s`);
      return bound ? boundedSeconds(seconds, bound) : { field: 'durationSeconds', value: seconds };
    },
  },

  {
    pattern: anyCase`\b(?:for |by |with |of )?(?:another )?(\d{1,3}(?:\.\d)?|${numberWord}) (?:more|extra|additional|further) (seconds?|secs?|minutes?|mins?)\b`,
    read: ([, number, unit]) => ({ field: 'durationSeconds', value: secondsOf(`${number} ${unit}`) }),
  },

  {
    pattern: /\bthe (cheaper|faster|sooner|quicker|better) the better\b/gi,
    read: ([, word]) => ({
      field: 'priority',
      value: /cheap/i.test(word!) ? 'cost' : /better/i.test(word!) ? 'quality' : 'speed',
    }),
  },

  // What counts more, of two.
  {
    pattern: anyCase`\b(quality|speed|price|cost)(?: (?:is|matters|counts))?(?: (?:much|far|a lot))?(?: (?:more(?: important)? than|over|before|above)|,? first,?(?: and)? then) (?:the )?(?:quality|speed|price|cost)\b(?:(?:,? (?:and )?then|,) (?:quality|speed|price|cost)\b)?`,
    read: ([, first]) => ({ field: 'priority', value: /price/i.test(first!) ? 'cost' : first!.toLowerCase() }),
  },

  // Money for one or for all.
  {
    pattern: anyCase`(?<!\w)(?:(?:please )?(?:spend|pay|keep (?:it|this))(?:ing)? )?(?:for |at |${limit} )?(${amount}|\d{1,3} ?c) (?:each|apiece|per (?:clip|video|take|shot)|a (?:piece|clip|video)|(?:in )?total|al(?:l ?)?together|overall|for (?:all|both|everything|the (?:lot|pair|two))(?: of them)?)\b(?! (?:of|price)\b)`,
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },

  // Tasks.
  {
    pattern: anyCase`\blip[ -]?sync(?:ed|ing)?(?: (?:${face}|${speech}))?(?: (?:to|with|on|onto|over|and|using) (?:${face}|${speech})){0,2}`,
    read: ([text]) =>
      avatar(
        /audio|song|voice|recording|track|speech/i.test(text),
        /photo|picture|image|portrait|selfie|headshot|face/i.test(text),
      ),
  },
  {
    pattern: anyCase`\b(?:make|let|have) ${face} (?:talk|speak|sing|say)(?=\W|$)(?: ${speech})?|\btalking (?:head|avatar|photo)(?: (?:from|of|with) ${face})?(?: (?:and|with) ${speech})?`,
    read: ([text]) =>
      avatar(
        /(?:this|that|the|my) [\w ]*(?:audio|song|voice|recording|track|speech)/i.test(text),
        /photo|picture|image|portrait|selfie|headshot/i.test(text),
      ),
  },

  {
    pattern: anyCase`\b(?:(?:pick|carry|keep|go)(?:ing)? (?:up|on|going)|continu(?:e|ing)|resum(?:e|ing)|start(?:ing)?) (?:(?:right|again) )?(?:from )?(?:where )?(?:(?:my|the|our) (?:last|previous|earlier|first) (?:video|clip|one|shot)|it|we|i)(?: (?:left off|ended|stopped|ends|stops))\b|\b(?:make|turn) (?:it|${mine}|\u0001+)(?= ${duration} longer\b)|\bmake ${mine} longer\b|\b(?:an? )?longer version of ${mine}\b|\b(?:i (?:want|need) )?(?:(?:my|the) (?:last|previous|earlier) (?:video|clip)|the (?:video|clip) from (?:before|last time|earlier))(?=,?(?: but)?(?: with)? (?:${duration} (?:longer|more)|(?:\d{1,2}|${numberWord}) (?:more|extra)\b)|,? but(?: with)? \u0001)|\b(?:(?:make )?an? )?(?:(?:the )?next (?:part|scene|shot) of|sequel to|follow[ -]?up (?:to|of)|continuation of|pick up from) my (?:last|previous|earlier) (?:video|clip)\b|${clauseOpening}(?:please )?(?:extend|lengthen|prolong) (?:it|this|that)(?=${clauseEnd}| (?:by|for|to) )|\bkeep ${mine} going\b|\b(?:continue|extend|carry on|keep going|lengthen)(?: (?:with|from|on))? (?=\u0001)`,
    read: () => [
      { field: 'task', value: 'continue' },
      { field: 'needed', value: 'previousJobId' },
    ],
  },

  {
    pattern: anyCase`\badd (?:another )?(${duration})(?: more)? (?:on)?to (?:the end of )?${mine}(?=\W|$)`,
    read: ([, more]) => [
      { field: 'task', value: 'continue' },
      { field: 'needed', value: 'previousJobId' },
      { field: 'durationSeconds', value: secondsOf(more!) },
    ],
  },

  // Sound in other words.
  {
    pattern: anyCase`\b(?:with|plus|including|has|add) (?:an? |some |the )?(?:[a-z-]{1,20} )?(?:songs?|singing|jingle|beats?|narrator|voice[ -]?over)\b|\bnarrated\b`,
    read: ([text]) => (/ no /i.test(text) ? undefined : { field: 'audio', value: true, keep: true }),
  },

  // What counts, in other words.
  {
    pattern: anyCase`\b(?:the )?(?:best|most|biggest|good|great) bang for (?:the|your|my|our) bucks?\b|\b(?:good|best|great) value\b(?: for (?:the )?money\b)?|\bvalue for (?:the )?money\b|\b(?:good|decent|nice|great|high)(?: enough)? quality (?:but|yet|and|at|for) (?:an? )?(?:low|small|reasonable|fair) (?:price|cost|budget)\b|\bbest (?:price[ -]?(?:to[ -])?(?:performance|quality)|quality for the price|ratio of price and quality)\b`,
    read: costAndQuality,
  },
  {
    pattern: anyCase`\b(?:money|price|cost|quality|speed|time|length|resolution|shape|format)(?: really)? (?:is no (?:object|issue)|does ?n[o'’]?t matter|is ?n[o'’]?t (?:important|an issue)|is unimportant)\b|\b(?:no (?:rush|hurry)|not urgent|take your time|(?:i['’]m |we['’]re |i am |we are )?(?:in no|not in (?:a|any)) (?:rush|hurry))\b|\b(?:it |this |that )?(?:do(?:es)? ?n[o'’]?t (?:have|need)|need ?n[o'’]?t) (?:it )?(?:to )?be (?:too |so |very |the )?(?:cheap(?:est)?|fast(?:est)?|quick|perfect|best|expensive|long|hd|4k|high[ -]quality|good)\b|\bdo ?n[o'’]?t care (?:about|for|what) (?:the )?(?:quality|speed|time|price|cost|length|shape)\b`,
    read: toldOnly,
  },
];

const good = '(?:good|decent|nice|great|high[ -]quality|good[ -]looking|pretty)';
const cheap = '(?:cheap|affordable|inexpensive|not (?:too |that |so |very )?(?:expensive|pricey|dear))';

/** Words that need the company of options, and stand before the single words. */
export const weakWishRules: readonly WeakRule[] = [
  {
    reach: 'strict',
    pattern: anyCase`\b(?:${cheap} (?:but|yet|and) (?:still )?${good}|${good} (?:but|yet|and) (?:still )?${cheap})(?: quality)?\b`,
    read: costAndQuality,
  },
  {
    reach: 'strict',
    pattern: anyCase`\b(?:[a-z-]{1,20} ){0,2}(?:music(?! (?:video|clip))|soundtrack|voice[ -]?over|narration|dialogu?e|sound effects|sfx)\b`,
    read: ([text]) =>
      /^(?:no|without|and|or|the|never|not|keep) /i.test(text)
        ? undefined
        : { field: 'audio', value: true, keep: true },
  },
  {
    reach: 'strict',
    pattern: /\b(?:in a (?:rush|hurry)|rush(?:ed)?|urgent(?:ly)?|quickly please|time is short)\b/gi,
    read: says('priority', 'speed'),
  },
  {
    reach: 'strict',
    pattern: anyCase`\b(?:for )?(\d{1,3} ?c)\b`,
    read: ([, cents]) => ({ field: 'maxUsd', value: String(Number.parseInt(cents!, 10) / 100) }),
  },
];

/** "9:16 video" is a shape. */
function clockLength(minutes: string, seconds: string): Meaning | undefined {
  if (canonicalAspectRatio(`${minutes}:${seconds}`) !== undefined) return undefined;
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
