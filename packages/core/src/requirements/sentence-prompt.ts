import type { FoundPhrase, WeakRule } from './sentence-rule.ts';

/** Stands for text that was read; no rule matches it. */
export const taken = '\u0001';

/** Stands for text that is content; no rule matches it, and it is no option. */
export const hidden = '\u0002';

/** The text with the phrases blanked, so that every other place stays where it was. Phrases come in the order of the text. */
export function blanked(
  text: string,
  phrases: readonly Pick<FoundPhrase, 'start' | 'end'>[],
  character: string = taken,
): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of phrases) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    pieces.push(text.slice(done, from), character.repeat(end - from));
    done = end;
  }
  return pieces.join('') + text.slice(done);
}

/** How far a clause is looked at, in characters, so that long texts take no longer in proportion. */
export const clauseReach = 200;

/** Words that neither describe the content nor set anything. */
const filler =
  /^(?:an?|the|and|or|but|with|in|at|for|of|to|as|is|it|be|by|on|please|pls|thanks|thank|you|hi|hello|make|makes|create|generate|render|produce|give|gimme|get|me|us|i|i'd|i'm|we|we're|am|are|want|wants|need|would|like|should|must|can|could|have|that|this|one|just|also|something|onto|quality|cost|price|speed|format|res|length|duration|resolution|aspect|ratio|sound|model|provider|new|short|super|very|really|actually|ideally|preferably|n|smth)$/i;

/** Words that lead to a setting, in a clause with one: "keep it below $1", "somewhere around 7 s". In any other clause they are content. */
const lead =
  /^(?:keep|total|overall|budget|max|min|each|every|around|about|somewhere|any(?:where|thing)|roughly|ready|done|has|had|please|under|over|only|from|per|up|time|if|possibl[ey]|available|otherwise|else|does|do|supports?|offers?|handles?)$/i;

const clipNoun =
  /^(?:clips?|vid(?:eo)?s?|shots?|films?|movies?|footage|animations?|loops?|reels?|shorts?|teasers?|ads?|adverts?|sequences?|scenes?)$/i;

const contentOpener = /^(?:of|from|showing|shows|where|featuring|about|depicting|with)$/i;

/**
 * Whether a weak word at `start` to `end` stands where options stand: right before a word for clip ("a silent clip"), in a clause of
 * nothing but options ("…, cheap and fast"), at the end of a clause after another option ("a dog, 5s silent cheap"), or before "of" in a
 * phrase that has another option ("8 seconds landscape of a storm").
 */
export function isOptionPlace(open: string, start: number, end: number, reach: WeakRule['reach']): boolean {
  const from = clauseStart(open, start);
  const to = clauseEnd(open, end);
  const before = wordsOf(open.slice(from, start));
  const after = wordsOf(open.slice(end, to));
  const opener = after.findIndex((word) => contentOpener.test(word));
  const head = opener < 0 ? after : after.slice(0, opener);
  const noun = head.findIndex((word) => clipNoun.test(word));
  const empty = (words: readonly string[]) =>
    words.every((word) => filler.test(word) || clipNoun.test(word) || word.includes(taken) || weakWord.test(word));
  if (
    noun >= 0 &&
    !before.some((word) => contentOpener.test(word)) &&
    (reach === 'loose' ? noun <= 3 : empty(head.slice(0, noun)))
  )
    return true;
  const option = before.findLastIndex((word) => word.includes(taken));
  if (opener < 0 && option >= 0 && empty(before.slice(option)) && empty(head)) return true;
  const next = head.findIndex((word) => word.includes(taken));
  // "vertical 5s a fox".
  if (reach !== 'strict' && next === 0 && empty(before)) return true;
  if (noun > next && next >= 0 && noun - next <= 3 && empty(before) && empty(head.slice(0, next))) return true;
  if (!empty(before) || !empty(head)) return false;
  const company =
    open.slice(from, start).includes(taken) || head.some((word) => word.includes(taken) || clipNoun.test(word));
  return opener < 0 || company;
}

/** Whether words of the content stand on both sides within the clause, so that it may tell of the content: "holds his breath for 30 s underwater". */
export function isWithinContent(open: string, start: number, end: number): boolean {
  const isContent = (word: string) => isContentWord(word) && !/^\d/.test(word);
  const after = wordsOf(open.slice(end, clauseEnd(open, end)));
  if (
    after.slice(0, 4).some((word) => clipNoun.test(word)) ||
    (contentOpener.test(after[0] ?? '') && !talksFor.test(open.slice(Math.max(0, start - 4), end + 6)))
  )
    return false;
  return after.some(isContent) && wordsOf(open.slice(clauseStart(open, start), start)).some(isContent);
}

/** Whether a word of the content comes next, and no word for a clip soon after it. */
export function leadsContent(open: string, end: number): boolean {
  const words = wordsOf(open.slice(end, clauseEnd(open, end))).slice(0, 4);
  const [next] = words;
  if (next === undefined || !isContentWord(next) || lead.test(next) || /^(?:my|our)$/i.test(next)) return false;
  return !words.some((word) => clipNoun.test(word));
}

/** Whether words of the content come before it in its clause: "holds his breath for 30 s", and not "5 s of a man who holds his breath". */
export function followsContent(open: string, start: number): boolean {
  return wordsOf(open.slice(clauseStart(open, start), start)).some((word) => isContentWord(word) && !lead.test(word));
}

/** Whether a text holds a word of the content. */
export function hasContent(text: string): boolean {
  return wordsOf(text).some(isContentWord);
}

/** A word that was not read, and neither joins nor names nor qualifies settings. */
function isContentWord(word: string): boolean {
  return ![filler, clipNoun, weakWord, settingWord].some((pattern) => pattern.test(word)) && !word.includes(taken);
}

/**
 * The prompt: one piece of the text as it was written, from the first word of the content to the last. Settings are left out only where
 * they stand before or after it; those inside stay, since a prompt is never altered.
 */
export function remainingPrompt(text: string, found: readonly FoundPhrase[]): string {
  const left = blanked(
    text,
    found.filter(({ meaning }) => !meaning.keep),
  );
  let [start, end] = contentOf(left);
  for (;;) {
    const opener = left.slice(start, Math.min(end, start + openerReach)).replaceAll(taken, ' ');
    const length = (start === 0 ? promptOpeners : [...promptOpeners, ledOpener]).reduce(
      (most, pattern) => Math.max(most, pattern.exec(opener)?.[0].length ?? 0),
      0,
    );
    if (length === 0) break;
    start += length;
  }
  return text.slice(start, contentEnd(left, start, end)).trim();
}

/** "talk for five minutes about love": what is done for so long. */
const talksFor = /\bfor .* about$/i;

/** Words of settings that are read after lengths. */
const settingWord =
  /^(?:u?hd|fhd|sound|audio|dollars?|bucks?|cents?|usd|budget|max|min|under|without|no|any|asap|p|off|dur|ar|[^\p{L}]+)$/iu;

/** The places of the first and the last clause that have a word of the content. */
function contentOf(left: string): [start: number, end: number] {
  let [start, end, place] = [-1, 0, 0];
  for (const clause of left.split(/(?<=[,;!?\n|•]|\.(?=\s|$))/)) {
    const hasSetting = clause.includes(taken);
    const isContent = (word: string) =>
      !isTaken(word) && !filler.test(word) && !clipNoun.test(word) && !(hasSetting && lead.test(word));
    if (wordsOf(clause).some(isContent) && /[^\s\p{P}\p{Z}]/u.test(clause.replaceAll(taken, ''))) {
      if (start < 0) start = place;
      end = place + clause.length;
    }
    place += clause.length;
  }
  // A quotation ends with its mark: "he shouts 'five seconds left!', 8s".
  if (/[.!?]/.test(left[end - 1] ?? '') && /['’"”»]/.test(left[end] ?? '')) end += 1;
  return [Math.max(0, start), end];
}

const isTaken = (word: string) => word.replaceAll(taken, '') === '';
const isLoose = (character: string) => character === taken || /[\s,;:|•+–—-]/.test(character);

/** How far the words before the content are looked at, in characters. */
const openerReach = 300;

/** What stands before the content and is not of it. */
const promptOpeners: readonly RegExp[] = [
  /^[\s,;.:|•+/–—-]+/,
  // What stood in them was read: "[5s] a fox".
  /^[[({]\s*[\])}]/,
  /^(?:of|and|then|but|featuring|showing)\s+/i,
  /^(?:(?:please|can you|could you|i want|i need|i'd like|we need|we want)\s+)?(?:(?:make|create|generate|render|produce|give)\s+(?:me\s+|us\s+)?)?(?:an?\s+|the\s+)?(?:clip|vid(?:eo)?|footage|animation)\s*(?:\b(?:of|showing|shows|where|featuring|about|depicting|that shows)\b|:)\s*/i,
  // "What's the best 5 s clip of", "how much is a 10 s clip of": what is asked about it.
  /^(?:what|which|how much|who)(?:['’]s)?(?:\s+(?:is|are|can|could|would|does|do|should|i|we|you|get|makes?|use|cost|it|model|one|the|an?|for|best|cheapest|fastest|price|of|buy))*?(?:\s+(?:clips?|videos?|shots?)\s+(?:of|showing|about)\s+|\s+i get(?:\s+for (?:it|that))?\s*[:?]\s*)/i,
  // "which model is best for 10 s", "how much for 8 s": asked about settings alone.
  /^(?:which|what)(?:['’]s| is| are)? (?:(?:the|best|cheapest|fastest) )*models?(?: (?:is|are|would be|should i use|should i take|can|do i need|to use|does))*(?: (?:the )?(?:best|cheapest|fastest|right|good))?(?: for)?(?=\s{2,}|\s*\??$)/i,
  /^how (?:much|expensive|long)(?: (?:is|are|for|does|do|would|will|it|take|cost|costs|be))*(?=\s{2,}|\s*\??$)/i,
  // "run it on hailuo".
  /^(?:please )?(?:run|do|make|render|generate|create|shoot|try) (?:it|this|that)(?=\s{2,}|\s*$)/i,
  // Between settings: "20 clips, each 5 seconds, of".
  /^(?:each|apiece|all)\s{2,}/i,
  // What led to a setting: "make a 5 second … of".
  /^(?:(?:can|could|would) you\s+)?(?:please\s+)?(?:make|create|generate|render|produce|give|do|shoot|film|(?:i\s+)?(?:need|want))\s+(?:me\s+|us\s+)?(?:an?\s+)?(?=\s)/i,
];

/** After a setting: "5s for my class". At the beginning of a text it is of the content. */
const ledOpener = /^(?:for|about|please[:,]?)\s+/i;

/** The end of the content: without settings, marks and the words that led to a setting ("a dog and", "a dog with in"). */
function contentEnd(left: string, start: number, last: number): number {
  let end = last;
  for (;;) {
    const before = end;
    end -= emptied.exec(left.slice(Math.max(start, end - 100), end))?.[0].length ?? 0;
    while (end > start && isLoose(left[end - 1]!)) end -= 1;
    if (/[.!?]/.test(left[end - 1] ?? '') && /\s/.test((left[end - 2] ?? 'x').replace(taken, ' '))) end -= 1;
    const led = left[end + (left[end] === ' ' ? 1 : 0)] === taken;
    const word = led
      ? /\s(?:(?:that|which) is|and|or|with|in|at|for|of|from|as|but|then|that)$/i.exec(
          left.slice(Math.max(start, end - 9), end),
        )
      : null;
    if (word) end -= word[0].length;
    if (end === before) return end;
  }
}

/** A bracket in which everything was read: "a fox (5 s, 16:9)". */
const emptied = new RegExp(`[([{][\\s,;:|–—-]*${taken}[${taken}\\s,;:|–—-]*[)\\]}]?\\s*$`);

/** Without the characters at its end that `character` matches. A pattern with `+$` would try every run of them in the text to its end. */
export function withoutEnd(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

const weakWord =
  /^(?:vertical|horizontal|widescreen|portrait|landscape|square|ultra-?wide|silent|muted?|quiet|balanced|cheap(?:ly|er)?|affordabl[ey]|economical|fast(?:est|er)?|quick(?:est|ly|er)?|rapid(?:ly)?|draft|best|premium|finest)$/i;

function wordsOf(text: string): string[] {
  return text.split(/[\s,;:.!?|•()[\]{}"“”]+/).filter((word) => word !== '');
}

export function clauseStart(open: string, place: number): number {
  const from = Math.max(0, place - clauseReach);
  const before = open.slice(from, place);
  const marks = [',', ';', '(', '\n', '|', '•', '. ', '! ', '? ', '- ', '– ', '— ', '+ ', '/ '];
  const last = Math.max(...marks.map((mark) => before.lastIndexOf(mark)));
  return from + last + 1;
}

function clauseEnd(open: string, place: number): number {
  const after = open.slice(place, place + clauseReach);
  const end = after.search(/[,;!?\n|•)]|[.:](?=\s|$)| [-–—+/] /);
  return place + (end < 0 ? after.length : end);
}
