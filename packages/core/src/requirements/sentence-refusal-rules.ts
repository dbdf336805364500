import { providerOfBrand } from './brands.ts';
import { duration } from './quantities.ts';
import { modelName, modelsNamed } from './sentence-models.ts';
import { resolution, resolutionRangeRules } from './sentence-range-rules.ts';
import { anyCase, type Meaning, orientation, type SentenceRule, toldOnly } from './sentence-rule.ts';

const negation =
  "(?:not|never|no|non|neither|without|avoid(?:ing)?|instead of|rather than|other than|except(?: for)?|(?:any(?:thing)?|every(?:thing)?|all) (?:but|except)|(?:is|are|was|does|do|should|must|can|need|wo)n['’]?t|cannot)";
const between =
  '(?: (?:in|at|an?|as|for|be|have|make|do|it|use|using|want|need|like|too|so|any|the|that|to|go|with|my|exactly|post(?:ing|ed)?(?: (?:it|this))? (?:on|to)))*';
const platform =
  '(?:tik[ -]?tok|instagram(?: (?:reels?|stor(?:y|ies)|posts?))?|(?:youtube )?shorts?|youtube|snapchat|reels?|facebook|linkedin|twitter)';

/** What is refused and what is bounded. Both stand before all others: nothing of them is ever read as a wish for the very thing. */
export const refusalRules: readonly SentenceRule[] = [
  {
    pattern: anyCase`\b${negation}${between} (?:${resolution}(?: resolution| video| clip)?|\d{1,2} ?: ?\d{1,2}|${orientation}(?! of\b)(?=\s*(?:$|[,;.!?)\n]|video|clip|mode|format|please|n?or\b))|(?<=\bfor )${platform}|(?:for |on )${platform})\b(?:(?:,? or|,? nor)(?: in)? (?:${resolution}|\d{1,2} ?: ?\d{1,2}|${orientation})\b(?! of\b))*`,
    read: toldOnly,
  },
  // "4k is overkill", "no need for 4k".
  {
    pattern: anyCase`\b${resolution}(?: resolution)? (?:is|would be|['’]s) (?:(?:way |far |just )?too (?:much|big|large|high|expensive|slow)|(?:an )?overkill|(?:not|n['’]t) (?:needed|necessary|required|important)|un(?:necessary|needed|important)|wasted)\b|\b${resolution} is ?n[o'’]?t (?:needed|necessary|required|important)\b|\b(?:no need for|(?:do ?n[o'’]?t|needn['’]?t) (?:need|care (?:about|for))|skip|forget|wasted on) (?:the )?${resolution}\b`,
    read: toldOnly,
  },
  {
    pattern: anyCase`\b(?:not|instead of|rather than|other than|anything but) (?:an? |for )?${duration}(?! (?:of|in)\b)`,
    read: toldOnly,
  },
  {
    pattern: anyCase`\b(?:not?|never|without|avoid(?:ing)?|except(?: for)?|(?:use )?(?:any(?:thing|one)?|every(?:thing)?|all)(?: (?:models?|ones?))? (?:but|except|other than)|other than|do(?:es)?(?: not|n['’]?t)|skip|exclud(?:e|ing))(?: (?:with|use|using|want|the|by|on|from))* ((?:[a-z-]{2,12}(?:,? or|,? and|,? nor|,) ){0,2}${modelName}(?:(?:,? or|,? and|,? nor|,) (?:${modelName}|[a-z-]{2,12}\b)){0,3})`,
    read: readRefused,
  },
  {
    pattern: anyCase`\b(?:but )?(?:not?|without|except(?: for)?|instead of|rather than) (?:the )?(?:mini|lite|fast|pro|turbo|std|standard|prime|max) (?:version|model|variant|edition)\b`,
    read: toldOnly,
  },
  ...resolutionRangeRules,
];

/** A model by its brand and version. */
export const modelRule: SentenceRule = {
  pattern: anyCase`(?<![\w./-])(?:(?:please )?(?:only |just )?(?:use|using|with|by|via|on|through|prefer|made (?:by|with)|only|just|model ?[:=]?) )?(?:the )?(${modelName})(?: (?:or|and) (pro|fast|lite|mini|std|standard|turbo|prime|max)\b)?(?: (?:models?|preview)\b)?(?: only\b)?(?:,? if (?:possible|available)\b)?`,
  read([, name, other]) {
    const named = listed('allow', name!);
    // "kling v3 standard or pro".
    const another = other === undefined ? undefined : listed('allow', name!.replace(/(?:[ -][a-z]+)?$/i, ` ${other}`));
    return another === undefined ? named : [...(named ?? []), ...another];
  },
};

/** A model by its id, `google/veo-3.1`. After the rules that read what is refused. */
export const modelIdRule: SentenceRule = {
  pattern: anyCase`(?<![\w./:@-])(?:(?:please )?(?:use|using|with|by|via|on|model:?) )?([a-z][a-z0-9-]{1,30})/([a-z][a-z0-9.:-]{2,60})(?<![.:-])(?![\w/])`,
  read: ([, author, slug]) =>
    providerOfBrand(author!) === author!.toLowerCase() && /\d/.test(slug!)
      ? { field: 'models.allow', value: `${author}/${slug}`.toLowerCase() }
      : undefined,
};

/** "not kling or veo 3.1": up to the first name that is none. */
function readRefused(match: RegExpExecArray): readonly Meaning[] | undefined {
  const meanings: Meaning[] = [];
  const [whole, list] = match as unknown as [string, string];
  let length = whole.length - list.length;
  for (const part of list.matchAll(/(?:(?:,? (?:or|and|nor)|,) )?((?:(?! (?:or|and|nor) )[^,])+)/g)) {
    const named = listed('deny', part[1]!.trim());
    const provider = providerOfBrand(part[1]!.trim());
    if (named === undefined && provider === undefined) break;
    meanings.push(...(named ?? [{ field: 'providers.deny', value: provider }]));
    length = whole.length - list.length + part.index + part[0].length;
  }
  if (meanings.length === 0) return undefined;
  match[0] = whole.slice(0, length);
  return meanings;
}

function listed(list: 'allow' | 'deny', name: string) {
  return modelsNamed(name)?.map((id) => ({ field: `models.${list}`, value: id }));
}
