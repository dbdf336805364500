/** One model on the three criteria, point values. */
export interface ParetoPoint {
  readonly usd: number | null;
  readonly seconds: number;
  readonly rating: number;
}

/**
 * For each point the index of the one that dominates it: no worse on price, time and rating and better on one of them. Of
 * several the earliest that is not dominated itself is named, so give them best first. An unknown price neither dominates nor is
 * dominated; equal points do not dominate each other. Needs no weights.
 */
export function dominators(points: readonly ParetoPoint[]): readonly (number | null)[] {
  const known: number[] = [];
  for (let index = 0; index < points.length; index += 1) if (points[index]!.usd !== null) known.push(index);
  // In this order nothing is dominated by a later one, so the front is enough to compare with.
  known.sort((first, second) => {
    const [one, other] = [points[first]!, points[second]!];
    return one.usd! - other.usd! || one.seconds - other.seconds || other.rating - one.rating || first - second;
  });
  const dominatedBy: (number | null)[] = new Array(points.length).fill(null);
  const front: number[] = [];
  for (const index of known) {
    const point = points[index]!;
    let strongest: number | null = null;
    let isOnFront = true;
    for (const other of front) {
      const rival = points[other]!;
      if (rival.seconds > point.seconds || rival.rating < point.rating) continue;
      isOnFront = false;
      const isEqual = rival.usd === point.usd && rival.seconds === point.seconds && rival.rating === point.rating;
      if (!isEqual && (strongest === null || other < strongest)) strongest = other;
    }
    dominatedBy[index] = strongest;
    if (isOnFront) front.push(index);
  }
  return dominatedBy;
}
