import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio } from './open-studio.ts';
import { moveSlider } from './slider.ts';

const clip = '#/choose?durationSeconds=5&resolution=720p&aspectRatio=9%3A16';

describe('figures', needsChromium, () => {
  it('loads in less than 250 kB, gzipped', async () => {
    await using studio = await openStudio();
    const page = await studio.open(clip);
    await page.locator('.plot').waitFor();
    await page.evaluate(() => document.fonts.ready);
    const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const sizes = new Map<string, number>();
    for (const url of [studio.url, ...urls.filter((name) => !name.includes('/v1/'))]) {
      const body = await (await page.request.get(url)).body();
      // A font is compressed already.
      sizes.set(new URL(url).pathname, url.endsWith('.woff2') ? body.length : gzipSync(body).length);
    }
    // What the document names, and the font, come first; the chart's files are asked for by the script once the page stands.
    const html = await (await page.request.get(studio.url)).text();
    const isFirst = (path: string) => path === '/' || path.endsWith('.woff2') || html.includes(path.slice(1));
    const sum = (isWanted: boolean) =>
      [...sizes].reduce((total, [path, size]) => total + (isFirst(path) === isWanted ? size : 0), 0);
    const [first, chart] = [sum(true), sum(false)];
    console.log(`First load ${kilobytes(first)} gzipped, and then the chart ${kilobytes(chart)}.`);
    expect(first).toBeLessThan(250_000);
    expect(chart, 'the chart comes in files of its own').toBeGreaterThan(50_000);
  });

  it.each([30, 500])('ranks %i models anew as soon as a slider moves (how fast: bench/studio.mjs)', async (count) => {
    expect((await moveSlider(count)).rankings).toBeGreaterThan(1);
  });
});

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
