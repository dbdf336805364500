import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bundledCatalog,
  bundledEvidence,
  type Catalog,
  type Evidence,
  type RequirementsInput,
  type SelectOptions,
  select,
  withGivenEvidence,
} from '../../src/index.ts';
import { anyRequirements, generateRequirements, oneRule } from '../fixtures/arbitrary-requirements.ts';
import { isReadable } from '../fixtures/is-readable.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';

const options: fc.Arbitrary<SelectOptions> = fc.record(
  {
    profile: fc.constantFrom('fastAndCheap' as const, 'qualityAndCost' as const, 'balanced' as const),
    now: fc.constantFrom('2026-10-10', '2026-11-22T08:00:00Z', '2027-06-01'),
    includeUnknown: fc.boolean(),
    pickBy: fc.constantFrom('safe' as const, 'expected' as const),
    incumbent: fc.constantFrom('google/veo-3.1', 'nobody/knows-it'),
  },
  { requiredKeys: [] },
);
const withoutLimits = ({ maxUsd: _usd, maxSeconds: _seconds, minQuality: _quality, ...rest }: RequirementsInput) =>
  rest;
const limits = ['maxUsd', 'maxSeconds', 'minQuality'];
const modelsOf = (catalog: Catalog, input: RequirementsInput, chosen: SelectOptions = {}) =>
  select(catalog, input, chosen).ranked.map(({ model }) => model);

const someModel = fc.constantFrom(...bundledCatalog.models.slice(0, 8).map(({ id }) => id));
const day = fc.integer({ min: 1, max: 27 }).map((number) => `2026-11-${String(number).padStart(2, '0')}`);
const task = fc.constantFrom('text-to-video' as const, 'image-to-video' as const);
const source = fc.constantFrom('our panel', 'another panel');
const many = { minLength: 5, maxLength: 25 };

/** Rows of every kind for few models and days, so that many are as new as another. */
const ownRows = fc.record({
  ratings: fc.array(
    fc.record({ model: someModel, task, score: fc.integer({ min: 1200, max: 1500 }), asOf: day, source }),
    many,
  ),
  times: fc.array(
    fc.record({
      model: someModel,
      seconds: fc.double({ min: 5, max: 400, noNaN: true }),
      durationSeconds: fc.constantFrom(4, 5, 10),
      asOf: day,
      source,
    }),
    many,
  ),
  prices: fc.array(
    fc.record({
      model: someModel,
      factor: fc.constantFrom(0.4, 0.85, 1, 1.2),
      n: fc.constantFrom(1, 7),
      asOf: day,
      source,
    }),
    many,
  ),
  runs: fc.array(
    fc.record({
      model: someModel,
      seconds: fc.double({ min: 5, max: 400, noNaN: true }),
      durationSeconds: fc.constantFrom(4, 5, 10),
      endedAt: day.map((date) => `${date}T10:00:00.000Z`),
    }),
    many,
  ),
  votes: fc.array(
    fc
      .tuple(fc.uniqueArray(someModel, { minLength: 2, maxLength: 2 }), fc.constantFrom(0, 1, 2), task, day)
      .map(([models, better, of, votedAt]) => ({
        models: models as [string, string],
        better: models[better] ?? null,
        task: of,
        votedAt,
      })),
    many,
  ),
});

function shuffled(evidence: Evidence, random: () => number): Evidence {
  const anew = <Row>(rows: readonly Row[] = []): Row[] =>
    rows
      .map((row) => ({ row, place: random() }))
      .sort((one, other) => one.place - other.place)
      .map(({ row }) => row);
  const { ratings, latencies, siblings } = evidence;
  return {
    ...evidence,
    ratings: { ...ratings, ratings: anew(ratings.ratings) },
    latencies: { ...latencies, latencies: anew(latencies.latencies), outcomes: anew(latencies.outcomes) },
    siblings: { ...siblings, lines: anew(siblings.lines).map((line) => ({ ...line, models: anew(line.models) })) },
    runs: anew(evidence.runs),
    votes: anew(evidence.votes),
    priceCorrections: anew(evidence.priceCorrections),
  };
}

