import { bundledCatalog } from '@shotcaller/core';
import type { Page, Route } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const mini = 'bytedance/seedance-2.0-mini';
const boat = '#/create?s=a+paper+boat%2C+4+seconds%2C+480p%2C+no+sound';

/** Keeps answers to these questions back until they are let go. Orders pass. */
async function hold(page: Page, ...paths: readonly string[]): Promise<() => Promise<void>> {
  let isHeld = true;
  const waiting: Route[] = [];
  await page.route(
    (url) => paths.includes(url.pathname),
    (route) => {
      if (!isHeld || route.request().method() !== 'GET') return route.fallback();
      waiting.push(route);
      return undefined;
    },
  );
  return async () => {
    isHeld = false;
    // A question that the page no longer asks cannot be answered.
    await Promise.all(waiting.map((route) => route.fallback().catch(() => undefined)));
  };
}

describe('what is not read yet is not called missing, none or zero:', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    return studio;
  };
  /** A page that is not drawn yet, to hold answers back before it asks. */
  const blank = async () => {
    const page = await studio!.open('#/settings');
    await page.goto('about:blank');
    return page;
  };
  const go = async (page: Page, hash: string) => {
    await page.goto(`${studio!.url}${hash}`);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  };
  const disabled = (page: Page, name: RegExp) => page.getByRole('button', { name }).isDisabled();

  it('takes, until jobs and batches are', async () => {
    await open();
    for (const path of ['/v1/jobs', '/v1/batches']) {
      const page = await blank();
      const letGo = await hold(page, path);
      await go(page, '#/takes');
      await page.getByText('Reading the jobs…').waitFor();
      await expect.poll(() => page.getByText('There are no takes yet').count()).toBe(0);
      await letGo();
      await page.getByText('There are no takes yet').waitFor();
    }
  });

  it('the budgets: nothing is armed before jobs and ledger are, by the keyboard neither', async () => {
    const { server } = await open({ shotcaller: { caps: { perDayUsd: '0.01' } } });
    for (const path of ['/v1/jobs', '/v1/ledger']) {
      const page = await blank();
      const letGo = await hold(page, path);
      await go(page, boat);
      await page.getByText('Reading jobs and budgets…').waitFor();
      await expect.poll(() => disabled(page, /^Shoot 1 take/)).toBe(true);
      await page.keyboard.press('Control+Enter');
      await letGo();
      await page.getByText('Your limit “A day (UTC)” is $0.01.').waitFor();
      await expect.poll(() => disabled(page, /^Shoot 1 take/)).toBe(true);
    }
    const page = await blank();
    const letGo = await hold(page, '/v1/ledger');
    await go(page, `${boat}&model=${encodeURIComponent(mini)}&tab=run`);
    await page.getByText('Asking the gateway for the price…').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Run for/ }).count()).toBe(0);
    await letGo();
    await expect.poll(() => disabled(page, /^Run for/)).toBe(true);
    expect(server.simulator.jobs).toHaveLength(0);
  });

  it('what a project has spent and has left, and which orders arrived', async () => {
    await open();
    const page = await studio!.open('#/takes');
    await page.getByLabel('Name of the new project').fill('Boats');
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByLabel('Budget of the project').fill('2');
    const list = 'id,prompt,duration,resolution,audio\na,a paper boat,4,480p,no\n';
    const importList = (text: string) =>
      page
        .getByLabel('Import a shot list, with its pictures')
        .setInputFiles([{ name: 'shots.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }]);
    await importList(list);
    await page.getByRole('button', { name: /^Shoot 1 take of 1 shot/ }).click();
    await page.locator('.film .tile img').waitFor();
    await importList(list.replaceAll('a,a paper', 'b,another paper'));
    await page.getByRole('button', { name: /^Shoot 1 take of 1 shot/ }).waitFor();
    const letGo = await hold(page, '/v1/jobs');
    await page.reload();
    await page.getByText('Reading jobs and budgets…').waitFor();
    await expect.poll(() => disabled(page, /^Shoot 1 take/)).toBe(true);
    const figures = page.locator('.project-head dd');
    await expect.poll(() => figures.allInnerTexts()).toEqual(['2', '…', '…', '…']);
    const strip = page.locator('.film');
    await expect.poll(() => strip.innerText()).not.toMatch(/No clip yet|\$0\.00/);
    await letGo();
    await expect.poll(() => disabled(page, /^Shoot 1 take/)).toBe(false);
    await expect.poll(() => figures.first().innerText()).toBe('2');
    await expect.poll(() => figures.nth(1).innerText()).toMatch(/^\$0\.\d*[1-9]/);
  });

  it('whether a take was ordered', async () => {
    const { server } = await open();
    const page = await studio!.open(boat);
    await page.getByRole('button', { name: /^Shoot 1 take/ }).click();
    await page.locator('.take video').waitFor();
    // As if the answer to the order had been lost: this browser knows its key only.
    await page.evaluate(() => {
      const shots = JSON.parse(localStorage.getItem('shotcaller-shots') ?? '[]');
      shots[0].takes[0].jobId = null;
      shots[0].takes[0].orderedAtMs -= 3_600_000;
      localStorage.setItem('shotcaller-shots', JSON.stringify(shots));
    });
    const letGo = await hold(page, '/v1/jobs');
    await page.reload();
    await page.getByText('Reading its job…').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Order this take/ }).count()).toBe(0);
    await expect.poll(() => page.locator('.shot-head').innerText()).not.toContain('billed');
    await letGo();
    await page.locator('.take video').waitFor();
    await expect.poll(() => page.locator('.shot-head').innerText()).toMatch(/\$0\.\d+ billed/);
    expect(server.simulator.jobs).toHaveLength(1);
  });

  it('the models of the server: no comparison, and no word that none fits, before they are', async () => {
    const added = { ...bundledCatalog.models.find(({ id }) => id === mini)!, id: 'new/model', name: 'New' };
    await open({
      shotcaller: { catalog: async () => ({ ...bundledCatalog, models: [...bundledCatalog.models, added] }) },
    });
    const page = await blank();
    const letGo = await hold(page, '/v1/health');
    await go(page, '#/models');
    await page.getByText('Looking for the gateway…').waitFor();
    await expect.poll(() => page.getByText('Nothing has changed').count()).toBe(0);
    await letGo();
    await page.getByRole('region', { name: 'New' }).getByText('new/model').waitFor();

    const other = await blank();
    const letOther = await hold(other, '/v1/health');
    const query = new URLSearchParams({ s: 'a paper boat, 4 seconds, 480p', providers: 'new' });
    await go(other, `#/create?${query}`);
    await other.getByText('Looking for the gateway…').first().waitFor();
    await expect.poll(() => other.getByText('No model can make this clip').count()).toBe(0);
    await expect.poll(() => other.locator('details.why').getAttribute('open')).toBeNull();
    await letOther();
    await other.getByRole('button', { name: /^Shoot 1 take/ }).waitFor();
    await expect.poll(() => other.locator('details.why').getAttribute('open')).toBeNull();
  });

  it('the limits', async () => {
    await open({ shotcaller: { caps: { perDayUsd: '5' } } });
    const page = await blank();
    const letGo = await hold(page, '/v1/ledger');
    await go(page, '#/settings');
    await page.getByText('Not read yet.').waitFor();
    await expect.poll(() => page.getByText('No limit is set').count()).toBe(0);
    await letGo();
    await page.getByText('of $5.00 left').waitFor();
  });

  it('an order that is older than the list goes back is not called one that may not have arrived', async () => {
    const { server } = await open();
    const page = await studio!.open(`${boat}&model=${encodeURIComponent(mini)}&tab=run`);
    await page.getByRole('button', { name: /^Run for/ }).click();
    await page.locator('.job-card.done').waitFor();
    await page.route(
      (url) => url.pathname === '/v1/jobs',
      (route) => route.fulfill({ json: { jobs: [], nextCursor: null } }),
    );
    await page.goto('about:blank');
    await go(page, `${boat}&model=${encodeURIComponent(mini)}&tab=run`);
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /^Ordered .*: view$/ })
      .waitFor();
    await page.goto('about:blank');
    // One answer that is lost on the way says nothing of what the clip cost.
    let lost = 0;
    await page.route(
      (url) => url.pathname.startsWith('/v1/jobs/'),
      (route) => (lost++ === 0 ? route.fulfill({ status: 502, body: '' }) : route.fallback()),
    );
    await go(page, '#/takes');
    await page.locator('.tile img').waitFor();
    await expect.poll(() => page.locator('.tile').innerText()).toMatch(/\$0\.\d*[1-9]\d* billed/);
    expect(server.simulator.jobs).toHaveLength(1);
  });
});

