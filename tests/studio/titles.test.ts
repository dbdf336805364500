import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio } from './open-studio.ts';

/** Seconds of `9 s`, `2 min` and `1 min 30 s`. */
function secondsIn(text: string): number {
  const [, minutes] = /(\d+) min/.exec(text) ?? [];
  const [, seconds] = /(\d+) s\b/.exec(text) ?? [];
  return Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}

/** What the cards say, in numbers. */
async function cardsOf(page: Page) {
  const texts = await page.locator('.card').evaluateAll((cards) =>
    cards.map((card) => ({
      titles: card.querySelector('.card-title')!.textContent!.split(' · '),
      clip: card.querySelector('.card-clip')!.textContent!,
      isTicked: card.querySelector<HTMLInputElement>('input')!.checked,
      figures: [...card.querySelectorAll('dd')].map(({ textContent }) => textContent!),
    })),
  );
  return texts.map(({ figures: [price = '', time = '', quality = ''], ...card }) => ({
    ...card,
    usd: Number(/\$([\d.]+)/.exec(price)?.[1]),
    seconds: secondsIn(time),
    quality: Number(quality),
  }));
}

describe('the cards of the models', needsChromium, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio?.[Symbol.asyncDispose]());

  it.each([
    'A fox in the snow, 7 seconds, vertical, no sound, under $0.30',
    'A fox in the snow',
    'A fox in the snow, 5 seconds, from this photo',
    'A fox in the snow in 4K',
  ])('bear titles that are true of the figures on them and in the table: %s', async (wish) => {
    const page = await studio.open(`#/create?${new URLSearchParams({ s: wish, why: 'open' })}`);
    await page.locator('.ranking > table > tbody tr').first().waitFor();
    const cards = await cardsOf(page);
    const figures = await page.locator('.ranking > table > tbody tr').evaluateAll((rows) =>
      rows.map((row) => ({
        seconds: Number.parseFloat(row.querySelector('[data-label="seconds"]')!.textContent!),
        quality: Number.parseFloat(row.querySelector('[data-label="quality"]')!.textContent!.replace(/^\D+/, '')),
      })),
    );
    expect(cards.length).toBeGreaterThan(0);
    for (const card of cards) {
      // What the price buys stands on every card.
      expect(card.clip).toMatch(/^\d+ s · (\d+p|\dK)/);
      if (card.titles.includes('Cheapest')) expect(card.usd).toBe(Math.min(...cards.map(({ usd }) => usd)));
      if (card.titles.includes('Best looking'))
        expect(card.quality).toBe(Math.max(...figures.map(({ quality }) => quality)));
      if (card.titles.includes('Fastest')) expect(card.seconds).toBe(Math.min(...cards.map(({ seconds }) => seconds)));
    }
    await page.close();
  });

  it('have the pick of a wish ticked where the wish says what counts', async () => {
    const page = await studio.open(`#/create?${new URLSearchParams({ s: 'A fox in the snow, as cheap as possible' })}`);
    await page.locator('.card').first().waitFor();
    const [first, ...others] = await cardsOf(page);
    expect(first!.titles).toContain('Your pick');
    expect(first!.isTicked).toBe(true);
    expect(others.filter(({ isTicked }) => isTicked)).toEqual([]);
    await page.close();
  });
});
