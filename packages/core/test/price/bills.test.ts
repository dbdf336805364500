import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { confirmedSkus } from '../../src/data/billing.ts';
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

  test('confirms a key at the price that was billed only, and each of them at what the bundled list has', () => {
    for (const { model: id, sku, tier } of confirmedSkus) {
      const model = bundledCatalog.models.find((entry) => entry.id === id)!;
      const job = {
        ...(id.startsWith('kwaivgi') && { firstFrame: 'https://example.com/a.jpg' }),
        ...(sku === 'cents_per_image_input' && { references: [{ kind: 'image', url: 'https://example.com/a.jpg' }] }),
        ...(model.generateAudio && { audio: sku === 'video_tokens' }),
        durationSeconds: 5,
        resolution: tier,
        aspectRatio: '16:9',
      } as const;
      const isConfirmed = (value: string) =>
        quote({ ...model, pricingSkus: { ...model.pricingSkus, [sku]: value } }, parseRequirements(job)).price
          .confirmedByBill;
      const listed = model.pricingSkus![sku]!;
      const decimals = listed.includes('.') ? listed : `${listed}.`;
      expect([id, sku, isConfirmed(listed)]).toEqual([id, sku, true]);
      expect([id, sku, isConfirmed(`${decimals}0`)]).toEqual([id, sku, true]);
      expect([id, sku, isConfirmed(`${decimals}1`)]).toEqual([id, sku, false]);
    }
  });
});

function priceOf(id: string, job: RequirementsInput, now?: string) {
  const model = bundledCatalog.models.find((entry) => entry.id === id)!;
  return quote(model, parseRequirements(job), [], now).price;
}

function sum(amounts: readonly (string | null)[]): Big {
  return amounts.reduce((total, amount) => total.plus(amount!), new Big(0));
}
