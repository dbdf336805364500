import { dollars, type RankedModel, type Selection, secondsText } from '@shotcaller/core';
import { slugOf } from '../controls/visible-text.ts';
import { whyWords } from '../why-words.ts';

/** Why the pick leads, in one sentence against the runner-up. */
export function whySentence({ ranked: [first, next] }: Selection): string {
  if (!first) return '';
  if (!next) return whyWords.onlyOne(slugOf(first.model));
  const [better, worse] = differences(first, next);
  const lead = first.tiedWith.includes(next.model) ? whyWords.tie : '';
  return whyWords.against(slugOf(first.model), slugOf(next.model), better, worse) + lead;
}

/** What the first is better at, and what it is worse at, in words. */
function differences(first: RankedModel, next: RankedModel): readonly [readonly string[], readonly string[]] {
  const better: string[] = [];
  const worse: string[] = [];
  const [ownUsd, otherUsd] = [first.price.highUsd, next.price.highUsd];
  if (ownUsd !== null && otherUsd !== null && dollars(ownUsd) !== dollars(otherUsd)) {
    const difference = dollars(String(Math.abs(Number(ownUsd) - Number(otherUsd)).toFixed(6)));
    if (Number(ownUsd) < Number(otherUsd)) better.push(whyWords.cheaper(difference));
    else worse.push(whyWords.dearer(difference));
  }
  const seconds = Math.round(first.speed.p50Seconds) - Math.round(next.speed.p50Seconds);
  if (seconds < 0) better.push(whyWords.faster(secondsText(-seconds)));
  if (seconds > 0) worse.push(whyWords.slower(secondsText(seconds)));
  const points = Math.round(first.quality.rating) - Math.round(next.quality.rating);
  if (points > 0) better.push(whyWords.higher(points));
  if (points < 0) worse.push(whyWords.lower(-points));
  return [better, worse];
}
