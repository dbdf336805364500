import { describe, expect, test } from 'vitest';
import { bundledCatalog, bundledEvidence, parseRequirements, quote, select } from '../../src/index.ts';

const veo = bundledCatalog.models.find(({ id }) => id === 'google/veo-3.1-lite')!;
const clip = { durationSeconds: 4, resolution: '720p', audio: false } as const;
const requirements = parseRequirements(clip);
const correction = {
  model: veo.id,
  n: 5,
  factor: 1.5,
  low: 1.4,
  high: 1.6,
  oldestAt: '2026-10-01',
  newestAt: '2026-10-08',
};

describe('Own bills', () => {
  test('that contradict the list price make it a range that holds both, with a line of its own', () => {
    // 4 s at 0.03 is 0.12 by the list; bills say 1.4 to 1.6 times that: 0.12 to 0.192, best guess 0.18
    const { price } = quote(veo, requirements, [correction]);
    expect(price).toMatchObject({ confidence: 'range', lowUsd: '0.12', expectedUsd: '0.18', highUsd: '0.192' });
    expect(price.lines.map(({ sku, usd }) => [sku, usd])).toEqual([
      ['duration_seconds_without_audio_720p', '0.12'],
      ['correction:own_bills', '0.06'],
    ]);
    expect(price.reasons).toContainEqual(expect.objectContaining({ code: 'own_bills_differ', n: 5 }));
  });

  test('below the list price leave the upper end, which budgets reserve, at the list', () => {
    const { price } = quote(veo, requirements, [{ ...correction, factor: 0.5, low: 0.4, high: 0.6 }]);
    expect(price).toMatchObject({ lowUsd: '0.048', expectedUsd: '0.06', highUsd: '0.12' });
  });

  test('that agree confirm the price and leave it exact', () => {
    const { price } = quote(veo, requirements, [{ ...correction, factor: 1, low: 1, high: 1 }]);
    expect(price).toMatchObject({ confidence: 'exact', expectedUsd: '0.12', confirmedByBill: true });
  });

  test('of one model change no other, and reach budget and ranking through the evidence', () => {
    const evidence = { ...bundledEvidence, priceCorrections: [correction] };
    const before = select(bundledCatalog, { ...clip, maxUsd: '0.15' });
    const after = select(bundledCatalog, { ...clip, maxUsd: '0.15' }, { evidence });
    expect(before.ranked.map(({ model }) => model)).toContain(veo.id);
    expect(after.ranked.map(({ model }) => model)).not.toContain(veo.id);
    expect(after.rejected.find(({ model }) => model === veo.id)?.reasons).toContainEqual(
      expect.objectContaining({ code: 'price_over_limit', supported: '0.192' }),
    );
    const others = (selection: typeof before) =>
      selection.ranked.filter(({ model }) => model !== veo.id).map(({ model, score }) => [model, score]);
    expect(others(after)).toEqual(others(before));
  });

  test('say nothing about a price that is unknown', () => {
    const other = quote(veo, parseRequirements({ durationSeconds: 4, resolution: '4K' }), [correction]);
    expect(other.price).toMatchObject({ confidence: 'unknown', expectedUsd: null, lines: [] });
  });
});
