import { expect, test } from 'vitest';
import { answerOf } from '../src/brief/answer.ts';
import { choiceOf } from '../src/brief/choice-link.ts';
import { bundledGround } from '../src/brief/page-ground.ts';

const now = '2026-06-01T00:00:00Z';

/** Proposals for a sentence, with what the cards and the table show. */
function proposed(s: string, more: Readonly<Record<string, string>> = {}) {
  const { proposals, selection } = answerOf(bundledGround, choiceOf(String(new URLSearchParams({ s, ...more }))), now);
  return {
    proposals,
    selection,
    named: (title: string) => proposals.find(({ titles }) => titles.includes(title))?.place,
  };
}

const wishes = [
  'a fox in the snow',
  'a fox in the snow, 7 seconds, vertical, no sound, under $0.30',
  'a fox in the snow, 5 seconds, 4K',
  'a fox in the snow in 4K',
  'a fox in the snow, 10 seconds, cheap',
  'a fox in the snow as cheap as possible',
  'a fox in the snow, best quality, 1080p',
  'a fox in the snow, 12 seconds, under $1, ready in 2 minutes',
  'a clip from this photo, 5 seconds',
  'a fox in the snow, square, under $0.10',
];

test.each(wishes)('titles are true of every figure that is shown, also of models that have no card: %s', (wish) => {
  const { selection, named } = proposed(wish);
  const prices = selection.ranked.map(({ price }) => Number(price.highUsd ?? Number.NaN));
  const ratings = selection.ranked.map(({ quality }) => Math.round(quality.rating));
  const [fastest, finest, cheapest, value] = ['Fastest', 'Best looking', 'Cheapest', 'Best value'].map(named);
  if (fastest)
    expect(fastest.speed.p50Seconds).toBe(Math.min(...selection.ranked.map(({ speed }) => speed.p50Seconds)));
  if (finest) expect(Math.round(finest.quality.rating)).toBe(Math.max(...ratings));
  if (cheapest) expect(Number(cheapest.price.highUsd)).toBe(Math.min(...prices));
  if (value) {
    const [usd, rating] = [Number(value.price.highUsd), Math.round(value.quality.rating)];
    const better = selection.ranked.filter(({ price, quality }) => {
      const [otherUsd, otherRating] = [Number(price.highUsd), Math.round(quality.rating)];
      return otherUsd <= usd && otherRating >= rating && (otherUsd < usd || otherRating > rating);
    });
    expect(better).toEqual([]);
  }
  expect(named('Your pick')?.model).toBe(selection.pick ?? undefined);
});

test('a plain wish has all three titles and a cheapest', () => {
  const { named } = proposed(wishes[0]!);
  for (const title of ['Best value', 'Fastest', 'Best looking', 'Cheapest']) expect(named(title)).toBeDefined();
});

test('what costs the most of all for its looks is not called the best value where something cheaper fits', () => {
  const { named } = proposed('a fox in the snow in 4K');
  expect(named('Best looking')).toBeDefined();
  expect(named('Best value')?.model).not.toBe(named('Best looking')?.model);
});

test('the pick goes first where the wish states its priorities, and the best value where it does not', () => {
  const { proposals, selection } = proposed('a fox in the snow as cheap as possible');
  expect(selection.profile.name).toBe('fastAndCheap');
  expect(proposals[0]?.place.model).toBe(selection.pick);
  expect(proposed(wishes[0]!).proposals[0]?.titles).toContain('Best value');
});
