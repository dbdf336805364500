import { providerOfBrand } from './brands.ts';
import { amount, numberWord, secondsOf, usdOf } from './quantities.ts';
import { amountRules } from './sentence-amount-rules.ts';
import { isPaidFor } from './sentence-count.ts';
import { inputRules } from './sentence-input-rules.ts';
import { isOptionPlace, leadsContent, taken } from './sentence-prompt.ts';
import { readProviders } from './sentence-providers.ts';
import { modelIdRule, modelRule, refusalRules } from './sentence-refusal-rules.ts';
import {
  anyCase,
  clauseEnd,
  inDoubt,
  type Meaning,
  notUnderstood,
  orientation,
  type SentenceRule,
  says,
  thing,
  toldOnly,
  type WeakRule,
} from './sentence-rule.ts';
import { waitRules } from './sentence-wait-rules.ts';
import { volumeRule, weakWishRules, wishRules } from './sentence-wish-rules.ts';
import { canonicalAspectRatio } from './words.ts';

const sound = '(?:sound|audio)';
const voices = '(?:music|voices?|voice[ -]?over|speech|dialogu?e|narration|talking|sound effects|sfx|soundtrack)';

/** "20 clips each 5 seconds of": what leads from a count, over a length that was read, to the content. */
const opensContent = new RegExp(`^(?: (?:each|apiece|${taken}+)){0,3}(?: (?:of|showing|about)\\b| ?:)`, 'i');

