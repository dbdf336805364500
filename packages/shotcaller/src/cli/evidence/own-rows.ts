import { counted, type Evidence, type GivenEvidence } from '@shotcaller/core';

/** What the file of your own evidence says; a published edition, which has a date of its own, is not yours. */
export function ownRowsOf({ given = [] }: Evidence): Required<Pick<GivenEvidence, 'ratings' | 'times' | 'prices'>> {
  const own = given.filter(({ asOf }) => asOf === undefined);
  return {
    ratings: own.flatMap(({ ratings = [] }) => ratings),
    times: own.flatMap(({ times = [] }) => times),
    prices: own.flatMap(({ prices = [] }) => prices),
  };
}

/** "1 rating, 2 times, 0 prices". */
export function rowCounts({ ratings = [], times = [], prices = [] }: GivenEvidence): string {
  return `${counted(ratings.length, 'rating')}, ${counted(times.length, 'time')}, ${counted(prices.length, 'price')}`;
}
