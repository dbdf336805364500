import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { bundledCatalog, parseRequirements, quote, type RequirementsInput } from '../../src/index.ts';
import bills from '../fixtures/bills.json' with { type: 'json' };

interface Bill {
  readonly model: string;
  readonly jobs: readonly unknown[];
  readonly billedUsd: string;
  readonly sum: string;
  readonly asOf: string;
  readonly source: string;
}

describe('Every public bill', () => {
  test.each(bills.bills as readonly Bill[])('$model for $billedUsd ($asOf) is what was quoted: $sum', (bill) => {
    const prices = bill.jobs.map((job) => priceOf(bill.model, job as RequirementsInput, bill.asOf));
    const [low, high] = [sum(prices.map(({ lowUsd }) => lowUsd)), sum(prices.map(({ highUsd }) => highUsd))];
    const billed = new Big(bill.billedUsd);
    expect(billed.gte(low) && billed.lte(high), `${bill.billedUsd} is outside ${low} to ${high}`).toBe(true);
    if (prices.every(({ confidence }) => confidence === 'exact')) {
      expect(billed.minus(high).abs().div(billed).toNumber()).toBeLessThanOrEqual(0.005);
    }
  });

  test.each(bills.bills as readonly Bill[])('$model for $billedUsd says where and when it was read', (bill) => {
    expect(bill.source).not.toBe('');
    expect(bill.asOf).toMatch(/^2026-\d\d-\d\d$/);
  });

  test('that was matched to the last digit marks its keys as confirmed', () => {
    const confirmed = (model: string, job: RequirementsInput) => priceOf(model, job).confirmedByBill;
    expect(confirmed('google/veo-3.1-lite', { durationSeconds: 4, resolution: '1080p', audio: false })).toBe(true);
    expect(confirmed('google/veo-3.1-lite', { durationSeconds: 4, resolution: '1080p', audio: true })).toBe(false);
    expect(confirmed('google/veo-3.1', { durationSeconds: 4, resolution: '1080p', audio: false })).toBe(false);
  });
});

function priceOf(id: string, job: RequirementsInput, now?: string) {
  const model = bundledCatalog.models.find((entry) => entry.id === id)!;
  return quote(model, parseRequirements(job), [], now).price;
}

function sum(amounts: readonly (string | null)[]): Big {
  return amounts.reduce((total, amount) => total.plus(amount!), new Big(0));
}
