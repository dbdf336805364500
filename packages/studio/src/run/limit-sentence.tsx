import { dollars, type OverBudget, type PriceUnknownWithCap, renewalText } from '@shotcaller/core';
import { localTime } from '../controls/local-time.ts';
import { chosenDollars, limitNames, limitWords } from '../words.ts';

/** Why a limit does not let these clips be bought, under the name that it has on the page Spend, and the way there. */
export function LimitSentence({
  broken,
  clips = 1,
}: {
  readonly broken: OverBudget | PriceUnknownWithCap;
  readonly clips?: number;
}) {
  return (
    <>
      {limitSentence(broken, clips)} <a href="#/spend">{limitWords.toSpend}</a>
    </>
  );
}

function limitSentence(broken: OverBudget | PriceUnknownWithCap, clips: number): string {
  if (broken.code === 'price_unknown_with_cap') return limitWords.unpriced(limitNames[broken.cap ?? 'job']);
  const { cap, limitUsd, bookedUsd, neededUsd, renewsAt } = broken;
  const what = clips === 1 ? 'This clip' : cap === 'job' ? 'One of these clips' : 'These clips';
  const leftUsd = Math.max(0, Number(limitUsd) - Number(bookedUsd)).toFixed(6);
  const left = Number(bookedUsd) > 0 ? limitWords.left(dollars(bookedUsd), dollars(leftUsd)) : '';
  const over = limitWords.over(what, dollars(neededUsd), limitNames[cap], chosenDollars(limitUsd), left);
  return over + (renewsAt === undefined ? '' : limitWords.renews(renewalText(renewsAt, localTime)));
}
