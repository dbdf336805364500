import { bundledCatalog, correctedPrice, parseRequirements, quote } from '@shotcaller/core';
import { expect, test } from 'vitest';
import { learnedCorrections } from '../../src/choice/learned-corrections.ts';
import { ownOutcomes, ownRuns } from '../../src/choice/own-evidence.ts';
import type { Attempt } from '../../src/jobs/job.ts';
import { sampleAttempt, samplePrice } from './sample-job.ts';

const done = (billedUsd: string | null, change: Partial<Attempt> = {}): Attempt =>
  sampleAttempt({
    state: 'done',
    billedUsd,
    billKnown: billedUsd !== null,
    submittedAt: '2026-11-22T10:00:00.000Z',
    lastPendingAt: '2026-11-22T10:00:40.000Z',
    completedAt: '2026-11-22T10:00:50.000Z',
    ...change,
  });

test('bills that equal the list price give the factor 1 with no width', () => {
  expect(learnedCorrections([done('0.12'), done('0.12')])).toMatchObject([{ n: 2, factor: 1, low: 1, high: 1 }]);
});

test('a single bill gives the span from list price to bill', () => {
  expect(learnedCorrections([done('0.255')])).toMatchObject([{ n: 1, factor: 2.125, low: 1, high: 2.125 }]);
  expect(learnedCorrections([done('0.06')])).toMatchObject([{ n: 1, factor: 0.5, low: 0.5, high: 1 }]);
});

// ln ratios 0 and ln 1.1: mean 0.04766, so the factor is √1.1. Student's t with one degree would span 0.62 to 1.77.
test('few bills that disagree give an interval that goes beyond them by no more than they differ', () => {
  const [correction] = learnedCorrections([done('0.12'), done('0.132')]);
  expect(correction!.factor).toBeCloseTo(Math.sqrt(1.1), 6);
  expect(correction!.low).toBe(1);
  expect(correction!.high).toBeCloseTo(1.21, 6);
  expect(learnedCorrections([done('0.12'), done('0.24')])).toMatchObject([{ low: 1, high: 4 }]);
  expect(learnedCorrections([done('0.06'), done('0.24')])).toMatchObject([{ factor: 1, low: 0.125, high: 8 }]);
});

test('no interval reaches beyond what would be believed', () => {
  expect(learnedCorrections([done('0.000000001')])).toMatchObject([{ low: 0.1, high: 1 }]);
  expect(learnedCorrections([done('0.015'), done('0.96')])).toMatchObject([{ low: 0.1, high: 10 }]);
});

test('a bill far above its quote, in a ledger of an older version, teaches nothing', () => {
  expect(learnedCorrections([done('10000000')])).toEqual([]);
  expect(learnedCorrections([done('0.12'), done('8')])).toMatchObject([{ n: 1, low: 1, high: 1 }]);
});

test('a job without a stated bill, a free one and one without a price teach nothing', () => {
  expect(learnedCorrections([done(null), done('0'), done('0.1', { price: samplePrice(null) })])).toEqual([]);
});

test('what was learnt before is taken out of the quote that a bill is compared with', () => {
  const price = correctedPrice(samplePrice('0.10'), {
    model: 'm',
    n: 3,
    factor: 2,
    low: 1.9,
    high: 2.1,
    oldestAt: '2026-11-01',
    newestAt: '2026-11-02',
  });
  expect(price).toMatchObject({ lowUsd: '0.1', expectedUsd: '0.2', highUsd: '0.21', confidence: 'range' });
  expect(price.lines.map(({ usd }) => usd)).toEqual(['0.10', '0.1']);
  expect(learnedCorrections([done('0.20', { price })])).toMatchObject([{ factor: 2 }]);
});

test('bills that confirm the list price leave it exact, and say so', () => {
  const [correction] = learnedCorrections([done('0.12'), done('0.12')]);
  expect(correctedPrice(samplePrice('0.12'), correction!)).toEqual({ ...samplePrice('0.12'), confirmedByBill: true });
});

test('a run took until the middle of the gap between the last two polls', () => {
  expect(ownRuns([done('0.12')])).toEqual([
    {
      model: 'google/veo-3.1-lite',
      seconds: 45,
      durationSeconds: 4,
      endedAt: '2026-11-22T10:00:50.000Z',
      task: 'generate',
      resolution: '720p',
    },
  ]);
});

