import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio } from './open-studio.ts';

const mini = 'bytedance/seedance-2.0-mini';
const hours = 30;
const query = { prompt: 'a paper boat', durationSeconds: '4', resolution: '480p', audio: 'false' };
const sheet = `#/create?${new URLSearchParams({ ...query, model: mini, tab: 'run' })}`;

/** Sets the clock of the machine that the tab runs on: run before the page's own script. */
function shiftClock(byMs: number): void {
  const Own = Date;
  const origin = performance.timeOrigin;
  Object.defineProperty(Performance.prototype, 'timeOrigin', { get: () => origin + byMs });
  globalThis.Date = class extends Own {
    constructor(...parts: unknown[]) {
      if (parts.length === 0) super(Own.now() + byMs);
      else super(...(parts as [number]));
    }
    static override now = () => Own.now() + byMs;
  } as DateConstructor;
}

describe('in a browser whose clock is wrong', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const openAt = async (aheadHours: number, hash: string): Promise<Page> => {
    const page = await studio!.open('#/settings');
    await page.addInitScript(shiftClock, aheadHours * 3_600_000);
    await page.goto('about:blank');
    await page.goto(`${studio!.url}${hash}`);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    return page;
  };

  it.each([hours, -hours])('by %i hours, today and ages are the server’s, and one press is one bill', async (ahead) => {
    studio = await openStudio({ simulator: { speed: 500 } });
    const { server } = studio;
    const page = await openAt(ahead, sheet);
    await page.getByRole('button', { name: /^Run for/ }).click();
    await page.locator('.job-card.done').waitFor();
    const today = page.locator('.spent-today');
    await expect.poll(() => today.innerText()).toMatch(/^Today \$0\.\d*[1-9]/);
    await page.getByRole('link', { name: 'Spend', exact: true }).click();
    await page.getByText('today (UTC)').waitFor();
    await expect.poll(() => page.locator('.figures dd').first().innerText()).toMatch(/^\$0\.\d*[1-9]/);
    // The same browser an hour later, when somebody has set its clock right.
    const right = await studio.open(sheet);
    await right
      .getByRole('dialog')
      .getByRole('link', { name: /^Ordered (just now|\d+ (s|min) ago): view$/ })
      .waitFor();
    await page.goto('about:blank');
    await page.goto(`${studio.url}${sheet}`);
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /^Ordered (just now|\d+ (s|min) ago): view$/ })
      .waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
  });
});
