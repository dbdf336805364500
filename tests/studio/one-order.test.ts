import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const boat =
  '#/create?prompt=a+paper+boat&durationSeconds=4&resolution=480p&audio=false&model=bytedance%2Fseedance-2.0-mini&tab=run';
const spend = /^Run for/;

describe('one order is one bill', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    return studio;
  };
  const toSheet = async (page: Page) => {
    await page.goto('about:blank');
    await page.goto(`${studio!.url}${boat}`);
    await page.getByRole('dialog').waitFor();
  };

  it('after Back the same clip offers the job that was ordered, and a second one only on request', async () => {
    const { open: tab, server } = await open();
    const page = await tab('#/jobs');
    await page.evaluate((hash) => {
      location.hash = hash;
    }, boat);
    await page.getByRole('button', { name: spend }).click();
    await page.waitForURL(/#\/jobs\/./);
    await page.goBack();
    // The order took the place of the sheet in the history.
    await page.getByRole('heading', { name: 'Jobs' }).waitFor();
    await toSheet(page);
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /^Ordered .*: view$/ })
      .waitFor();
    await expect.poll(() => page.getByRole('button', { name: spend }).count()).toBe(0);
    expect(server.simulator.jobs).toHaveLength(1);

    await page.getByRole('dialog').getByRole('button', { name: 'Order another' }).click();
    await page.getByRole('button', { name: spend }).click();
    await page.waitForURL(/#\/jobs\/./);
    expect(server.simulator.jobs).toHaveLength(2);
  });

  it('a reload while the order is on its way comes back to the same order', async () => {
    const { open: tab, server } = await open();
    const page = await tab(boat);
    // The order arrives, and its answer does not.
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await page.route('**/v1/jobs', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      const answer = await route.fetch();
      expect(answer.status()).toBe(202);
      arrived();
    });
    await page.getByRole('button', { name: spend }).click();
    await arrival;
    await page.reload();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /^Ordered .*: view$/ })
      .waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
  });

  it('an order that never arrived is sent again under its own key, once', async () => {
    const { open: tab, server } = await open();
    const page = await tab(boat);
    const keys: unknown[] = [];
    let lost = 1;
    await page.route('**/v1/jobs', (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      keys.push(JSON.parse(route.request().postData() ?? '{}').key);
      if (lost > 0) {
        lost -= 1;
        return route.abort();
      }
      return route.fallback();
    });
    await page.getByRole('button', { name: spend }).click();
    await page.getByText('You will not be charged twice').first().waitFor();
    await page.reload();
    await page.getByRole('button', { name: spend }).click();
    await page.waitForURL(/#\/jobs\/./);
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(2);
    expect(server.simulator.jobs).toHaveLength(1);
  });

  it('a second tab with the same clip offers the job of the first', async () => {
    const { open: tab, server } = await open();
    const [one, other] = [await tab(boat), await tab(boat)];
    await other.getByRole('button', { name: spend }).waitFor();
    await one.getByRole('button', { name: spend }).click();
    await one.waitForURL(/#\/jobs\/./);
    await other
      .getByRole('dialog')
      .getByRole('link', { name: /^Ordered .*: view$/ })
      .waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
  });
});
