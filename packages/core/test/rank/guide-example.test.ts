import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCatalog } from '../../src/catalog/parse.ts';
import { bundledEvidence } from '../../src/data/evidence.ts';
import { estimateQuality } from '../../src/evidence/quality.ts';
import { estimateSpeed } from '../../src/evidence/speed.ts';
import { quote } from '../../src/price/quote.ts';
import { cookbookMatch, cookbookRank } from '../../src/rank/cookbook.ts';
import { profiles } from '../../src/rank/profiles.ts';
import { rankCandidates } from '../../src/rank/rank.ts';
import { parseRequirements } from '../../src/requirements/parse.ts';

const { models } = parseCatalog(
  JSON.parse(readFileSync(new URL('../fixtures/catalog-guide-2026-05.json', import.meta.url), 'utf8')),
  { source: 'file', asOf: '2026-05' },
);
const clip = parseRequirements({
  durationSeconds: 5,
  resolution: '720p',
  aspectRatio: '9:16',
  firstFrame: 'https://example.com/mug.jpg',
});
const asked = {
  mode: 'image',
  task: 'generate',
  resolution: '720p',
  durationSeconds: 5,
  now: '2026-10-09T00:00:00Z',
} as const;
const candidates = cookbookMatch(models, clip).map((model) => {
  const { expectedUsd } = quote(model, clip).price;
  return {
    model: model.id,
    expectedUsd: expectedUsd === null ? null : Number(expectedUsd),
    quality: estimateQuality(model, asked, bundledEvidence),
    speed: estimateSpeed(model, asked, bundledEvidence),
  };
});

describe('the clip of the guide (5 s, 720p, 9:16, from a first frame) for fastAndCheap', () => {
  const ranked = rankCandidates(candidates, { weights: profiles.fastAndCheap, goalposts: bundledEvidence.goalposts });
  const usdOf = (id: string) => candidates.find(({ model }) => model === id)!.expectedUsd!;

  it('goes to a model that costs less than what the guide picks', () => {
    const guidePick = cookbookRank(cookbookMatch(models, clip), profiles.fastAndCheap)[0]!.model;
    expect(usdOf(ranked[0]!.model)).toBeLessThan(usdOf(guidePick));
  });

  it('is a near tie with the cheapest model, listed beside the pick', () => {
    const [pick] = ranked;
    expect([pick!.model, ...pick!.tiedWith]).toEqual(
      expect.arrayContaining(['bytedance/seedance-1-5-pro', 'alibaba/wan-2.7']),
    );
    expect(pick!.tiedWith).not.toContain(pick!.model);
    expect(usdOf('bytedance/seedance-1-5-pro')).toBeCloseTo(0.26, 2);
  });
});
