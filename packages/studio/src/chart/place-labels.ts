/** A dot of a chart with its name, in pixels. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  /** Of the text of the name. */
  readonly width: number;
  /** Of the dot, with what is drawn around it. */
  readonly radius: number;
  /** Named first, so nearest to its dot; higher first. */
  readonly importance: number;
}

export interface PlacedLabel<D extends Dot = Dot> {
  readonly dot: D;
  /** The middle of the text. */
  readonly x: number;
  readonly y: number;
  /** It stands so far from its dot that a line leads to it. */
  readonly isFar: boolean;
}

export interface LabelRoom {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const labelHeight = 14;
/** From the edge of the dot to the near edge of its label. */
const gap = 3;
/** Between a name and what stands beside it, both sides together. */
const clear = 4;
/** Farther than this, an eye no longer sees what belongs together. */
const nearPixels = 26;

/**
 * A place for the name of every dot, inside the room, over no other name and no dot. `undefined`: the room is too small.
 */
export function placeLabels<D extends Dot>(dots: readonly D[], room: LabelRoom): readonly PlacedLabel<D>[] | undefined {
  const names = dots.reduce((area, { width }) => area + (width + clear) * labelHeight, 0);
  if (names > (room.right - room.left) * (room.bottom - room.top)) return undefined;
  const taken = new Taken();
  for (const { x, y, radius } of dots) taken.add(boxAround(x, y, radius * 2, radius * 2));
  const placed: PlacedLabel<D>[] = [];
  for (const dot of [...dots].sort((one, other) => other.importance - one.importance)) {
    const found = firstFree(placesAround(dot, room), taken);
    if (!found) return undefined;
    taken.add(found.box);
    placed.push({ dot, x: found.x, y: found.y, isFar: found.distance > nearPixels });
  }
  return placed;
}

function firstFree(places: Iterable<Place>, taken: Taken): Place | undefined {
  for (const place of places) if (taken.isFree(place.box)) return place;
  return undefined;
}

/** What stands in the chart already, by rows as high as a name, so that a new name is compared with what is near it only. */
class Taken {
  readonly #rows = new Map<number, Box[]>();

  add(box: Box): void {
    for (const row of rowsOf(box)) {
      const boxes = this.#rows.get(row);
      if (boxes) boxes.push(box);
      else this.#rows.set(row, [box]);
    }
  }

  isFree(box: Box): boolean {
    return rowsOf(box).every((row) => !this.#rows.get(row)?.some((other) => overlap(box, other)));
  }
}

function rowsOf({ top, bottom }: Box): readonly number[] {
  const first = Math.floor(top / labelHeight);
  return Array.from({ length: Math.floor(bottom / labelHeight) - first + 1 }, (_, row) => first + row);
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  readonly box: Box;
}

const rowPixels = 8;
const mostRows = 40;

/** Places for a name that lie inside, the nearest first; made as they are asked for, since a name mostly stands at one of the first. */
function* placesAround(dot: Dot, room: LabelRoom): Generator<Place> {
  let waiting: Place[] = [];
  for (let row = 0; row <= mostRows; row += 1) {
    waiting.push(...placesInRow(dot, -row * rowPixels, room));
    if (row > 0) waiting.push(...placesInRow(dot, row * rowPixels, room));
    const nextRow = row === mostRows ? Number.POSITIVE_INFINITY : (row + 1) * rowPixels - labelHeight / 2;
    waiting.sort((one, other) => one.distance - other.distance);
    const farther = waiting.findIndex(({ distance }) => distance > nextRow);
    const near = farther < 0 ? waiting.length : farther;
    yield* waiting.slice(0, near);
    waiting = waiting.slice(near);
  }
}

function placesInRow({ x, y, width, radius }: Dot, dy: number, room: LabelRoom): readonly Place[] {
  if (y + dy - labelHeight / 2 < room.top || y + dy + labelHeight / 2 > room.bottom) return [];
  const beside = radius + gap + width / 2;
  const places: Place[] = [];
  for (const dx of [0, -width / 2 + 4, width / 2 - 4, beside, -beside, beside + 50, -beside - 50]) {
    const box = boxAround(x + dx, y + dy, width + clear, labelHeight);
    if (box.left < room.left || box.right > room.right) continue;
    const distance = Math.hypot(Math.max(0, Math.abs(dx) - width / 2), Math.max(0, Math.abs(dy) - labelHeight / 2));
    places.push({ x: x + dx, y: y + dy, distance, box });
  }
  return places;
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
