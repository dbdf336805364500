import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, pickOf, type Studio } from './open-studio.ts';

describe('from a sentence to a playing clip', needsChromium, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio({ simulator: { speed: 200 } });
  });
  afterAll(() => studio?.[Symbol.asyncDispose]());

  it('reads the sentence, shows the pick, spends on the button’s amount, and plays what came', async () => {
    const page = await studio.open('#/create?why=open');
    await page.getByLabel('Describe the clip').fill('a 4 second vertical clip of a paper boat, 480p, cheap, no sound');
    await expect.poll(() => page.locator('.reading').allInnerTexts()).toContain('no sound no sound');
    const model = await pickOf(page);

    await page.getByRole('button', { name: 'Run this clip' }).click();
    const buy = page.getByRole('button', { name: /^Run for (up to )?\$[\d.]+, simulated$/ });
    await buy.click();

    await page.waitForURL(/#\/jobs\//);
    const video = page.locator('video');
    await video.waitFor();
    await expect.poll(() => page.locator('.job-card .state').innerText()).toBe('Done');
    const played = await video.evaluate(async (element: HTMLVideoElement) => {
      element.muted = true;
      await element.play();
      await new Promise((resolve) => element.addEventListener('timeupdate', resolve, { once: true }));
      return { width: element.videoWidth, height: element.videoHeight, time: element.currentTime };
    });
    expect(played.height).toBeGreaterThan(played.width);
    expect(played.time).toBeGreaterThan(0);

    const card = page.locator('.job-card');
    await expect.poll(() => card.innerText()).toContain('Verified');
    await expect.poll(() => card.innerText()).toMatch(/Billed \$\d+\.\d+, quoted \$\d+\.\d+/);
    expect((await page.locator('#job-title').innerText()).trim()).toBe(model.trim());

    const sidecar = await page.request.get(
      new URL(`${await page.getByRole('link', { name: 'Sidecar' }).getAttribute('href')}`, studio.url).href,
    );
    expect(await sidecar.json()).toMatchObject({ model: model.trim(), requirements: { durationSeconds: 4 } });
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.mp4$/);

    expect(studio.server.simulator.jobs).toHaveLength(1);
    expect(studio.complaints).toEqual([]);
  });

  it('shows the bill in the ledger, and the job in the list', async () => {
    const page = await studio.open('#/spend');
    await page.getByRole('heading', { name: 'By day, model and end' }).waitFor();
    await expect.poll(() => page.locator('.ledger-table tbody tr').count()).toBe(1);
    await page.locator('.ledger-charts svg').first().waitFor();
    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.locator('.job-row').waitFor();
    await page.getByRole('radio', { name: 'Not delivered' }).check();
    await page.getByText('No job matches these filters.').waitFor();
    expect(studio.complaints).toEqual([]);
  });
});
