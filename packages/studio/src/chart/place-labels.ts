import type { ChartPoint } from './chart-points.ts';

export interface PlacedLabel {
  readonly point: ChartPoint;
  /** Pixels from the point to its label; up is negative. */
  readonly dx: number;
  readonly dy: number;
  readonly anchor: Anchor;
}

type Anchor = 'start' | 'middle' | 'end';

/** Where a price and a rating lie in the chart, in pixels. */
export interface Ground {
  readonly x: (usd: number) => number;
  readonly y: (rating: number) => number;
  readonly width: number;
}

const pixelsALetter = 6.6;
const lineHeight = 14;

/** Places to try, the best first. */
const places: readonly { readonly dx: number; readonly dy: number; readonly anchor: Anchor }[] = [
  { dx: 0, dy: -16, anchor: 'middle' },
  { dx: 0, dy: 16, anchor: 'middle' },
  { dx: -8, dy: -13, anchor: 'end' },
  { dx: 8, dy: -13, anchor: 'start' },
  { dx: -8, dy: 14, anchor: 'end' },
  { dx: 8, dy: 14, anchor: 'start' },
  { dx: 13, dy: 0, anchor: 'start' },
  { dx: -13, dy: 0, anchor: 'end' },
];

/** Labels for the points that matter, the pick first, where they lie over no other label and no point; left out when there is no room. */
export function placeLabels(points: readonly ChartPoint[], ground: Ground): readonly PlacedLabel[] {
  const wanted = points.filter((point) => importance(point) > 0);
  const dots = points.map(({ usd, rating }) => boxAround(ground.x(usd), ground.y(rating), 12, 12));
  const taken: Box[] = [];
  const placed: PlacedLabel[] = [];
  for (const point of [...wanted].sort((one, other) => importance(other) - importance(one))) {
    const boxOf = ({ dx, dy, anchor }: (typeof places)[number]): Box => {
      const width = point.name.length * pixelsALetter;
      const middle = ground.x(point.usd) + dx + (anchor === 'start' ? width / 2 : anchor === 'end' ? -width / 2 : 0);
      return boxAround(middle, ground.y(point.rating) + dy, width, lineHeight);
    };
    const free = places.find((place) => {
      const box = boxOf(place);
      const isInside = box.left >= 0 && box.right <= ground.width;
      return isInside && ![...taken, ...dots].some((other) => overlap(box, other));
    });
    const place = free ?? (point.isPick ? places[0] : undefined);
    if (!place) continue;
    placed.push({ point, ...place });
    taken.push(boxOf(place));
  }
  return placed;
}

function importance({ isPick, isGuidePick, isTied, isOnLine }: ChartPoint): number {
  return isPick ? 4 : isGuidePick ? 3 : isTied ? 2 : isOnLine ? 1 : 0;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxAround(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
