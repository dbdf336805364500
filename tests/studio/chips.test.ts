import { afterEach, describe, expect, it } from 'vitest';
import { quartersPng } from '../../packages/simulator/test/test-pictures.ts';
import { needsChromium } from '../needs.ts';
import { axeFindings } from './axe.ts';
import { chipOf, openChip, openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const names = ['Length', 'Shape', 'Resolution', 'Sound', 'Frames', 'References', 'Limits', 'More'] as const;
const prompt = 'Slow dolly in on a clock, 6 seconds, square, 720p, no sound, under $2';

describe('the settings of a clip', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (hash: string, options: StudioOptions = {}) => {
    studio = await openStudio(options);
    return studio.open(hash);
  };

  it('are chips that a sentence fills and a press changes, and neither changes the prompt', async () => {
    const page = await open('#/create');
    await expect.poll(() => chipOf(page, 'length')).toBe('any');
    await page.getByLabel('Describe the clip').fill(prompt);
    await expect.poll(() => chipOf(page, 'length')).toBe('6 s');
    await expect.poll(() => chipOf(page, 'shape')).toBe('1:1');
    await expect.poll(() => chipOf(page, 'resolution')).toBe('720p');
    await expect.poll(() => chipOf(page, 'sound')).toBe('without');
    await expect.poll(() => chipOf(page, 'limits')).toBe('up to $2.00');
    await openChip(page, 'Length');
    await page.getByLabel('Length').fill('4');
    await expect.poll(() => chipOf(page, 'length')).toBe('4 s');
    await openChip(page, 'Shape');
    await page.getByRole('radio', { name: '9:16' }).check();
    await openChip(page, 'More');
    await page.getByLabel('Seed', { exact: true }).fill('7');
    await page.getByLabel('Never from').fill('google openai');
    await expect.poll(() => chipOf(page, 'more')).toBe('seed 7, not google, not openai');
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe(prompt);
    await page.reload();
    await expect.poll(() => chipOf(page, 'length')).toBe('4 s');
    await expect.poll(() => chipOf(page, 'shape')).toBe('9:16');
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe(prompt);
    expect(studio!.complaints).toEqual([]);
  });

  it('open by keyboard with the field in focus, and close by Escape or Enter, back on the chip', async () => {
    const page = await open('#/create');
    const chip = page.locator('[data-chip=length]');
    await chip.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByLabel('Length').evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('5');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByLabel('Length').count()).toBe(0);
    await expect.poll(() => chip.evaluate((button) => button === document.activeElement)).toBe(true);
    await expect.poll(() => chipOf(page, 'length')).toBe('5 s');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByLabel('Length').count()).toBe(0);
    await expect.poll(() => chip.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('close by Enter in every field, and Enter shoots nothing', async () => {
    const page = await open('#/create?s=a+kite');
    for (const name of names) {
      const chip = page.locator(`[data-chip=${name.toLowerCase()}]`);
      await chip.focus();
      await page.keyboard.press('Enter');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.matches('.chip-panel input') === true), {
          message: name,
        })
        .toBe(true);
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('.chip-panel').count(), { message: name }).toBe(0);
      await expect
        .poll(() => chip.evaluate((button) => button === document.activeElement), { message: name })
        .toBe(true);
    }
    expect(studio!.server.simulator.jobs).toHaveLength(0);
    expect(studio!.complaints).toEqual([]);
  });

  it('say by themselves what is missing or wrong', async () => {
    const page = await open('#/create?s=make+the+cat+in+the+attached+photo+dance');
    await page.getByText('You mentioned a picture').waitFor();
    await expect.poll(() => chipOf(page, 'frames')).toBe('picture missing');
    const buffer = Buffer.from(quartersPng(160, 90).split(',')[1]!, 'base64');
    await page
      .getByLabel('Choose a file for the clip')
      .setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer });
    await expect.poll(() => chipOf(page, 'frames')).toBe('first: cat.png');
    await page.getByText('160 × 90').waitFor();
    await openChip(page, 'Length');
    await page.getByLabel('Length').fill('0');
    await page.locator('.chip.wants[data-chip=length]').waitFor();
    await page.getByLabel('Length').fill('');
    await page.locator('.chip.wants').waitFor({ state: 'detached' });
  });

  it('are large enough for a finger, and fit the narrowest phone', async () => {
    const page = await open('#/create', {
      context: { viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true },
    });
    for (const name of names) {
      await openChip(page, name);
      const small = await page.evaluate(() =>
        [
          ...document.querySelectorAll(
            '.chip, .chip-pictures .file-button, .chip-panel input:not([type=file], [type=radio]), .chip-panel .option, .chip-panel .button',
          ),
        ]
          .map((element) => ({ text: element.textContent, height: element.getBoundingClientRect().height }))
          .filter(({ height }) => height < 44),
      );
      expect(small, name).toEqual([]);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    }
    await page.getByLabel('Take a photo for the clip').waitFor({ state: 'attached' });
  });

  it.each(['light', 'dark'] as const)(
    'have no finding of axe while one is open, at four sizes, %s',
    async (colorScheme) => {
      const page = await open('#/create?s=a+clip+from+this+photo&maxUsd=x', { context: { colorScheme } });
      const findings: string[] = [];
      for (const name of names) {
        await openChip(page, name);
        findings.push(...(await axeFindings(page)).map((finding) => `${name} ${finding}`));
      }
      expect(findings).toEqual([]);
    },
  );
});
