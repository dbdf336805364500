import { describe, expect, it } from 'vitest';
import { bundledCatalogOrigin, bundledCatalogRecords } from '../../src/data/catalog.ts';
import { bundledEvidence } from '../../src/data/evidence.ts';
import { latencyData, notMeasured } from '../../src/data/latencies.ts';
import { namesNotToMap, noRatingFound, ratingData } from '../../src/data/ratings.ts';
import { siblingData } from '../../src/data/siblings.ts';
import { validateEvidence, validateOrigin } from '../../src/data/validate.ts';

describe('the bundled evidence', () => {
  it('has a source and a date behind every record', () => {
    expect(validateEvidence(bundledEvidence)).toEqual([]);
    expect(validateOrigin('catalogue', bundledCatalogOrigin)).toEqual([]);
  });

  it('is refused with a record that has no source or no date', () => {
    const [first, ...others] = latencyData.latencies;
    const withLatency = (changes: object) =>
      validateEvidence({
        ...bundledEvidence,
        latencies: { ...latencyData, latencies: [{ ...first!, ...changes }, ...others] },
      });
    expect(withLatency({ source: 'hearsay' })).toEqual([`latency 0 (${first!.model}): no source "hearsay"`]);
    expect(withLatency({ asOf: '' })).toEqual([`latency 0 (${first!.model}): no date`]);
    expect(withLatency({ seconds: 0 })).toEqual([`latency 0 (${first!.model}): 0 is not a time`]);
    expect(
      validateEvidence({
        ...bundledEvidence,
        ratings: { ...ratingData, ratings: [{ ...ratingData.ratings[0]!, board: 'a friend', asOf: 'recently' }] },
      }),
    ).toEqual([
      'rating 0 (black-forest-labs/flux-3-video): no source "a friend"',
      'rating 0 (black-forest-labs/flux-3-video): no date',
    ]);
  });

  it('holds 61 published times, and none for the models that are said to have none', () => {
    expect(latencyData.latencies).toHaveLength(61);
    const timed = new Set(latencyData.latencies.map(({ model }) => model));
    expect(notMeasured.filter((model) => timed.has(model))).toEqual([]);
  });

  it('holds one leading rating for each model, task and board', () => {
    const leading = ratingData.ratings
      .filter(({ use }) => use === 'primary')
      .map(({ model, task, board }) => `${model} ${task} ${board}`);
    expect(new Set(leading).size).toBe(leading.length);
  });

  it('rates every model of the catalogue for both tasks, or says that no rating was found', () => {
    const rated = new Set(ratingData.ratings.map(({ model, task }) => `${model} ${task}`));
    for (const { id } of bundledCatalogRecords as readonly { id: string }[]) {
      for (const task of ['text-to-video', 'image-to-video'] as const) {
        const isSaidToHaveNone = noRatingFound[id]?.includes(task) ?? false;
        expect(rated.has(`${id} ${task}`), `${id} ${task}`).toBe(!isSaidToHaveNone);
      }
    }
  });

  it('maps no name that only looks like a model', () => {
    const mapped = ratingData.ratings.map(({ publishedName }) => publishedName);
    expect(namesNotToMap.filter(({ publishedName }) => mapped.includes(publishedName))).toEqual([]);
  });

  it('knows every model of the catalogue that has relatives', () => {
    const inLines = new Set(siblingData.lines.flatMap(({ models }) => models));
    const others = (bundledCatalogRecords as readonly { id: string }[])
      .map(({ id }) => id)
      .filter((id) => !inLines.has(id));
    expect(others).toEqual([
      'heygen/heygen-video-1',
      'black-forest-labs/flux-video-edit',
      'heygen/avatar-iv',
      'black-forest-labs/flux-video-upscale',
      'black-forest-labs/flux-3-video',
      'runway/aleph-2',
      'runway/gen-4.5',
    ]);
  });
});

describe('the bundled catalogue', () => {
  it('holds 30 models, each once, each with an id and prices', () => {
    expect(new Set(bundledCatalogRecords.map(({ id }) => id)).size).toBe(30);
    for (const record of bundledCatalogRecords) expect(record).toHaveProperty('pricing_skus');
  });

  it('holds no description text and no explicit null', () => {
    for (const record of bundledCatalogRecords) {
      expect(record).not.toHaveProperty('description');
      expect(Object.values(record)).not.toContain(null);
    }
  });
});
