import { describe, expect, test } from 'vitest';
import { bundledCatalog, nearMisses, noModelSentences, type RequirementsInput, select } from '../../src/index.ts';

const nobody = (requirements: RequirementsInput) => {
  const selection = select(bundledCatalog, requirements);
  expect(selection.ranked).toEqual([]);
  return selection;
};
const near = (requirements: RequirementsInput) => {
  const selection = nobody(requirements);
  return nearMisses(selection.rejected, selection.requirements).near;
};
const fieldsOf = ({ nearest }: ReturnType<typeof near>[number]) => nearest.map(({ field }) => field).join(' ');

describe('the closest options', () => {
  test('of a length that no model makes come by the length, the nearest first, and leave out no model with it', () => {
    const offered = near({ durationSeconds: 60 }).map(({ nearest: [change] }) => change!.to as number);
    expect(offered).toEqual([...offered].sort((one, other) => other - one));
    expect(offered.slice(0, 4)).toEqual([30, 30, 30, 20]);
  });

  test('of 4K for 50 cents hold the nearest resolution and the nearest price, before any second of a kind', () => {
    const misses = near({ resolution: '4K', maxUsd: '0.5' });
    const kinds = misses.map(fieldsOf);
    expect(new Set(kinds.slice(0, 2))).toEqual(new Set(['resolution', 'maxUsd']));
    const first = (kind: string) => misses[kinds.indexOf(kind)]!;
    expect(first('resolution')).toMatchObject({ nearest: [{ to: '2K' }] });
    expect(first('maxUsd')).toMatchObject({ model: 'google/veo-3.1-fast', nearest: [{ from: '0.5', to: '1' }] });
  });

  test.each<RequirementsInput>([
    { resolution: '4K', maxUsd: '0.5' },
    { durationSeconds: 60, resolution: '4K' },
    { durationSeconds: 5, maxUsd: '0.01' },
    { durationSeconds: { min: 40, max: 50 }, resolution: '4K', aspectRatio: '1:1' },
  ])('that need one change come before those that need two: %j', (requirements) => {
    const counts = near(requirements).map(({ nearest }) => nearest.length);
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
  });

  test('of a price that nobody keeps name the cheapest first', () => {
    const [cheapest, next] = near({ durationSeconds: 5, maxUsd: '0.01' });
    expect([cheapest!.model, Number(cheapest!.nearest[0]!.to)]).toEqual(['bytedance/seedance-1-5-pro', 0.05808]);
    expect(Number(next!.nearest[0]!.to)).toBeGreaterThan(0.05808);
  });

  test('of a range are measured from its nearer end', () => {
    const offered = near({ durationSeconds: { min: 40, max: 50 } }).map(({ nearest: [change] }) => change!.to);
    expect(offered[0]).toBe(30);
  });

  test('that somebody ruled out come after the others', () => {
    const misses = near({ durationSeconds: 60, models: { deny: ['alibaba/wan-3.0', 'bytedance/seedance-2.5'] } });
    expect(misses[0]!.model).toBe('alibaba/wan-3.0-prime');
    expect(
      misses
        .slice(-2)
        .map(({ model }) => model)
        .sort(),
    ).toEqual(['alibaba/wan-3.0', 'bytedance/seedance-2.5']);
  });
});

describe('where models are named', () => {
  test('it is said of them that they cannot, why, what would fit, and how many others can', () => {
    const selection = nobody({ durationSeconds: 5, models: { allow: ['google/veo-3.1'] } });
    const fitting = select(bundledCatalog, { durationSeconds: 5 }).ranked.length;
    expect(noModelSentences(selection)).toEqual({
      headline: 'google/veo-3.1 cannot make this clip.',
      closest: ['google/veo-3.1: It makes clips of 4, 6 or 8 s, not 5 s. What would fit: make it 6 s instead of 5 s.'],
      others: `${fitting} other models can make it as asked.`,
    });
  });

  test('no other model is told as an option, and of several the nearest comes first', () => {
    const allow = ['google/veo-3.1', 'alibaba/wan-3.0', 'bytedance/seedance-2.0'];
    const { headline, closest } = noModelSentences(nobody({ durationSeconds: 60, models: { allow } }));
    expect(headline).toBe('None of the 3 models that you allow can make this clip.');
    expect(closest.map((line) => line.split(':')[0])).toEqual([
      'alibaba/wan-3.0',
      'bytedance/seedance-2.0',
      'google/veo-3.1',
    ]);
  });

  test('a provider names its models', () => {
    const selection = nobody({ durationSeconds: 5, providers: { allow: ['google'] } });
    const fitting = select(bundledCatalog, { durationSeconds: 5 }).ranked.length;
    const { headline, others } = noModelSentences(selection);
    expect(headline).toBe('None of the 3 models that you allow can make this clip.');
    expect(others).toBe(`${fitting} other models can make it as asked.`);
  });

  test('others are counted only if they keep every other limit', () => {
    const asked = { durationSeconds: 5, resolution: '720p', maxUsd: '0.2' };
    const selection = nobody({ ...asked, models: { allow: ['google/veo-3.1'] } });
    const fitting = select(bundledCatalog, asked).ranked.length;
    expect(noModelSentences(selection).others).toBe(`${fitting} other models can make it as asked.`);
    const none = { ...asked, durationSeconds: 60, models: { allow: ['google/veo-3.1'] } };
    expect(noModelSentences(nobody(none)).others).toBeNull();
  });
});