test.each<[string, Partial<Attempt>]>([
  ['a night asleep after one look', { completedAt: '2026-11-22T18:00:50.000Z' }],
  ['submitted and found done by resume the next day', { lastPendingAt: null, completedAt: '2026-11-23T10:00:00.000Z' }],
  ['six minutes asleep in a job of seconds', { completedAt: '2026-11-22T10:06:50.000Z' }],
  ['a clock that was put back', { completedAt: '2026-11-22T09:00:00.000Z' }],
])('%s teaches no time, and still counts as a success', (_what, change) => {
  expect(ownRuns([done('0.12', change), done('0.12')])).toMatchObject([{ seconds: 45 }]);
  expect(ownOutcomes([done('0.12', change)])).toMatchObject([{ succeeded: 1 }]);
});

test('a job that was watched for an hour still teaches its time over a gap of minutes', () => {
  const hour = { lastPendingAt: '2026-11-22T11:00:00.000Z', completedAt: '2026-11-22T11:10:00.000Z' };
  expect(ownRuns([done('0.12', hour)])).toMatchObject([{ seconds: 3900 }]);
});

test('failures of the model count against it; those that the order caused do not', () => {
  const failed = (reason: { readonly errorCode?: string }) =>
    sampleAttempt({
      state: 'failed',
      endedAt: '2026-11-23T00:00:00.000Z',
      reason: { code: 'job_failed', message: null, ...reason },
    });
  expect(
    ownOutcomes([
      done('0.12'),
      failed({}),
      failed({ errorCode: 'invalid_image' }),
      sampleAttempt({ state: 'unknown' }),
    ]),
  ).toEqual([{ model: 'google/veo-3.1-lite', source: 'own ledger', succeeded: 1, failed: 1, asOf: '2026-11-23' }]);
});

test('bills before the given time teach nothing, and the dates are of those that do', () => {
  const bills = ['2026-08-01T00:00:00.000Z', '2026-09-01T00:00:00.000Z', '2026-11-22T00:00:00.000Z'].map(
    (completedAt, index) => done(index === 0 ? '1.20' : '0.24', { completedAt }),
  );
  expect(learnedCorrections(bills, '2026-08-24T00:00:00.000Z')).toMatchObject([
    { n: 2, factor: 2, oldestAt: '2026-09-01T00:00:00.000Z', newestAt: '2026-11-22T00:00:00.000Z' },
  ]);
  expect(learnedCorrections(bills, '2026-11-23T00:00:00.000Z')).toEqual([]);
});

const priced = (sku: string, quantity: number, rate: number): Partial<Attempt> => {
  const usd = String(Number((quantity * rate).toFixed(6)));
  const line = { sku, unit: 'second', quantity: String(quantity), rateUsd: String(rate), usd } as const;
  return {
    model: 'alibaba/wan-3.0',
    price: { ...samplePrice(usd), lines: [line] },
    clip: { task: 'generate', durationSeconds: quantity, resolution: '480p' },
  };
};
const day = (number: number) => ({ completedAt: `2026-11-${String(number).padStart(2, '0')}T00:00:00.000Z` });

test('short clips that were all billed over list show a floor; longer ones of the same key stand by themselves', () => {
  const short = done('0.2125', priced('duration_seconds_480p', 2, 0.05));
  const long = done('0.50', priced('duration_seconds_480p', 10, 0.05));
  expect(learnedCorrections([short])).toMatchObject([
    {
      sku: 'duration_seconds_480p',
      task: 'generate',
      n: 1,
      factor: 2.125,
      floorUsd: { low: '0.2125', high: '0.2125' },
    },
  ]);
  expect(learnedCorrections([short, long])).toMatchObject([
    { n: 1, factor: 1 },
    { n: 1, floorUsd: { high: '0.2125' } },
  ]);
  expect(learnedCorrections([short, long])[0]).not.toHaveProperty('floorUsd');
});

test('a ratio over list that longer clips have too is no floor', () => {
  const bills = [done('0.11', priced('duration_seconds', 2, 0.05)), done('0.55', priced('duration_seconds', 10, 0.05))];
  const [correction, ...others] = learnedCorrections(bills);
  expect(correction).toMatchObject({ n: 2, factor: 1.1 });
  expect(correction).not.toHaveProperty('floorUsd');
  expect(others).toEqual([]);
});

