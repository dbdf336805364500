import { bundledCatalog, type Catalog } from '@shotcaller/core';
import { describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio } from './open-studio.ts';

describe('the models page', needsChromium, () => {
  it('says what changed since the bundled list and since the last one seen here, and which picks change', async () => {
    let catalog: Catalog = bundledCatalog;
    await using studio = await openStudio({ shotcaller: { catalog: async () => catalog } });
    const page = await studio.open('#/models');
    await page.getByText('Nothing has changed between them.').waitFor();

    const [first, ...others] = bundledCatalog.models;
    catalog = {
      ...bundledCatalog,
      asOf: '2026-11-20',
      models: [
        ...others.filter(({ id }) => id !== 'google/veo-3.1'),
        { ...first!, pricingSkus: { cents_per_second: '90' } },
        { ...first!, id: 'new/model' },
      ],
    };
    // The gateway believes a catalogue for half a minute.
    studio.server.later(60_000);
    await page.reload();
    await page.getByRole('heading', { name: 'New' }).waitFor();
    await expect.poll(() => page.getByRole('region', { name: 'New' }).innerText()).toContain('new/model');
    await expect.poll(() => page.getByRole('region', { name: 'Gone' }).innerText()).toContain('google/veo-3.1');
    await expect.poll(() => page.getByRole('region', { name: 'Prices' }).innerText()).toContain(first!.id);
    await expect
      .poll(() => page.getByRole('region', { name: 'Picks that change' }).innerText())
      .toContain(`${first!.id} →`);

    await page.getByRole('radio', { name: /the list before, first seen/ }).check();
    await page.getByRole('region', { name: 'New' }).waitFor();
    expect(studio.complaints).toEqual([]);
  });
});
