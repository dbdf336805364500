import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { chipOf, openChip, openStudio, type Studio, type StudioOptions } from './open-studio.ts';

describe('somebody with a photo, a budget and no knowledge of models', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 200 }, ...options });
    return studio;
  };
  /** Pastes pictures of these colours, as from a clipboard. */
  const paste = (page: Page, ...colours: readonly string[]) =>
    page.evaluate(async (wanted) => {
      const clipboardData = new DataTransfer();
      for (const colour of wanted) {
        const canvas = new OffscreenCanvas(90, 160);
        const context = canvas.getContext('2d')!;
        context.fillStyle = colour;
        context.fillRect(0, 0, 90, 160);
        const blob = await canvas.convertToBlob({ type: 'image/png' });
        clipboardData.items.add(new File([blob], `${colour}.png`, { type: 'image/png' }));
      }
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, colours);

  it('pastes the photo, says what it may cost, shoots what is proposed and keeps the best: one bill, with a reload at every step', async () => {
    const { open: tab, server } = await open();
    const page = await tab('#/create');
    await page.getByLabel('Describe the clip').fill('the boat drifts off, 4 seconds, 480p, no sound');
    await page.reload();
    await paste(page, 'teal');
    await page.getByRole('img', { name: 'teal.png' }).first().waitFor();
    await openChip(page, 'Limits');
    await page.getByLabel('At most').fill('0.3');
    await page.reload();
    await expect.poll(() => chipOf(page, 'frames')).toBe('first: teal.png');
    for (const card of await page.locator('.card').all()) {
      const price = Number(/\$(\d+\.\d+)/.exec(await card.locator('dd').first().innerText())![1]);
      expect(price).toBeLessThanOrEqual(0.3);
    }
    const name = await page.getByRole('button', { name: /^Shoot 1 take: / }).innerText();
    const most = Number(/\$(\d+\.\d+)/.exec(name)![1]);
    // Just reloaded, the page may still look for the gateway.
    await page.locator('.shoot:not(:disabled)').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/#\/takes\//);
    await page.reload();
    await page.locator('.take video').waitFor();
    await page.getByRole('button', { name: /^☆ Star/ }).click();
    await page.reload();
    await page.locator('.take.starred').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
    const [job] = server.simulator.jobs;
    expect(job!.request.prompt).toBe('the boat drifts off, 4 seconds, 480p, no sound');
    expect(job!.request.frame_images).toHaveLength(1);
    expect(Number(server.simulator.bills[0]!.usd)).toBeLessThanOrEqual(most + 0.005);
    await expect.poll(() => page.title()).toContain('the boat drifts off');
    expect(studio?.complaints).toEqual([]);
  });

  it('on a slow line presses again, reloads and opens a second tab while orders are on their way: one bill for each take', async () => {
    const { open: tab, server } = await open();
    const models = ['bytedance/seedance-2.0-mini', 'alibaba/wan-3.0', 'alibaba/wan-3.0-prime'];
    const query = new URLSearchParams({
      prompt: 'a slow boat',
      durationSeconds: '4',
      resolution: '480p',
      audio: 'false',
      takes: models.join(' '),
    });
    const page = await tab(`#/create?${query}`);
    let sent = 0;
    const slow = async (where: Page) =>
      where.route('**/v1/jobs', async (route) => {
        if (route.request().method() !== 'POST') return route.fallback();
        sent += 1;
        // The order arrives, and its answer takes longer than anybody waits.
        await route.fetch().catch(() => undefined);
      });
    await slow(page);
    await page.getByRole('button', { name: /^Shoot 3 takes/ }).click();
    await page.waitForURL(/#\/takes\//);
    await expect.poll(() => server.simulator.jobs.length).toBe(3);
    await page.reload();
    const other = await tab(new URL(page.url()).hash);
    await expect.poll(() => other.locator('.take video').count()).toBe(3);
    await expect.poll(() => page.locator('.take video').count()).toBe(3);
    expect(sent).toBeGreaterThanOrEqual(3);
    expect(server.simulator.jobs.map(({ model }) => model).sort()).toEqual([...models].sort());
  });

  it('gives several pictures at once as references, by paste and by file, and they go out with the order', async () => {
    const { open: tab, server } = await open();
    const page = await tab('#/create?prompt=a+chair+in+this+style&durationSeconds=5&resolution=480p');
    await paste(page, 'teal', 'orange');
    await page.getByRole('list', { name: '2 reference pictures' }).waitFor();
    await page.getByLabel('Choose a file for the references').setInputFiles({
      name: 'third.png',
      mimeType: 'image/png',
      buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 160, height: 90 } }),
    });
    await page.getByRole('list', { name: '3 reference pictures' }).waitFor();
    await page.getByRole('button', { name: 'Remove the reference orange.png' }).click();
    await page.reload();
    await expect.poll(() => chipOf(page, 'references')).toBe('2 references');
    await page.getByRole('button', { name: /^Shoot 1 take: / }).click();
    await page.locator('.take video').waitFor();
    const references = server.simulator.jobs[0]!.request.input_references ?? [];
    expect(references).toHaveLength(2);
    expect(JSON.stringify(references)).toContain('data:image/png;base64,');
  });

  it('is not told by anything on the page whose take is whose before the vote', async () => {
    const { open: tab } = await open({ simulator: { speed: 500 } });
    const query = new URLSearchParams({
      prompt: 'a boat',
      durationSeconds: '4',
      resolution: '480p',
      audio: 'false',
      takes: 'bytedance/seedance-2.0-mini alibaba/wan-3.0',
    });
    const page = await tab(`#/create?${query}`);
    await page.getByRole('button', { name: /^Shoot 2 takes/ }).click();
    await expect.poll(() => page.locator('.take video').count()).toBe(2);
    await page.getByLabel('Hide the models until I vote').check();
    await page.getByRole('heading', { name: 'Take A' }).waitFor();
    const html = await page.locator('main').innerHTML();
    for (const word of ['seedance', 'wan-3', 'bytedance', 'alibaba']) expect(html).not.toContain(word);
    // Not by its price, its size, its name as a file or its job either.
    for (const take of await page.locator('.take').all()) {
      expect(await take.innerText()).not.toMatch(/\$|px|\d+ ?×|mp4/);
      await expect.poll(() => take.getByRole('link').count()).toBe(0);
    }
  });
});
