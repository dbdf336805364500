import { describe, expect, test } from 'vitest';
import {
  bundledCatalog,
  type PriceCorrection,
  parseRequirements,
  pricedSkus,
  quote,
  type RequirementsInput,
} from '../../src/index.ts';

const modelOf = (id: string) => bundledCatalog.models.find((entry) => entry.id === id)!;
const dates = { oldestAt: '2026-10-03', newestAt: '2026-10-08' };
const bills = (model: string, n: number, factor: number, more: Partial<PriceCorrection> = {}): PriceCorrection => ({
  model,
  n,
  factor,
  low: n === 1 ? Math.min(1, factor) : factor,
  high: n === 1 ? Math.max(1, factor) : factor,
  ...dates,
  ...more,
});
const priceOf = (id: string, job: RequirementsInput, corrections: readonly PriceCorrection[] = [], now?: string) =>
  quote(modelOf(id), parseRequirements(job), corrections, now).price;

const mini = 'bytedance/seedance-2.0-mini';
const miniClip = { durationSeconds: 5, resolution: '480p', aspectRatio: '16:9' } as const;
const wan = 'alibaba/wan-3.0';
const wanClip = (durationSeconds: number) => ({ durationSeconds, resolution: '480p' });
const wanKey = { sku: pricedSkus(priceOf(wan, wanClip(5))), task: 'generate' } as const;

describe('Own bills of one price key', () => {
  test('at the list price make it exact', () => {
    const price = priceOf(mini, miniClip, [bills(mini, 20, 1)], '2026-09-01');
    expect(price).toMatchObject({
      lowUsd: '0.177233',
      highUsd: '0.177233',
      confidence: 'exact',
      confirmedByBill: true,
    });
  });

  test('at a discount are not multiplied by the discount that others saw', () => {
    for (const now of ['2026-09-01', '2026-10-09', undefined]) {
      const price = priceOf(mini, miniClip, [bills(mini, 20, 0.4)], now);
      expect(price).toMatchObject({ lowUsd: '0.070893', expectedUsd: '0.070893', highUsd: '0.177233' });
    }
    expect(priceOf(wan, wanClip(10), [bills(wan, 9, 0.85)])).toMatchObject({ lowUsd: '0.425', highUsd: '0.5' });
  });

  test('at a floor are the floor, and say nothing of a longer clip', () => {
    const floor = bills(wan, 1, 2.125, { ...wanKey, floorUsd: { low: '0.2125', high: '0.2125' } });
    expect(priceOf(wan, wanClip(2), [floor])).toMatchObject({
      lowUsd: '0.2125',
      expectedUsd: '0.2125',
      highUsd: '0.2125',
      confidence: 'exact',
    });
    expect(priceOf(wan, wanClip(4), [floor])).toMatchObject({ expectedUsd: '0.2125', highUsd: '0.2125' });
    expect(priceOf(wan, wanClip(10), [floor])).toMatchObject({ highUsd: '0.5', expectedUsd: '0.5' });
    // Learnt without its key, as older ledgers tell it.
    expect(priceOf(wan, wanClip(2), [bills(wan, 1, 2.125)])).toMatchObject({ highUsd: '0.2125' });
  });

  test('at a floor that nobody knew go from the list price to the bill after one, and are exact after two', () => {
    const hailuo = 'minimax/hailuo-3-max';
    const key = { sku: pricedSkus(priceOf(hailuo, wanClip(5))), task: 'generate' } as const;
    const floor = (n: number) => bills(hailuo, n, 1.25, { ...key, floorUsd: { low: '0.25', high: '0.25' } });
    const job = { durationSeconds: 4, resolution: '480p' };
    expect(priceOf(hailuo, job, [floor(1)])).toMatchObject({ lowUsd: '0.2', expectedUsd: '0.25', highUsd: '0.25' });
    expect(priceOf(hailuo, job, [floor(2)])).toMatchObject({ lowUsd: '0.25', highUsd: '0.25', confidence: 'exact' });
  });

  test('change no price of another key or task', () => {
    const other = bills(wan, 9, 0.85, { sku: 'duration_seconds_1080p', task: 'generate' });
    expect(priceOf(wan, wanClip(10), [other])).toEqual(priceOf(wan, wanClip(10)));
    const edit = bills(wan, 9, 0.85, { ...wanKey, task: 'edit' });
    expect(priceOf(wan, wanClip(10), [edit])).toEqual(priceOf(wan, wanClip(10)));
  });

  test('of the account hold for every model, behind those of the model itself', () => {
    const account = bills('*', 3, 0.99);
    expect(priceOf(mini, miniClip, [account])).toMatchObject({
      lowUsd: '0.175461',
      expectedUsd: '0.175461',
      highUsd: '0.177233',
    });
    expect(priceOf(mini, miniClip, [account, bills(mini, 4, 1)])).toMatchObject({ confidence: 'exact' });
  });

  test('keep the lines adding up to the best guess', () => {
    for (const correction of [bills(wan, 9, 0.85), bills(wan, 1, 2.125), bills(wan, 3, 1.2)]) {
      const { lines, expectedUsd } = priceOf(wan, wanClip(2), [correction]);
      expect(lines.reduce((sum, { usd }) => sum + Number(usd), 0)).toBeCloseTo(Number(expectedUsd), 9);
    }
  });
});

describe('A discount that the price list does not show', () => {
  test('ends with the first full bill after it was last seen', () => {
    expect(priceOf(mini, miniClip, [], '2026-08-31')).toMatchObject({ lowUsd: '0.0708932', highUsd: '0.177233' });
    expect(priceOf(mini, miniClip, [], '2026-10-01')).toMatchObject({ lowUsd: '0.0708932' });
    expect(priceOf(mini, miniClip, [], '2026-10-02')).toMatchObject({ lowUsd: '0.177233', confidence: 'exact' });
    expect(priceOf(mini, { ...miniClip, resolution: '720p' })).toMatchObject({ confidence: 'exact' });
  });

  test('stays while no full bill is known', () => {
    expect(priceOf(wan, wanClip(10), [], '2027-01-01')).toMatchObject({ lowUsd: '0.425', highUsd: '0.5' });
  });
});

describe('A floor that a bill showed', () => {
  test.each([2, 3, 4])('holds at both ends of the price of %i s', (seconds) => {
    const price = priceOf(wan, wanClip(seconds));
    expect(price).toMatchObject({ lowUsd: '0.2125', expectedUsd: '0.25', highUsd: '0.25', confidence: 'range' });
    expect(price.lines.at(-1)).toMatchObject({ sku: 'correction:unlisted_floor', unit: 'correction' });
  });

  test('that was only reported moves the high end alone', () => {
    const price = priceOf('kwaivgi/kling-v3.0-std', { durationSeconds: 3, resolution: '720p', audio: true });
    expect(price).toMatchObject({ lowUsd: '0.378', expectedUsd: '0.378', highUsd: '0.63' });
  });
});
