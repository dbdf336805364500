import type { ChartPoint } from './chart-points.ts';

export interface PlacedLabel {
  readonly point: ChartPoint;
  /** Pixels from the point to the middle of its label; negative is above. */
  readonly dy: number;
}

/** Where a price and a rating lie in the chart, in pixels. */
export interface Ground {
  readonly x: (usd: number) => number;
  readonly y: (rating: number) => number;
  readonly width: number;
}

const pixelsALetter = 6.6;
const lineHeight = 14;
const clearance = 16;

/** Labels for the points that matter, the pick first: above or below the point, or left out where they would lie over another. */
export function placeLabels(points: readonly ChartPoint[], ground: Ground): readonly PlacedLabel[] {
  const importance = ({ isPick, isGuidePick, isTied, isOnLine }: ChartPoint) =>
    isPick ? 4 : isGuidePick ? 3 : isTied ? 2 : isOnLine ? 1 : 0;
  const wanted = points.filter((point) => importance(point) > 0);
  const dots = points.map(({ usd, rating }) => boxAt(ground.x(usd), ground.y(rating), 10, 10));
  const taken: Box[] = [];
  const placed: PlacedLabel[] = [];
  for (const point of [...wanted].sort((one, other) => importance(other) - importance(one))) {
    const [x, y, width] = [ground.x(point.usd), ground.y(point.rating), point.name.length * pixelsALetter];
    if (x - width / 2 < 0 || x + width / 2 > ground.width) continue;
    const dy = [-clearance, clearance].find((shift) => {
      const box = boxAt(x, y + shift, width, lineHeight);
      return !taken.some((other) => overlap(box, other)) && !dots.some((dot) => overlap(box, dot));
    });
    if (dy === undefined && !point.isPick) continue;
    placed.push({ point, dy: dy ?? -clearance });
    taken.push(boxAt(x, y + (dy ?? -clearance), width, lineHeight));
  }
  return placed;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxAt(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
