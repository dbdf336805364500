import { describe, expect, test } from 'vitest';
import { bundledCatalog, CatalogError, type CatalogIssue, parseCatalog } from '../../src/index.ts';

const good = { id: 'a/good', supported_durations: [8, 4, 4], pricing_skus: { duration_seconds: '0.1' } };
const parse = (...data: unknown[]) => parseCatalog({ data }, { source: 'given', asOf: '2026-10-08' });
const issuesOf = (record: object) => parse({ id: 'a/b', ...record }).issues;

describe('The catalogue parser', () => {
  test('reads the answer of the API, a saved list and a bare array alike', () => {
    const models = parse(good).models;
    for (const json of [{ data: [good] }, { models: [good] }, [good]]) {
      expect(parseCatalog(json, { source: 'file' }).models).toEqual(models);
    }
  });

  test('reads models as this library writes them, like the records that they were read from', () => {
    const record = { ...good, future_field: { a: 1 }, generate_audio: true, supported_frame_images: [] };
    const { models } = parse(record, { id: 'a/bare' });
    expect(parseCatalog({ models }, { source: 'file' })).toMatchObject({ models, issues: [] });
    expect(parseCatalog(JSON.parse(JSON.stringify(models)), { source: 'file' }).models).toEqual(models);
    expect(parseCatalog(bundledCatalog, { source: 'file' }).models).toEqual(bundledCatalog.models);
    // A record as served that happens to have such a field keeps its own.
    expect(parse({ ...good, pricingSkus: { duration_seconds: '9' } }).models[0]).toMatchObject({
      pricingSkus: { duration_seconds: '0.1' },
    });
  });

  test('takes the date that a file gives for itself before any other', () => {
    expect(parse(good).asOf).toBe('2026-10-08');
    expect(parseCatalog({ asOf: '2026-06-26', data: [] }, { source: 'file', asOf: '2026-10-08' }).asOf).toBe(
      '2026-06-26',
    );
    expect(parseCatalog([], { source: 'file' }).asOf).toBeNull();
  });

  test.each([[null], ['<html>'], [{}], [{ data: {} }], [{ error: { message: 'no' } }], [7]])(
    'refuses %j, which holds no list, and says what it expected',
    (json) => {
      expect(() => parseCatalog(json, { source: 'live' })).toThrow(CatalogError);
      expect(() => parseCatalog(json, { source: 'live' })).toThrow(/GET \/videos\/models/);
    },
  );

  test('an empty list is a list', () => {
    expect(parse()).toMatchObject({ models: [], issues: [] });
  });

  test('skips what is no record, has no usable id or has one again, reports each, and keeps the rest', () => {
    const { models, issues } = parse(null, good, 'x', [good], {}, { id: 7 }, { id: 'a b' }, { ...good, name: 'Again' });
    expect(models.map(({ id, name }) => [id, name])).toEqual([['a/good', 'a/good']]);
    expect(issues).toEqual([
      { code: 'record_not_an_object', index: 0 },
      { code: 'record_not_an_object', index: 2 },
      { code: 'record_not_an_object', index: 3 },
      { code: 'record_without_id', index: 4 },
      { code: 'record_without_id', index: 5 },
      { code: 'record_without_id', index: 6 },
      { code: 'duplicate_id', index: 7, model: 'a/good' },
    ]);
  });

  test('takes null, absent and an empty list for "not stated"; an empty list of frames or parameters for "none"', () => {
    const [model] = parse({
      id: 'a/b',
      supported_durations: null,
      supported_resolutions: [],
      supported_frame_images: [],
      allowed_passthrough_parameters: [],
    }).models;
    expect(model).toMatchObject({
      durationsSeconds: null,
      resolutions: null,
      aspectRatios: null,
      generateAudio: null,
      seed: null,
      pricingSkus: null,
      frameTypes: [],
      passthroughParameters: [],
    });
  });

  test('sorts lengths and drops repetitions', () => {
    expect(parse(good).models[0]?.durationsSeconds).toEqual([4, 8]);
  });

  test.each([
    ['supported_durations', '5'],
    ['supported_durations', [0, -1, 2.5, 86_400, '5']],
    ['supported_resolutions', { best: '720p' }],
    ['supported_resolutions', [720]],
    ['generate_audio', 'true'],
    ['generate_audio', 1],
    ['seed', 'yes'],
    ['upscale_factor', { min: 3, max: 2 }],
    ['upscale_factor', { min: 0, max: 2 }],
    ['upscale_factor', 2],
    ['creativity', ['high']],
    ['created', 'yesterday'],
    ['pricing_skus', ['0.1']],
    ['name', 7],
  ])('%s of %j is not stated, never "no" and never "yes", and reported', (field, value) => {
    expect(issuesOf({ [field]: value })).toContainEqual({ code: 'field_unreadable', model: 'a/b', field });
    const bare = parse({ id: 'a/b' }).models[0];
    expect(parse({ id: 'a/b', [field]: value }).models[0]).toEqual(bare);
  });

  test('keeps the readable members of a list and reports that there were others', () => {
    const { models, issues } = parse({
      id: 'a/b',
      supported_durations: [4, '6', 8],
      supported_resolutions: ['720p', null],
    });
    expect(models[0]).toMatchObject({ durationsSeconds: [4, 8], resolutions: ['720p'] });
    expect(issues.map((issue) => 'field' in issue && issue.field)).toEqual([
      'supported_durations',
      'supported_resolutions',
    ]);
  });

  test('keeps unknown price keys and reports them', () => {
    const { models, issues } = parse({ id: 'a/b', pricing_skus: { duration_seconds: '0.1', surge_fee: '0.2' } });
    expect(models[0]?.pricingSkus).toEqual({ duration_seconds: '0.1', surge_fee: '0.2' });
    expect(issues).toEqual([{ code: 'sku_unknown', model: 'a/b', sku: 'surge_fee' }]);
  });

  test.each([[null], ['free'], [''], ['-0.1'], ['1e-3'], ['0,1'], [-1], [{}], [true]])(
    'reports a price of %j as unreadable and keeps its key',
    (amount) => {
      const { models, issues } = parse({ id: 'a/b', pricing_skus: { duration_seconds: amount } });
      expect(issues).toEqual([{ code: 'sku_value_unreadable', model: 'a/b', sku: 'duration_seconds' }]);
      expect(Object.keys(models[0]?.pricingSkus ?? {})).toEqual(['duration_seconds']);
    },
  );

  test.each([
    [0.1, '0.1'],
    [5e-7, '0.0000005'],
    [12, '12'],
  ])('reads the number %d as the exact decimal %s', (amount, text) => {
    const { models, issues } = parse({ id: 'a/b', pricing_skus: { video_tokens: amount } });
    expect(models[0]?.pricingSkus).toEqual({ video_tokens: text });
    expect(issues).toEqual([]);
  });

  test('keeps fields that it does not know, even one named like a property of every object', () => {
    const record = JSON.parse('{"id": "a/b", "__proto__": {"seed": true}, "supported_moods": ["calm"]}') as object;
    const [model] = parse(record).models;
    expect(Object.entries(model?.unknownFields ?? {})).toEqual([
      ['__proto__', { seed: true }],
      ['supported_moods', ['calm']],
    ]);
    expect(model?.seed).toBeNull();
  });

  test('finds nothing to report in the bundled catalogue of 30 models', () => {
    expect(bundledCatalog.issues).toEqual([] satisfies CatalogIssue[]);
    expect(bundledCatalog).toMatchObject({ source: 'bundled', asOf: '2026-10-08' });
    expect(bundledCatalog.models).toHaveLength(30);
  });
});
