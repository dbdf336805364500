import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio } from './open-studio.ts';

describe('a first visit', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());

  it('is shown around in three steps with a sample that costs nothing, on a live server too', async () => {
    studio = await openStudio({ gateway: { upstream: { origin: 'https://openrouter.ai', simulated: false } } });
    const page = await studio.open('#/create');
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(new URL(request.url()).pathname));
    await page.getByText('Live: real money').waitFor();
    await page.getByRole('button', { name: 'Show me' }).click();
    const tour = page.getByRole('dialog');
    await tour.getByText('Step 1 of 3').waitFor();
    await tour.getByRole('button', { name: 'Next' }).click();
    await tour.getByText('Step 2 of 3').waitFor();
    await tour.getByRole('button', { name: 'Next' }).click();
    await tour
      .getByText('Nothing was ordered', { exact: false })
      .or(tour.getByText('nothing was ordered'))
      .first()
      .waitFor();
    await tour.getByText('This server is live', { exact: false }).waitFor();
    await expect.poll(() => tour.getByRole('img').count()).toBe(2);
    await tour.getByRole('button', { name: /This one is best\s+Take B/ }).click();
    expect(await tour.getByRole('button', { name: /This one is best\s+Take B/ }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    await tour.getByRole('button', { name: 'Start with the sample' }).click();
    await tour.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toMatch(/^A paper lantern/);
    expect(sent.filter((path) => path !== '/v1/preview')).toEqual([]);
    expect(studio.server.simulator.jobs).toEqual([]);
    await page.reload();
    await page.getByLabel('Describe the clip').waitFor();
    await page.getByText('Live: real money').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Show me' }).count()).toBe(0);
    expect(studio.complaints).toEqual([]);
  });

  it('who wants no tour is not asked again, and finds it in Settings', async () => {
    studio = await openStudio();
    const page = await studio.open('#/create');
    await page.getByRole('button', { name: 'No, thanks' }).click();
    await page.reload();
    await page.getByLabel('Describe the clip').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Show me' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Show the tour' }).click();
    await page.getByRole('dialog').getByText('Step 1 of 3').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('live and simulator cannot be mistaken: sign, bar and title', async () => {
    studio = await openStudio();
    const simulated = await studio.open('#/jobs');
    await simulated.getByText('Simulator: no money moves').waitFor();
    await expect.poll(() => simulated.title()).toContain('(simulator)');
    const bar = (page: typeof simulated) =>
      page.locator('.top-bar').evaluate((element) => ({
        bar: getComputedStyle(element).backgroundImage,
        line: getComputedStyle(element, '::before').backgroundImage,
      }));
    const before = await bar(simulated);
    await studio[Symbol.asyncDispose]();
    studio = await openStudio({ gateway: { upstream: { origin: 'https://openrouter.ai', simulated: false } } });
    const live = await studio.open('#/jobs');
    await live.getByText('Live: real money').waitFor();
    await expect.poll(() => live.title()).toBe('Jobs · Shotcaller');
    const after = await bar(live);
    expect(after.bar).not.toBe(before.bar);
    expect(after.line).not.toBe(before.line);
  });
});
