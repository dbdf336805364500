import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { quartersPng } from '../../packages/simulator/test/test-pictures.ts';
import { needsChromium } from '../needs.ts';
import { chipOf, openStudio, type Studio } from './open-studio.ts';

const mini = 'bytedance/seedance-2.0-mini';
const settings = { durationSeconds: '4', resolution: '480p', audio: 'false' };
const create = (more: Readonly<Record<string, string>>) => `#/create?${new URLSearchParams({ ...settings, ...more })}`;
const shoot = /^Shoot 1 take/;

/** Long, in four scripts, with emoji of several characters. */
const odd = 'سفينة ورقية 👩‍👩‍👧‍👦 נמל יפו ❤️ नमस्ते — «paper boat»';

describe('an odd prompt', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
    return studio;
  };
  const noSideways = (page: Page) =>
    expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
      .toBeLessThanOrEqual(0);

  it('in Arabic, Hebrew, Hindi and emoji goes out as it was written, is shown in its own direction, and names its files', async () => {
    const { server } = await open();
    const page = await studio!.open(create({ prompt: odd, takes: mini }));
    await page.getByRole('button', { name: shoot }).click();
    await page.locator('.take video').waitFor();
    expect(server.simulator.jobs[0]!.request.prompt).toBe(odd);
    const heading = page.locator('.shot-title');
    await expect.poll(() => heading.innerText()).toBe(odd);
    await expect.poll(() => heading.evaluate((element) => getComputedStyle(element).unicodeBidi)).toBe('plaintext');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download all (zip)' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('سفينة-ورقية-נמל-יפו-नमस्ते-paper.zip');
    const zip = await readFile(await download.path());
    expect(zip.includes(Buffer.from('سفينة-ورقية-נמל-יפו-नमस्ते-paper_take-1_seedance-2.0-mini.mp4'))).toBe(true);
    for (const hash of ['#/takes', '#/jobs', `#/jobs/${await idOf(page)}`]) {
      await page.goto(`${studio!.url}${hash}`);
      await page.getByText('سفينة ورقية').first().waitFor();
      await noSideways(page);
    }
    expect(studio!.complaints).toEqual([]);
  });

  it('with marks that turn the writing direction is sent unaltered, and its marks are shown', async () => {
    const { server } = await open();
    const prompt = 'a paper boat \u202egpj.exe\u202c and a \u2067kite\u2069';
    const page = await studio!.open(create({ prompt, takes: mini }));
    await page.getByRole('button', { name: shoot }).click();
    await page.locator('.take video').waitFor();
    expect(server.simulator.jobs[0]!.request.prompt).toBe(prompt);
    await expect.poll(() => page.locator('.shot-title').innerText()).toContain('\\u{202e}gpj.exe\\u{202c}');
    await expect.poll(() => page.title()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it('of 32,000 characters in Chinese is one order, sent whole, and no page breaks on it', async () => {
    const { server } = await open();
    const prompt = '纸船在湖上漂流。'.repeat(4000);
    expect(prompt).toHaveLength(32_000);
    const page = await studio!.open(create({ takes: mini }));
    await page.getByLabel('Describe the clip').fill(prompt);
    await page.getByRole('button', { name: shoot }).click();
    await page.locator('.take video').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
    expect(server.simulator.jobs[0]!.request.prompt).toBe(prompt);
    await page.reload();
    await page.locator('.take video').waitFor();
    for (const hash of ['#/takes', '#/jobs', `#/jobs/${await idOf(page)}`]) {
      await page.goto(`${studio!.url}${hash}`);
      await page.getByText('纸船在湖上漂流').first().waitFor();
      await noSideways(page);
    }
    expect(studio!.complaints).toEqual([]);
  });

  it('of 100,000 characters is kept whole, over a reload too, and says what is wrong with it', async () => {
    const { server } = await open();
    const prompt = 'A paper boat. '.repeat(7143).slice(0, 100_000);
    const page = await studio!.open(create({ takes: mini }));
    const box = page.getByLabel('Describe the clip');
    await box.fill(prompt);
    await page
      .getByText(/32,000|32000/)
      .first()
      .waitFor();
    await expect.poll(() => page.getByRole('button', { name: shoot }).isDisabled()).toBe(true);
    await page.waitForURL((url) => url.hash.length > 90_000);
    await page.reload();
    await expect.poll(async () => (await box.inputValue()).length).toBe(100_000);
    expect(await box.inputValue()).toBe(prompt);
    await box.fill('A paper boat');
    await page.getByRole('button', { name: shoot }).click();
    await page.locator('.take video').waitFor();
    expect(server.simulator.jobs.map(({ request }) => request.prompt)).toEqual(['A paper boat']);
  });

  it('with eight pictures as references is one order with eight pictures', async () => {
    const { server } = await open();
    const page = await studio!.open(create({ prompt: 'a paper boat' }));
    const files = Array.from({ length: 8 }, (_file, at) => ({
      name: `picture ${at + 1} 🎬.png`,
      mimeType: 'image/png',
      buffer: Buffer.from(quartersPng(160 + at, 90).split(',')[1]!, 'base64'),
    }));
    await page.getByLabel('Choose a file for the clip').setInputFiles(files);
    await expect.poll(() => chipOf(page, 'references')).toBe('8 references');
    await page.getByRole('button', { name: shoot }).click();
    await page.locator('.take video').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
    expect(server.simulator.jobs[0]!.request.input_references).toHaveLength(8);
    const sent = JSON.stringify(server.simulator.jobs[0]!.request.input_references);
    expect(sent.match(/data:image\/png;base64,/g)).toHaveLength(8);
    expect(studio!.complaints).toEqual([]);
  });
});

/** The id of the newest job. */
async function idOf(page: Page): Promise<string> {
  const { jobs } = await page.evaluate(
    () => fetch('/v1/jobs').then((answer) => answer.json()) as Promise<{ jobs: { id: string }[] }>,
  );
  return jobs[0]!.id;
}
