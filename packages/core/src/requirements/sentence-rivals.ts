import { blanked, clauseReach, followsContent, isWithinContent, leadsContent } from './sentence-prompt.ts';
import type { FoundPhrase } from './sentence-rule.ts';

/** Whether a phrase tells of the content, if another one sets its field. `open`: the text with all that was read blanked. */
const tellsOfContent: Readonly<Record<string, (phrase: FoundPhrase, text: string, open: string) => boolean>> = {
  durationSeconds: (phrase, text, open) => followsContent(open, phrase.start) || describesContent(phrase, text, open),
  aspectRatio: ({ start, end }, _, open) => isWithinContent(open, start, end),
  resolution: (phrase, text, open) =>
    isWithinContent(open, phrase.start, phrase.end) || describesContent(phrase, text, open),
};

/**
 * Where two phrases want one field with different values, and only some of them stand apart from the content, the others are of the
 * content: "holds his breath for 30 seconds, 8 second video". They are told and stay in the prompt. So do two lengths of what happens in
 * one clause: "runs for 3 seconds, then sleeps for 5".
 */
export function withRivalsInContent(text: string, found: readonly FoundPhrase[]): readonly FoundPhrase[] {
  const open = blanked(text, found);
  const content = new Set<FoundPhrase>();
  for (const [field, isOfContent] of Object.entries(tellsOfContent)) {
    const rivals = found.filter(({ meaning }) => 'field' in meaning && meaning.field === field);
    const isInside = (phrase: FoundPhrase) => isOfContent(phrase, text, open);
    const apart = valuesOf(rivals.filter((phrase) => !isInside(phrase)));
    if (valuesOf(rivals).size > 1 && apart.size === 1 && !apart.values().next().value?.startsWith('{'))
      for (const phrase of rivals.filter(isInside)) content.add(phrase);
  }
  for (const phrase of found) if (isSecondLength(text, open, found, phrase)) content.add(phrase);
  return found.map((phrase) =>
    content.has(phrase) ? { ...phrase, meaning: { notUnderstood: true, keep: true } } : phrase,
  );
}

/** "a 30-second plank challenge", "a 1080p label": a word of what is seen, between an article and its noun. */
function describesContent({ start, end }: FoundPhrase, text: string, open: string): boolean {
  return (
    /\b(?:an?|the|his|her|their|my|our) $/i.test(text.slice(Math.max(0, start - 6), start)) &&
    !/s$/i.test(text.slice(start, end).replace(/^\d+ ?s$/i, '')) &&
    leadsContent(open, end)
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
