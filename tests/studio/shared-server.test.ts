import { describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio } from './open-studio.ts';

describe('on a shared gateway', needsChromium, () => {
  it('asks for a client key, keeps it in the tab, and plays the clip with it', async () => {
    await using studio = await openStudio({ gateway: { mode: 'server' }, simulator: { speed: 500 } });
    const secret = await studio.server.addKey({ name: 'studio' });
    const page = await studio.open('#/create?why=open&s=a+4+second+clip+of+a+kite%2C+480p%2C+no+sound');
    await page.getByRole('button', { name: 'Run this clip' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Client key').fill(secret);
    await dialog.getByRole('button', { name: 'Use this key' }).click();
    await page.getByRole('button', { name: /^(Run for|Spend) / }).click();
    await page.locator('.job-card.done').waitFor();
    const video = page.locator('video');
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThan(0);
    await expect.poll(() => page.getByRole('link', { name: 'Sidecar' }).getAttribute('href')).toMatch(/^blob:/);
    expect(page.url()).not.toContain(secret);
  });
});
