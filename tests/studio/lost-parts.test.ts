import type { Page, Route } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio } from './open-studio.ts';

const create = '#/create?s=a+paper+boat%2C+4+seconds%2C+480p%2C+no+sound';
const missing = 'This part of the page did not arrive';
const again = 'Try again';

/** How a file does not come: the server is away, or it has been updated and the file has another name by now. */
const ways = {
  away: (route: Route) => route.abort(),
  updated: (route: Route) => route.fulfill({ status: 404, contentType: 'application/json', body: '{"error":{}}' }),
};

/** Files that match do not come until they are let through. */
async function lose(page: Page, files: RegExp, way: (route: Route) => Promise<void> = ways.away) {
  await page.route(files, way);
  return () => page.unroute(files, way);
}

describe('a part of the page that does not arrive', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());

  it.each([
    ['Takes', /\/takes-page-.*\.js$/, ways.away],
    ['Jobs', /\/jobs-page-.*\.js$/, ways.updated],
    ['Spend', /\/further-pages-.*\.css$/, ways.away],
  ] as const)('is a message with a way on in the page %s, and not an empty page', async (name, files, way) => {
    studio = await openStudio();
    const page = await studio.open(create);
    const letThrough = await lose(page, files, way);
    // It does not ask again by itself here: what is seen is what a press does.
    await page.evaluate(() => Object.assign(globalThis, { setTimeout: () => 0 }));
    await page.getByRole('link', { name, exact: true }).click();
    const message = page.getByRole('alert').filter({ hasText: missing });
    await message.waitFor();
    await Promise.all([page.waitForRequest(files), page.getByRole('button', { name: again }).click()]);
    await message.waitFor();
    // The other pages are there as before.
    await page.getByRole('link', { name: 'Create', exact: true }).click();
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toMatch(/^a paper boat/);
    await page.getByRole('link', { name, exact: true }).click();
    await message.waitFor();
    await letThrough();
    await page.getByRole('button', { name: again }).click();
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    expect(await page.evaluate(() => [...document.styleSheets].map(({ href }) => href))).toContainEqual(
      expect.stringMatching(/further-pages/),
    );
  });

  it('comes by itself once it can, without a press', async () => {
    studio = await openStudio();
    const page = await studio.open(create);
    const letThrough = await lose(page, /\/models-page-.*\.js$/);
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.getByText(missing).waitFor();
    await letThrough();
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
  });

  it('leaves what is written as it is, and the page around it at work, on Create', async () => {
    studio = await openStudio();
    const { server } = studio;
    const page = await studio.open(create);
    const prompt = page.getByLabel('Describe the clip');
    await prompt.fill('a paper boat in the rain, 4 seconds, 480p, no sound');
    const letThrough = await lose(page, /\/(why-these|model-sheet|models-chart)-.*\.js$/);
    await page.getByText('Why these?').click();
    await page.getByText(missing).waitFor();
    await prompt.fill('a tin boat in the rain, 4 seconds, 480p, no sound');
    await page.getByRole('button', { name: 'Details' }).first().click();
    await expect.poll(() => page.getByText(missing).count()).toBe(2);
    await page.reload();
    await page.getByText(missing).first().waitFor();
    await expect.poll(() => prompt.inputValue()).toMatch(/^a tin boat in the rain/);
    await letThrough();
    await page.getByRole('dialog').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('slider').first().waitFor();
    await expect.poll(() => page.getByText(missing).count()).toBe(0);
    await expect.poll(() => prompt.inputValue()).toMatch(/^a tin boat in the rain/);
    expect(server.simulator.jobs).toHaveLength(0);
  });

  it('says that it waits when it is on its way for long, and when it is the page’s first script', async () => {
    studio = await openStudio();
    const page = await studio.open(create);
    // Nobody has to wait here: the words are shown at the end of their delay.
    const passTime = () =>
      page.evaluate(() => {
        for (const animation of document.getAnimations()) animation.finish();
      });
    const files = /\/(jobs-page|index)-.*\.js$/;
    await page.route(files, () => undefined);
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    const loading = page.getByText('Loading this page…');
    await loading.waitFor({ state: 'attached' });
    await passTime();
    await loading.waitFor();
    await page.reload({ waitUntil: 'commit' });
    const late = page.getByText('If it stays like this, load the page again');
    await late.waitFor({ state: 'attached' });
    await passTime();
    await late.waitFor();
  });
});
