import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { axeFindings } from './axe.ts';
import { openStudio, painted, pickOf, type Studio } from './open-studio.ts';

const clip = '#/create?why=open&s=a+5+second+vertical+clip+of+a+paper+lantern%2C+720p%2C+no+sound&profile=balanced';

describe('a default model for 10,000 clips a month', needsChromium, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio?.[Symbol.asyncDispose]());

  const openWhy = async (): Promise<Page> => {
    const page = await studio.open(clip);
    await page.locator('.chart-name').first().waitFor();
    return page;
  };

  it('says what they cost on the pick, as a range where the price is one, and for each model in the table', async () => {
    const page = await openWhy();
    await page.getByLabel('Clips a month').fill('10,000');
    const sum = page.locator('.monthly-sum');
    await expect.poll(() => sum.innerText()).toMatch(/^10,000 clips a month on \S+: \$[\d,]+( to \$[\d,]+)?$/);
    const row = page.locator('.ranking > table > tbody tr').first();
    const high = Number(/\$([\d.]+)$/.exec(await row.locator('.price').innerText())?.[1]);
    const monthly = (await row.locator('.monthly').innerText()).replaceAll(',', '');
    const last = Number(/\$(\d+)$/.exec(monthly)?.[1]);
    // The price is shown in cents, the sum is made of the exact one.
    expect(Math.abs(last - high * 10_000)).toBeLessThanOrEqual(51);
    await page.getByLabel('Clips a month').fill('many');
    await page.getByText('Write a whole number of clips').waitFor();
    await expect.poll(() => sum.count()).toBe(0);
    await page.getByLabel('Clips a month').fill('1');
    await expect.poll(() => sum.innerText()).toMatch(/^1 clip a month on \S+: \$\d+\.\d\d/);
  });

  it('says in one sentence why the pick leads, and has the sources folded', async () => {
    const page = await openWhy();
    const [pick = ''] = (await pickOf(page)).split('/').slice(1);
    const second = await page.locator('.ranking > table > tbody tr').nth(1).locator('.slug').innerText();
    const sentence = await page.locator('.why-sentence').innerText();
    expect(sentence.startsWith(pick)).toBe(true);
    expect(sentence).toContain(second);
    await expect.poll(() => page.locator('.basis-line').first().isVisible()).toBe(false);
    await page.getByText('Sources of these figures').click();
    await page.getByText('models; evidence').waitFor();
  });

  it('names every model that can be placed, over no other name, at three widths and in both fields', async () => {
    const page = await openWhy();
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const view of ['Price × quality', 'Speed × quality']) {
        await page.getByRole('radio', { name: view }).check();
        await painted(page);
        await painted(page);
        const { names, overlaps, dots } = await namesOf(page);
        expect([width, view, overlaps]).toEqual([width, view, []]);
        expect(names.length).toBe(dots);
        expect(names.length).toBeGreaterThan(8);
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => page.locator('.grey-name').count()).toBeGreaterThan(0);
    await page.getByLabel(/that cannot make this clip/).uncheck();
    await expect.poll(() => page.locator('.grey-name').count()).toBe(0);
  });

  it('has every figure of the table in its own place on a phone', async () => {
    const page = await openWhy();
    await page.setViewportSize({ width: 390, height: 844 });
    const cells = page.locator('.ranking > table > tbody > tr').first().locator('> *');
    await expect.poll(() => cells.first().evaluate((cell) => getComputedStyle(cell).display)).toBe('block');
    const over = await cells.evaluateAll((all) =>
      all.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent),
    );
    expect(over).toEqual([]);
    // Those of one line begin one after another.
    const [place, ...others] = await cells.evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().left));
    expect(Math.min(...others)).toBeGreaterThan(place!);
  });

  it('has the whole table in sight at every width, without a way to the side', async () => {
    const page = await openWhy();
    await page.locator('.ranking > table > tbody > tr').first().waitFor();
    for (const width of [1280, 1100, 1024, 768, 390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await painted(page);
      const beyond = await page.locator('.ranking').evaluate((table) => table.scrollWidth - table.clientWidth);
      expect([width, beyond]).toEqual([width, 0]);
    }
  });

  it('keeps its axes while priorities move', async () => {
    const page = await openWhy();
    const axes = () =>
      page.locator('.plot [aria-hidden], .plot g').evaluateAll((groups) =>
        groups
          .map((group) => group.textContent ?? '')
          .filter((text) => /^\$?[\d.$]+$/.test(text))
          .join(' '),
      );
    const before = await axes();
    for (const value of ['5', '95']) {
      await page.getByRole('slider', { name: 'quality' }).fill(value);
      await painted(page);
      await expect.poll(() => axes()).toBe(before);
    }
  });

  it('lists the cheapest and the fastest first, each with its figure', async () => {
    const page = await openWhy();
    for (const [view, column] of [
      ['Cheapest', 'price'],
      ['Fastest', 'seconds'],
    ] as const) {
      await page.getByRole('radio', { name: view }).check();
      await page.getByRole('button', { name: new RegExp(`^${column}`) }).click();
      await painted(page);
      const first = await page.locator('.ranking > table > tbody tr').first().locator('.slug').innerText();
      const bars = await page.locator('.plot text').allTextContents();
      expect(bars).toContain(first);
    }
  });

  it('sorts and filters the table, says who is beaten by whom, and compares what is ticked', async () => {
    const page = await openWhy();
    const prices = async () =>
      (await page.locator('.ranking > table > tbody .price').allInnerTexts()).map((text) =>
        Number(/[\d.]+$/.exec(text)?.[0]),
      );
    const head = page.getByRole('columnheader', { name: /^price/ });
    await head.getByRole('button').click();
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending');
    expect(await prices()).toEqual([...(await prices())].sort((one, other) => one - other));
    await head.getByRole('button').click();
    expect(await prices()).toEqual([...(await prices())].sort((one, other) => other - one));
    await head.getByRole('button').click();
    await expect.poll(() => head.getAttribute('aria-sort')).toBeNull();
    const all = await page.locator('.ranking > table > tbody tr').count();
    const beaten = await page.locator('.beaten').count();
    expect(beaten).toBeGreaterThan(0);
    await page.getByLabel('not beaten by another').check();
    await expect.poll(() => page.locator('.ranking > table > tbody tr').count()).toBe(all - beaten);
    await expect.poll(() => page.locator('.beaten').count()).toBe(0);
    await page.getByLabel('not beaten by another').uncheck();
    await page.getByLabel('Find a model').fill('seedance');
    for (const name of await page.locator('.ranking > table > tbody .slug').allInnerTexts())
      expect(name).toContain('seedance');
    await page.getByLabel('Find a model').fill('');
    await page
      .getByRole('checkbox', { name: /^Shoot a take on/ })
      .nth(1)
      .check();
    await page
      .getByRole('checkbox', { name: /^Shoot a take on/ })
      .nth(2)
      .check();
    const compared = page.getByRole('region', { name: 'Comparison of the ticked models' });
    const ticked = await page.locator('.ranking > table > tbody input:checked').count();
    expect(ticked).toBeGreaterThan(1);
    await expect.poll(() => compared.locator('thead th').count()).toBe(ticked);
    await expect.poll(() => compared.locator('.leads').count()).toBeGreaterThan(0);
  });

  it.each(['light', 'dark'] as const)('axe finds nothing in any view, %s', async (colorScheme) => {
    const page = await openWhy();
    await page.emulateMedia({ colorScheme });
    await page
      .getByRole('checkbox', { name: /^Shoot a take on/ })
      .nth(1)
      .check();
    await page.getByText('Sources of these figures').click();
    const findings: string[] = [];
    for (const view of ['Cheapest', 'Price × quality']) {
      await page.getByRole('radio', { name: view }).check();
      findings.push(...(await axeFindings(page)).map((finding) => `${view} ${finding}`));
      for (const width of [1280, 1024, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await painted(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) findings.push(`${view} at ${width}: ${overflow} pixels too wide`);
      }
    }
    expect(findings).toEqual([]);
  });

  it('breaks no rule of the page’s security policy, and no script', () => {
    expect(studio.complaints).toEqual([]);
  });
});

/** The names in the chart, those that lie over each other, and how many models it shows. */
function namesOf(page: Page) {
  return page.evaluate(() => {
    const texts = [...document.querySelectorAll('.chart-name')];
    const boxes = texts.map((text) => ({ name: text.textContent ?? '', box: text.getBoundingClientRect() }));
    const overlaps = boxes.flatMap((one, at) =>
      boxes
        .slice(at + 1)
        .filter(
          (other) =>
            one.box.left < other.box.right - 1 &&
            other.box.left < one.box.right - 1 &&
            one.box.top < other.box.bottom - 2 &&
            other.box.top < one.box.bottom - 2,
        )
        .map((other) => `${one.name} over ${other.name}`),
    );
    const said = document.querySelector('.chart-space')?.getAttribute('aria-label') ?? '';
    return { names: boxes.map(({ name }) => name), overlaps, dots: Number(/a chart of (\d+)/.exec(said)?.[1]) };
  });
}
