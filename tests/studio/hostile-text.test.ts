import { bundledCatalog, type Catalog } from '@shotcaller/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, painted, type Studio } from './open-studio.ts';

const attack = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>\u202e`;
const sneaky = `"'><svg onload=document.title='owned'>`;

/** The bundled catalogue with an attack in every text that a catalogue can carry. */
const hostileCatalog: Catalog = {
  ...bundledCatalog,
  models: [
    ...bundledCatalog.models.slice(0, 12),
    {
      ...bundledCatalog.models[0]!,
      id: `evil/${attack}`,
      name: attack,
      resolutions: ['720p', attack],
      passthroughParameters: [attack],
      pricingSkus: { duration_seconds: '0.0001', [attack]: attack },
    },
    { ...bundledCatalog.models[0]!, id: `evil/${sneaky}`, name: sneaky, resolutions: [sneaky], durationsSeconds: [7] },
  ],
};

describe('text from outside', needsChromium, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio({
      simulator: { speed: 500, scenario: 'job-failed' },
      shotcaller: { catalog: async () => hostileCatalog },
    });
  });
  afterAll(() => studio?.[Symbol.asyncDispose]());

  const isUnharmed = async (page: Awaited<ReturnType<Studio['open']>>) => {
    await painted(page);
    await expect.poll(() => page.title()).toMatch(/^[A-Z][a-z]+ · Shotcaller( \(simulator\))?$/);
    await expect.poll(() => page.locator('img, #root script, [onerror], [onload]').count()).toBe(0);
  };

  it('in model names, price keys and resolutions ends as text', async () => {
    const page = await studio.open(`#/create?why=open&durationSeconds=5&resolution=720p&profile=fastAndCheap`);
    await page.locator('.ranking tbody tr').first().waitFor();
    await expect.poll(() => page.locator('body').innerText()).toContain('onerror=');
    await expect.poll(() => page.locator('body').innerText()).toContain('\\u{202e}');
    await isUnharmed(page);
    await page.getByRole('link', { name: 'Models' }).click();
    await page.getByRole('heading', { name: 'New' }).waitFor();
    await isUnharmed(page);
  });

  it('in the sheet of a model ends as text', async () => {
    for (const id of [`evil/${attack}`, `evil/${sneaky}`, 'javascript:alert(1)']) {
      for (const tab of ['why', 'request', 'run']) {
        const query = new URLSearchParams({ durationSeconds: '5', resolution: '720p', prompt: 'x', model: id, tab });
        const page = await studio.open(`#/create?${query}`);
        await page.getByRole('dialog').waitFor();
        await isUnharmed(page);
        await page.close();
      }
    }
  });

  it('in the sentence, the prompt, a link’s fields and a file’s name ends as text', async () => {
    const query = new URLSearchParams({
      s: `${attack} 5 seconds`,
      firstFrame: sneaky,
      providers: attack,
    });
    for (const field of ['size', 'passthrough', 'references', 'seed', 'lastFrame', 'weights', 'tab', 'task']) {
      query.set(field, attack);
    }
    const page = await studio.open(`#/create?${query}`);
    await page.locator('.notice.caution').first().waitFor();
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toContain('onerror=');
    await isUnharmed(page);
    const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 40 } });
    const input = page.getByLabel('Choose a file for the clip');
    await input.setInputFiles({ name: `${sneaky}.png`, mimeType: 'image/png', buffer });
    await page.getByText('40 × 40').waitFor();
    await input.setInputFiles({ name: `${sneaky}.svg`, mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
    await page.getByText(/Save it as PNG, JPEG or WebP|Use a PNG, JPEG or WebP file/).waitFor();
    await isUnharmed(page);
  });

  it('in a job’s id, its model and the service’s error ends as text', async () => {
    const page = await studio.open(`#/jobs/${encodeURIComponent(attack)}`);
    await page.locator('.notice.failure').waitFor();
    await isUnharmed(page);
    const hostile = {
      id: 'shot-x',
      status: 'failed',
      wireStatus: 'failed',
      ended: true,
      watched: false,
      clip: {
        prompt: attack,
        durationSeconds: null,
        resolution: attack,
        aspectRatio: sneaky,
        audio: null,
        task: attack,
        hasPicture: false,
      },
      model: `evil/${attack}`,
      remoteId: attack,
      key: null,
      reason: { code: sneaky, message: attack },
      files: [
        {
          contentUrl: 'javascript:document.title="owned"',
          name: attack,
          path: attack,
          bytes: 1,
          sha256: attack,
          durationSeconds: 1,
          width: 1,
          height: 1,
          hasAudio: true,
          differences: [{ code: attack, ordered: attack, found: sneaky }],
        },
      ],
      quotedUsd: '0.1',
      quotedHighUsd: '0.1',
      billedUsd: null,
      unknownBills: 0,
      resumable: false,
      createdAt: '2026-11-22T00:00:00Z',
      attempts: [],
      progress: null,
      owner: null,
      choice: { why: attack },
      events: [
        {
          at: '2026-11-22T00:00:00Z',
          what: attack,
          state: 'failed',
          attempt: 1,
          detail: { code: attack, message: sneaky },
        },
      ],
    };
    // An answer that our own gateway would never give: the page must not lean on it.
    await page.route('**/v1/jobs/shot-x', (route) => route.fulfill({ json: hostile }));
    await page.goto(`${studio.url}#/jobs/shot-x`);
    await page.locator('.job-card.failed').waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Download' }).count()).toBe(0);
    await expect.poll(() => page.locator('.job-card').innerText()).toContain('onerror=');
    await isUnharmed(page);
  });

  it('tried to load and to run nothing', () => {
    expect(studio.complaints.filter((complaint) => /Content Security Policy|dialog|owned/.test(complaint))).toEqual([]);
  });
});