test('bills of two price keys teach each about itself', () => {
  const bills = [
    done('0.85', priced('duration_seconds_480p', 20, 0.05)),
    done('2', priced('duration_seconds_720p', 20, 0.1)),
  ];
  expect(learnedCorrections(bills)).toMatchObject([
    { sku: 'duration_seconds_480p', factor: 0.85 },
    { sku: 'duration_seconds_720p', factor: 1 },
  ]);
});

test('a full bill ends the discount that was billed before it', () => {
  const key = priced('duration_seconds', 10, 0.05);
  const before = [1, 2, 3].map((number) => done('0.20', { ...key, ...day(number) }));
  expect(learnedCorrections(before)).toMatchObject([{ n: 3, factor: 0.4, low: 0.4, high: 0.4 }]);
  expect(learnedCorrections([done('0.50', { ...key, ...day(4) }), ...before])).toMatchObject([
    { n: 1, factor: 1, low: 1, high: 1 },
  ]);
});

test('a discount that begins leaves the upper end at the list price, and once seen it is the best guess', () => {
  const key = priced('duration_seconds', 10, 0.05);
  const bill = (usd: string, number: number) => done(usd, { ...key, ...day(number) });
  const full = [1, 2, 3].map((number) => bill('0.50', number));
  expect(learnedCorrections([...full, bill('0.20', 4)])).toMatchObject([{ n: 1, factor: 0.4, low: 0.4, high: 1 }]);
  expect(learnedCorrections([...full, bill('0.20', 4), bill('0.20', 5)])).toMatchObject([
    { n: 2, factor: 0.4, low: 0.4, high: 0.4 },
  ]);
  // One of each says only that both were seen: between a sixth and the list price.
  const [either] = learnedCorrections([bill('0.50', 1), bill('0.20', 4)]);
  expect(either).toMatchObject({ n: 2, high: 1 });
  expect(either!.low).toBeCloseTo(0.16, 6);
  // A dearer rate is learnt the same way.
  expect(learnedCorrections([...full, bill('0.75', 4)])).toMatchObject([{ n: 1, factor: 1.5, low: 1, high: 1.5 }]);
});

test('the order in which bills are read makes no difference, also for those of one moment', () => {
  const key = priced('duration_seconds', 10, 0.05);
  const bills = ['0.50', '0.20', '0.50', '0.30', '0.50'].map((usd, index) =>
    done(usd, { ...key, ...day(1 + Math.floor(index / 3)) }),
  );
  const learnt = learnedCorrections(bills);
  for (const turned of [bills.toReversed(), [...bills.slice(2), ...bills.slice(0, 2)]]) {
    expect(learnedCorrections(turned)).toStrictEqual(learnt);
  }
});

test('bills of a list price that has changed since correct the new one no more, and are no floor of it', () => {
  const before = done('0.20', { ...priced('duration_seconds_480p', 10, 0.05), ...day(1) });
  const short = done('0.2125', { ...priced('duration_seconds_480p', 2, 0.05), ...day(1) });
  expect(learnedCorrections([before, short])).toMatchObject([
    { factor: 0.4, ratesUsd: '0.05' },
    { floorUsd: { high: '0.2125' }, ratesUsd: '0.05' },
  ]);
  const wan = bundledCatalog.models.find(({ id }) => id === 'alibaba/wan-3.0')!;
  const dearer = { ...wan, pricingSkus: { ...wan.pricingSkus, duration_seconds_480p: '0.10' } };
  const corrections = learnedCorrections([before, short]);
  for (const durationSeconds of [2, 10]) {
    const requirements = parseRequirements({ durationSeconds, resolution: '480p' });
    expect(quote(wan, requirements, corrections)).not.toEqual(quote(wan, requirements));
    expect(quote(dearer, requirements, corrections)).toEqual(quote(dearer, requirements));
  }
  const after = done('1', { ...priced('duration_seconds_480p', 10, 0.1), ...day(2) });
  expect(learnedCorrections([before, short, after])).toMatchObject([{ n: 1, factor: 1, ratesUsd: '0.1' }]);
});

test('one per cent under list on the newest bills is the account\u2019s own discount, and holds for every model', () => {
  const long = priced('duration_seconds', 10, 0.05);
  const full = done('0.50', { ...long, ...day(1) });
  const discounted = done('0.495', { ...long, ...day(2) });
  expect(learnedCorrections([full, discounted]).at(-1)).toMatchObject({ model: '*', n: 1, factor: 0.99 });
  expect(learnedCorrections([{ ...full, ...day(3) }, discounted]).map(({ model }) => model)).not.toContain('*');
});
