import type { Weights } from '../rank/profiles.ts';
import type { Sensitivity } from '../rank/sensitivity.ts';
import { dollars } from './values.ts';

/** What would change the pick, one sentence each; a single one when nothing does. */
export function sensitivitySentences({ pick, weights, losesAboveUsd }: Sensitivity): readonly string[] {
  const moves = (['speed', 'cost', 'quality'] as const).flatMap((weight) => moveSentence(weight, weights[weight]));
  const price =
    losesAboveUsd === null ? [] : [`At a price above ${dollars(String(losesAboveUsd))} ${pick} is no longer the pick.`];
  const all = [...moves, ...price];
  return all.length > 0 ? all : [`No change of a single weight changes the pick.`];
}

function moveSentence(weight: keyof Weights, range: Sensitivity['weights']['cost']): readonly string[] {
  const { at, from, to, below, above } = range;
  return [
    ...(below === null
      ? []
      : [`${below} takes over when ${weight} counts less than ${share(from)} (now ${share(at)}).`]),
    ...(above === null ? [] : [`${above} takes over when ${weight} counts more than ${share(to)} (now ${share(at)}).`]),
  ];
}

function share(weight: number): string {
  return weight.toFixed(2);
}
