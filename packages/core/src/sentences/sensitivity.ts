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
    ...(below === null ? [] : [`${below} takes over when ${weight} counts less than ${beside(from, at)}.`]),
    ...(above === null ? [] : [`${above} takes over when ${weight} counts more than ${beside(to, at)}.`]),
  ];
}

/** Both with as many digits as tell them apart: "less than 0.046 (now 0.050)", and not "less than 0.05 (now 0.05)". */
function beside(edge: number, at: number): string {
  let digits = 2;
  while (digits < 6 && edge.toFixed(digits) === at.toFixed(digits)) digits += 1;
  return `${edge.toFixed(digits)} (now ${at.toFixed(digits)})`;
}
