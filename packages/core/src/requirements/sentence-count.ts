import { amount, numberWord, secondsOf, usdOf } from './quantities.ts';
import type { FoundPhrase } from './sentence-rule.ts';

/** "20 clips": how many the sentence speaks of. */
const countPattern = new RegExp(
  `^(?:[a-z]+ ){0,2}?(\\d{1,6}|${numberWord}|a dozen) (?:(?:\\S+ ){0,6}?(?:clips|videos|versions|variants|variations|takes|shots|ads)|of (?:them|these|those))$`,
  'i',
);
/** "both clips", "$2 for the pair". */
const two = /^both\b| for (?:both|the (?:pair|two))\b/i;
/** "3 clips for 2 dollars". */
const forAmount = new RegExp(`\\bfor (${amount})$`, 'i');
/** The same before it is read, or after it was: "\u0001". */
const paid = new RegExp(
  `^ for (?:only |just )?(?:\\u0001+|${amount})(?= *(?:$|[,;:.!?)\\n]|each\\b|total\\b|altogether\\b))`,
  'i',
);
const opensClause = /(?:^|[,;.!?|\n])(?:(?:i|we) (?:need|want)|please|make|create|give me|\s)*$/i;
const each = /^[^,;.]{0,12}?\b(?:each|apiece|per (?:clip|video|one|take|shot)|a (?:piece|clip|video)|every one)\b/i;
const within = /\b(?:each|apiece|per (?:clip|video|one|take|shot)|a (?:piece|clip|video)|every one)\b/i;
const total =
  /\b(?:i|we)(?:['’]ve)?(?: only)? (?:have|got)|budget|\b(?:in )?total\b|altogether|overall|all (?:of them|together|in all)|for (?:all|both|the (?:lot|pair|two)|everything)/i;
/** "$20 for 40 clips". */
const forCount = new RegExp(`^ (?:for|on) (?:all |these |those |the |my |our )*(?:\\d{1,6}|${numberWord})\\b`, 'i');

/** "20 clips for $10: a lake": what was counted, between these texts, is ordered and paid for. */
export function isPaidFor(before: string, after: string): boolean {
  return paid.test(after) && opensClause.test(before);
}

/**
 * A budget for several clips is shared among them, since the limit is one clip's. Where the sentence does not say whether an amount is
 * for each or for all, it is not taken.
 */
export function withBudgetShared(text: string, found: readonly FoundPhrase[]): readonly FoundPhrase[] {
  const counted = found.flatMap(({ start, end, meaning }) => {
    const isLimit = 'field' in meaning && meaning.field === 'maxUsd';
    const said = text.slice(start, end).trim();
    const count = two.test(said) ? '2' : isLimit ? undefined : countPattern.exec(said)?.[1];
    return count === undefined ? [] : [{ count, isOrdered: !meaning.keep }];
  });
  const [first] = counted;
  if (!first) return found;
  const { count, isOrdered } = first;
  const clips = /dozen/i.test(count) ? 12 : secondsOf(`${count} s`);
  const hasLimit = found.some(({ meaning }) => 'field' in meaning && meaning.field === 'maxUsd');
  return found.map((phrase, at) => {
    const { meaning, start, end } = phrase;
    const isEach = clips < 2 || each.test(text.slice(end, end + 30)) || within.test(text.slice(start, end));
    // "3 clips for 2 dollars": for all of them.
    const before = Math.max(0, start - 4);
    const said = isOrdered ? forAmount.exec(text.slice(before, end)) : null;
    const whole = { start: Math.max(found[at - 1]?.end ?? 0, before + (said?.index ?? 4)), end };
    if ('notUnderstood' in meaning) {
      if (hasLimit || !said) return phrase;
      const usd = usdOf(said[1]!);
      return { ...whole, meaning: { field: 'maxUsd', value: isEach ? usd : shareOf(usd, clips) } };
    }
    if (meaning.field !== 'maxUsd' || isEach) return phrase;
    const share = { ...meaning, value: shareOf(String(meaning.value), clips) };
    if (said) return { ...whole, meaning: share };
    if (!total.test(text.slice(Math.max(0, start - 20), end + 20)) && !forCount.test(text.slice(end, end + 40)))
      return { ...phrase, meaning: { notUnderstood: true, ...(!isOrdered && { keep: true }) } };
    return { ...phrase, meaning: share };
  });
}

/** One clip's share of dollars for all of them. Down, so that together they stay within it. */
export function shareOf(usd: string, clips: number): string {
  return String(Math.floor(Math.round(Number(usd) * 1e6) / (Math.max(1, clips) * 100)) / 10_000);
}
