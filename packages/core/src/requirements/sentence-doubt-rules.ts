import { amount, duration, numberWord } from './quantities.ts';
import { floor, otherMoney } from './sentence-amount-rules.ts';
import {
  anyCase,
  clauseEnd,
  clauseOpening,
  inDoubt,
  limit,
  orientation,
  type SentenceRule,
  says,
  toldOnly,
} from './sentence-rule.ts';
import { site, story, wanted } from './sentence-wish-rules.ts';

const makes =
  '(?:veo|kling|seedance|hailuo|happyhorse|grok(?: imagine)?|sora|runway|wan|aleph|pika|luma(?: ray| dream machine)?|ray|hunyuan|ltx|mochi|cogvideox?|midjourney|vidu|pixverse|haiper|krea|higgsfield|skyreels|firefly|dream machine|stable video|nova reel)';

const words = `(?:${orientation}|silent|muted?|cheap)(?: (?:${orientation}|silent|muted?|cheap)\\b)?`;

/** What may be a wish and may be content, once everything else is read: it stays in the prompt and is said. */
export const doubtRules: readonly SentenceRule[] = [
  // A make by itself: a wish, or a name in the content.
  {
    pattern: anyCase`${clauseOpening}(?:[a-z]+['’]s )?${makes}(?:(?:,| or| and|/) ?${makes})*(?:[ -]?[vq]?\d{1,2}(?:\.\d)?)?(?: (?:pro|fast|lite|turbo|video|model)){0,2}(?:${clauseEnd}|(?= \u0001))`,
    read: inDoubt,
  },
  // "5sec tiktok", "IG story 5s", once the length is read.
  {
    pattern: anyCase`(?<=\u0001 )${story}(?: (?:video|clip))?(?:(?= (?:of|about|showing)\b)|${clauseEnd})|\b(?:instagram|insta|ig|facebook|fb|youtube|yt) (?:story|reel|short)s?(?= ?(?:\u0001|$|[,;.!?]))`,
    read: says('aspectRatio', '9:16'),
  },
  // A site has more than one shape.
  {
    pattern: anyCase`${clauseOpening}${wanted}${site}(?: feed)?(?: (?:video|clip|post|pin|ad|banner|commercial|spot|intro|outro|overlay|trailer|thumbnail|cover)\b|${clauseEnd})`,
    read: inDoubt,
  },
  {
    pattern: anyCase`${clauseOpening}(?:(?:in |with )?(?:a )?(?:good|decent|nice|ok(?:ay)?|fine|reasonable|average|medium|standard|normal)(?: enough)? quality(?: (?:but|and|yet) (?:quick|fast|not (?:too |so )?slow))?)${clauseEnd}`,
    read: toldOnly,
  },
  {
    pattern: anyCase`(?<=(?:^|[,;.!?|\n(]) ?)(?:(?:but |and )?(?:ideally|preferably|best) \d{1,3}|\d{1,3} ?(?:max(?:imum)?|min(?:imum)?|tops|at (?:the )?(?:most|least)))${clauseEnd}|${clauseOpening}(?:only |just |no )?open[ -](?:source|weights?)(?: models?)?(?: only)?${clauseEnd}|${clauseOpening}(?:with |use |using |keep )?(?:the )?same seed(?: (?:as|like) (?:last time|before|earlier|(?:my|the) (?:last|previous) (?:one|video|clip|time)))?${clauseEnd}|${clauseOpening}(?:make )?(?:(?:exactly )?the )?same (?:thing |clip |video |one )?(?:as|like) (?:last time|before|yesterday|earlier|(?:my|the) (?:last|previous) (?:one|video|clip|time))\b|${clauseOpening}(?:make |give me )?(?:an? |some |another )?(?:variations?|versions?|remix) (?:of|on) (?:my|the) (?:last|previous|earlier) (?:one|video|clip)\b`,
    read: toldOnly,
  },
  {
    pattern: anyCase`\bcompare ${makes}(?:(?:,| and| with| to|,? or| vs\.?) ${makes})+`,
    read: inDoubt,
  },
  // What is not wanted: without these words, what follows would be asked for.
  {
    pattern: /\bnegative(?: prompt|s)?(?=:)|\bnegative prompt\b/gi,
    read: inDoubt,
  },
  // What providers do with what they are sent, and where.
  {
    pattern: anyCase`(?:\b(?:with|under|on) )?\b(?:zero[ -]data[ -]retention|zdr|gdpr[ -]compliant|hipaa[ -]compliant)(?: (?:only|please|providers?|models?))?(?=\W|$)|${clauseOpening}(?:please )?(?:no (?:data )?(?:retention|logging)|(?:no training on|do ?n[o'’]?t (?:train on|store|keep|log)) my (?:data|prompts?|pictures?|photos?)|(?:(?:only|just|not?|without|avoid)(?: any)? )?(?:eu|us|uk|european|american|chinese)(?:[ -](?:based|hosted))?(?: only)? (?:providers?|servers?|hosting|data ?cent(?:er|re)s?|(?<=\b(?:only|no|without|avoid) [a-z ]*)models?)(?: only| please)?|(?:hosted|stored|processed) in (?:the )?(?:eu|us|uk|europe)(?: only)?)${clauseEnd}`,
    read: toldOnly,
  },
  // For two of them, or for none.
  {
    pattern: anyCase`\b(?:(?:not|no|never)(?: (?:for|on))?|(?:for|on)(?= .{0,30} (?:and|or|&) )) (?:my |our |an? |the )?(?:${story}|${site})(?: (?:(?:and|or|&) (?:my |our )?(?:${story}|${site}))?)?${clauseEnd}`,
    read: inDoubt,
  },
  // "prefer kling over veo", once the first is read.
  {
    pattern: anyCase`(?<=\u0001 )(?:over|rather than|instead of) ${makes}(?: v?\d(?:\.\d)?)?${clauseEnd}`,
    read: toldOnly,
  },
  {
    pattern: anyCase`\b(?:ready|done|finish(?:ed)?|deliver(?:ed)?|need(?:ed)?(?: (?:it|this))?|due|back) (?:by|before|until|no later than|at) (?:\d{1,2}(?::\d\d)? ?(?:am|pm|o['’]?clock)\b|\d{1,2}:\d\d|noon\b|midnight\b|tonight\b|tomorrow\b|today\b|(?:the )?end of (?:the )?[a-z]+|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)`,
    read: inDoubt,
  },
  {
    pattern: anyCase`\b(?:ready|done|finished|delivered) in (?:\d{1,3}|${numberWord})${clauseEnd}`,
    read: inDoubt,
  },
  {
    pattern: anyCase`${clauseOpening}(?:(?:by|before|until) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|noon|midnight)|(?:make|let|have) (?:it|him|her|them|me|us) (?:talk|speak|sing)|(?:with|use|on) the (?:newest|latest|newer) model)${clauseEnd}`,
    read: inDoubt,
  },
  { pattern: anyCase`(?<=\w )for \d{1,3}${clauseEnd}`, read: inDoubt },
  {
    pattern: anyCase`${clauseOpening}(?:the )?(?:music|soundtrack|score|narration|voice-?over) (?:by|from|of|in|like)\b`,
    read: () => ({ field: 'audio', value: true, keep: true }),
  },
  // A model of a make that OpenRouter has not listed, or that we do not know.
  {
    pattern: anyCase`\b(?:use|using|try|via|with|model:?) (?:the )?${makes}\b(?:[ -]?v?\d{1,2}(?:\.\d)?)?|\b(?:use|using|via) (?:the |an? )?[a-z][a-z0-9.-]{1,20}(?:\Ws)? model\b|\b(?:use|using|via|model:?) (?:the )?[a-z]{3,14}[ -]v?\d{1,2}\.\d\b(?! ?(?:seconds?|secs?|s|x|mm|m)\b)`,
    read: inDoubt,
  },
  // One field holds one shape.
  {
    pattern: anyCase`\b(?:either )?${orientation} or ${orientation}(?:${clauseEnd}|(?= (?:is|are|both|works?|would|will|format|shape)\b))`,
    read: inDoubt,
  },
  // Shapes and formats in words that no field has.
  {
    pattern: anyCase`\b(?:(?:tall|upright|wide) (?:format|shape|video|clip)|cinemascope|letterbox(?:ed)?|anamorphic|full[ -]?screen|(?:phone|mobile|tablet|banner|billboard|story|feed|cinema) (?:screen |video )?(?:format|shape|size|orientation)|(?:twice|three times) as (?:wide|tall|high) as (?:it is )?(?:high|tall|wide)|hdr(?:10)?|10[ -]?bit|dolby vision)\b`,
    read: inDoubt,
  },
  {
    pattern: anyCase`\bfor (?:my |our |an? |the )?(?:billboard|cinema|movie theat(?:er|re)|(?:(?:big|cinema|phone|mobile|tv|lock) )?screen|desktop|mobile|phone|tablet|web ?site|banner|wallpaper|projector)s?${clauseEnd}`,
    read: inDoubt,
  },
  // "vertical fox", "5 to 7": nothing tells that it is content.
  {
    pattern: anyCase`${clauseOpening}(?:(?:vertical|horizontal|wide[- ]?screen)(?= [a-z]+(?: [a-z]+)?${clauseEnd})|\d{1,2} ?(?:[-–]|to) ?\d{1,2}${clauseEnd})`,
    read: inDoubt,
  },
  // "5s square dancer muted", "cheap vertical dancer 5s": wishes, or words of the content.
  {
    pattern: anyCase`(?<=\u0001 )${words}(?= [a-z])|${clauseOpening}${words}(?= [^,;.!?|\n\u0001]{1,60} \u0001)|(?<=\u0001 [^,;.!?|\n\u0001]{1,60} )${words}(?=\s*(?:$|[,;.!?|)\n]))`,
    read: inDoubt,
  },
  // Money that is said and no limit was read from.
  {
    pattern:
      /\$ ?\d+(?:\.\d+)?[ -]?ish\b|\b(?:480|720|1080|1440|2160) ?px\b|\b(?:no|without(?: any)?) (?:text|logos?)\b/gi,
    read: inDoubt,
  },
  {
    pattern: anyCase`\b(?:budget|price|cost|limit|cap)(?: (?:is|of|at|limit|cap)){0,2}:? ${numberWord}(?: ${numberWord})?${clauseEnd}`,
    read: inDoubt,
  },
  {
    pattern: anyCase`(?<!\w)(?:(?:for|${limit}) )?(?:\d{1,4}|an?|${numberWord}) (?:${otherMoney}|pounds?)(?: (?:max(?:imum)?|tops|budget|at (?:the )?most|or less)\b|${clauseEnd})`,
    read: inDoubt,
  },
  {
    pattern: anyCase`\b(?:${limit} ${numberWord} ${numberWord}${clauseEnd}|${numberWord} ${numberWord} (?:max(?:imum)?|tops|at most|or less)\b)`,
    read: inDoubt,
  },
  {
    pattern: anyCase`(?<!\w)(?:for )?(?:${amount}|\d{1,3} ?c|an? (?:few|couple of) (?:cents|bucks|dollars))(?: only)?${clauseEnd}`,
    read: inDoubt,
  },
  {
    pattern: anyCase`(?<!\w)(?:${limit}|${floor}|no (?:less|fewer) than) (?:\d{1,4}(?:[.,]\d{1,3})?|an? (?:quarter|dime|nickel|penny))${clauseEnd}`,
    read: inDoubt,
  },
  {
    pattern: /(?<![\d:.])\b(?:(?:4[:x×]5|5[:x×]4)|16:10|10:16|18:9|9:18|2:1|1:2|5:3|3:1|1:3|32:9)\b(?![:.]?\d)/g,
    read: inDoubt,
  },
  {
    pattern: anyCase`(?<![\w.,:$'’])(?!(?:\d{2,4}|eighty|ninety)[ -]?s\b)${duration}`,
    read: inDoubt,
  },
];
