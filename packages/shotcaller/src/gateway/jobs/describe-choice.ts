import { dollars, type Plan, type Profile, type RankedModel, secondsText } from '@shotcaller/core';
import type { JobChoice } from '../../jobs/job.ts';

/** Why a model was taken, for the answer's headers and body. `profileName` of `null`: it was named. */
export function describeChoice(requested: string, plan: Plan, profileName: Profile['name'] | null): JobChoice {
  const { ranked } = plan.selection;
  const place = ranked.findIndex(({ model }) => model === plan.model);
  const entry = ranked[place];
  return {
    requested,
    model: plan.model,
    profile: profileName,
    score: profileName === null ? null : (entry?.score ?? null),
    rank: place < 0 ? 1 : place + 1,
    of: Math.max(1, ranked.length),
    why: sentence(plan, profileName, entry, ranked.length),
  };
}

function sentence(
  { price, model }: Plan,
  profileName: Profile['name'] | null,
  entry: RankedModel | undefined,
  candidates: number,
): string {
  const cost = price.expectedUsd === null ? 'at a price that is not known' : `for ${dollars(price.expectedUsd)}`;
  if (profileName === null) return `${model} ${cost}.`;
  const seconds = entry
    ? `, about ${secondsText(entry.speed.p50Seconds)}, rating ${Math.round(entry.quality.rating)}`
    : '';
  const others = candidates > 1 ? `first of ${candidates} that fit` : 'the only one that fits';
  return `${model} is ${others} by ${profileName}: ${cost.replace('for ', '')}${seconds}.`;
}
