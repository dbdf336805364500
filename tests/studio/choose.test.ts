import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { chipOf, openChip, openStudio, pickOf, type Studio } from './open-studio.ts';

const lantern = '#/create?s=a+5+second+vertical+clip+of+a+paper+lantern%2C+720p%2C+no+sound&profile=balanced&why=open';

describe('choosing', needsChromium, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio?.[Symbol.asyncDispose]());

  it('changes the pick when a slider moves, and says beforehand where', async () => {
    const page = await studio.open(lantern);
    const before = await pickOf(page);
    const sentence = await page.locator('.pick-changes li', { hasText: 'cost counts more than' }).innerText();
    const [next = ''] = sentence.split(' takes over');
    const edge = Math.ceil(Number(/more than (0\.\d+)/.exec(sentence)?.[1]) * 100);

    const slider = page.getByRole('slider', { name: 'cost' });
    await slider.fill(String(edge - 2));
    await expect.poll(() => pickOf(page)).toBe(before);
    await slider.fill(String(edge + 1));
    // The pick may lag a frame or two behind the slider.
    await expect.poll(() => pickOf(page)).toBe(next);
    const weights = await page.locator('.slider-value').allInnerTexts();
    expect(weights.reduce((sum, weight) => sum + Number(weight), 0)).toBeCloseTo(100, -1);
    await page.waitForURL(/weights=/);
  });

  it('keeps the whole choice in the link', async () => {
    const page = await studio.open(lantern);
    await openChip(page, 'Length');
    await page.getByLabel('Length').fill('8');
    await openChip(page, 'Sound');
    await page.getByRole('radio', { name: 'with sound', exact: true }).check();
    await page.getByRole('slider', { name: 'quality' }).fill('70');
    await page.getByLabel('Compare with the method').check();
    await openChip(page, 'Limits');
    await page.getByLabel('At most').fill('3');
    await page.getByRole('button', { name: 'Why this one' }).click();
    await page.waitForURL(/model=/);
    const other = await studio.open(new URL(page.url()).hash);
    await other.getByRole('dialog').waitFor();
    for (const place of [
      '.proposals',
      '.pick-title',
      '.chips',
      '.both-picks',
      '.sliders',
      '.ranking tbody',
      '#sheet-title',
    ]) {
      expect(await other.locator(place).textContent()).toBe(await page.locator(place).textContent());
    }
    await expect.poll(() => chipOf(other, 'limits')).toBe('up to $3.00');
  });

  it('gives the cards the whole width, also when other models are ticked', async () => {
    const page = await studio.open(
      `#/create?${new URLSearchParams({ prompt: 'a paper boat', takes: 'bytedance/seedance-2.0 alibaba/wan-3.0-prime alibaba/wan-2.7' })}`,
    );
    await page.getByRole('list', { name: 'Other models ticked' }).waitFor();
    const free = await page.locator('.cards').evaluate((cards) => {
      const { right } = cards.getBoundingClientRect();
      return right - Math.max(...[...cards.children].map((card) => card.getBoundingClientRect().right));
    });
    expect(Math.abs(free)).toBeLessThan(1);
  });

  it('applies the smallest change when the button under the reason is pressed', async () => {
    const page = await studio.open(`${lantern}&model=google%2Fveo-3.1-lite`);
    const sheet = page.getByRole('dialog');
    await expect.poll(() => sheet.innerText()).toContain('It makes clips of 4, 6 or 8 s, not 5 s.');
    await sheet.getByRole('button', { name: 'Make it 6 s instead of 5 s' }).click();
    await expect.poll(() => sheet.locator('.verdict').innerText()).toMatch(/^It (fits|is your pick)/);
    await sheet.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => chipOf(page, 'length')).toBe('6 s');
    await expect.poll(() => page.locator('.reading.overruled').innerText()).toContain('5 second');
  });

  it('shows both picks when the guide’s method is switched on', async () => {
    const page = await studio.open(lantern);
    await page.getByLabel('Compare with the method').check();
    await page.getByRole('heading', { name: 'By the guide' }).waitFor();
    await expect.poll(() => page.locator('.side .model-name').count()).toBe(2);
  });

  it('says what it did not understand, and what is wrong with a field', async () => {
    const page = await studio.open('#/create?why=open&s=a+looping+5+second+clip+at+24+fps');
    expect(await page.locator('.reading.unread').allInnerTexts()).toEqual([
      'looping not understood as a setting',
      '24 fps not understood as a setting',
    ]);
    await openChip(page, 'Length');
    await page.getByLabel('Length').fill('0');
    const problem = page.getByText('Length: "0" is out of range');
    await problem.waitFor();
    expect(await problem.count()).toBe(1);
    expect(await pickOf(page)).not.toBe('');
    // What was meant is not known, and nothing else is ordered in its place; also when its field is closed.
    await page.getByText('Length cannot be used as written.').waitFor();
    await expect.poll(() => page.locator('.shoot').isDisabled()).toBe(true);
    await page.locator('[data-chip=length]').click();
    await expect.poll(() => problem.count()).toBe(1);
    await expect.poll(() => page.locator('.shoot').isDisabled()).toBe(true);
    // Nor in the sheet of a model.
    await page
      .getByRole('button', { name: /^Details/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('dialog').getByText('Length cannot be used as written.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Run for/ }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await openChip(page, 'Length');
    await page.getByLabel('Length').fill('');
    await expect.poll(() => problem.count()).toBe(0);
  });

  it('offers the nearest changes when no model fits', async () => {
    const page = await studio.open('#/create?durationSeconds=5&resolution=720p&maxUsd=0.001');
    await page.getByRole('heading', { name: 'No model can make this clip' }).waitFor();
    await page.locator('.nearest button').first().click();
    await page.getByRole('heading', { name: 'No model can make this clip' }).waitFor({ state: 'detached' });
  });

  it('shows the exact request in every format, and copies it', async () => {
    const page = await studio.open(lantern);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'See the request' }).click();
    const code = page.locator('.code');
    const shown: string[] = [];
    for (const format of ['JSON', 'curl', 'TypeScript', 'OpenRouter SDK', 'Python', 'AI SDK']) {
      await page.getByRole('radio', { name: format, exact: true }).check();
      shown.push(await code.innerText());
      await page.getByRole('button', { name: `Copy ${format}` }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(shown.at(-1)?.trim());
    }
    expect(JSON.parse(shown[0]!)).toMatchObject({
      prompt: 'a 5 second vertical clip of a paper lantern, 720p, no sound',
      duration: 5,
      generate_audio: false,
    });
    expect(new Set(shown).size).toBe(6);
  });

  it('takes a dropped picture as first frame, keeps it over a reload, and names it in the link only', async () => {
    const page = await studio.open(lantern);
    const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 90, height: 160 } });
    await page
      .getByLabel('Choose a file for the clip')
      .setInputFiles({ name: 'Кружка 杯子.png', mimeType: 'image/png', buffer });
    await page.getByText('90 × 160').waitFor();
    await page.waitForURL(/firstFrame=picture/);
    expect(page.url().length).toBeLessThan(600);
    await page.reload();
    await expect.poll(() => chipOf(page, 'frames')).toBe('first: Кружка 杯子.png');
    await openChip(page, 'Frames');
    await page.getByRole('img', { name: 'Кружка 杯子.png' }).waitFor();
    await expect.poll(() => page.locator('.frame-wanted').count()).toBe(0);
    await page.getByRole('button', { name: 'See the request' }).click();
    await expect.poll(() => page.locator('.code').innerText()).toContain('data:image/png;base64,');
  });

  it('says that it reads a picture until it is here, opens nothing by itself, and orders nothing before', async () => {
    const page = await studio.open(lantern);
    const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 90, height: 160 } });
    await page
      .getByLabel('Choose a file for the clip')
      .setInputFiles({ name: 'mug.png', mimeType: 'image/png', buffer });
    await page.getByText('90 × 160').waitFor();
    await page.waitForURL(/firstFrame=picture/);
    // Another tab writes pictures for long: this one cannot read them yet.
    const other = await studio.open();
    await other.evaluate(holdPictures);
    await page.reload();
    await page.getByText('Reading your picture.').first().waitFor();
    const frames = page.locator('[data-chip=frames]');
    expect(await frames.getAttribute('aria-expanded')).toBe('false');
    expect(await page.locator('.shoot-bar button.primary').isEnabled()).toBe(false);
    expect(await page.getByText('Add your picture').count()).toBe(0);
    await other.close();
    await expect.poll(() => page.locator('.shoot-bar button.primary').isEnabled()).toBe(true);
    expect(await frames.getAttribute('aria-expanded')).toBe('false');
  });

  it('breaks no rule of the page’s security policy, and no script', () => {
    expect(studio.complaints).toEqual([]);
  });
});

/** Keeps a transaction on the pictures open for as long as its tab is. */
function holdPictures(): Promise<void> {
  return new Promise((held, failed) => {
    const opening = indexedDB.open('shotcaller');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const store = opening.result.transaction('pictures', 'readwrite').objectStore('pictures');
      const again = () => {
        store.count().onsuccess = again;
      };
      again();
      held();
    };
  });
}
