import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { axeFindings } from './axe.ts';
import { openChip, openStudio, painted, pickOf, type Studio } from './open-studio.ts';

const mini = 'bytedance/seedance-2.0-mini';
const lantern = '#/create?why=open&s=a+4+second+vertical+clip+of+a+paper+lantern%2C+480p%2C+no+sound';

/** One shot that is planned, and one that no model can make. */
const batch = (name: string) => ({
  name,
  shots: [
    { id: 'lake', prompt: 'A lake at dusk', note: 'wide' },
    { id: 'never', prompt: 'A lake at dawn', duration: 900 },
  ],
  defaults: { duration: 4, resolution: '480p', audio: false },
  planOnly: true,
});

describe('for everybody', needsChromium, () => {
  let studio: Studio;
  beforeAll(async () => {
    // Limits, so that the pages show what is left of them.
    const caps = { perJobUsd: '5', perDayUsd: '50', perMonthUsd: '500' };
    studio = await openStudio({ simulator: { speed: 200 }, shotcaller: { caps } });
  });
  afterAll(() => studio?.[Symbol.asyncDispose]());

  it('goes from a sentence to a finished clip by keyboard alone', async () => {
    const page = await studio.open('#/create?why=open');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const tabTo = async (name: string | RegExp) => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press('Tab');
        const said = await focused();
        if (typeof name === 'string' ? said.trim() === name : name.test(said)) return;
      }
      throw new Error(`Tab does not reach ${name}.`);
    };
    await page.keyboard.press('Tab');
    await expect.poll(() => focused()).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('a 4 second square clip of a paper crane, 480p, no sound');
    await tabTo('Run this clip');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await focused()).trim()).toBe('Run this clip');
    // By now all that was typed has been read.
    const before = await pickOf(page);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Run for/ }).waitFor();
    await tabTo(/^Run for/);
    await page.keyboard.press('Enter');
    await page.locator('.job-card.done').waitFor();
    expect((await page.locator('#job-title').innerText()).trim()).toBe(before.trim());
  });

  it('moves a weight with the arrow keys', async () => {
    const page = await studio.open(lantern);
    const slider = page.getByRole('slider', { name: 'speed' });
    await slider.focus();
    const before = Number(await slider.inputValue());
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(Number(await slider.inputValue())).toBe(before + 2);
  });

  it('fits a phone: no sideways scrolling, and everything at hand', async () => {
    await studio.server.post('/v1/batches', batch('a-film-with-a-name-that-is-long-and-has-no-blank-to-break-at'));
    for (const hash of [
      '#/batches/a-film-with-a-name-that-is-long-and-has-no-blank-to-break-at',
      lantern,
      `${lantern}&compare=guide`,
      '#/takes',
      '#/jobs',
      '#/spend',
      '#/models',
      '#/keys',
      '#/settings',
    ]) {
      const page = await studio.open(hash);
      for (const width of [390, 320]) {
        await page.setViewportSize({ width, height: 800 });
        await painted(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${hash} at ${width}`).toBeLessThanOrEqual(0);
      }
      await page.close();
    }
    const page = await studio.open(lantern);
    await page.setViewportSize({ width: 390, height: 800 });
    await page.reload();
    await openChip(page, 'Length');
    await page.getByLabel('Length').fill('6');
    await page.locator('.ranking tbody button').first().click();
    const box = await page.getByRole('dialog').boundingBox();
    expect(box?.width).toBe(390);
  });

  it('goes from an empty page to a starred take by keyboard alone', async () => {
    const page = await studio.open('#/create');
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press('Tab');
        if (name.test(await focused())) return;
      }
      throw new Error(`Tab does not reach ${name}.`);
    };
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('a paper crane unfolds, 4 seconds, square, 480p, no sound');
    await page.getByRole('button', { name: /^Shoot 1 take/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/#\/takes\//);
    await page.locator('.take video').waitFor();
    await tabTo(/^Play all$/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Pause all' }).waitFor();
    await page.keyboard.press('Enter');
    await tabTo(/^☆ Star/);
    await page.keyboard.press('Enter');
    await page.locator('.take.starred').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^★ Starred/ }).getAttribute('aria-pressed')).toBe('true');
  });

  it.each(['light', 'dark'] as const)('has no finding of axe on any page at four sizes, %s', async (colorScheme) => {
    const order = (model: string, shot: string) =>
      studio.server.post('/v1/jobs', {
        model,
        requirements: { prompt: 'x', durationSeconds: 4, resolution: '480p' },
        key: `shot:00000000-${shot}:${model === mini ? 1 : 2}:${model}`,
      });
    const shot = colorScheme === 'light' ? 'aaaa' : 'bbbb';
    const { id } = (await (await order(mini, shot)).json()) as { id: string };
    expect((await order('alibaba/wan-3.0', shot)).status).toBe(202);
    await studio.server.post('/v1/batches', batch('planned'));
    await studio.server.post('/v1/batches', { ...batch(`film-${shot}`), planOnly: false });
    const other = (await (await studio.server.post('/v1/views', { jobs: [id] })).json()) as { path: string };
    const keeper = await studio.open('#/takes');
    await keeper.evaluate(
      ([shotId]) => {
        const plan = { takes: 2, models: null };
        const planned = {
          id: '11111111-cccc',
          query: 's=a+kite%2C+4+seconds',
          clipHash: 'k',
          createdAtMs: 1,
          takes: [],
          starred: null,
          plan,
        };
        localStorage.setItem('shotcaller-shots', JSON.stringify([planned]));
        const look = { durationSeconds: '4', seed: '7', references: ['https://example.com/style.png'] };
        const shotIds = [shotId, planned.id];
        const project = {
          id: '22222222-dddd',
          name: 'A film',
          createdAtMs: 1,
          look,
          profile: null,
          budgetUsd: '3',
          shotIds,
        };
        localStorage.setItem('shotcaller-projects', JSON.stringify([project]));
      },
      [`00000000-${shot}`],
    );
    await keeper.close();
    const places: readonly (readonly [string, string])[] = [
      ['#/create', '.card'],
      [`${lantern}&compare=guide`, '.plot'],
      ['#/create?s=a+looping+clip+from+this+photo&durationSeconds=0&maxUsd=0.001', '.pick'],
      [`${lantern}&model=google%2Fveo-3.1`, '.verdict'],
      [`${lantern}&model=bytedance%2Fseedance-2.0-mini`, '.score-parts'],
      [`${lantern}&model=bytedance%2Fseedance-2.0-mini&tab=request`, '.code'],
      [`${lantern}&model=bytedance%2Fseedance-2.0-mini&tab=run`, '.buy'],
      [`#/takes/00000000-${shot}`, '.take video >> nth=1'],
      [`#/takes/00000000-${shot}?blind=on`, '.take video >> nth=1'],
      ['#/takes', '.tile'],
      ['#/projects/22222222-dddd', '.film .tile img'],
      ['#/projects/none', '.notice'],
      ['#/batches/planned', '.shoot'],
      [`#/batches/film-${shot}`, '.tile img'],
      ['#/batches/none', '.notice'],
      ['#/create?project=22222222-dddd&shot=11111111-cccc&s=a+kite', '.in-project'],
      [other.path.slice(1), '.take video'],
      ['#/jobs', '.job-row'],
      [`#/jobs/${id}`, '.job-card.done video'],
      ['#/jobs/none', '.notice'],
      ['#/spend', '.ledger-table'],
      ['#/settings', '#limits-title'],
      ['#/models', '.model-grid'],
      ['#/keys', '.key-new'],
      ['#/jobs?find=nothing+of+this', '.empty'],
    ];
    const findings: string[] = [];
    for (const [hash, ready] of places) {
      // A comparison has a page of its own, without the navigation that others wait for.
      const isView = hash.startsWith('#/view/');
      const page = await studio.open(isView ? '#/settings' : hash);
      if (isView) await page.goto(studio.url + hash);
      await page.emulateMedia({ colorScheme });
      await page.locator(ready).first().waitFor();
      await page.evaluate(() => {
        for (const details of document.querySelectorAll<HTMLDetailsElement>('.look, .look .more, .create .more'))
          details.open = true;
      });
      findings.push(...(await axeFindings(page)).map((finding) => `${hash} ${finding}`));
      await page.close();
    }
    expect(findings).toEqual([]);
  });
});
