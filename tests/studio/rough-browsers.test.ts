import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { quartersPng } from '../../packages/simulator/test/test-pictures.ts';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio } from './open-studio.ts';

const boat = '#/create?s=a+paper+boat%2C+4+seconds%2C+480p%2C+no+sound';
const photo = {
  name: 'boat.png',
  mimeType: 'image/png',
  buffer: Buffer.from(quartersPng(160, 90).split(',')[1]!, 'base64'),
};

/** What a browser lacks: run before the page's own script. */
const lacks = {
  'keeps nothing for the page': () => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
  },
  'has full stores': () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
    IDBFactory.prototype.open = () => {
      throw new DOMException('No room.', 'QuotaExceededError');
    };
  },
  'has the page from another machine without TLS': () => {
    Object.defineProperty(Crypto.prototype, 'randomUUID', { value: undefined });
    delete (Crypto.prototype as unknown as Record<string, unknown>).subtle;
    for (const name of ['locks', 'clipboard']) delete (Navigator.prototype as unknown as Record<string, unknown>)[name];
    delete (globalThis as unknown as Record<string, unknown>).Notification;
  },
} as const;

describe('a browser that', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  /** A tab of such a browser. */
  const openLacking = async (lack: () => void, hash: string): Promise<Page> => {
    const page = await studio!.open('#/settings');
    await page.addInitScript(lack);
    await page.goto('about:blank');
    await page.goto(`${studio!.url}${hash}`);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    return page;
  };

  it.each(Object.entries(lacks))(
    '%s describes, shoots and stars a clip from a photo: one bill for each press',
    async (_name, lack) => {
      studio = await openStudio({ simulator: { speed: 500 } });
      const page = await openLacking(lack, boat);
      await page.locator('input[type=file]').first().setInputFiles(photo);
      await page.getByText('160 × 90').waitFor();
      const shoot = page.getByRole('button', { name: /^Shoot 1 take/ });
      await shoot.dblclick();
      await page.waitForURL(/#\/takes\/./);
      await page.locator('.take video').waitFor();
      expect(studio.server.simulator.jobs).toHaveLength(1);
      expect(studio.server.simulator.jobs[0]!.request).toMatchObject({ frame_images: [{ frame_type: 'first_frame' }] });
      await page.getByRole('link', { name: 'Jobs' }).first().click();
      await page.locator('.job-row').waitFor();
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('radio', { name: 'Dark' }).check();
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
      await page.getByRole('link', { name: 'Takes', exact: true }).click();
      await page.locator('.tile').first().waitFor();
      expect(studio.server.simulator.jobs).toHaveLength(1);
      expect(studio.complaints).toEqual([]);
    },
  );

  it('has no clipboard says so where something is to be copied', async () => {
    studio = await openStudio();
    const page = await openLacking(
      lacks['has the page from another machine without TLS'],
      `${boat}&model=bytedance%2Fseedance-2.0-mini&tab=request`,
    );
    await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).first().click();
    await page.getByText('The browser refused; select and copy').waitFor();
    expect(studio.complaints).toEqual([]);
  });

  it('cannot read a picture says which formats it takes, and a large one goes out smaller', async () => {
    studio = await openStudio();
    const page = await studio.open(boat);
    const choose = page.locator('input[type=file]').first();
    await choose.setInputFiles({ name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: Buffer.from('ftypheic') });
    await page.getByText('This browser cannot read IMG_1.HEIC (image/heic). Save it as PNG, JPEG or WebP.').waitFor();
    await choose.setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
    await page.getByText('notes.png cannot be read as a picture').waitFor();
    // 20 MB of noise.
    const noise = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(2600, 2600);
      const context = canvas.getContext('2d')!;
      const image = context.createImageData(2600, 2600);
      let seed = 1;
      for (let at = 0; at < image.data.length; at += 1) {
        seed = Math.imul(seed ^ (seed >>> 15), 2246822519) + 1;
        image.data[at] = at % 4 === 3 ? 255 : (seed >>> 11) & 255;
      }
      context.putImageData(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let binary = '';
      for (let at = 0; at < bytes.length; at += 0x8000)
        binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return btoa(binary);
    });
    const buffer = Buffer.from(noise, 'base64');
    expect(buffer.length).toBeGreaterThan(19_000_000);
    await choose.setInputFiles({ name: 'noise.png', mimeType: 'image/png', buffer });
    await page.getByText('Made smaller to fit a request.').waitFor();
    await page.getByText('2048 × 2048').waitFor();
    await expect.poll(() => page.getByText('cannot be read').count()).toBe(0);
    expect(studio.complaints).toEqual([]);
  });
});
