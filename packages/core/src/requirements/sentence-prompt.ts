import type { FoundPhrase } from './sentence-rule.ts';

/** Stands for text that was read; no rule matches it. */
const taken = '\u0001';

/** The text with the phrases blanked, so that every other place stays where it was. Phrases come in the order of the text. */
export function blanked(text: string, phrases: readonly Pick<FoundPhrase, 'start' | 'end'>[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of phrases) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    pieces.push(text.slice(done, from), taken.repeat(end - from));
    done = end;
  }
  return pieces.join('') + text.slice(done);
}

/** How far a clause is looked at, in characters, so that long texts take no longer in proportion. */
const clauseReach = 200;

/** Words that neither describe the content nor set anything. */
const filler =
  /^(?:an?|the|and|or|but|with|in|at|for|of|to|as|is|it|be|by|on|please|pls|thanks|thank|you|hi|hello|make|makes|create|generate|render|produce|give|get|me|us|i|i'd|we|want|wants|need|would|like|should|must|can|could|have|that|this|one|just|also|quality|cost|price|speed|format|length|duration|resolution|aspect|ratio|sound|model|provider|new|short|super|very|really)$/i;

const clipNoun =
  /^(?:clips?|videos?|shots?|films?|movies?|footage|animations?|reels?|shorts?|teasers?|ads?|adverts?|sequences?|scenes?)$/i;

const contentOpener = /^(?:of|from|showing|shows|where|featuring|about|depicting|with)$/i;

/**
 * Whether a weak word at `start` to `end` stands where options stand: right before a word for clip ("a silent clip"), in a clause of
 * nothing but options ("…, cheap and fast"), at the end of a clause after another option ("a dog, 5s silent cheap"), or before "of" in a
 * phrase that has another option ("8 seconds landscape of a storm").
 */
export function isOptionPlace(open: string, start: number, end: number, reach: 'strict' | 'loose'): boolean {
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
  if (noun > next && next >= 0 && noun - next <= 3 && empty(before) && empty(head.slice(0, next))) return true;
  if (!empty(before) || !empty(head)) return false;
  const company =
    open.slice(from, start).includes(taken) || head.some((word) => word.includes(taken) || clipNoun.test(word));
  return opener < 0 || company;
}

/** What is left of the text: without the phrases, the clauses that they emptied, and "make me a video of" at its start. */
export function remainingPrompt(text: string, found: readonly FoundPhrase[]): string {
  const left = blanked(
    text,
    found.filter(({ meaning }) => !meaning.keep),
  );
  const clauses = left.split(/(?<=[,;!?\n|•]|\.(?=\s|$))/);
  const kept = clauses.filter((clause) =>
    wordsOf(clause).some((word) => !word.includes(taken) && !filler.test(word) && !clipNoun.test(word)),
  );
  const said = kept
    .join('')
    .replaceAll(taken, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/(?: +[–—-])? +(?=[,;.!?])| +[–—-](?=[,;.!?])/g, '')
    .replace(/(?: [–—+/-])+(?= [–—+/-] )/g, '')
    .replace(/^[\s,;.:|•+/–—-]+/, '');
  const opened = withoutEnd(said, /[\s,;:|•+–—-]/)
    .replace(/^(?:(?:of|for|and|then|but|featuring|showing)\s+)+/i, '')
    .replace(
      /^(?:(?:please|can you|could you|i want|i need|i'd like|we need|we want)\s+)?(?:(?:make|create|generate|render|produce|give)\s+(?:me\s+|us\s+)?)?(?:an?\s+|the\s+)?(?:clip|video|footage|animation)\s*(?:\b(?:of|showing|shows|where|featuring|about|depicting|that shows)\b|:)\s*/i,
      '',
    );
  return withoutEnd(withoutLooseEnd(opened), /[\s,;:–—-]/).trim();
}

/** Without the characters at its end that `character` matches. A pattern with `+$` would try every run of them in the text to its end. */
export function withoutEnd(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

/** Without the words at the end that led to what was taken out: "a dog and", "a dog with in." */
function withoutLooseEnd(text: string): string {
  const mark = /[.!?]$/.exec(text.slice(-1))?.[0] ?? '';
  let left = text.slice(0, text.length - mark.length);
  for (;;) {
    const word = /\s(?:and|or|with|in|at|for|of|from|as|but|then)$/i.exec(left.slice(-6))?.[0];
    if (word === undefined) return left + mark;
    left = withoutEnd(left.slice(0, left.length - word.length), /\s/);
  }
}

const weakWord =
  /^(?:vertical|horizontal|widescreen|portrait|landscape|square|ultra-?wide|silent|muted?|quiet|balanced|cheap(?:ly|er)?|affordabl[ey]|economical|fast(?:est|er)?|quick(?:est|ly|er)?|rapid(?:ly)?|draft|best|premium|finest)$/i;

function wordsOf(text: string): string[] {
  return text.split(/[\s,;:.!?|•()"“”]+/).filter((word) => word !== '');
}

function clauseStart(open: string, place: number): number {
  const from = Math.max(0, place - clauseReach);
  const before = open.slice(from, place);
  const marks = [',', ';', '\n', '|', '•', '. ', '! ', '? ', '- ', '– ', '— ', '+ ', '/ '];
  const last = Math.max(...marks.map((mark) => before.lastIndexOf(mark)));
  return from + last + 1;
}

function clauseEnd(open: string, place: number): number {
  const after = open.slice(place, place + clauseReach);
  const end = after.search(/[,;!?\n|•]|\.(?=\s|$)| [-–—+/] /);
  return place + (end < 0 ? after.length : end);
}