/** Phrases that mean the same wherever they stand. Earlier rules take their words first. */
export const strongRules: readonly SentenceRule[] = [
  {
    pattern: anyCase`\b(?:in |at )?(\d{3,4})(?: ?[x×*] ?| by )(\d{3,4})(?: ?(?:px|pixels)\b|\b)(?!${thing})`,
    read: ([, width, height]) => ({ field: 'size', value: `${width}x${height}` }),
  },

  volumeRule,
  ...refusalRules,
  modelRule,
  ...waitRules,
  ...wishRules,
  ...amountRules,

  // Shape.
  {
    pattern: /\b(\d{3,4}p)(?:24|25|30|48|50|60|120)\b/gi,
    read: ([whole, name]) => [
      { field: 'resolution', value: name },
      { ...notUnderstood, text: whole },
    ],
  },
  {
    pattern: anyCase`\b(?:(?:the )?res(?:olution)?(?: (?:of|is) |[:=] ?| )|in |at )?(?:hd (?=\d))?(\d{3,4} ?p|[1248]k(?: uhd)?|(?<=\bin )[248] k|full[ -]?hd|ultra[ -]?hd|u?hd|fhd|qhd)\b(?: hd\b)?(?!${thing})(?: (?:(?:is|would be) (?:enough|fine|ok(?:ay)?|plenty|sufficient|good enough)|will do)\b)?`,
    read: ([, name]) => ({ field: 'resolution', value: name }),
  },
  {
    pattern:
      /\b(?:in |at )?(480|720|1080|1440|2160)(?= (?:vertical|portrait|landscape|horizontal)[ -](?:mode|format|orientation)\b)/gi,
    read: ([, lines]) => ({ field: 'resolution', value: `${lines}p` }),
  },
  {
    pattern: /\b(?:in )?(high|standard)[ -]definition\b/gi,
    read: ([, name]) => ({ field: 'resolution', value: /high/i.test(name!) ? 'HD' : 'SD' }),
  },
  {
    pattern: /(?<![\d:.])\b(\d\.\d{1,3}) ?: ?1\b(?![:.]?\d)/gi,
    read: ([, ratio]) => {
      const value = canonicalAspectRatio(`${ratio}:1`);
      return value === undefined ? notUnderstood : { field: 'aspectRatio', value };
    },
  },
  {
    pattern:
      /(?<![\d:.])(?:\b(?:aspect(?:[ _-]?ratio)?|ratio|ar)(?: (?:of|is) |[:=] ?| )|\b(?:in|at) )?\b(\d{1,2}) ?(?:[:x×/]| by ) ?(\d{1,2})\b(?![:.]?\d)/gi,
    read: readRatio,
  },
  {
    pattern: anyCase`\b(?:aspect(?: ratio)?|ratio)(?: of| is|:|=)? (\d{1,2}|${numberWord}) (?:to|by) (\d{1,2}|${numberWord})\b`,
    read: ([, width, height]) => {
      const value = canonicalAspectRatio(`${secondsOf(`${width} s`)}:${secondsOf(`${height} s`)}`);
      return value === undefined ? notUnderstood : { field: 'aspectRatio', value };
    },
  },
  { pattern: anyCase`\bnot (?:in )?(?:a )?${orientation}\b`, read: toldOnly },
  {
    pattern: anyCase`\b(?:in |as (?:a )?)?(${orientation})[ -](?:mode|format|orientation|aspect(?: ratio)?|ratio)\b|\bin (portrait|landscape|widescreen)\b(?! of)`,
    read: ([, first, second]) => readOrientation(first ?? second!),
  },

  // Sound.
  {
    pattern: anyCase`\bwith or without ${sound}\b|\bno ${sound} (?:is )?(?:needed|required|necessary)\b|\b(?:${sound}) (?:does ?n[o'’]?t matter|(?:is )?optional|not needed|is ?n[o'’]?t (?:needed|necessary|required|important))|\b(?:no need for|(?:do(?:es)?|need) ?n[o'’]?t (?:need|have to have|care about)) (?:any )?${sound}\b`,
    read: says('audio', 'any'),
  },
  {
    pattern: anyCase`(?:\b(?:(?:with |makes? |has |have )?no[ -]|without(?: any)? |w/o |minus |sans |do ?n[o'’]?t (?:want|add|include|use)(?: any)? |(?:(?:turn|switch) off|disable|remove|drop|strip|kill|mute|silence|cut|skip|omit|leave out|hold|lose|ditch|forget)(?: (?:the|all|any))? )(?:${voices}(?:, | or | and | nor )){0,3}(?:${sound}|sounds)\b(?! effects)(?: track)?(?:(?:, no| or| and| nor) ${voices}\b){0,3}|\b(?:generate[_ ])?${sound}(?: is)?(?:[ :=-]| ?[:=] ?)(?:off|no|none|false|disabled)\b|\b(?:with |turn )?the ${sound} off\b|\bsoundless\b)(?: (?:at all|whatsoever)\b)?`,
    read: says('audio', false),
  },
  {
    pattern: anyCase`\b${voices}(?: is)? off\b|\b(?:no|without|w\/o|never|do ?n[o'’]?t (?:add|include|use|want|need)|keep out|skip|omit|leave out|hold|lose|ditch|forget|drop|cut|mute|remove|turn off) (?:any |the |all )?(?:(?:background|spoken|human|ambient|loud|added|extra|off-screen|cheesy) )?${voices}\b`,
    read: inDoubt,
  },
  { pattern: /\bnot (?:silent|muted?)\b/gi, read: says('audio', true) },
  {
    pattern: anyCase`(?:(?:\b(?:with|including|includes?|plus|and|has|have|(?:(?:i|we) )?(?:do )?(?:need|want)s?|enable|add|keep|turn on)|\bw\/) ?(?:the )?\b${sound}\b(?! effects)(?: on\b)?|\b(?:generate[_ ])?${sound}(?: is)?(?:[ :=-]| ?[:=] ?)(?:on|yes|true|enabled)\b|\b${sound} (?:please|(?:is )?(?:required|needed|wanted))\b)(?: (?:of|from) the (?:original|source)\b)?`,
    read: says('audio', true),
  },
  {
    pattern:
      /\b(?:with|including|plus) (?:(?!no\b|of\b|a\b)[\p{L}-]+ ){0,2}?(?:an? )?(?:(?!no\b)[\p{L}-]+ ){0,2}?(?:sounds?|noises?|audio|music|voices?|voice[ -]?over|speech|dialogu?e|narration|soundtrack|sound effects)\b/giu,
    read: () => ({ field: 'audio', value: true, keep: true }),
  },

  // Who makes it.
  {
    pattern:
      /\b((?:(?:please )?(?:do ?n[o'’]?t|never|not|rather not)|nothing|no(?:t|ne)?|(?:use )?any(?:thing|one)?(?: model)? (?:but|except|other than)|everything (?:but|except)|all (?:but|except)|other than|without|except(?: for)?|exclud(?:e|ing)|avoid(?:ing)?|skip(?:ping)?|but not)|(?:use |using )?(?:only|just)|use|using|by|prefer|with|via|through)((?: (?:with|use|using|used|pick|choose|take|want|include|made by|made with|from|by|of))?)((?:(?:,| or| and| nor|,? and not|,? or not)? [a-z0-9][a-z0-9./-]*){1,6})/gi,
    read: readProviders,
  },
  {
    pattern:
      /\b(from|on)()((?:(?:,| or| and)? (?:kling|seedance|veo|sora|hailuo|heygen|happyhorse|bytedance|kwaivgi|minimax)(?: v?\d+(?:\.\d+)?)?){1,4})(?=\s*(?:$|[,;.!?|)\n]))/gi,
    read: readProviders,
  },
  modelIdRule,
  {
    pattern: /(?<![\w.-])([a-z][a-z0-9.-]{0,40}?)(?:['’]s)?(?: models?)?[ -]only\b/gi,
    read: ([, name]) => {
      const provider = providerOfBrand(name!);
      return provider === undefined ? undefined : { field: 'providers.allow', value: provider };
    },
  },
  // "a google model", "cheapest kling model".
  {
    pattern: anyCase`(\b(?:not?|never|without|avoid|(?:anything |everything )?(?:but|except)|(?:do ?n[o'’]?t|never) (?:use|want)) )?(?:\b(?:use|using|with|try|from|by) )?(?:\b(?:an?|the|any|some) )?(?<![\w.-])([a-z][a-z0-9.-]{0,40}?)(?:['’]s)? models?${clauseEnd}`,
    read: ({ 1: refused, 2: name, input, index }) => {
      const provider = providerOfBrand(name!);
      if (provider === undefined) return undefined;
      // "rather not have a kling model" is no wish for one.
      if (/(?:\b(?:not|never|no)|n['’]t)\b[^,;.!?]*$/i.test(input.slice(Math.max(0, index - 40), index)))
        return { ...notUnderstood, keep: true };
      return { field: refused === undefined ? 'providers.allow' : 'providers.deny', value: provider };
    },
  },

  // How it is ranked.
  {
    pattern:
      /(?<!\b(?:good|decent|nice|great) (?:but|yet|and) )\bnot (?:too |so |the |very )?(?:cheap(?:est)?|fast(?:est)?|best|expensive|slow|quick)\b|\bnot (?:too|so|very) (?:long|short|loud)\b(?! (?:ago|after|before)\b)/gi,
    read: toldOnly,
  },
  {
    pattern:
      /\b(?:(?:in |with |at )?(?:the )?(?:best|highest|high|top|max(?:imum)?|great|premium|good)(?: possible)?[ -]quality(?: possible| (?:that )?money can buy)?|as good as (?:possible|you can)|(?:prefer|(?:i )?care most about) quality|quality (?:first|over (?:cost|price|speed)|is (?:what|all that) (?:counts|matters)|matters (?:the )?most|is (?:the )?(?:most important|top priority|priority|key))|prioriti[sz]e quality|(?:use |with |on )?the (?:best|finest) (?:model|option)(?: there is)?)\b/gi,
    read: says('priority', 'quality'),
  },
  {
    pattern:
      /\b(?:as cheap(?:ly)? as possible|as cheap(?:ly)? as you can|(?:use |with |on )?(?:the )?(?:cheapest|most affordable|least expensive|most economical)(?: possible)?(?: (?:model|option|thing|one|way)\b(?: (?:that )?(?:you(?: can|(?:['’]ve| have)(?: got)?)|there is|possible)\b)?)?|(?:cost|price) (?:first|over quality|is (?:what|all that) (?:counts|matters)|matters (?:the )?most|is (?:the )?(?:most important|top priority|priority|key))|prioriti[sz]e (?:cost|price)|whichever (?:one )?is (?:the )?(?:cheaper|cheapest)|(?:at )?(?:a )?(?:low(?:est)?|minim(?:al|um))[ -](?:cost|price)|keep (?:it|(?:the )?(?:costs?|price)) (?:low|down|cheap)|(?:for|spend) as little(?: money)? as possible|on a(?: (?:tight|small|low|limited|shoestring))? budget|(?:low|tight|small|limited)[ -]budget(?=\s*(?:$|[,;.!?)\n]))|budget-friendly|inexpensive)\b/gi,
    read: says('priority', 'cost'),
  },
  {
    pattern:
      /\b(?:as (?:fast|quick(?:ly)?|soon) as (?:possible|you can)|asap|(?:the )?(?:fastest|quickest) possible|(?:use |with |on )?the (?:fastest|quickest) (?:model|option)|speed (?:first|over (?:cost|price|quality)|is (?:what|all that) (?:counts|matters)|matters (?:the )?most|is (?:the )?(?:most important|top priority|priority|key))|prioriti[sz]e speed|(?:a )?(?:quick|fast|rough)(?: and dirty)? draft|draft quality)\b/gi,
    read: says('priority', 'speed'),
  },

  {
    pattern:
      /\b(?:whatever|no matter (?:what|how much)) it costs\b|\b(?:regardless of|no matter|whatever|irrespective of)(?: the)? (?:cost|price|budget)\b|\b(?:cost|price|money) no object\b|\bno (?:budget|price|cost|spending) (?:limit|cap)\b|\b(?:budget|price) (?:is )?(?:unlimited|open)\b|\bunlimited budget\b|\bfor free\b|\bfree of charge\b|\bspend (?:whatever|what|as much as) (?:you|it|is) (?:need|take|want|like)(?:s|ed)?\b/gi,
    read: toldOnly,
  },

  ...inputRules,
  { pattern: /\btext[ -]to[ -]video\b|\bt2v\b/gi, read: () => [] },

  // Options that the requirements do not have.
  {
    pattern: anyCase`\b(?:\d{1,6}|${numberWord}|several|(?:half )?a dozen|a (?:few|couple of)) (?:(?:different|short|\u0001+) ){0,3}(?:clips|videos|versions|variants|variations|takes|(?:shots|ads)(?= (?:for \S|\u0001)))\b|\bboth (?:clips|videos|versions|takes|shots|ads)\b|\b(?:make|create|generate|render|produce|give me|need|want) (?:me )?(?:\d{1,3}|${numberWord}) of (?:them|these|those)\b`,
    read: (match) => {
      const isOption = isOptionPlace(match.input, match.index, match.index + match[0].length, 'strict');
      const after = match.input.slice(match.index + match[0].length);
      const isOrdered = isOption || opensContent.test(after) || isPaidFor(match.input.slice(0, match.index), after);
      return isOrdered ? notUnderstood : { ...notUnderstood, keep: true };
    },
  },
  {
    pattern:
      /\b\d+(?:\.\d+)? ?(?:fps|frames (?:per|a) second|mbps|kbps|[kmg]b)\b|\b(?:at )?(?:fps|frame ?rate)(?: of|:|=| is)? ?\d{2,3}\b|\b(?:as (?:a |an )?)?(?:gif|webm|prores|h\.?26[45]|hevc|av1)\b/gi,
    read: toldOnly,
  },
  {
    pattern:
      /\b(?:seamless(?:ly)? )?loop(?:ing|ed|able)\b|\bseamless loop\b|\bloop (?:it|this)\b|\b(?:with(?:out)?|no|add|burn in)(?: (?!no\b)\w+)? (?:subtitles|captions|closed captions)\b|\b(?:no|without(?: a)?) watermarks?\b|\btransparent background\b/gi,
    read: inDoubt,
  },
];

/** Words that need the company of options. */
export const weakRules: readonly WeakRule[] = [
  ...weakWishRules,
  {
    reach: 'loose',
    pattern: /(?<!\d:\d{1,2} )\b(vertical|horizontal|wide[- ]?screen)\b(?! ?\d{1,2}:\d)/gi,
    read: ([, name]) => readOrientation(name!),
  },
  {
    reach: 'close',
    pattern: /\b(portrait|landscape|square|ultra[- ]?wide)\b/gi,
    read: ([, name]) => readOrientation(name!),
  },
  {
    reach: 'close',
    // "in silent movie style" tells of the picture.
    pattern:
      /\b(?:keep (?:it|everything) )?(?:(?:completely|totally|entirely|fully) )?(?:silent|muted?|sound off)\b(?![ -](?:movie|film)s?[ -](?:style|era|look|feel|aesthetic|star|actor|actress|comedy|comedian|title|card))/gi,
    read: says('audio', false),
  },
  { reach: 'strict', pattern: /\b(?:keep (?:it|everything) )?quiet\b/gi, read: says('audio', false) },
  {
    reach: 'strict',
    pattern: /\b(?:(?:on )?(?:a|an endless|a perfect) )?loop\b/gi,
    read: inDoubt,
  },
  {
    reach: 'strict',
    pattern: /\b(?:(?:natural|ambient|original|real) )?(?:sound|audio)(?: only)?\b/gi,
    read: says('audio', true),
  },
  { reach: 'close', pattern: /\bsd\b/gi, read: says('resolution', 'SD') },
  { reach: 'strict', pattern: /\b\d{1,2} ?: ?\d{1,2}\b/g, read: inDoubt },
  { reach: 'strict', pattern: /\b(?:balanced|well[ -]balanced)\b/gi, read: says('priority', 'balanced') },
  {
    reach: 'close',
    pattern: /\b(?:very |really |super )?(?:cheap(?:ly|er)?|affordabl[ey]|economical)\b/gi,
    read: says('priority', 'cost'),
  },
  {
    reach: 'strict',
    pattern:
      /\b(?:the |very |really |super )?(?:quick and dirty|fast(?:est|er)?|quick(?:est|ly|er)?|rapid(?:ly)?|draft)\b/gi,
    read: says('priority', 'speed'),
  },
  {
    reach: 'strict',
    pattern: /\b(?:the )?(?:best|premium|top[ -]notch|finest)(?:[ -]looking)?(?: (?:one|model|you (?:can|have)))?\b/gi,
    read: says('priority', 'quality'),
  },
  {
    reach: 'close',
    pattern: anyCase`(${amount})`,
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },
  {
    reach: 'close',
    pattern: /\b(360|480|720|768|1080|1440|2160)\b/g,
    read: ([, lines]) => ({ field: 'resolution', value: `${lines}p` }),
  },
  {
    reach: 'strict',
    pattern:
      /\b(?:short|long|longer|shorter|tiny|hi-?res|high[ -]res(?:olution)?|low[ -]res(?:olution)?|expensive|slow|loud)\b/gi,
    read: toldOnly,
  },
];

function readRatio({ 0: whole, 1: width, 2: height, input, index }: RegExpExecArray): Meaning | undefined {
  // "at 16:09" is a time; "platform 9 3/4", "a 3/4 view" and "9x16 inches" tell what is seen.
  if (/^0/.test(height!) || /^0/.test(width!)) return undefined;
  const end = index + whole.length;
  if (/^[ -]?(?:inch|cm\b|mm\b|f(?:ee|oo)?t\b|met(?:er|re))/i.test(input.slice(end, end + 8))) return undefined;
  if (
    /^(?!.*16).*\//.test(whole) &&
    (/\d $/.test(input.slice(Math.max(0, index - 2), index)) ||
      leadsContent(input, end) ||
      /^ of\b/i.test(input.slice(end, end + 4)))
  )
    return undefined;
  // "a 3/4 shot", "3/4 hero angle": how the camera stands.
  if (
    /^3\/4$/.test(whole) &&
    /^(?: [a-z]+){0,2} (?:shot|angle|view|profile|length)\b/i.test(input.slice(end, end + 60))
  )
    return inDoubt();
  const label = `${Number(width)}:${Number(height)}`;
  return canonicalAspectRatio(label) === label ? { field: 'aspectRatio', value: label } : undefined;
}

function readOrientation(name: string): Meaning {
  return { field: 'aspectRatio', value: canonicalAspectRatio(name)! };
}
