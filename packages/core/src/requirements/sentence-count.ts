import { numberWord, secondsOf } from './quantities.ts';
import type { FoundPhrase } from './sentence-rule.ts';

/** "20 clips": how many the sentence speaks of. */
const countPattern = new RegExp(
  `^(?:[a-z]+ ){0,2}?(\\d{1,6}|${numberWord}|a dozen) (?:(?:\\S+ ){0,6}?(?:clips|videos|versions|variants|variations|takes|shots|ads)|of (?:them|these|those))$`,
  'i',
);
const each = /^[^,;.]{0,12}?\b(?:each|apiece|per (?:clip|video|one|take|shot)|a (?:piece|clip|video)|every one)\b/i;
const within = /\b(?:each|apiece|per (?:clip|video|one|take|shot)|a (?:piece|clip|video)|every one)\b/i;
const total =
  /\b(?:i|we)(?:['’]ve)?(?: only)? (?:have|got)|budget|\b(?:in )?total\b|altogether|overall|all (?:of them|together|in all)|for (?:all|the lot|everything)/i;
/** "$20 for 40 clips". */
const forCount = new RegExp(`^ (?:for|on) (?:all |these |those |the |my |our )*(?:\\d{1,6}|${numberWord})\\b`, 'i');

/**
 * A budget for several clips is shared among them, since the limit is one clip's. Where the sentence does not say whether an amount is
 * for each or for all, it is not taken.
 */
export function withBudgetShared(text: string, found: readonly FoundPhrase[]): readonly FoundPhrase[] {
  const count = found
    .map(({ start, end, meaning }) =>
      'field' in meaning && meaning.field === 'maxUsd'
        ? undefined
        : countPattern.exec(text.slice(start, end).trim())?.[1],
    )
    .find(Boolean);
  if (count === undefined) return found;
  const clips = /dozen/i.test(count) ? 12 : secondsOf(`${count} s`);
  return found.map((phrase) => {
    const { meaning, start, end } = phrase;
    if (!('field' in meaning) || meaning.field !== 'maxUsd' || clips < 2) return phrase;
    if (each.test(text.slice(end, end + 30)) || within.test(text.slice(start, end))) return phrase;
    if (!total.test(text.slice(Math.max(0, start - 20), end + 20)) && !forCount.test(text.slice(end, end + 40)))
      return { ...phrase, meaning: { notUnderstood: true } };
    return { ...phrase, meaning: { ...meaning, value: shareOf(String(meaning.value), clips) } };
  });
}

/** One clip's share of dollars for all of them. Down, so that together they stay within it. */
export function shareOf(usd: string, clips: number): string {
  return String(Math.floor(Math.round(Number(usd) * 1e6) / (Math.max(1, clips) * 100)) / 10_000);
}
