import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, painted, type Studio } from './open-studio.ts';

const model = 'bytedance/seedance-2.0-mini';
const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false };

/** Where the left edge of each link and mark of the bar is, and how high the bar is. */
function places(page: Page): Promise<{ readonly height: number; readonly links: Readonly<Record<string, number>> }> {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll('.top-bar nav a')].map((link) => [
      link.firstChild?.textContent ?? '',
      Math.round(link.getBoundingClientRect().left),
    ]);
    return {
      height: document.querySelector('.top-bar')!.getBoundingClientRect().height,
      links: Object.fromEntries(links),
    };
  });
}

describe('the bar on top', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());

  it.each([true, false])(
    'is one line at 768 pixels, and Keys moves nothing when it appears; simulated: %s',
    async (simulated) => {
      studio = await openStudio({
        simulator: { speed: 500 },
        gateway: { upstream: { origin: 'https://openrouter.ai', simulated } },
      });
      const { server } = studio;
      const order = await server.post('/v1/jobs', { requirements: clip, model });
      await server.ended(((await order.json()) as { id: string }).id);
      server.simulator.setScenario('job-stuck');
      await server.post('/v1/jobs', { requirements: clip, model });
      const page = await studio.open('#/settings');
      await page.goto('about:blank');
      await page.setViewportSize({ width: 768, height: 900 });
      let letGo: () => void = () => undefined;
      const isHeld = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      await page.route('**/v1/health', async (route) => {
        await isHeld;
        await route.fallback();
      });
      await page.goto(`${studio.url}#/settings`);
      await page.getByRole('link', { name: 'Settings', exact: true }).waitFor();
      await painted(page);
      const before = await places(page);
      expect(Object.keys(before.links)).not.toContain('Keys');
      letGo();
      await page.locator('.top-bar').getByRole('link', { name: 'Keys' }).waitFor();
      await page
        .locator('.top-bar')
        .getByText(/^Today .* reserved/)
        .waitFor();
      await page.locator('.connection').waitFor();
      // The number of jobs under way stands behind Jobs, and is not what is looked at here.
      await page.locator('.count').evaluate((element) => element.remove());
      await painted(page);
      const after = await places(page);
      expect(after.links).toMatchObject(before.links);
      expect(after.height).toBeLessThan(56);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(768);
      const bar = page.locator('.top-bar');
      const isCutOff = await bar.evaluate((element) =>
        [...element.querySelectorAll('nav, .top-end')].some((part) => part.scrollWidth > part.clientWidth + 1),
      );
      expect(isCutOff).toBe(false);
    },
  );
});
