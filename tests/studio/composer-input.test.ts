import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { chipOf, openStudio, type Studio } from './open-studio.ts';

describe('what is put into the page', needsChromium, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
  });
  afterAll(() => studio?.[Symbol.asyncDispose]());

  const requestOf = async (page: Awaited<ReturnType<Studio['open']>>) => {
    await page.getByRole('button', { name: 'See the request' }).click();
    await page.locator('.code').waitFor();
    return JSON.parse(await page.locator('.code').innerText()) as { prompt?: string; duration?: number };
  };

  it.each([
    'A 5 second vertical clip of a fast and cheap robot, 720p, no sound',
    'Slow dolly in on a clock showing 10 seconds to midnight.\n\nThen  two blanks,\tand 4K text on a sign.',
    'Ein roter Ballon über dem See, 5 Sekunden – „leise“',
  ])('the prompt is sent as it was typed: %s', async (prompt) => {
    const page = await studio.open('#/create?why=open');
    await page.getByLabel('Describe the clip').fill(prompt);
    const request = await requestOf(page);
    expect(request.prompt).toBe(prompt);
    await page.close();
  });

  it('settings are read from it into the chips, and taken out of it only on request', async () => {
    const page = await studio.open('#/create?why=open');
    await page.getByLabel('Describe the clip').fill('a 5 second vertical clip of a paper lantern, 720p, no sound');
    await expect.poll(() => chipOf(page, 'length')).toBe('5 s');
    await page.getByRole('button', { name: 'Take these words out of the prompt' }).click();
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe('a paper lantern');
    await expect.poll(() => chipOf(page, 'length')).toBe('5 s');
    await expect.poll(() => chipOf(page, 'shape')).toBe('9:16');
    expect((await requestOf(page)).prompt).toBe('a paper lantern');
    await page.close();
  });

  it('a sentence in another language is read by a chat model on request: into the chips, with its words and its cost', async () => {
    const page = await studio.open('#/create');
    const sentence = 'Ein Fuchs im Schnee, 5 Sekunden, Hochformat, ohne Ton';
    await page.getByLabel('Describe the clip').fill(sentence);
    await page.getByRole('button', { name: 'Let a chat model read the settings' }).click();
    await expect.poll(() => chipOf(page, 'length')).toBe('5 s');
    await expect.poll(() => chipOf(page, 'shape')).toBe('9:16');
    await expect.poll(() => page.getByLabel('What the model read').innerText()).toContain('5 Sekunden');
    await expect.poll(() => page.getByText('google/gemini-2.5-flash-lite, $0.0').count()).toBe(1);
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe(sentence);
    await page.getByLabel('Describe the clip').fill('a fox, 5 seconds');
    await expect.poll(() => page.getByRole('button', { name: 'Let a chat model read the settings' }).count()).toBe(0);
    await page.close();
  });

  it('a long prompt is not cut, not by a link either; one that is too long says so', async () => {
    const page = await studio.open('#/create?why=open');
    const prompt = `A lantern. ${'It drifts over the lake and on. '.repeat(250)}The end.`;
    await page.getByLabel('Describe the clip').fill(prompt);
    await page.waitForURL(/The\+end/);
    await page.reload();
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe(prompt);
    expect((await requestOf(page)).prompt).toBe(prompt);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByLabel('Describe the clip').fill('x'.repeat(32_001));
    await page
      .getByText(/1 to 32,?000/)
      .first()
      .waitFor();
    // Not as if nothing were described.
    await page.getByText('Prompt cannot be used as written.').waitFor();
    expect((await page.getByLabel('Describe the clip').inputValue()).length).toBe(32_001);
    await page.close();
  });

  it('an empty page offers nothing to buy', async () => {
    const page = await studio.open('#/create');
    await expect.poll(() => page.getByRole('button', { name: /^Shoot/ }).isDisabled()).toBe(true);
    await page.close();
  });

  it('a picture dropped on the prompt becomes the first frame, and a large one is made smaller', async () => {
    const page = await studio.open('#/create?why=open');
    await page.getByLabel('Describe the clip').fill('the boat drifts off');
    const dropped = await page.evaluateHandle(async () => {
      const canvas = new OffscreenCanvas(2600, 2600);
      const context = canvas.getContext('2d')!;
      const noise = context.createImageData(2600, 2600);
      for (let at = 0; at < noise.data.length; at += 65_536)
        crypto.getRandomValues(noise.data.subarray(at, at + 65_536));
      for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255;
      context.putImageData(noise, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      if (blob.size < 9_000_000) throw new Error('The picture is not large enough for this test.');
      const transfer = new DataTransfer();
      transfer.items.add(new File([blob], 'large.png', { type: 'image/png' }));
      return transfer;
    });
    await page.getByLabel('Describe the clip').dispatchEvent('drop', { dataTransfer: dropped });
    await page.getByRole('img', { name: /large/ }).waitFor();
    await page.getByText('Made smaller to fit').waitFor();
    expect(studio.complaints).toEqual([]);
    await page.close();
  });

  it('a picture that is missing can be given, or left out, where the clip is bought', async () => {
    const page = await studio.open(
      '#/create?s=make+the+cat+in+the+attached+photo+dance%2C+5+seconds&model=bytedance%2Fseedance-2.0-mini&tab=run',
    );
    const dialog = page.getByRole('dialog');
    await dialog.getByText('You mentioned a picture').waitFor();
    const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 160, height: 90 } });
    await dialog
      .getByLabel('Choose a file for the first frame')
      .setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer });
    await dialog.getByRole('button', { name: /^Run for/ }).waitFor();
    await page.close();
  });

  it('Back closes the sheet and stays on the page', async () => {
    const page = await studio.open('#/create?prompt=a+boat&durationSeconds=5&resolution=720p&why=open');
    await page.getByRole('button', { name: 'See the request' }).click();
    await page.getByRole('dialog').waitFor();
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe('a boat');
    // And Escape leaves nothing behind in the history.
    await page.getByRole('button', { name: 'See the request' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe('a boat');
    await page.close();
  });
});
