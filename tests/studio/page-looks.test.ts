import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio } from './open-studio.ts';

const boat = '#/create?prompt=a+paper+boat&durationSeconds=4&resolution=480p&audio=false&why=open';

/** Colours as the browser draws them, by selector. */
function drawn(page: Page, selector: string): Promise<{ color: string; background: string }> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { color, backgroundColor } = getComputedStyle(element);
      return { color, background: backgroundColor };
    });
}

describe('a page that is looked at otherwise', needsChromium, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio({ simulator: { speed: 500 }, shotcaller: { caps: { perDayUsd: '20' } } });
  });
  afterAll(() => studio?.[Symbol.asyncDispose]());

  it('in forced colours tells what is chosen, what is pressed and how much of a budget is left', async () => {
    const page = await studio.open(boat);
    await page.emulateMedia({ forcedColors: 'active' });
    await page.locator('.plot').waitFor();
    const chosen = await drawn(page, '.option input:checked + span');
    const other = await drawn(page, '.option input:not(:checked) + span');
    expect(chosen.background).not.toBe(other.background);
    await page.getByRole('button', { name: /^Shoot 1 take/ }).click();
    await page.locator('.take video').waitFor();
    const star = page.getByRole('button', { name: /^☆ Star/ });
    const before = await drawn(page, '.take-buttons [aria-pressed]');
    await star.click();
    await page.locator('.take-buttons [aria-pressed=true]').waitFor();
    // The pointer may lie over the button: its place is left first.
    await page.mouse.move(0, 0);
    await expect
      .poll(async () => (await drawn(page, '.take-buttons [aria-pressed]')).background)
      .not.toBe(before.background);
    await page.goto(`${studio.url}#/spend`);
    const bar = page.locator('.budget-bar');
    await bar.waitFor();
    await expect.poll(() => bar.evaluate((element) => getComputedStyle(element).backgroundImage)).toContain('gradient');
    expect(studio.complaints).toEqual([]);
  });

  it.each(['the theme of the system', 'the theme of the page'])(
    'on paper is dark on white, without what is there to press, although %s is dark',
    async (whose) => {
      const page = await studio.open('#/settings');
      await page.emulateMedia({ colorScheme: 'dark' });
      if (whose === 'the theme of the page') await page.getByRole('radio', { name: 'Dark' }).check();
      await page.emulateMedia({ media: 'print' });
      await page.goto(`${studio.url}#/spend`);
      await page.getByRole('heading', { name: 'Spend', exact: true }).waitFor();
      await expect.poll(async () => (await drawn(page, 'h1')).color).toBe('rgb(18, 25, 28)');
      await expect.poll(() => page.locator('.top-bar').isVisible()).toBe(false);
      await page.emulateMedia({ media: 'screen' });
      await expect.poll(async () => (await drawn(page, 'h1')).color).toBe('rgb(237, 242, 243)');
      await page.close();
    },
  );
});

describe('a project of sixty shots', needsChromium, () => {
  it('follows its name and its look', async () => {
    await using studio = await openStudio({ simulator: { speed: 500 } });
    const page = await studio.open('#/takes');
    await page.getByLabel('Name of the new project').fill('Sixty');
    await page.getByRole('button', { name: 'New project' }).click();
    const rows = Array.from({ length: 60 }, (_row, at) => `s${at},"Shot ${at}, a lantern",2,4,480p,no`);
    await page.getByLabel('Import a shot list, with its pictures').setInputFiles({
      name: 'shots.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['id,prompt,takes,duration,resolution,audio', ...rows].join('\n')),
    });
    const shoot = page.getByRole('button', { name: /^Shoot 120 takes of 60 shots: up to / });
    await shoot.waitFor();
    const before = await shoot.innerText();
    await page.getByLabel('Name of the project').fill('Sixty lanterns');
    await page.getByText('Shared look').click();
    await page.getByRole('radio', { name: '9:16' }).check();
    await page.getByRole('radio', { name: '9:16' }).and(page.locator(':checked')).waitFor();
    await page.getByLabel('At most').fill('0.01');
    await page.getByText('No model can make this shot.').nth(59).waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Shoot 0 takes/ }).isDisabled()).toBe(true);
    await page.getByLabel('At most').fill('');
    await expect.poll(() => shoot.innerText()).toBe(before);
    expect(studio.server.simulator.jobs).toHaveLength(0);
    expect(studio.complaints).toEqual([]);
  });
});