describe('what one client key has read', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const enter = async (page: Page, key: string) => {
    await page.getByLabel('Client key').fill(key);
    await page.getByRole('button', { name: 'Use this key' }).click();
  };
  const setUp = async () => {
    studio = await openStudio({ gateway: { mode: 'server' }, simulator: { speed: 500 } });
    const { server } = studio;
    const ann = await server.addKey({ name: 'ann' });
    const ben = await server.addKey({ name: 'ben' });
    const requirements = { prompt: 'the secret boat of Ann', durationSeconds: 4, resolution: '480p', audio: false };
    const order = await server.post('/v1/jobs', { requirements, model: mini }, bearer(ann));
    await server.ended(((await order.json()) as { id: string }).id, bearer(ann));
    const page = await studio.open('#/jobs');
    await enter(page, ann);
    await page.getByText('the secret boat of Ann').waitFor();
    await page.getByText(/^Today \$0\.\d*[1-9]/).waitFor();
    return { page, ben, server };
  };

  it('is not shown to the next one', async () => {
    const { page, ben } = await setUp();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Use another key' }).click();
    await page.getByLabel('Client key').waitFor();
    await expect.poll(() => page.locator('.spent-today').count()).toBe(0);
    for (const name of ['Jobs', 'Spend', 'Takes']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { name, exact: true }).waitFor();
      await expect.poll(() => page.locator('body').innerText()).not.toMatch(/secret boat|\$0\.\d*[1-9]/);
    }
    const letGo = await hold(page, '/v1/jobs', '/v1/ledger');
    await enter(page, ben);
    await page.getByText('Live').or(page.getByText('Simulator: no money moves')).waitFor();
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.getByText('Reading the jobs…').waitFor();
    await expect.poll(() => page.locator('body').innerText()).not.toMatch(/secret boat|\$0\.\d*[1-9]/);
    await letGo();
    await page.getByText('No clip has been ordered yet.').waitFor();
  });

  it('goes when the key is revoked while somebody watches, and the page asks for another one', async () => {
    const { page, ben, server } = await setUp();
    await server.revokeKey('ann');
    await page.getByLabel('Client key').waitFor();
    await page.getByText('The server does not accept this key.').waitFor();
    await expect.poll(() => page.locator('body').innerText()).not.toMatch(/secret boat|\$0\.\d*[1-9]/);
    await enter(page, ben);
    await page.getByText('No clip has been ordered yet.').waitFor();
  });
});
