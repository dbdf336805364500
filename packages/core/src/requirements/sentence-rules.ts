import { providerOfBrand } from './brands.ts';
import { amount, numberWord, usdOf } from './quantities.ts';
import { amountRules } from './sentence-amount-rules.ts';
import { isOptionPlace } from './sentence-prompt.ts';
import { readProviders } from './sentence-providers.ts';
import { modelRule, refusalRules } from './sentence-refusal-rules.ts';
import { anyCase, type Meaning, notUnderstood, type SentenceRule, says, type WeakRule } from './sentence-rule.ts';
import { weakWishRules, wishRules } from './sentence-wish-rules.ts';
import { canonicalAspectRatio } from './words.ts';

const sound = '(?:sound|audio)';
const voices = '(?:music|voices?|voice-?over|speech|dialogu?e|narration|talking|sound effects|sfx|soundtrack)';
const picture =
  '(?:photo(?:graph)?|picture|image|pic|still|drawing|painting|screenshot|selfie|illustration|product shot)';
const handedOver = '(?:attached|uploaded|enclosed|provided)';
const video = '(?:video|clip|footage)';
const recording = '(?:song|track|audio|recording|sound ?track|sound|voice|music|mp3|wav)(?: (?:file|clip|track))?';
const orientation = '(portrait|vertical|landscape|horizontal|widescreen|square)';

