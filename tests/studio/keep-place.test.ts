import type { Page, Route } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const model = 'bytedance/seedance-2.0-mini';
const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false };
const boat = '#/create?s=a+paper+boat%2C+4+seconds%2C+480p%2C+no+sound';

/** What has the focus: `BUTTON Save limits`, or `BODY` when it is lost. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return 'BODY';
    const name = activeElement.tagName === 'BUTTON' ? activeElement.textContent : activeElement.className;
    return `${activeElement.tagName} ${name}`.trim();
  });
}

/** Requests of this kind wait here until somebody answers them. */
async function holding(page: Page, method: string, path: RegExp): Promise<() => Promise<Route>> {
  const waiting: Route[] = [];
  await page.route(
    (url) => path.test(url.pathname),
    (route) => {
      if (route.request().method() !== method) return route.fallback();
      waiting.push(route);
      return undefined;
    },
  );
  return async () => {
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    return waiting.shift()!;
  };
}

const lost = { status: 502, contentType: 'text/html', body: 'Bad Gateway' };

describe('who works by keyboard keeps the place', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    return studio;
  };

  it('where an order is sent again, while it is on its way, and after', async () => {
    await open();
    const page = await studio!.open('#/takes');
    await page.getByLabel('Name of the new project').fill('Boats');
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByLabel('Import a shot list, with its pictures').setInputFiles({
      name: 'shots.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('id,prompt,duration,resolution,audio\na,a paper boat,4,480p,no\n'),
    });
    const next = await holding(page, 'POST', /^\/v1\/jobs$/);
    await page.getByRole('button', { name: /^Shoot 1 take of 1 shot/ }).press('Enter');
    await expect.poll(() => focused(page)).toMatch(/^MAIN/);
    await (await next()).fulfill(lost);
    await page.getByRole('button', { name: 'Send 1 order again' }).press('Enter');
    await page.getByText('Placing 1 order…').waitFor();
    expect(await focused(page)).toBe('BUTTON Send 1 order again');
    await (await next()).fulfill(lost);
    await page.getByText('1 order did not arrive').waitFor();
    expect(await focused(page)).toBe('BUTTON Send 1 order again');
    await page.keyboard.press('Enter');
    await (await next()).fallback();
    await page.locator('.film .tile img').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^MAIN/);
    expect(studio!.server.simulator.jobs).toHaveLength(1);
  });

  it('on the card of a take whose order was refused, and on its star', async () => {
    await open();
    const page = await studio!.open(boat);
    const next = await holding(page, 'POST', /^\/v1\/jobs$/);
    await page.getByRole('button', { name: /^Shoot 1 take/ }).click();
    const refusal = { error: { code: 'too_many_requests', message: 'Too many requests.' } };
    await (await next()).fulfill({ status: 429, json: refusal });
    await page.getByRole('button', { name: /^Try again/ }).press('Enter');
    await page.getByText('Placing the order…').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^BUTTON Try again/);
    // It is on its way: another press sends nothing.
    await page.keyboard.press('Enter');
    await (await next()).fallback();
    const star = page.getByRole('button', { name: /^☆ Star/ });
    await star.waitFor();
    await expect.poll(() => focused(page)).toBe('ARTICLE take');
    await star.press('Enter');
    await page.getByRole('button', { name: /^★ Starred/ }).waitFor();
    expect(await focused(page)).toMatch(/^BUTTON ★ Starred/);
    expect(studio!.server.simulator.jobs).toHaveLength(1);
  });

  it('while the page that a press leads to is on its way, which says at once what was pressed', async () => {
    const { server } = await open();
    const page = await studio!.open(boat);
    const nextShot = await holding(page, 'GET', /\/shot-page-.*\.js$/);
    const nextOrder = await holding(page, 'POST', /^\/v1\/jobs$/);
    await page.locator('.shoot:not(:disabled)').press('Enter');
    await page.getByRole('heading', { level: 1, name: 'a paper boat' }).waitFor();
    await page.getByRole('status').getByText('Placing the order…').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^MAIN/);
    await (await nextOrder()).fallback();
    await (await nextShot()).fallback();
    await page.locator('.take').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^MAIN/);
    expect(server.simulator.jobs).toHaveLength(1);

    await page.goto(`${studio!.url}#/takes`);
    const nextProject = await holding(page, 'GET', /\/project-page-.*\.js$/);
    await page.getByRole('button', { name: 'New project' }).press('Enter');
    const project = await nextProject();
    await expect.poll(() => focused(page)).toMatch(/^MAIN/);
    await project.fallback();
    await page.getByLabel('Name of the project').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^MAIN/);

    await page.goto(`${studio!.url}${boat.replace('paper', 'tin')}&model=${encodeURIComponent(model)}&tab=run`);
    const nextJob = await holding(page, 'GET', /\/job-page-.*\.js$/);
    await page.getByRole('button', { name: /^Run for/, disabled: false }).press('Enter');
    await (await nextOrder()).fallback();
    const job = await nextJob();
    await expect.poll(() => focused(page)).toMatch(/^MAIN/);
    await job.fallback();
    await page.locator('.job-card').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^MAIN/);
  });

  it('in the prompt, when the words of the settings are taken out of it', async () => {
    await open();
    const page = await studio!.open(boat);
    await page.getByRole('button', { name: 'Take these words out of the prompt' }).press('Enter');
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe('a paper boat');
    await expect
      .poll(() => page.getByLabel('Describe the clip').evaluate((field) => field === document.activeElement))
      .toBe(true);
  });

  it('in the list of jobs on Resume, and where an unknown outcome is settled', async () => {
    const { server } = await open({ simulator: { speed: 500, scenario: 'job-stuck' } });
    const order = await server.post('/v1/jobs', { requirements: clip, model });
    const { id } = (await order.json()) as { id: string };
    await server.post(`/v1/jobs/${id}/detach`, {});
    server.simulator.setScenario('submit-reset');
    await server.post('/v1/jobs', { requirements: { ...clip, prompt: 'a lost boat' }, model });
    const page = await studio!.open('#/jobs');
    await page.getByRole('button', { name: /^Resume/ }).press('Enter');
    await expect.poll(() => page.getByRole('button', { name: /^Resume/ }).count()).toBe(0);
    await expect.poll(() => focused(page)).toBe('LI job-row');
    await page.getByRole('link', { name: /^Settle/ }).click();
    await page.getByRole('button', { name: 'It was not bought' }).press('Enter');
    await expect.poll(() => page.locator('.job-card .state').innerText()).toBe('Refused');
    await expect.poll(() => focused(page)).toMatch(/^ARTICLE job-card/);
  });

  it('on keys and limits while they are written', async () => {
    const { server } = await open();
    await server.addKey({ name: 'ann' });
    const page = await studio!.open('#/keys');
    const next = await holding(page, 'POST', /^\/v1\/(keys|limits)/);
    await page.getByRole('button', { name: 'Change ann' }).press('Enter');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    const change = await next();
    expect(await focused(page)).toBe('BUTTON Save');
    await change.fallback();
    await page.getByText('ann is changed.').waitFor();
    await expect.poll(() => focused(page)).toBe('LI key-entry');
    await page.getByRole('button', { name: 'Revoke ann' }).press('Enter');
    await page.getByRole('button', { name: 'Revoke it' }).press('Enter');
    await (await next()).fallback();
    await page.getByText('ann is revoked.').waitFor();
    await expect.poll(() => focused(page)).not.toBe('BODY');
  });
});
