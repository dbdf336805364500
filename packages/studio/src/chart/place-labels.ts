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
/** Farther than this, an eye no longer sees what belongs together. */
const nearPixels = 26;

/**
 * A place for the name of every dot, inside the room, over no other name and no dot. `undefined`: the room is too small.
 */
export function placeLabels<D extends Dot>(dots: readonly D[], room: LabelRoom): readonly PlacedLabel<D>[] | undefined {
  const marks = dots.map(({ x, y, radius }) => boxAround(x, y, radius * 2, radius * 2));
  const taken: Box[] = [];
  const placed: PlacedLabel<D>[] = [];
  for (const dot of [...dots].sort((one, other) => other.importance - one.importance)) {
    const found = placesAround(dot, room).find(({ box }) => ![...taken, ...marks].some((other) => overlap(box, other)));
    if (!found) return undefined;
    taken.push(found.box);
    placed.push({ dot, x: found.x, y: found.y, isFar: found.distance > nearPixels });
  }
  return placed;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  readonly box: Box;
}

/** Places for a name that lie inside, the nearest first. */
function placesAround({ x, y, width, radius }: Dot, room: LabelRoom): readonly Place[] {
  const places: Place[] = [];
  const beside = radius + gap + width / 2;
  for (let down = 0; down <= 40; down += 1) {
    for (const dy of down === 0 ? [0] : [-down * 8, down * 8]) {
      for (const dx of [0, -width / 2 + 4, width / 2 - 4, beside, -beside, beside + 50, -beside - 50]) {
        const box = boxAround(x + dx, y + dy, width + 4, labelHeight);
        const isInside =
          box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom;
        if (!isInside) continue;
        const distance = Math.hypot(Math.max(0, Math.abs(dx) - width / 2), Math.max(0, Math.abs(dy) - labelHeight / 2));
        places.push({ x: x + dx, y: y + dy, distance, box });
      }
    }
  }
  return places.sort((one, other) => one.distance - other.distance);
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