describe('A selection', () => {
  test('never gains a model by one more requirement', () => {
    fc.assert(
      fc.property(generateRequirements, oneRule, options, (input, rule, chosen) => {
        // A limit is held against the clip asked for, and another clip may be cheaper or sooner; so the job stays as it is or has
        // no limit.
        const isLimit = limits.includes(Object.keys(rule)[0]!);
        const base = isLimit ? input : withoutLimits(input);
        fc.pre(Object.keys(rule).every((name) => !(name in base)) && isReadable({ ...base, ...rule }));
        const before = modelsOf(bundledCatalog, base, chosen);
        expect(before).toEqual(expect.arrayContaining(modelsOf(bundledCatalog, { ...base, ...rule }, chosen)));
      }),
      { numRuns: 400 },
    );
  });

  test('is the same from a shuffled catalogue', () => {
    const shuffled = fc.shuffledSubarray([...bundledCatalog.models], { minLength: bundledCatalog.models.length });
    fc.assert(
      fc.property(anyRequirements, shuffled, options, (input, models, chosen) => {
        expect(select({ ...bundledCatalog, models }, input, chosen)).toStrictEqual(
          select(bundledCatalog, input, chosen),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('is the same from shuffled evidence, to the last digit', () => {
    fc.assert(
      fc.property(generateRequirements, ownRows, fc.nat(), (input, { runs, ...given }, seed) => {
        const chosen = { now: '2026-11-28T08:00:00Z' };
        const evidence = { ...withGivenEvidence(bundledEvidence, given), runs };
        const other = shuffled(evidence, seededRandom(seed));
        expect(select(bundledCatalog, input, { ...chosen, evidence: other })).toStrictEqual(
          select(bundledCatalog, input, { ...chosen, evidence }),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('gives a model the same score, whoever else is there', () => {
    fc.assert(
      fc.property(anyRequirements, fc.subarray([...bundledCatalog.models]), options, (input, models, chosen) => {
        const all = new Map(select(bundledCatalog, input, chosen).ranked.map((entry) => [entry.model, entry]));
        for (const entry of select({ ...bundledCatalog, models }, input, chosen).ranked) {
          const { score, scoreLow, contributions, price, speed, quality } = all.get(entry.model)!;
          expect(entry).toMatchObject({ score, scoreLow, contributions, price, speed, quality });
        }
      }),
      { numRuns: 150 },
    );
  });

  test('survives JSON: nothing undefined, nothing that is no number', () => {
    const method = fc.constantFrom('evidence' as const, 'cookbook' as const);
    fc.assert(
      fc.property(anyRequirements, options, method, (input, chosen, how) => {
        const selection = select(bundledCatalog, input, { ...chosen, method: how });
        expect(JSON.parse(JSON.stringify(selection))).toStrictEqual(selection);
      }),
      { numRuns: 250 },
    );
  });

  test('is the same every time, and from requirements that were read before', () => {
    fc.assert(
      fc.property(anyRequirements, options, (input, chosen) => {
        const first = select(bundledCatalog, input, chosen);
        const copy = JSON.parse(JSON.stringify(bundledCatalog)) as Catalog;
        expect(select(copy, first.requirements, chosen)).toStrictEqual(first);
      }),
      { numRuns: 100 },
    );
  });

  test('says something about every model, once', () => {
    fc.assert(
      fc.property(anyRequirements, options, (input, chosen) => {
        const { ranked, rejected, unknown } = select(bundledCatalog, input, chosen);
        const named = [...ranked, ...rejected, ...unknown].map(({ model }) => model);
        expect(named.sort()).toEqual(bundledCatalog.models.map(({ id }) => id).sort());
      }),
      { numRuns: 100 },
    );
  });

  test('is led by what its contributions add up to', () => {
    fc.assert(
      fc.property(anyRequirements, options, (input, chosen) => {
        for (const { score, contributions } of select(bundledCatalog, input, chosen).ranked) {
          const { speed, cost, quality } = contributions;
          // In thousandths, as shown.
          expect(Math.round(speed * 1000) + Math.round(cost * 1000) + Math.round(quality * 1000)).toBe(
            Math.round(score * 1000),
          );
        }
      }),
      { numRuns: 100 },
    );
  });
});
