import { blanked, clauseReach, followsContent, isWithinContent, leadsContent } from './sentence-prompt.ts';
import type { FoundPhrase } from './sentence-rule.ts';

/** Whether a phrase tells of the content, if another one sets its field. `open`: the text with all that was read blanked. */
const tellsOfContent: Readonly<Record<string, (phrase: FoundPhrase, text: string, open: string) => boolean>> = {
  durationSeconds: (phrase, text, open) => followsContent(open, phrase.start) || describesContent(phrase, text, open),
  aspectRatio: ({ start, end }, _, open) => isWithinContent(open, start, end),
  resolution: ({ start, end }, _, open) => isWithinContent(open, start, end),
};

/**
 * Where two phrases want one field with different values, and only some of them stand apart from the content, the others are of the
 * content: "holds his breath for 30 seconds, 8 second video". They are told and stay in the prompt. So do two lengths of what happens in
 * one clause: "runs for 3 seconds, then sleeps for 5". What is said of the whole, or to put another right, is what counts.
 */
export function withRivalsInContent(text: string, found: readonly FoundPhrase[]): readonly FoundPhrase[] {
  const open = blanked(text, found);
  const instead = new Map<FoundPhrase, FoundPhrase>();
  const leave = (phrase: FoundPhrase, keep: boolean) =>
    instead.set(phrase, { ...phrase, meaning: { notUnderstood: true, keep } });
  for (const [field, isOfContent] of Object.entries(tellsOfContent)) {
    const rivals = found.filter(({ meaning }) => 'field' in meaning && meaning.field === field);
    if (valuesOf(rivals).size < 2) continue;
    const last = rivals.at(-1)!;
    // "5 seconds. Actually 8 seconds."
    const [lead] = correction.exec(text.slice(Math.max(0, last.start - 40), last.start)) ?? [];
    // "a 3 second intro, 10 seconds overall".
    const isOfClip = (phrase: FoundPhrase) =>
      ofTheWhole.test(text.slice(phrase.start, phrase.end)) ||
      (field === 'durationSeconds' &&
        beforeClip.test(text.slice(phrase.end, phrase.end + 8)) &&
        rivals.every((other) => other === phrase || isOfPart(open, other)));
    const counts = lead === undefined ? rivals.find(isOfClip) : last;
    const isInside = (phrase: FoundPhrase) => isOfContent(phrase, text, open);
    const apart = valuesOf(rivals.filter((phrase) => !isInside(phrase)));
    if (counts) for (const phrase of rivals) leave(phrase, lead === undefined && isOfPart(open, phrase));
    else if (apart.size === 1 && !apart.values().next().value?.startsWith('{'))
      for (const phrase of rivals.filter(isInside)) leave(phrase, true);
    if (counts) instead.set(counts, { ...counts, start: counts.start - (lead?.length ?? 0) });
  }
  for (const phrase of found) if (isSecondLength(text, open, found, phrase)) leave(phrase, true);
  return found.map((phrase) => instead.get(phrase) ?? phrase);
}

const correction =
  /\b(?:(?:no|oh|or),? )?(?:wait|actually|sorry|correction|scratch that|i mean|rather|make (?:it|that))\b(?:[,:.]? ?\b(?:no|sorry|i mean|rather|make (?:it|that))\b){0,2}[,:.]? ?$/i;
/** "a 3 second intro", and not "shots of 3 seconds,". */
const isOfPart = (open: string, { start, end }: FoundPhrase) => leadsContent(open, end) || followsContent(open, start);
/** "a 2 second flash in an 8 second clip". */
const beforeClip = /^[ -](?:clip|video)\b/i;
const ofTheWhole = / (?:overall|all in all|al(?:l ?)?together|total)$/i;

/** "a 30-second plank challenge", "a 1080p label": a word of what is seen, between an article and its noun. */
function describesContent({ start, end }: FoundPhrase, text: string, open: string): boolean {
  return (
    /\b(?:an?|the|his|her|their|my|our) $/i.test(text.slice(Math.max(0, start - 6), start)) && leadsContent(open, end)
  );
}

function valuesOf(phrases: readonly FoundPhrase[]): ReadonlySet<string> {
  return new Set(phrases.map(({ meaning }) => ('field' in meaning ? JSON.stringify(meaning.value) : '')));
}

/** "for 5 seconds" after another "for 3 seconds" that was left to the content, with words of the content between them. */
function isSecondLength(
  text: string,
  open: string,
  found: readonly FoundPhrase[],
  { start, end, meaning }: FoundPhrase,
): boolean {
  if (!('field' in meaning) || meaning.field !== 'durationSeconds') return false;
  if (!/^for /i.test(text.slice(start, end)) || !followsContent(open, start)) return false;
  return found.some(
    (other) =>
      other.end < start &&
      start - other.end < clauseReach &&
      'notUnderstood' in other.meaning &&
      other.meaning.keep === true &&
      /\bfor $/i.test(text.slice(Math.max(0, other.start - 4), other.start)) &&
      /\d|sec|min/i.test(text.slice(other.start, other.end)) &&
      !/[,;!?\n]|\.\s/.test(text.slice(other.end, start)),
  );
}
