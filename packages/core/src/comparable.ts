import { type ClipEstimate, isBelowTarget, type SettledClip } from './clip.ts';
import type { Goalposts } from './evidence/evidence.ts';
import { shortSideOf } from './requirements/size.ts';

/**
 * What is compared with each other, best kind first. A clip that is less than its model's usual one, to keep a limit, comes after the usual
 * ones, and among those that are less the nearest to the target comes first, in the order in which a model's own clips are tried: else one
 * second would always win, since it costs the least.
 */
export function comparable<One extends { readonly estimate: ClipEstimate }>(
  all: readonly One[],
  { constants }: Goalposts,
): readonly (readonly One[])[] {
  const isLesser = ({ estimate }: One) => isBelowTarget(estimate.quote);
  const lesser = all.filter(isLesser);
  if (lesser.length === 0) return [all];
  const byDistance = new Map<string, { readonly distance: Distance; readonly clips: One[] }>();
  for (const one of lesser) {
    const distance = distanceOf(one.estimate.clip, constants.targetShortSide.value, constants.targetClipSeconds.value);
    const key = distance.join();
    const known = byDistance.get(key);
    if (known) known.clips.push(one);
    else byDistance.set(key, { distance, clips: [one] });
  }
  const nearestFirst = [...byDistance.values()].sort((one, other) => nearer(one.distance, other.distance));
  const usual = all.filter((one) => !isLesser(one));
  return [...(usual.length > 0 ? [usual] : []), ...nearestFirst.map(({ clips }) => clips)];
}

/** How far a clip is from the target in what was settled: whether its class is below, whether it lost its sound, lines missing, seconds off. */
type Distance = readonly [isBelowClass: number, isSilenced: number, linesMissing: number, secondsOff: number];

function distanceOf(
  { settled, audio, resolution, durationSeconds }: SettledClip,
  targetShortSide: number,
  targetSeconds: number,
): Distance {
  const side = settled.includes('resolution') && resolution !== null ? shortSideOf(resolution) : undefined;
  const linesMissing = Math.max(0, targetShortSide - (side ?? targetShortSide));
  const isSilenced = settled.includes('audio') && audio === false;
  const seconds = settled.includes('durationSeconds') ? durationSeconds : null;
  return [
    Number(linesMissing > 0),
    Number(isSilenced),
    linesMissing,
    seconds === null ? 0 : Math.abs(seconds - targetSeconds),
  ];
}

function nearer(one: Distance, other: Distance): number {
  for (const [place, distance] of one.entries()) {
    const difference = distance - other[place]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
