import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { VideoModel } from '../../src/catalog/model.ts';
import { parseCatalog } from '../../src/catalog/parse.ts';
import { cookbookMatch, cookbookRank } from '../../src/rank/cookbook.ts';
import { profiles } from '../../src/rank/profiles.ts';
import type { Requirements } from '../../src/requirements/requirements.ts';

const shared = new URL('../../../../../shared/reference/facts/catalog-cookbook.json', import.meta.url);
const own = new URL('../fixtures/catalog-guide-2026-05.json', import.meta.url);
const lists = [own, shared].filter((url) => existsSync(url));

const clip: Requirements = {
  task: 'generate',
  durationSeconds: 5,
  resolution: '720p',
  aspectRatio: '9:16',
  firstFrame: { url: 'https://example.com/mug.jpg' },
  references: [],
  passthrough: [],
  providers: { allow: [], deny: [] },
  models: { allow: [], deny: [] },
};

/** A score as the guide prints it. */
function printed(id: string, score: number, price: number, speed: number, cost: number, quality: number) {
  return {
    id,
    score,
    lowest_advertised_price: price,
    speed_score: speed,
    cost_score: cost,
    quality_score: quality,
  };
}

describe.each(lists.map((url) => [url.pathname.split('/').at(-1), url] as const))(
  'the guide’s own method on its 13 models (%s)',
  (_, url) => {
    const { models } = parseCatalog(JSON.parse(readFileSync(url, 'utf8')), { source: 'file', asOf: '2026-05' });
    const matches = cookbookMatch(models, clip);
    const firstFour = (weights: keyof typeof profiles) =>
      cookbookRank(matches, profiles[weights])
        .slice(0, 4)
        .map(({ model, score, lowestAdvertisedPrice, speedScore, costScore, qualityScore }) =>
          printed(model, score, lowestAdvertisedPrice ?? Number.NaN, speedScore, costScore, qualityScore),
        );

    it('prints the matches that the guide prints', () => {
      const lines = cookbookRank(matches, profiles.balanced);
      const rows = matches.map(({ id }) => [
        id,
        String(lines.find(({ model }) => model === id)!.lowestAdvertisedPrice),
      ]);
      expect(rows).toEqual([
        ['bytedance/seedance-1-5-pro', '0.0000012'],
        ['bytedance/seedance-2.0-fast', '0.0000056'],
        ['bytedance/seedance-2.0', '0.000007'],
        ['alibaba/wan-2.6', '0.04'],
        ['kwaivgi/kling-v3.0-std', '0.084'],
        ['alibaba/wan-2.7', '0.1'],
        ['kwaivgi/kling-v3.0-pro', '0.112'],
        ['kwaivgi/kling-video-o1', '0.112'],
      ]);
    });

    it('prints the scores that the guide prints', () => {
      expect(firstFour('fastAndCheap')).toEqual([
        printed('bytedance/seedance-2.0-fast', 0.967, 0.0000056, 1, 1, 0.667),
        printed('bytedance/seedance-2.0', 0.752, 0.000007, 0.55, 1, 1),
        printed('bytedance/seedance-1-5-pro', 0.642, 0.0000012, 0.35, 1, 1),
        printed('alibaba/wan-2.6', 0.628, 0.04, 0.55, 0.643, 1),
      ]);
      expect(firstFour('qualityAndCost')).toEqual([
        printed('bytedance/seedance-2.0', 0.932, 0.000007, 0.55, 1, 1),
        printed('bytedance/seedance-1-5-pro', 0.903, 0.0000012, 0.35, 1, 1),
        printed('alibaba/wan-2.6', 0.825, 0.04, 0.55, 0.643, 1),
        printed('bytedance/seedance-2.0-fast', 0.817, 0.0000056, 1, 1, 0.667),
      ]);
    });

    it('uses bytedance/seedance-2.0-fast', () => {
      expect(cookbookRank(matches, profiles.fastAndCheap)[0]!.model).toBe('bytedance/seedance-2.0-fast');
    });
  },
);

describe('the guide’s own method', () => {
  const model = (id: string, changes: Partial<VideoModel> = {}): VideoModel => ({
    id,
    canonicalSlug: null,
    name: id,
    createdUnixSeconds: null,
    resolutions: null,
    aspectRatios: null,
    sizes: null,
    durationsSeconds: null,
    frameTypes: null,
    upscaleFactor: null,
    creativity: null,
    generateAudio: null,
    seed: null,
    pricingSkus: null,
    passthroughParameters: null,
    unknownFields: {},
    ...changes,
  });
  const anything: Requirements = {
    task: 'generate',
    references: [],
    passthrough: [],
    providers: { allow: [], deny: [] },
    models: { allow: [], deny: [] },
  };

  it('asks only for what the requirements ask for, and reads "not stated" as no', () => {
    const silent = model('a/silent');
    const full = model('a/full', {
      resolutions: ['1080p'],
      durationsSeconds: [8],
      frameTypes: ['first_frame', 'last_frame'],
    });
    expect(cookbookMatch([silent, full], anything)).toEqual([silent, full]);
    expect(cookbookMatch([silent, full], { ...anything, resolution: '1080p', durationSeconds: 8 })).toEqual([full]);
    expect(cookbookMatch([silent, full], { ...anything, lastFrame: { url: 'https://example.com/b.png' } })).toEqual([
      full,
    ]);
  });

  it('keeps the order of the list among equals, and puts models without a price last', () => {
    const priced = (id: string, price: string | null) => model(id, { pricingSkus: { duration_seconds: price } });
    const list = [priced('a/none', null), priced('a/one', '0.1'), priced('a/two', '0.10'), model('a/unpriced')];
    expect(cookbookMatch(list, anything).map(({ id }) => id)).toEqual(['a/one', 'a/two', 'a/none', 'a/unpriced']);
    expect(cookbookRank([list[1]!, list[2]!], profiles.balanced).map((row) => [row.model, row.costScore])).toEqual([
      ['a/one', 0.5],
      ['a/two', 0.5],
    ]);
    expect(cookbookRank([list[0]!], profiles.balanced)[0]).toMatchObject({ lowestAdvertisedPrice: null, costScore: 0 });
  });

  it('of nothing is empty', () => {
    expect(cookbookRank([], profiles.balanced)).toEqual([]);
  });
});
