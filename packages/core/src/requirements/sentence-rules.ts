import { providerOfBrand } from './brands.ts';
import { amount, duration, secondsOf, usdOf } from './quantities.ts';
import { readProviders } from './sentence-providers.ts';
import { canonicalAspectRatio } from './words.ts';

/** What a phrase says. `keep`: it also describes the content and stays in the prompt. */
export type Meaning =
  | { readonly field: string; readonly value: unknown; readonly keep?: boolean }
  | { readonly notUnderstood: true; readonly keep?: boolean; readonly text?: string };

/** A phrase that was found, with its place in the text. */
export interface FoundPhrase {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

/** A phrase that sets something. */
export interface SentenceRule {
  readonly pattern: RegExp;
  /** `undefined`: after all it says nothing. */
  readonly read: (match: RegExpExecArray) => Meaning | readonly Meaning[] | undefined;
}

/** A word that sets something only where options stand; elsewhere it describes the content ("a fast car", "a portrait of a woman"). */
export interface WeakRule extends SentenceRule {
  /** `loose`: other words may stand between it and the word for clip ("vertical product shot"). */
  readonly reach: 'strict' | 'loose';
}

const notUnderstood = { notUnderstood: true } as const;
const says = (field: string, value: unknown) => () => ({ field, value });
const anyCase = (...parts: readonly string[]) => new RegExp(parts.join(''), 'gi');

const limit =
  '(?:at most|at the most|max(?:imum)?(?: of)?|up to|(?:no|not) (?:more|longer) than|(?:less|shorter) than|under|below|within)';
const floor = '(?:at least|min(?:imum)?(?: of)?|(?:more|longer) than|over)';
const waiting = '(?:wait(?:ing)?(?: time)?|turnaround(?: time)?)';
const sound = '(?:sound|audio)';
const picture =
  '(?:photo(?:graph)?|picture|image|pic|still|drawing|painting|screenshot|selfie|illustration|product shot)';
const orientation = '(portrait|vertical|landscape|horizontal|widescreen|square)';

/** Phrases that mean the same wherever they stand. Earlier rules take their words first. */
export const strongRules: readonly SentenceRule[] = [
  {
    pattern: anyCase('\\b(?:in |at )?(\\d{3,4}) ?[x×] ?(\\d{3,4})\\b'),
    read: ([, width, height]) => ({ field: 'size', value: `${width}x${height}` }),
  },

  // Waiting, before lengths.
  {
    pattern: anyCase(
      `\\b(?:${limit} )?(?:a )?(${duration})(?: of)?(?: max(?:imum)?)? ?${waiting}(?: max(?:imum)?)?\\b`,
    ),
    read: readWait,
  },
  {
    pattern: anyCase(
      `\\b(?:i (?:can|will|'ll) )?(?:${waiting}|ready|done|finished|delivered|rendered)[:=]?(?: (?:is|in|for|${limit}))* (${duration})(?: max(?:imum)?)?`,
    ),
    read: readWait,
  },
  { pattern: anyCase(`\\bwithin (${duration})`), read: readWait },

  // Money.
  {
    pattern: anyCase(
      `(?:\\b(?:and )?(?:for |costs? |costing |spend(?:ing)? |budget |price |cap(?:ped)? )?(?:${limit}|at|of|is|budget:?|cap(?:ped at)?:?|spend) ?)(${amount})`,
    ),
    read: ([text, price]) => readLimit(text, price!),
  },
  {
    pattern: anyCase(`(${amount}) ?(?:max(?:imum)?|or less|tops|at most|budget|limit)\\b`),
    read: ([, price]) => ({ field: 'maxUsd', value: usdOf(price!) }),
  },
  { pattern: anyCase(`\\b(?:${floor}) ?${amount}`), read: () => notUnderstood },
  { pattern: /[€£¥]\s?\d+(?:\.\d+)?|\b\d+(?:\.\d+)?\s?(?:€|£|euros?|eur|pounds?)(?!\w)/gi, read: () => notUnderstood },

  {
    pattern: /\b(?:with )?seed(?: of|:|=| )\s?(-?\d{1,12})\b/gi,
    read: ([, seed]) => ({ field: 'seed', value: Number(seed) + 0 }),
  },
  {
    pattern: anyCase(`\\b(?:quality|rating|rated|elo)(?: of)? (?:${floor}|above) (\\d{3,4})\\b(?: points)?`),
    read: ([, points]) => ({ field: 'minQuality', value: Number(points) }),
  },
  {
    pattern: anyCase(`\\b(?:${floor}) (\\d{3,4}) (?:points|elo)\\b`),
    read: ([, points]) => ({ field: 'minQuality', value: Number(points) }),
  },

  // Lengths.
  {
    pattern:
      /(?:\bbetween )?\b\d{1,4}(?:\.\d+)? ?s?(?: ?[-–—] ?| to | and | or )\d{1,4}(?:\.\d+)?[ -]?(?:seconds?|secs?|s|minutes?|mins?)\b/gi,
    read: () => notUnderstood,
  },
  { pattern: /\b(?:a )?(?:few|couple of|several|some) (?:seconds|minutes)\b/gi, read: () => notUnderstood },
  { pattern: anyCase(`\\b(?:${limit}|${floor}) ${duration}`), read: () => notUnderstood },
  {
    pattern: anyCase(
      `(?:\\b(?:for|of|about|around|approximately|roughly|exactly) |~ ?)?(?<![\\w.,:$€£/'’-])(${duration})(?:[ -]long\\b| in length\\b| duration\\b)?( max(?:imum)?\\b| min(?:imum)?\\b| at most\\b| or (?:less|more|shorter|longer)\\b)?`,
    ),
    read: readDuration,
  },

  // Shape.
  {
    pattern: /\b(?:in |at )?(\d{3,4}p|[1248]k(?: uhd)?|full[ -]?hd|ultra[ -]?hd|u?hd|fhd|qhd)\b/gi,
    read: ([, name]) => ({ field: 'resolution', value: name }),
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
      `\\bwith or without ${sound}\\b|\\b(?:${sound}) (?:does ?n[o'’]t matter|optional|is optional|not needed|does not matter)|\\b(?:no need for|(?:do not|don['’]t) (?:need|care about)) (?:any )?${sound}\\b`,
    ),
    read: says('audio', 'any'),
  },
  {
    pattern: anyCase(
      `\\b(?:(?:with )?no|without(?: any)?|w/o|minus|(?:do not|don['’]t) want(?: any)?|turn off(?: the)?) ${sound}\\b(?: track)?|\\b${sound}(?: is)?[ :=-]off\\b|\\bsoundless\\b|\\bno-audio\\b`,
    ),
    read: says('audio', false),
  },
  {
    pattern: /\b(?:no|without|w\/o) (?:any )?(?:music|voices?|voice-?over|speech|dialogu?e|narration|talking)\b/gi,
    read: () => ({ ...notUnderstood, keep: true }),
  },
  { pattern: /\bnot (?:silent|muted?)\b/gi, read: says('audio', true) },
  {
    pattern: anyCase(
      `\\b(?:with|including|plus|and|has|have|needs?|wants?) (?:the )?${sound}\\b(?: on\\b)?|\\b${sound}(?: is)?[ :=-]on\\b`,
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
      /\b(only|just|use|using|by|prefer|not|no|never|without|except(?: for)?|exclud(?:e|ing)|avoid|skip|but not|anything but|with)((?: (?:with|use|using|from|by))?)((?:(?:,| or| and| nor|,? and not|,? or not)? [a-z0-9][a-z0-9./-]*){1,6})/gi,
    read: readProviders,
  },
  {
    pattern: /\b([a-z][a-z0-9.-]*)[ -]only\b/gi,
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
      /\b(?:(?:in |with |at )?(?:the )?(?:best|highest|high|top|max(?:imum)?|great|premium|good)(?: possible)?[ -]quality(?: possible)?|as good as possible)\b/gi,
    read: says('priority', 'quality'),
  },
  {
    pattern:
      /\b(?:as cheap(?:ly)? as possible|(?:the )?cheapest(?: possible)?|(?:at )?(?:a )?low(?:est)?[ -](?:cost|price)|on a budget|budget-friendly|inexpensive)\b/gi,
    read: says('priority', 'cost'),
  },
  {
    pattern:
      /\b(?:as (?:fast|quick(?:ly)?|soon) as possible|asap|(?:a )?(?:quick|fast|rough)(?: and dirty)? draft|draft quality)\b/gi,
    read: says('priority', 'speed'),
  },

  // Pictures that are spoken of but not given.
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
    pattern:
      /\b\d+(?:\.\d+)? ?(?:fps|mbps|kbps|[kmg]b)\b|\b(?:as (?:a |an )?)?(?:gif|webm|prores|h\.?26[45]|hevc|av1)\b|\b(?:\d+|two|three|four|five|several) (?:clips|videos|versions|variants|variations|takes)\b|\bnegative prompt\b/gi,
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
  { reach: 'loose', pattern: /\b(vertical|horizontal|widescreen)\b/gi, read: ([, name]) => readOrientation(name!) },
  {
    reach: 'strict',
    pattern: /\b(portrait|landscape|square|ultra-?wide)\b/gi,
    read: ([, name]) => readOrientation(name!),
  },
  { reach: 'strict', pattern: /\b(?:silent|muted?|sound off|quiet)\b/gi, read: says('audio', false) },
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

function readWait([, time]: RegExpExecArray): Meaning {
  return { field: 'maxSeconds', value: secondsOf(time!) };
}

/** "at $5" and "of $5" are limits only after a word for money. */
function readLimit(text: string, price: string): Meaning | undefined {
  if (/^\s*(?:and )?(?:at|of|is) ?[$\d]/i.test(text)) return undefined;
  return { field: 'maxUsd', value: usdOf(price) };
}

/** "the 80s" and "1990s" are decades; "5 seconds max" is a limit on a length, which the requirements do not have. */
function readDuration(match: RegExpExecArray): Meaning | undefined {
  const [whole, time, bound] = match;
  const before = match.input.slice(Math.max(0, match.index - 8), match.index);
  const after = match.input.slice(match.index + whole.length, match.index + whole.length + 14);
  const decade = /^(?:1[89]|20)?\d0s$/i.test(time!);
  if (decade && (time!.length > 4 || /(?:\b(?:the|early|late|mid)[ -]|['’])$/i.test(before))) return undefined;
  if (decade && /^[ -](?:style|look|vibe|aesthetic|retro|movie|film|music|synth|tv|disco)/i.test(after))
    return undefined;
  return bound ? notUnderstood : { field: 'durationSeconds', value: secondsOf(time!) };
}

function readRatio([, width, height]: RegExpExecArray): Meaning | undefined {
  const label = `${Number(width)}:${Number(height)}`;
  return canonicalAspectRatio(label) === label ? { field: 'aspectRatio', value: label } : undefined;
}

function readOrientation(name: string): Meaning {
  return { field: 'aspectRatio', value: canonicalAspectRatio(name)! };
}
