import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasSoundAlways } from '../../src/data/roles.ts';
import {
  bundledCatalog,
  CatalogError,
  diffCatalogs,
  type Price,
  parseCatalog,
  parseRequirements,
  quote,
  type Requirements,
  select,
} from '../../src/index.ts';
import { anyRequirements } from '../fixtures/arbitrary-requirements.ts';
import { mutatedRecords, type WireRecord } from '../fixtures/mutated-catalog.ts';

const runs = { numRuns: 600 };

describe('A catalogue with broken records', () => {
  test('never throws: the records that can be read are kept, all else is reported', () => {
    fc.assert(
      fc.property(mutatedRecords, anyRequirements, fc.boolean(), (data, input, includeUnknown) => {
        const catalog = parseCatalog({ data }, { source: 'given' });
        const selection = select(catalog, input, { includeUnknown });
        expect(JSON.parse(JSON.stringify(selection))).toStrictEqual(selection);
        select(catalog, input, { includeUnknown, method: 'cookbook' });
        diffCatalogs(bundledCatalog, catalog);
        diffCatalogs(catalog, bundledCatalog);
      }),
      runs,
    );
  });

  test('anything that is no list is refused with one error', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (json) => {
        try {
          parseCatalog(json, { source: 'given' });
        } catch (error) {
          expect(error).toBeInstanceOf(CatalogError);
        }
      }),
      runs,
    );
  });

  test('never gives a price of nothing, below nothing, or out of order', () => {
    fc.assert(
      fc.property(mutatedRecords, anyRequirements, (data, input) => {
        const requirements = parseRequirements(input);
        for (const model of parseCatalog({ data }, { source: 'given' }).models) {
          expectSanePrice(quote(model, requirements).price);
        }
      }),
      runs,
    );
  });

  test('never turns what is not stated into a yes', () => {
    fc.assert(
      fc.property(mutatedRecords, anyRequirements, (data, input) => {
        const catalog = parseCatalog({ data }, { source: 'given' });
        const { ranked, requirements } = select(catalog, input);
        // Of records with one id the first counts.
        const served = (model: string) => data.find((record) => (record as WireRecord | null)?.id === model);
        for (const { model } of ranked) {
          const unstated = unstatedFields(served(model) as WireRecord, requirements);
          expect([model, unstated]).toEqual([model, []]);
        }
      }),
      runs,
    );
  });

  test('never ranks an unknown price as a cheap one, and keeps it out of a budget', () => {
    fc.assert(
      fc.property(mutatedRecords, anyRequirements, (data, input) => {
        const { ranked } = select(parseCatalog({ data }, { source: 'given' }), input, { includeUnknown: true });
        for (const { price, contributions } of ranked) {
          if (price.expectedUsd === null) expect(contributions.cost).toBe(0);
        }
        const strict = select(parseCatalog({ data }, { source: 'given' }), { ...input, maxUsd: '1000' });
        for (const { price } of strict.ranked) expect(Number(price.highUsd ?? Number.NaN)).toBeLessThanOrEqual(1000);
      }),
      runs,
    );
  });
});

function expectSanePrice({ lowUsd, expectedUsd, highUsd, confidence, lines }: Price): void {
  if (confidence === 'unknown') {
    expect([lowUsd, expectedUsd, highUsd, lines]).toEqual([null, null, null, []]);
    return;
  }
  for (const amount of [lowUsd, expectedUsd, highUsd]) {
    expect(amount).toMatch(/^\d+(\.\d+)?$/);
    expect(Number(amount)).toBeGreaterThan(0);
    expect(Number(amount)).toBeLessThan(Number.POSITIVE_INFINITY);
  }
  expect(Number(lowUsd)).toBeLessThanOrEqual(Number(expectedUsd));
  expect(Number(expectedUsd)).toBeLessThanOrEqual(Number(highUsd));
  for (const { quantity, rateUsd, usd } of lines) {
    for (const amount of [quantity, rateUsd, usd]) expect(amount).toMatch(/^\d+(\.\d+)?$/);
  }
  if (confidence === 'exact') expect(lowUsd).toBe(highUsd);
}

/** The fields of the record as served that the requirements rest on and that do not say yes. */
function unstatedFields(record: WireRecord, requirements: Requirements): readonly string[] {
  const { task, durationSeconds, resolution, aspectRatio, size, audio, seed, passthrough } = requirements;
  const makesClips = task === 'generate' || task === 'continue';
  const lists = (field: string, wanted: unknown) => {
    const list = record[field];
    return Array.isArray(list) && list.some((item) => isWanted(item, wanted));
  };
  const sizeListed = size !== undefined && lists('supported_sizes', size);
  // 1440x1440 is a square of 1080p and of 2K.
  const classListed =
    lists('supported_resolutions', resolution) || (size === '1440x1440' && lists('supported_resolutions', '2k'));
  const facts: readonly (readonly [string, boolean])[] = [
    [
      'supported_durations',
      !makesClips || durationSeconds === undefined || lists('supported_durations', durationSeconds),
    ],
    ['supported_resolutions', resolution === undefined || sizeListed || classListed],
    [
      'supported_aspect_ratios',
      aspectRatio === undefined ||
        aspectRatio === 'adaptive' ||
        sizeListed ||
        lists('supported_aspect_ratios', aspectRatio),
    ],
    ['first_frame', !makesClips || !requirements.firstFrame || lists('supported_frame_images', 'first_frame')],
    ['last_frame', !makesClips || !requirements.lastFrame || lists('supported_frame_images', 'last_frame')],
    ['generate_audio', typeof audio !== 'boolean' || typeof record.generate_audio === 'boolean'],
    ['generate_audio true', audio !== true || record.generate_audio === true || hasSoundAlways(String(record.id))],
    ['seed', seed === undefined || record.seed === true],
    ['allowed_passthrough_parameters', passthrough.every(({ name }) => lists('allowed_passthrough_parameters', name))],
  ];
  return facts.filter(([, isStated]) => !isStated).map(([field]) => field);
}

function sameWord(item: unknown, wanted: unknown): boolean {
  if (typeof item !== 'string' || typeof wanted !== 'string') return item === wanted;
  const plain = item.toLowerCase().trim();
  return (plain === '1440p' ? '2k' : plain) === wanted.toLowerCase();
}

/** Classes by their size, as a range of them goes. */
const classes = ['360p', '480p', '540p', '720p', '768p', '1k', '1080p', '2k', '1440p', '4k', '2160p'];

function isWanted(item: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return sameWord(item, wanted);
  const { min, max } = wanted as { readonly min?: unknown; readonly max?: unknown };
  const place = (value: unknown) => (typeof value === 'number' ? value : classes.indexOf(String(value).toLowerCase()));
  const at = place(item);
  return at >= 0 && (min === undefined || at >= place(min)) && (max === undefined || at <= place(max));
}
