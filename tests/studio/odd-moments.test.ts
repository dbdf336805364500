import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, painted, type Studio, type StudioOptions } from './open-studio.ts';

const mini = 'bytedance/seedance-2.0-mini';
const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false };
const query = new URLSearchParams({ ...clip, durationSeconds: '4', audio: 'false', takes: mini });
const create = `#/create?${query}`;
const sheet = `${create}&model=${encodeURIComponent(mini)}&tab=run`;
const spend = /^Run for/;

describe('one press is one bill', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    return studio;
  };

  it('and none, when another tab has used up the budget since the price was shown', async () => {
    const { server } = await open({ shotcaller: { caps: { perDayUsd: '0.20' } } });
    for (const [hash, button] of [
      [sheet, spend],
      [create, /^Shoot 1 take/],
    ] as const) {
      const page = await studio!.open(hash);
      await expect.poll(() => page.getByRole('button', { name: button }).isEnabled()).toBe(true);
      await page.close();
    }
    const page = await studio!.open(sheet);
    await expect.poll(() => page.getByRole('button', { name: spend }).isEnabled()).toBe(true);
    // This page hears nothing of it.
    await page.route('**/v1/ledger', (route) => route.abort());
    for (let bought = 0; ; bought += 1) {
      const answer = await server.post('/v1/jobs', { requirements: { ...clip, seed: bought }, model: mini });
      if (((await answer.json()) as { status: string }).status === 'refused') break;
    }
    const before = server.simulator.jobs.length;
    await page.getByRole('button', { name: spend }).click();
    await page
      .getByText(/your limit per day is \$0\.20/)
      .first()
      .waitFor();
    expect(server.simulator.jobs).toHaveLength(before);
    await expect.poll(() => page.getByRole('button', { name: spend, disabled: false }).count()).toBe(0);
  });

  it('when two tabs press for the same clip at once, by either button', async () => {
    const { server } = await open();
    for (const [at, [hash, press]] of (
      [
        [create, /^Shoot 1 take/],
        [sheet.replace('paper', 'tin'), spend],
      ] as const
    ).entries()) {
      const tabs = [await studio!.open(hash), await studio!.open(hash)];
      for (const page of tabs)
        await expect.poll(() => page.getByRole('button', { name: press }).isEnabled()).toBe(true);
      // Each tab presses by itself at the same time of the clock.
      const atMs = Date.now() + 500;
      await Promise.all(
        tabs.map((page) =>
          page.getByRole('button', { name: press }).evaluate(
            (button: HTMLButtonElement, when) =>
              new Promise<void>((pressed) => {
                setTimeout(() => {
                  button.click();
                  pressed();
                }, when - Date.now());
              }),
            atMs,
          ),
        ),
      );
      for (const page of tabs) await page.locator('video').first().waitFor();
      expect(server.simulator.jobs).toHaveLength(at + 1);
    }
  });
});

describe('Back and Forward', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());

  it('close and open the sheet with the tab it showed, step by step, and order nothing', async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
    const page = await studio.open(create);
    const dialog = page.getByRole('dialog');
    await page.getByText('Why these?').click();
    await page.getByRole('button', { name: 'Why this one' }).click();
    await dialog.waitFor();
    for (const tab of ['Request', 'Run']) await dialog.getByRole('button', { name: tab, exact: true }).click();
    await dialog.getByRole('button', { name: spend }).waitFor();
    // The address follows a moment later.
    await page.waitForURL(/tab=run/);
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    await page.getByLabel('Describe the clip').waitFor();
    await page.goForward();
    await dialog.getByRole('button', { name: spend }).waitFor();
    await page.keyboard.press('Escape');
    // A dialog that is closed is still there until the step back is done.
    await page.locator('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe('a paper boat');
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.getByText('No clip has been ordered yet.').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: /^Shoot 1 take/ }).waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(studio.server.simulator.jobs).toHaveLength(0);
    expect(studio.complaints).toEqual([]);
  });

  it('leave no sheet behind when it is closed while the address is still being written, and the next one opens', async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
    const page = await studio.open('#/jobs');
    // A busy page: the step back is done only after the address was due to be written.
    await page.addInitScript(() => {
      const back = history.back.bind(history);
      history.back = () => {
        back();
        const untilMs = performance.now() + 300;
        while (performance.now() < untilMs);
      };
    });
    await page.goto('about:blank');
    await page.goto(`${studio.url}${create}`);
    const details = page.getByRole('button', { name: /^Details/ });
    const openAndClose = async () => {
      await details.nth(1).click();
      await page.locator('dialog[open]').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    };
    await openAndClose();
    for (let round = 0; round < 4; round += 1) {
      // The tick is the change that starts the clock of the address; the sheet is closed before that runs out.
      await page.evaluate(async () => {
        document.querySelectorAll<HTMLInputElement>('.card input')[1]!.click();
        await new Promise((resolve) => setTimeout(resolve, 30));
        document.querySelector<HTMLButtonElement>('.card button.link')!.click();
        let dialog: HTMLDialogElement | null = null;
        while (!dialog) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          dialog = document.querySelector<HTMLDialogElement>('dialog[open]');
        }
        dialog.close();
      });
      await page.locator('dialog').waitFor({ state: 'detached' });
      await openAndClose();
    }
    await expect.poll(() => new URL(page.url()).hash).not.toContain('model=');
  });

  it('a sheet that is on its way is closed by Escape, and does not open once it is there', async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
    const page = await studio.open(create);
    let letThrough = () => {};
    const isWanted = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route(/\/model-sheet-.*\.js$/, async (route) => {
      await isWanted;
      await route.continue();
    });
    const details = page.getByRole('button', { name: /^Details/ }).first();
    const asked = page.waitForRequest(/\/model-sheet-.*\.js$/);
    await details.click();
    await asked;
    await page.waitForURL(/model=/);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.hash.includes('model='));
    const arrived = page.waitForResponse(/\/model-sheet-.*\.js$/);
    letThrough();
    await (await arrived).finished();
    await painted(page);
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
    await details.click();
    await page.locator('dialog[open]').waitFor();
  });
});

describe('a job that is made between the reading of the list and the first event', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());

  it('is shown as done, though no event tells of it', async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
    const { server, url } = studio;
    const page = await studio.open('#/settings');
    await page.goto('about:blank');
    let letThrough = () => {};
    const hasEnded = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route('**/v1/events*', async (route) => {
      await hasEnded;
      await route.continue();
    });
    await page.goto(`${url}#/jobs`);
    await page.getByText('No clip has been ordered yet.').waitFor();
    const order = await server.post('/v1/jobs', { requirements: clip, model: mini });
    const { id } = (await order.json()) as { id: string };
    await server.ended(id);
    // After its bill nothing more is told of it.
    const billed = async () =>
      ((await (await server.call(`/v1/jobs/${id}`)).json()) as { billedUsd: unknown }).billedUsd;
    await expect.poll(billed).not.toBeNull();
    letThrough();
    await expect.poll(() => page.locator('.job-row .state').innerText()).toBe('Done');
  });
});
