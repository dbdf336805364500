import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const mini = 'bytedance/seedance-2.0-mini';
const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false };

/** Keeps what the page shows as notifications of the system, which lie outside of the page. */
function recordNotifications(): void {
  const shown: { title: string; body: string; tag: string; click: () => void }[] = [];
  Object.assign(globalThis, { shown });
  const Real = Notification;
  class Recorded extends Real {
    constructor(title: string, options: NotificationOptions = {}) {
      super(title, options);
      shown.push({
        title,
        body: options.body ?? '',
        tag: options.tag ?? '',
        click: () => this.onclick?.(new Event('click')),
      });
    }
  }
  globalThis.Notification = Recorded;
}

/** As if another tab or window lay before it. */
function lookAway(page: Page, isAway: boolean): Promise<void> {
  return page.evaluate((away) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (away ? 'hidden' : 'visible'),
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isAway);
}

function notificationsOf(page: Page) {
  return page.evaluate(() =>
    (globalThis as unknown as { shown: { title: string; body: string; tag: string }[] }).shown.map(
      ({ title, body, tag }) => ({ title, body, tag }),
    ),
  );
}

describe('a clip that is done while nobody looks', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (context: StudioOptions['context'] = {}) => {
    studio = await openStudio({ simulator: { speed: 50 }, context });
    return studio;
  };
  const order = async () => {
    const answer = await studio!.server.post('/v1/jobs', { requirements: clip, model: mini });
    expect(answer.status).toBe(202);
    return ((await answer.json()) as { id: string }).id;
  };
  const toJobs = async (page: Page) => {
    await page.addInitScript(recordNotifications);
    await page.reload();
    await page.getByText('No clip has been ordered yet.').waitFor();
  };

  it('is counted in the title until somebody looks, and told by the system with a way to it', async () => {
    await open({ permissions: ['notifications'] });
    const page = await studio!.open('#/jobs');
    await toJobs(page);
    await expect.poll(() => page.title()).toMatch(/^Jobs · Shotcaller/);
    await lookAway(page, true);
    const [one, other] = [await order(), await order()];
    await expect.poll(() => page.title()).toMatch(/^\(2 done\) Jobs · Shotcaller/);
    const shown = await notificationsOf(page);
    expect(shown.map(({ tag }) => tag).sort()).toEqual([one, other].sort());
    expect(shown[0]).toMatchObject({ title: 'Clip done', body: 'a paper boat' });
    await lookAway(page, false);
    await expect.poll(() => page.title()).toMatch(/^Jobs · Shotcaller/);
    await page.evaluate(() => (globalThis as unknown as { shown: { click: () => void }[] }).shown[0]!.click());
    await page.waitForURL(new RegExp(`#/jobs/${shown[0]!.tag}$`));
    await page.locator('.job-card.done').waitFor();
  });

  it('is counted in the title alone where notifications are not allowed', async () => {
    await open();
    const page = await studio!.open('#/jobs');
    await toJobs(page);
    await lookAway(page, true);
    await order();
    await expect.poll(() => page.title()).toMatch(/^\(1 done\) /);
    expect(await notificationsOf(page)).toEqual([]);
    expect(studio!.complaints).toEqual([]);
  });

  it('is not told of when none came, and not again after a reload', async () => {
    await open({ permissions: ['notifications'] });
    const page = await studio!.open('#/jobs');
    await toJobs(page);
    studio!.server.simulator.setScenario('job-failed');
    await lookAway(page, true);
    await order();
    await page.locator('.job-row .state.failed').waitFor({ state: 'attached' });
    await expect.poll(() => page.title()).toMatch(/^Jobs · /);
    studio!.server.simulator.setScenario('');
    await order();
    await expect.poll(() => page.title()).toMatch(/^\(1 done\) /);
    await page.reload();
    await page.locator('.job-row').nth(1).waitFor();
    await expect.poll(() => page.title()).toMatch(/^Jobs · /);
    expect(await notificationsOf(page)).toEqual([]);
  });

  it('asks for the permission only on a press, and shows what one looks like', async () => {
    await open({ permissions: ['notifications'] });
    const page = await studio!.open('#/settings');
    await page.addInitScript(recordNotifications);
    await page.reload();
    await page.getByText('This browser shows a notification when a clip is done').waitFor();
    expect(await notificationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show a test notification' }).click();
    await expect
      .poll(() => notificationsOf(page))
      .toMatchObject([{ body: 'This is what a finished clip looks like.' }]);
  });
});
