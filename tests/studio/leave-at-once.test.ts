import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const models = [
  'bytedance/seedance-2.0-mini',
  'alibaba/wan-3.0',
  'alibaba/wan-3.0-prime',
  'bytedance/seedance-2.0',
  'bytedance/seedance-2.0-fast',
];
const clip = { prompt: 'a paper boat', durationSeconds: '4', resolution: '480p', audio: 'false' };
const createOn = (...takes: string[]) => `#/create?${new URLSearchParams({ ...clip, takes: takes.join(' ') })}`;

/** Presses Shoot and goes elsewhere in the same turn of the page: before anything else of it has run. */
async function shootAndGo(page: Page, hrefAfter: string): Promise<void> {
  await page.locator('.shoot:not(:disabled)').waitFor();
  await page.evaluate((href) => {
    document.querySelector<HTMLButtonElement>('.shoot')!.click();
    location.href = href;
  }, hrefAfter);
}

describe('who presses Shoot and leaves at once', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    return studio;
  };

  it('for another page has ordered each take once, and the page says so', async () => {
    const { server, open: tab } = await open();
    const page = await tab(createOn(...models));
    await shootAndGo(page, '#/jobs');
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
    await expect.poll(() => server.simulator.jobs.length).toBe(5);
    await page.getByRole('link', { name: 'Create', exact: true }).click();
    await page.getByRole('link', { name: /^Ordered .*: view$/ }).click();
    await expect.poll(() => page.locator('.take video').count()).toBe(5);
    expect(server.simulator.jobs.map(({ model }) => model).sort()).toEqual([...models].sort());
  });

  it('for another site has ordered each take once, also those that waited for their turn', async () => {
    // Nothing is answered before the page has gone: what waited for an answer there would never be sent.
    const { server, url, open: tab } = await open();
    const page = await tab(createOn(...models));
    const orders = (url: URL) => url.pathname === '/v1/jobs';
    await page.route(orders, async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      await route.fetch();
    });
    await shootAndGo(page, 'about:blank');
    await page.waitForURL('about:blank');
    await page.unroute(orders);
    await expect.poll(() => server.simulator.jobs.length).toBe(5);
    await page.goto(`${url}${createOn(...models)}`);
    await page.getByRole('link', { name: /^Ordered .*: view$/ }).click();
    await expect.poll(() => page.locator('.take video').count()).toBe(5);
    expect(server.simulator.jobs).toHaveLength(5);
  });

  it('with a picture that is too large to be sent by a page that was left has it sent by the page of its takes, once', async () => {
    const { server, open: tab } = await open();
    const page = await tab(createOn(models[0]!));
    const buffer = await page.screenshot({ type: 'png', fullPage: true });
    expect(buffer.length).toBeGreaterThan(60_000);
    await page
      .getByLabel('Choose a file for the clip')
      .setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer });
    await page.getByText('first: page.png').waitFor();
    await page.locator('.shoot:not(:disabled)').waitFor();
    await page.evaluate(() => {
      document.querySelector<HTMLButtonElement>('.shoot')!.click();
      location.reload();
    });
    await page.locator('.take video').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
  });

  it('is not told that it is ordered where the order did not arrive, and can send it from the page of its takes', async () => {
    const { server, open: tab } = await open();
    const page = await tab(createOn(models[0]!));
    const orders = (url: URL) => url.pathname === '/v1/jobs';
    await page.route(orders, (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
    await shootAndGo(page, '#/takes');
    await expect.poll(() => page.locator('.tile').innerText()).toContain('1 take, 1 not ordered');
    await page.getByRole('link', { name: 'Create', exact: true }).click();
    const view = page.getByRole('link', { name: 'Not ordered yet: view' });
    await view.waitFor();
    await expect.poll(() => page.getByText(/^Ordered/).count()).toBe(0);
    await expect.poll(() => page.getByRole('button', { name: 'Order another' }).count()).toBe(0);
    await page.unroute(orders);
    await view.click();
    await page.getByRole('button', { name: /^Try again: up to/ }).click();
    await page.locator('.take video').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
  });

  it('finds Create one step back, with the clip as it was shot', async () => {
    const { open: tab } = await open();
    const page = await tab(createOn(models[0]!));
    await page.locator('.shoot:not(:disabled)').click();
    await page.waitForURL(/#\/takes\//);
    await page.goBack();
    await page.getByRole('link', { name: /^(Ordered .*|Placing the order): view$/ }).waitFor();
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe(clip.prompt);
  });
});
