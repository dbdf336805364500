import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const two = ['bytedance/seedance-2.0-mini', 'alibaba/wan-3.0'];
const clip = { prompt: 'a paper boat', durationSeconds: '4', resolution: '480p', audio: 'true' };
const createOf = (settings: Readonly<Record<string, string>>, ...takes: string[]) =>
  `#/create?${new URLSearchParams({ ...settings, takes: takes.join(' ') })}`;

describe('the clips of a shot', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  /** A shot whose takes are done. */
  const shoot = async (hash: string, takes: number, options: StudioOptions = {}): Promise<Page> => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    const page = await studio.open(hash);
    await page.locator('.shoot:not(:disabled)').click();
    await expect.poll(() => page.locator('.take video').count()).toBe(takes);
    return page;
  };

  it('that do not load say so, leave the others playing, and load when they are asked for again', async () => {
    const page = await shoot(createOf(clip, ...two), 2);
    let lost = 1;
    await page.route('**/content', (route) => {
      // The picture of a clip is drawn from another request.
      if (route.request().resourceType() !== 'media' || lost === 0) return route.fallback();
      lost -= 1;
      return route.abort();
    });
    await page.reload();
    const take = page.locator('.take').filter({ has: page.getByRole('alert') });
    await take.getByText('The clip did not load.').waitFor();
    await expect.poll(() => page.locator('.take video').count()).toBe(1);
    // One that is not there must not hold the others.
    await page.getByRole('button', { name: 'Play all' }).click();
    await expect
      .poll(() => page.locator('.take video').evaluate((video: HTMLVideoElement) => video.currentTime))
      .toBeGreaterThan(0);
    await page.getByRole('button', { name: /^Load the clip again/ }).press('Enter');
    await expect.poll(() => page.locator('.take video').count()).toBe(2);
    await expect
      .poll(() =>
        page.locator('.take video').evaluateAll((all) => all.every((one) => (one as HTMLVideoElement).readyState >= 2)),
      )
      .toBe(true);
    // Nothing is lost for the keyboard either.
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('take');
    // Its own page has the same player.
    await page.getByRole('link', { name: /^Job take 1/ }).click();
    await page.locator('.clip video').waitFor();
    lost = 1;
    await page.reload();
    await page.getByRole('button', { name: /^Load the clip again/ }).click();
    await page.locator('.clip video').waitFor();
  });

  it('are heard one at a time, when somebody asks', async () => {
    const page = await shoot(createOf(clip, ...two), 2);
    const muted = () =>
      page.locator('.take video').evaluateAll((all) => all.map((one) => (one as HTMLVideoElement).muted));
    await expect.poll(muted).toEqual([true, true]);
    const sound = (take: number) => page.getByRole('button', { name: `Sound of take ${take}`, exact: true });
    await sound(2).click();
    await expect.poll(muted).toEqual([true, false]);
    await expect.poll(() => sound(2).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Play all' }).click();
    await expect.poll(muted).toEqual([true, false]);
    await sound(1).click();
    await expect.poll(muted).toEqual([false, true]);
    await expect.poll(() => sound(2).getAttribute('aria-pressed')).toBe('false');
    await sound(1).click();
    await expect.poll(muted).toEqual([true, true]);
  });

  it('are named by what was made, not by what was left open', async () => {
    const page = await shoot(
      createOf({ prompt: 'a paper boat' }, 'bytedance/seedance-2.0-mini', 'minimax/hailuo-3-max'),
      2,
    );
    await expect.poll(() => page.locator('.shot-head').innerText()).not.toContain('any');
    const settings = await page.locator('.take').allInnerTexts();
    for (const made of [/1280 × 720 · 5\.\d\d s/, /1366 × 768 · 5\.\d\d s/])
      expect(settings.filter((text) => made.test(text))).toHaveLength(1);
  });

  it('are extended by a clip that says which one it goes on from, until it is made one of its own', async () => {
    const page = await shoot(createOf(clip, two[0]!), 1);
    await page.getByRole('link', { name: /^Extend take 1/ }).click();
    const from = page.getByText('Extends the clip');
    await from.waitFor();
    await expect.poll(() => from.innerText()).toContain('“a paper boat” (seedance-2.0-mini)');
    await expect.poll(() => from.getByRole('link').getAttribute('href')).toMatch(/^#\/jobs\/./);
    await page.getByRole('button', { name: 'Make a clip of its own instead' }).click();
    await from.waitFor({ state: 'detached' });
    await page.waitForURL((url) => !url.hash.includes('previousJobId=gen'));
    await page.getByText('Describe the clip first').waitFor();
  });

  it('fit a phone: the page is as wide as the screen', async () => {
    const page = await shoot(createOf(clip, ...two), 2, { context: { viewport: { width: 390, height: 844 } } });
    await page
      .getByRole('button', { name: /^This one is best/ })
      .first()
      .waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('that are voted alike say what did not change and how often they were compared, where the focus then is', async () => {
    const page = await shoot(createOf(clip, ...two), 2);
    await page.getByRole('button', { name: 'No difference' }).press('Enter');
    const result = page.getByRole('status').filter({ hasText: 'Your vote is counted' });
    await result.waitFor();
    await expect.poll(() => result.evaluate((place) => place === document.activeElement)).toBe(true);
    const lines = await result.getByRole('listitem').allInnerTexts();
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toContain('1 comparison with another model by you');
      const [, before, after] = /quality ([\d.]+) → ([\d.]+)/.exec(line) ?? [];
      if (before === undefined) expect(line).toContain(', unchanged');
      else expect(before).not.toBe(after);
    }
  });
});
