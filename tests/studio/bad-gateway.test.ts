import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio } from './open-studio.ts';

const boat = '#/create?s=a+paper+boat%2C+4+seconds%2C+480p%2C+no+sound';

describe('the first answer of an address is 502 or never comes, and the page', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());

  it.each(['health', 'catalog', 'evidence', 'jobs', 'ledger', 'events', 'batches'])(
    'goes on by itself, shoots and buys once: %s',
    async (address) => {
      studio = await openStudio({ simulator: { speed: 500 } });
      const page = await studio.open('#/settings');
      for (const trouble of ['bad', 'lost'] as const) {
        let left = 2;
        await page.unrouteAll();
        await page.route(new RegExp(`/v1/${address}(\\?.*)?$`), (route) => {
          if (left === 0 || route.request().method() !== 'GET') return route.fallback();
          left -= 1;
          return trouble === 'bad' ? route.fulfill({ status: 502, body: 'Bad Gateway' }) : route.abort();
        });
        const before = studio.server.simulator.jobs.length;
        await page.goto('about:blank');
        await page.goto(`${studio.url}${boat}+${trouble}`);
        await page.locator('.shoot:not(:disabled)').click();
        await page.waitForURL(/#\/takes\/./);
        await page.locator('.take video').waitFor();
        expect(studio.server.simulator.jobs).toHaveLength(before + 1);
        await page.getByRole('link', { name: 'Takes', exact: true }).first().click();
        await page.locator('.tile img').first().waitFor();
        await page.getByRole('link', { name: 'Spend' }).click();
        await page.locator('.figures-table').first().waitFor();
        await expect.poll(() => page.locator('.notice.failure').count()).toBe(0);
      }
    },
  );
});
