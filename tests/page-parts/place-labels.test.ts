import { expect, test } from 'vitest';
import { type Dot, labelHeight, placeLabels } from '../../packages/studio/src/chart/place-labels.ts';

/** The same numbers in every run, in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function dotsIn(width: number, height: number, count: number, seed: number): readonly Dot[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, number) => ({
    x: 60 + random() * (width - 90),
    y: 40 + random() * (height - 100),
    name: `model-${number}`,
    width: 60 + random() * 90,
    radius: number % 3 === 0 ? 9 : 5.5,
    importance: number % 5,
  }));
}

test.each([
  [1000, 460, 30],
  [760, 460, 30],
  [360, 900, 30],
  [360, 420, 12],
])(
  'in %i × %i pixels %i models are all named, each name over no other name and no dot with its ring',
  (width, height, count) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const dots = dotsIn(width, height, count, seed);
      const labels = placeLabels(dots, { left: 46, right: width - 4, top: 26, bottom: height - 42 });
      if (!labels) throw new Error(`No room at seed ${seed}.`);
      expect(new Set(labels.map(({ dot }) => dot.name)).size).toBe(count);
      const boxes = labels.map(({ dot, x, y }) => ({
        name: dot.name,
        left: x - dot.width / 2,
        right: x + dot.width / 2,
        top: y - labelHeight / 2,
        bottom: y + labelHeight / 2,
      }));
      for (const one of boxes) {
        expect(one.left >= 46 && one.right <= width - 4 && one.top >= 26 && one.bottom <= height - 42).toBe(true);
        for (const { x, y, radius } of dots) {
          const isBeside = x + radius <= one.left || x - radius >= one.right;
          expect(isBeside || y + radius <= one.top || y - radius >= one.bottom).toBe(true);
        }
        for (const other of boxes) {
          if (other === one) continue;
          const isOver =
            one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
          expect([one.name, other.name, isOver]).toEqual([one.name, other.name, false]);
        }
      }
    }
  },
);

test('models in one spot are named beside it, those far away with a line', () => {
  const dots = Array.from({ length: 12 }, (_, number) => ({
    x: 300,
    y: 200,
    name: `m${number}`,
    width: 90,
    radius: 5.5,
    importance: 0,
  }));
  const labels = placeLabels(dots, { left: 0, right: 600, top: 0, bottom: 400 });
  expect(labels).toHaveLength(12);
  expect(labels?.some(({ isFar }) => isFar)).toBe(true);
});

test('without room for every name there is no answer, rather than one that leaves some out', () => {
  const dots = Array.from({ length: 40 }, () => ({ x: 50, y: 50, name: 'm', width: 90, radius: 5.5, importance: 0 }));
  expect(placeLabels(dots, { left: 0, right: 100, top: 0, bottom: 100 })).toBeUndefined();
});
