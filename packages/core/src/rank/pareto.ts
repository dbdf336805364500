import type { Candidate } from './utilities.ts';

/**
 * For each candidate the one that dominates it: no worse on price, time and rating and better on one of them, by point values.
 * Of several the earliest that is not dominated itself is named, so give them best first. An unknown price neither dominates
 * nor is dominated; equals do not dominate each other. Needs no weights.
 */
export function dominators(candidates: readonly Candidate[]): readonly (Candidate | null)[] {
  const front = frontOf(candidates);
  return candidates.map((candidate) => front.find((other) => isBetter(other, candidate)) ?? null);
}

/** Those that none dominates, one of each set of equals, in the order given. */
function frontOf(candidates: readonly Candidate[]): readonly Candidate[] {
  let front: Candidate[] = [];
  for (const candidate of candidates) {
    if (candidate.expectedUsd === null || front.some((other) => isNoWorse(other, candidate))) continue;
    if (front.some((other) => isNoWorse(candidate, other))) {
      front = front.filter((other) => !isNoWorse(candidate, other));
    }
    front.push(candidate);
  }
  return front;
}

function isBetter(one: Candidate, other: Candidate): boolean {
  return isNoWorse(one, other) && !isNoWorse(other, one);
}

function isNoWorse(one: Candidate, other: Candidate): boolean {
  return (
    one.expectedUsd !== null &&
    other.expectedUsd !== null &&
    one.expectedUsd <= other.expectedUsd &&
    one.speed.secondsToResultSixSecondClip <= other.speed.secondsToResultSixSecondClip &&
    one.quality.rating >= other.quality.rating
  );
}