/** Phrases that mean the same wherever they stand. Earlier rules take their words first. */
export const strongRules: readonly SentenceRule[] = [
  {
    pattern: anyCase('\\b(?:in |at )?(\\d{3,4})(?: ?[x×*] ?| by )(\\d{3,4})(?: ?(?:px|pixels)\\b|\\b)'),
    read: ([, width, height]) => ({ field: 'size', value: `${width}x${height}` }),
  },

  ...refusalRules,
  modelRule,
  ...wishRules,
  ...amountRules,

  // Shape.
  {
    pattern:
      /\b(?:(?:the )?resolution(?: of| is|:|=)? |in |at )?(\d{3,4} ?p|[1248]k(?: uhd)?|(?<=\bin )[248] k|full[ -]?hd|ultra[ -]?hd|u?hd|fhd|qhd)\b(?! (?:monitors?|screens?|tvs?|televisions?|displays?|cameras?|webcams?|projectors?|panels?|laptops?)\b)/gi,
    read: ([, name]) => ({ field: 'resolution', value: name }),
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
  { pattern: /(?<![\d:.])(?:\b(?:in|at) )?\b(\d{1,2}) ?(?:[:x×/]| by ) ?(\d{1,2})\b(?![:.]?\d)/gi, read: readRatio },
  { pattern: anyCase(`\\bnot (?:in )?(?:a )?${orientation}\\b`), read: () => notUnderstood },
  {
    pattern: anyCase(
      `\\b(?:in |as (?:a )?)?${orientation}[ -](?:mode|format|orientation|aspect(?: ratio)?|ratio)\\b|\\bin (portrait|landscape|widescreen)\\b(?! of)`,
    ),
    read: ([, first, second]) => readOrientation(first ?? second!),
  },

  // Sound.
  {
    pattern: anyCase(
      `\\bwith or without ${sound}\\b|\\b(?:${sound}) (?:does ?n[o'’]t matter|optional|is optional|not needed|does not matter)|\\b(?:no need for|(?:do(?:es)? ?n[o'’]?t|do(?:es)? not|doesn['’]?t|don['’]?t|needn['’]?t) (?:need|have to have|care about)) (?:any )?${sound}\\b`,
    ),
    read: says('audio', 'any'),
  },
  {
    pattern: anyCase(
      `\\b(?:(?:with |makes? |has |have )?no[ -]|without(?: any)? |w/o |minus |sans |(?:do not|don['’]?t) (?:want|add|include|use)(?: any)? |(?:turn off|disable|remove|drop|strip|kill)(?: (?:the|all|any))? )(?:${voices}(?:, | or | and | nor )){0,3}(?:${sound}|sounds)\\b(?! effects)(?: track)?(?:(?:, no| or| and| nor) ${voices}\\b){0,3}|\\b(?:generate[_ ])?${sound}(?: is)?(?:[ :=-]| ?[:=] ?)(?:off|no|none|false|disabled)\\b|\\b(?:with |turn )?the ${sound} off\\b|\\bsoundless\\b`,
    ),
    read: says('audio', false),
  },
  {
    pattern: anyCase(`\\b(?:no|without|w\\/o) (?:any )?${voices}\\b`),
    read: () => ({ ...notUnderstood, keep: true }),
  },
  { pattern: /\bnot (?:silent|muted?)\b/gi, read: says('audio', true) },
  {
    pattern: anyCase(
      `(?:\\b(?:with|including|includes?|plus|and|has|have|needs?|wants?|enable|add|keep|turn on)|\\bw\\/) ?(?:the )?\\b${sound}\\b(?! effects)(?: on\\b)?|\\b(?:generate[_ ])?${sound}(?: is)?(?:[ :=-]| ?[:=] ?)(?:on|yes|true|enabled)\\b|\\b${sound} please\\b`,
    ),
    read: says('audio', true),
  },
  {
    pattern:
      /\b(?:with|including|plus) (?:(?!no\b|of\b|a\b)[\p{L}-]+ ){0,2}?(?:an? )?(?:(?!no\b)[\p{L}-]+ ){0,2}?(?:sounds?|audio|music|voices?|voice-?over|speech|dialogu?e|narration|soundtrack|sound effects)\b/giu,
    read: () => ({ field: 'audio', value: true, keep: true }),
  },

  // Who makes it.
  {
    pattern:
      /\b((?:(?:please )?(?:do not|don['’]?t|never|not|rather not)|nothing|no(?:t|ne)?|any(?:thing|one)? (?:but|except|other than)|everything (?:but|except)|all (?:but|except)|other than|without|except(?: for)?|exclud(?:e|ing)|avoid(?:ing)?|skip(?:ping)?|but not)|only|just|use|using|by|prefer|with|via|through)((?: (?:with|use|using|used|pick|choose|take|want|include|made by|made with|from|by|of))?)((?:(?:,| or| and| nor|,? and not|,? or not)? [a-z0-9][a-z0-9./-]*){1,6})/gi,
    read: readProviders,
  },
  {
    pattern:
      /\b(from|on)()((?:(?:,| or| and)? (?:kling|seedance|veo|sora|hailuo|heygen|happyhorse|bytedance|kwaivgi|minimax)(?: v?\d+(?:\.\d+)?)?){1,4})(?=\s*(?:$|[,;.!?|)\n]))/gi,
    read: readProviders,
  },
  {
    pattern: /(?<![\w.-])([a-z][a-z0-9.-]{0,40}?)[ -]only\b/gi,
    read: ([, name]) => {
      const provider = providerOfBrand(name!);
      return provider === undefined ? undefined : { field: 'providers.allow', value: provider };
    },
  },

  // How it is ranked.
  {
    pattern: /\bnot (?:too |so |the |very )?(?:cheap(?:est)?|fast(?:est)?|best|expensive|slow|quick)\b/gi,
    read: () => notUnderstood,
  },
  {
    pattern:
      /\b(?:(?:in |with |at )?(?:the )?(?:best|highest|high|top|max(?:imum)?|great|premium|good)(?: possible)?[ -]quality(?: possible)?|as good as possible|quality (?:first|over (?:cost|price|speed)|matters (?:the )?most|is (?:the )?(?:most important|top priority|priority|key))|prioriti[sz]e quality|(?:use |with |on )?the (?:best|finest) (?:model|option)(?: there is)?)\b/gi,
    read: says('priority', 'quality'),
  },
  {
    pattern:
      /\b(?:as cheap(?:ly)? as possible|as cheap(?:ly)? as you can|(?:use |with |on )?(?:the )?(?:cheapest|most affordable|least expensive|most economical)(?: possible)?(?: (?:model|option)\b)?|(?:cost|price) (?:first|over quality|matters (?:the )?most|is (?:the )?(?:most important|top priority|priority|key))|prioriti[sz]e (?:cost|price)|(?:at )?(?:a )?low(?:est)?[ -](?:cost|price)|on a budget|budget-friendly|inexpensive)\b/gi,
    read: says('priority', 'cost'),
  },
  {
    pattern:
      /\b(?:as (?:fast|quick(?:ly)?|soon) as (?:possible|you can)|asap|(?:the )?(?:fastest|quickest) possible|(?:use |with |on )?the (?:fastest|quickest) (?:model|option)|speed (?:first|over (?:cost|price|quality)|matters (?:the )?most|is (?:the )?(?:most important|top priority|priority|key))|prioriti[sz]e speed|(?:a )?(?:quick|fast|rough)(?: and dirty)? draft|draft quality)\b/gi,
    read: says('priority', 'speed'),
  },

  {
    pattern: /\b(?:good|best|great) value(?: for (?:the )?money)?\b/gi,
    read: () => [
      { field: 'priority', value: 'quality' },
      { field: 'priority', value: 'cost' },
    ],
  },
  {
    pattern:
      /\b(?:money|price|cost) (?:is no object|(?:does ?n[o'’]t|doesn['’]?t|does not) matter|is (?:not important|no issue))\b|\b(?:whatever|no matter what) it costs\b/gi,
    read: () => notUnderstood,
  },

  // Other tasks.
  {
    pattern:
      /\b(?:upscale|enlarge) (?:this|that|the|my) (?:video|clip|footage)(?: (?:by )?(\d{1,2})(?: ?x\b| times\b))?/gi,
    read: ([, factor]) => [
      { field: 'task', value: 'upscale' },
      { field: 'needed', value: 'sourceVideo' },
      ...(factor === undefined ? [] : [{ field: 'upscaleFactor', value: Number(factor) }]),
    ],
  },
  {
    pattern: /\bedit (?:this|that|the|my) (?:video|clip|footage)\b:?/gi,
    read: () => [
      { field: 'task', value: 'edit' },
      { field: 'needed', value: 'sourceVideo' },
    ],
  },

  // Inputs that are spoken of but not given.
  {
    pattern: anyCase(
      `\\b(?:continue|extend|carry on|go on)(?: (?:with|from))? (?:this|that|the|my)(?: (?:last|previous|earlier|first|latest))? (?:${video}|job)\\b`,
    ),
    read: () => [
      { field: 'task', value: 'continue' },
      { field: 'needed', value: 'previousJobId' },
    ],
  },
  {
    pattern: anyCase(
      `\\b(?:the |this |my )?${handedOver} ${recording}\\b|\\b(?:to|with|using|from|over) (?:this (?:song|track|audio|recording|sound ?track|mp3|wav|music)|my (?:song|audio|recording|sound ?track|voice ?over recording|mp3|wav))(?: (?:file|clip|track))?\\b`,
    ),
    read: () => ({ field: 'needed', value: 'audioReference', keep: true }),
  },
  {
    pattern: anyCase(
      `\\b(?:the |this |my )?${handedOver} ${video}\\b|\\b(?:(?:like|as|shown) in|in the style of|based on|from|using|out of) (?:this|that|my) ${video}\\b`,
    ),
    read: () => ({ field: 'needed', value: 'videoReference', keep: true }),
  },
  {
    pattern: anyCase(
      `\\b(?:(?:like|as|shown|seen|see)(?: (?:in|on))? |from |in |with |using )?(?:the |this |that |my |our )?${handedOver} ${picture}s\\b`,
    ),
    read: says('needed', 'references'),
  },
  {
    pattern: anyCase(
      `\\b(?:(?:like|as|shown|seen|see)(?: (?:in|on))? |from |in |of |with |using |based on |animat(?:e|ing) )?(?:(?:the |this |that |my |our )?${handedOver} ${picture}\\b|(?:the |this |that |my )?${picture} (?:that )?(?:i|i['’]ve|i have|we|we['’]ve) (?:just )?(?:attached|uploaded|enclosed|sent|provided|added)\\b)|\\b(?:as|see) (?:the )?attach(?:ed|ment)\\b(?=\\s*(?:$|[,;.!?)\\n]))`,
    ),
    read: says('needed', 'firstFrame'),
  },
  {
    pattern: anyCase(
      `\\bfrom (?:this|that|the|my|a|one)(?: (?:first|start(?:ing)?))? ${picture} (?:in)?to (?:this|that|the|my|a|another)(?: (?:other|second|last|next|end))?(?: ${picture}| one)?\\b`,
    ),
    read: () => [
      { field: 'needed', value: 'firstFrame' },
      { field: 'needed', value: 'lastFrame' },
    ],
  },
  {
    pattern: anyCase(
      `\\b(?:(?:from|using) (?:(?:these|those|my|the)(?: attached)? (?:\\d |${numberWord} )?|\\d |${numberWord} )|with (?:these|those) (?:\\d |${numberWord} )?)(?:reference )?${picture}s(?: as references?)?\\b|\\b(?:with|using) (?:\\d|${numberWord}|some) reference ${picture}s\\b`,
    ),
    read: says('needed', 'references'),
  },
  {
    pattern: anyCase(
      `\\bbetween (?:(?:a|the|these|my|two|both|first|last|start|end) )*(?:${picture}s|frames)\\b|\\bbetween [\\w.]{1,20} and [\\w.]{1,20} (?:${picture}s|frames)\\b|\\b(?:with )?(?:a |the )?(?:first|start)(?: frame)? and (?:a |the )?(?:last|end)(?:ing)? frames?\\b`,
    ),
    read: () => [
      { field: 'needed', value: 'firstFrame' },
      { field: 'needed', value: 'lastFrame' },
    ],
  },
  {
    pattern: anyCase(
      `\\b(?:ending|ends?|finish(?:ing|es)?) (?:on|with|at|in) (?:this|that|the|my|a) (?:${picture}|frame)\\b|\\b(?:with )?(?:a |the |this )?(?:last|end|final) frame\\b`,
    ),
    read: says('needed', 'lastFrame'),
  },
  {
    pattern: anyCase(
      `\\b(?:with |using |use |from )?(?:(?:this|these|the|my|a|some) )?reference (?:${picture}|frame)s?\\b|\\b(?:with|using) (?:(?:this|these|my|a|some) )?references?\\b|\\b(?:this|these|my) ${picture}s? as (?:a )?references?\\b`,
    ),
    read: says('needed', 'references'),
  },
  {
    pattern: anyCase(
      `\\b(?:(?:starting|made|animated|generated) )?(?:from|with|using|out of|based on|animat(?:e|ing|ion of)) (?:this|that|the|my|our|an?|one|attached|the attached) ${picture}\\b|\\b(?:of )?(?:this|the attached) ${picture}\\b|\\bimage[ -]to[ -]video\\b|\\bi2v\\b|\\b(?:with |from )?(?:a |the |this )?(?:first|start(?:ing)?) frame\\b`,
    ),
    read: says('needed', 'firstFrame'),
  },
  { pattern: /\btext[ -]to[ -]video\b|\bt2v\b/gi, read: () => [] },

  // Options that the requirements do not have.
  {
    pattern: anyCase(
      `\\b(?:\\d{1,6}|${numberWord}|several) (?:different )?(?:clips|videos|versions|variants|variations|takes)\\b`,
    ),
    read: (match) => {
      const isOption = isOptionPlace(match.input, match.index, match.index + match[0].length, 'strict');
      const opens = /^ (?:of|showing|about)\b/i.test(match.input.slice(match.index + match[0].length));
      return isOption || opens ? notUnderstood : { ...notUnderstood, keep: true };
    },
  },
  {
    pattern:
      /\b\d+(?:\.\d+)? ?(?:fps|mbps|kbps|[kmg]b)\b|\b(?:as (?:a |an )?)?(?:gif|webm|prores|h\.?26[45]|hevc|av1)\b|\bnegative prompt\b/gi,
    read: () => notUnderstood,
  },
  {
    pattern:
      /\b(?:seamless(?:ly)? )?loop(?:ing|ed|able)\b|\bseamless loop\b|\b(?:no|without(?: a)?) watermarks?\b|\btransparent background\b/gi,
    read: () => ({ ...notUnderstood, keep: true }),
  },
];

/** Words that need the company of options. */
export const weakRules: readonly WeakRule[] = [
  ...weakWishRules,
  { reach: 'loose', pattern: /\b(vertical|horizontal|widescreen)\b/gi, read: ([, name]) => readOrientation(name!) },
  {
    reach: 'strict',
    pattern: /\b(portrait|landscape|square|ultra[- ]?wide)\b/gi,
    read: ([, name]) => readOrientation(name!),
  },
  { reach: 'strict', pattern: /\b(?:silent|muted?|sound off|quiet)\b/gi, read: says('audio', false) },
  { reach: 'strict', pattern: /\b(?:sound|audio)\b/gi, read: says('audio', true) },
  { reach: 'strict', pattern: /\bsd\b/gi, read: says('resolution', 'SD') },
  { reach: 'strict', pattern: /\b\d{1,2} ?: ?\d{1,2}\b/g, read: () => ({ ...notUnderstood, keep: true }) },
  { reach: 'strict', pattern: /\b(?:urgent(?:ly)?|in a hurry)\b/gi, read: says('priority', 'speed') },
  { reach: 'strict', pattern: /\b(?:balanced|well[ -]balanced)\b/gi, read: says('priority', 'balanced') },
  {
    reach: 'strict',
    pattern: /\b(?:very |really |super )?(?:cheap(?:ly|er)?|affordabl[ey]|economical)\b/gi,
    read: says('priority', 'cost'),
  },
  {
    reach: 'strict',
    pattern: /\b(?:the |very |really |super )?(?:fast(?:est|er)?|quick(?:est|ly|er)?|rapid(?:ly)?|draft)\b/gi,
    read: says('priority', 'speed'),
  },
  {
    reach: 'strict',
    pattern: /\b(?:the )?(?:best|premium|top[ -]notch|finest)(?: (?:one|model|you (?:can|have)))?\b/gi,
    read: says('priority', 'quality'),
  },
  {
    reach: 'strict',
    pattern: anyCase(`(${amount})`),
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },
  {
    reach: 'strict',
    pattern: /\b(360|480|720|768|1080|1440|2160)\b/g,
    read: ([, lines]) => ({ field: 'resolution', value: `${lines}p` }),
  },
  {
    reach: 'strict',
    pattern:
      /\b(?:short|long|longer|shorter|tiny|hi-?res|high[ -]res(?:olution)?|low[ -]res(?:olution)?|expensive|slow|loud)\b/gi,
    read: () => notUnderstood,
  },
];

function readRatio([, width, height]: RegExpExecArray): Meaning | undefined {
  const label = `${Number(width)}:${Number(height)}`;
  return canonicalAspectRatio(label) === label ? { field: 'aspectRatio', value: label } : undefined;
}

function readOrientation(name: string): Meaning {
  return { field: 'aspectRatio', value: canonicalAspectRatio(name)! };
}
