import { clauseStart, followsContent, isWithinContent, leadsContent } from './sentence-prompt.ts';
import type { Meaning } from './sentence-rule.ts';

/** A phrase before it is taken: what it would set, its words, and the text around it in which settings read so far are blanked. */
interface Candidate {
  readonly value: unknown;
  readonly words: string;
  readonly open: string;
  readonly start: number;
  readonly end: number;
  /** Its clause before it. */
  readonly before: string;
  /** What comes after it, as far as it matters. */
  readonly after: string;
}

/**
 * Whether a phrase that would set a field tells of the scene: "a cake is ready in 20 minutes" is no deadline, "everything is under $5" no
 * budget. One place for all rules, so that a rule need only know its own words.
 */
export function isOfScene(meaning: Meaning, words: string, open: string, start: number, end: number): boolean {
  if (!('field' in meaning)) return false;
  const tells = tellsOfScene[meaning.field];
  const before = open.slice(clauseStart(open, start), start);
  const after = open.slice(end, end + 40);
  return tells?.({ value: meaning.value, words, open, start, end, before, after }) ?? false;
}

const tellsOfScene: Readonly<Record<string, (candidate: Candidate) => boolean>> = {
  maxSeconds: (candidate) =>
    // No clip is made in so short a time.
    Number(candidate.value) < 10 ||
    tellsWithoutSettings(candidate) ||
    // "within 30 seconds the house falls".
    /^ (?:the|his|her|its|their|everything|he|she|they) (?!clip|video)/i.test(candidate.after),

  maxUsd: (candidate) =>
    // "2 dollars a glass".
    (/^ ?(?:an?|per|each|every|\/) ?(?!clip|video|take|shot|piece)[a-z]+(?=\W*$|[,;.!?)])/i.test(candidate.after) &&
      hasContentBefore(candidate)) ||
    // "everything is under $5".
    (/^\W*(?:costs?|costing|pay|spend) /i.test(candidate.words) && tellsWithoutSettings(candidate)) ||
    (/\b(?:is|are|was|were|sav(?:es?|ing)|earns?|wins?|goes|go) (?:for )?$/i.test(candidate.before) &&
      tellsWithoutSettings(candidate)) ||
    trade.test(candidate.before),

  audio: ({ value, words, open, start, end, before }) =>
    value === false &&
    ((/^no/i.test(words) && /\b(?:there(?:['’]s| is| was)|hears?|heard|making|made) $/i.test(before)) ||
      (/^(?:makes?|has|have) /i.test(words) && followsContent(open, start)) ||
      // "turns the sound off", "turning off the sound".
      /\b(?:turn|switch)(?:s|es|ed|ing) (?:off )?$/i.test(before) ||
      // "without sound insulation".
      (/(?:no|without) (?:sound|audio)$/i.test(words) && followsContent(open, start) && leadsContent(open, end))),

  durationSeconds: (candidate) =>
    // "wins by 2 seconds", "must be defused in under 2 minutes".
    ((/^by /i.test(candidate.words) || /\bin $/i.test(candidate.before)) && tellsWithoutSettings(candidate)) ||
    // "a man stops, a 4 second pause": a scene that goes on.
    (describes(candidate) && hasContentBefore({ ...candidate, start: candidate.start - candidate.before.length })),

  aspectRatio: (candidate) =>
    describes(candidate) ||
    // "a bus with an Instagram Reels advert".
    (/^an? /i.test(candidate.words) && followsContent(candidate.open, candidate.start)) ||
    // "a neon sign: 9:16".
    /\b(?:sign|caption|label|banner|billboard|poster|plate|ticket|board)s?: $/i.test(candidate.before),
  resolution: describes,

  // "a low cost airline".
  priority: ({ words, open, end }) =>
    /(?:quality|cost|price|budget|value|inexpensive)$/i.test(words) && leadsContent(open, end),

  'providers.allow': tellsOfName,
  'providers.deny': tellsOfName,
};

/** "a burger for less than a dollar": what is sold in the scene. */
const trade =
  /\b(?:s[eo]ll?d?(?:s|ing)?|buy(?:s|ing)?|bought|vending|menu|shop|store|market|diner|restaurant|caf[eé]|burgers?|pizzas?|coffee|beers?|drinks?|meals?|tickets?|sav(?:es?|ing|ed))\b/i;

/** "with Google Glasses on", "a woman with Google on her screen". */
function tellsOfName({ words, open, start, end }: Candidate): boolean {
  const after = open.slice(end, end + 12);
  if (leadsContent(open, end)) return true;
  if (!/^(?:with(?:out)?|by|via|through|from|on)\b/i.test(words)) return false;
  return (
    isWithinContent(open, start, end) || (/^without google$/i.test(words) && start === 0 && /^, [a-z]/i.test(after))
  );
}

/** "a 16:9 TV", "a landscape format painting": a word of what is seen, between an article and its noun. */
function describes({ open, start, end }: Candidate): boolean {
  return (
    leadsContent(open, end) && /\b(?:an?|the|his|her|their|my|our) $/i.test(open.slice(Math.max(0, start - 6), start))
  );
}

/** Words of the content stand before it in its clause, and nothing that looks like a setting or speaks of the clip. */
function tellsWithoutSettings({ open, start, before, words }: Candidate): boolean {
  return followsContent(open, start) && !/[\d\u0001]/.test(before) && !ofTheClip.test(before + words);
}

const ofTheClip = /\b(?:i|we|clips?|videos?|it|this|needed|due|budget|price|total|limit)\b/i;

/** Whether anything of the content stands before a place, in the sentence. */
function hasContentBefore({ open, start }: Pick<Candidate, 'open' | 'start'>): boolean {
  return /\p{L}{3}/u.test(
    open
      .slice(Math.max(0, start - 80), start)
      .replace(/\b(?:please|make|create|generate|clip|video|want|need)\b/gi, ''),
  );
}
