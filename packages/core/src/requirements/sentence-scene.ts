import {
  clauseReach,
  clauseStart,
  followsContent,
  hasContent,
  isWithinContent,
  leadsContent,
  taken,
} from './sentence-prompt.ts';
import { type Meaning, thing } from './sentence-rule.ts';

/** A phrase before it is taken, and what stands around it. */
interface Candidate {
  readonly value: unknown;
  readonly words: string;
  /** Its clause before it, and some of what comes after it. */
  readonly before: string;
  readonly after: string;
  /** Words of the content stand before it in its clause; the next word is one. */
  readonly follows: boolean;
  readonly leads: boolean;
  /** Words of the content stand on both sides of it. */
  readonly isWithin: boolean;
  /** The clauses before its own. */
  readonly earlier: string;
}

/**
 * Whether a phrase that would set a field tells of the scene: "a cake is ready in 20 minutes" is no deadline, "everything is under $5" no
 * budget. One place for all rules, so that a rule need only know its own words. `open`: the text with the settings blanked that were read before.
 */
export function isOfScene(meaning: Meaning, open: string, start: number, end: number): boolean {
  const tells = 'field' in meaning ? tellsOfScene[meaning.field] : undefined;
  if (!tells || !('field' in meaning)) return false;
  const clause = clauseStart(open, start);
  return tells({
    value: meaning.value,
    words: open.slice(start, end),
    before: open.slice(clause, start),
    after: open.slice(end, end + 40),
    follows: followsContent(open, start),
    leads: leadsContent(open, end),
    isWithin: isWithinContent(open, start, end),
    earlier: open.slice(Math.max(0, clause - clauseReach), clause),
  });
}

const tellsOfScene: Readonly<Record<string, (candidate: Candidate) => boolean>> = {
  maxSeconds: (candidate) =>
    // No clip is made in so short a time.
    Number(candidate.value) < 10 ||
    tellsAlone(candidate) ||
    // "within 30 seconds the house falls".
    /^ (?:the|his|her|its|their|everything|he|she|they) (?!clip|video)/i.test(candidate.after),

  maxUsd: (candidate) =>
    // "2 dollars a glass".
    (/^ ?(?:an?|per|each|every|\/) ?(?!clip|video|take|shot|piece)[a-z]+(?=\W*$|[,;.!?)])/i.test(candidate.after) &&
      (candidate.follows || hasContent(candidate.earlier))) ||
    // "everything is under $5", "a burger costs less than a dollar".
    ((/^\W*(?:costs?|costing|pay|spend) /i.test(candidate.words) || trade.test(candidate.before)) &&
      tellsAlone(candidate)),

  audio: ({ value, words, before, follows, leads }) =>
    value === false &&
    // "there is no sound", "turns the sound off".
    (/\b(?:(?:there(?:['’]s| is| was)|hears?|heard|making|made)|(?:turn|switch)(?:s|es|ed|ing)(?: off)?) $/i.test(
      before,
    ) ||
      (follows &&
        // "makes no sound", "without sound insulation".
        (/^(?:makes?|has|have) /i.test(words) ||
          (leads && !setting.test(before) && /\b(?:no|without) \w+$/i.test(words))))),

  durationSeconds: (candidate) =>
    // "wins by 2 seconds", and not "extend it by 2 seconds".
    /^by /i.test(candidate.words)
      ? !(candidate.before.includes(taken) || /\b(?:extend|lengthen|prolong)\b/i.test(candidate.before))
      : // "must be defused in under 2 minutes".
        (/\bin $/i.test(candidate.before) && tellsAlone(candidate)) ||
        // "a man stops, a 4 second pause".
        (describes(candidate) && !/^[ -](?:time|hyper|mont|gif|spot|trail|intro)/i.test(candidate.after)),

  aspectRatio: (candidate) =>
    describes(candidate) ||
    // "a bus with an Instagram Reels advert", "an Instagram story on her phone".
    (/^an? /i.test(candidate.words) && (candidate.follows || /^ on (?!my|our)/i.test(candidate.after))) ||
    // "a neon sign: 9:16".
    /\b(?:sign|caption|label|banner|billboard|poster|plate|ticket|board)s?: $/i.test(candidate.before),
  resolution: describes,

  // "a low cost airline".
  priority: ({ words, leads }) => leads && /(?:quality|cost|price|budget|friendly|value|inexpensive)$/i.test(words),

  'providers.allow': tellsOfName,
  'providers.deny': tellsOfName,
};

/** What leads to a price in a scene: "everything is under $5", "a burger for less than a dollar". */
const trade =
  /\b(?:is|are|was|were|goes|go|sav(?:es?|ing)|earns?|wins?|sells?|sold|bought|tickets?|food|meals?|drinks?|beers?|coffees?|burgers?|pizzas?|toys?)(?: (?:for|at))? $/i;

/** "with Google Glasses on", "a woman with Google on her screen", "without Google, life was slower". */
function tellsOfName({ words, before, after, leads, isWithin }: Candidate): boolean {
  if (leads) return true;
  if (!/^(?:with(?:out)?|by|via|through|from|on)\b/i.test(words)) return false;
  return isWithin || (/^without google$/i.test(words) && before === '' && /^, \p{L}/u.test(after));
}

/**
 * "and a 4K Blu-ray", "a 16:9 TV showing a 9:16 video": a word of what is seen, between an article and its noun. At the beginning of a
 * sentence only before such nouns as have one: "a 4K sunset" is wished for.
 */
function describes({ before, after, leads, follows, earlier }: Candidate): boolean {
  if (/\b(?:show|watch|play|film)(?:s|ing) an? $/i.test(before)) return true;
  if (!leads || !/\b(?:an?|the|his|her|their|my|our) $/i.test(before)) return false;
  return follows || hasContent(earlier) || shaped.test(after);
}

const shaped = new RegExp(`^(?:${thing}|[ -](?:scale|canvas|painting|print|frame|label|blu|map|sticker))`, 'i');

/** Words of the content stand before it in its clause, and nothing that looks like a setting or speaks of the clip. */
function tellsAlone({ follows, before, words }: Candidate): boolean {
  return follows && !setting.test(before) && !ofTheClip.test(before + words);
}

const ofTheClip = /\b(?:i|we|make|create|get|clips?|videos?|it|this|needed|due|budget|price|total|limit)\b/i;

/** What looks like a setting, or was one. */
const setting = new RegExp(`\\d|${taken}`);
