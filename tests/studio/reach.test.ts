import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, painted, pickOf, type Studio } from './open-studio.ts';

const lantern = '#/create?why=open&s=a+4+second+vertical+clip+of+a+paper+lantern%2C+480p%2C+no+sound';

describe('for everybody', needsChromium, () => {
  let studio: Studio;
  let axe: string;
  beforeAll(async () => {
    studio = await openStudio({ simulator: { speed: 200 } });
    axe = await readFile(fileURLToPath(import.meta.resolve('axe-core')), 'utf8');
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
    expect(await focused()).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('a 4 second square clip of a paper crane, 480p, no sound');
    const before = await pickOf(page);
    await tabTo('Run this clip');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await focused()).trim()).toBe('Run this clip');
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
    for (const hash of [
      lantern,
      `${lantern}&compare=guide`,
      '#/takes',
      '#/jobs',
      '#/spend',
      '#/models',
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
    await page.getByText('change', { exact: false }).first().waitFor();
    await page.locator('.clip-panel > summary').click();
    await page.getByLabel('Length').fill('6');
    await page.locator('.ranking tbody button').first().click();
    const box = await page.getByRole('dialog').boundingBox();
    expect(box?.width).toBe(390);
  });

  it.each(['light', 'dark'] as const)('has no serious finding of axe, %s', async (colorScheme) => {
    const places: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
      [`${lantern}&compare=guide`, (page) => page.locator('.plot').waitFor()],
      [
        '#/create?s=a+looping+clip+from+this+photo&durationSeconds=0&maxUsd=0.001',
        (page) => page.locator('.pick').waitFor(),
      ],
      [`${lantern}&model=google%2Fveo-3.1`, (page) => page.locator('.verdict').waitFor()],
      [`${lantern}&model=bytedance%2Fseedance-2.0-mini`, (page) => page.locator('.score-parts').waitFor()],
      [`${lantern}&model=bytedance%2Fseedance-2.0-mini&tab=request`, (page) => page.locator('.code').waitFor()],
      [`${lantern}&model=bytedance%2Fseedance-2.0-mini&tab=run`, (page) => page.locator('.buy').waitFor()],
      ['#/jobs', (page) => page.locator('.job-row').first().waitFor()],
      ['#/jobs/none', (page) => page.locator('.notice').waitFor()],
      ['#/spend', (page) => page.locator('.ledger-table').waitFor()],
      ['#/takes', (page) => page.locator('.tile').first().waitFor()],
      ['#/settings', (page) => page.getByRole('heading', { name: 'Budgets' }).waitFor()],
      ['#/models', (page) => page.locator('.model-grid').waitFor()],
    ];
    const order = {
      model: 'bytedance/seedance-2.0-mini',
      requirements: { prompt: 'x', durationSeconds: 4, resolution: '480p' },
    };
    const ordered = await studio.server.post('/v1/jobs', { ...order, key: 'axe' });
    expect(await ordered.json()).toMatchObject({ model: order.model });
    const findings: string[] = [];
    for (const [hash, ready] of places) {
      const page = await studio.open(hash);
      await page.emulateMedia({ colorScheme });
      await ready(page);
      findings.push(...(await seriousFindings(page, axe)).map((finding) => `${hash}: ${finding}`));
      await page.close();
    }
    expect(findings).toEqual([]);
  });
});

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
  }[];
}

/** Runs axe in the page; the page's security policy forbids it a script tag, so it is evaluated. */
async function seriousFindings(page: Page, axe: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
}
