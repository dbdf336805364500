import { bundledCatalog, type Catalog } from '@shotcaller/core';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, painted, type Studio } from './open-studio.ts';

const mini = 'bytedance/seedance-2.0-mini';
const query = { prompt: 'a paper boat', durationSeconds: '4', resolution: '480p', audio: 'false', takes: mini };
const create = `#/create?${new URLSearchParams(query)}`;
const shootButton = /^Shoot 1 take: (?:up to )?\$[\d.]+/;

/** What orders leave the page, in the page's own words. */
function watchOrders(page: Page) {
  const orders: { key: string; confirmUsd: string }[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/v1/jobs')
      orders.push(JSON.parse(request.postData() ?? '{}'));
  });
  return orders;
}

/** The catalogue with one model at so many times its price. */
function withRate(rate: number): Catalog {
  const models = bundledCatalog.models.map((model) => {
    if (model.id !== mini) return model;
    const rates = Object.entries(model.pricingSkus ?? {});
    return {
      ...model,
      pricingSkus: Object.fromEntries(rates.map(([sku, usd]) => [sku, (Number(usd) * rate).toFixed(9)])),
    };
  });
  return { ...bundledCatalog, models };
}

describe('a press on Shoot', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const shownUsd = async (page: Page) => {
    const button = page.getByRole('button', { name: shootButton });
    await expect.poll(() => button.isEnabled()).toBe(true);
    return /\$([\d.]+)/.exec(await button.innerText())![1]!;
  };

  /** A server whose prices of one model change. */
  const openWithRate = async () => {
    let rate = 1;
    const catalog = async () => withRate(rate);
    studio = await openStudio({ simulator: { speed: 500 }, shotcaller: { catalog } });
    const { server, url } = studio;
    const startAgain = async () => {
      await server.restart();
      await server.gateway.listen({ port: Number(new URL(url).port) });
    };
    const setRate = (next: number) => {
      rate = next;
    };
    return { page: await studio.open(create), server, startAgain, setRate };
  };

  it('as the network goes says that nothing has arrived, and is one order at the shown price when it is back', async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
    const { server } = studio;
    const page = await studio.open(create);
    const orders = watchOrders(page);
    const usd = await shownUsd(page);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: shootButton }).click();
    await page.getByText('This part of the page did not arrive').waitFor();
    await page.getByText('Nothing is ordered twice and nothing that you wrote is lost.').waitFor();
    expect(server.simulator.jobs).toHaveLength(0);
    await page.context().setOffline(false);
    const sentBefore = page.locator('.take video');
    const toSend = page.getByRole('button', { name: /^(Order this take|Try again): up to/ });
    await sentBefore.or(toSend).first().waitFor();
    if (await toSend.isVisible()) await toSend.click();
    await sentBefore.waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
    expect(new Set(orders.map(({ key }) => key)).size).toBe(1);
    for (const { confirmUsd } of orders) expect(Number(confirmUsd).toFixed(2)).toBe(Number(usd).toFixed(2));
  });

  it('whose order does not reach the server says so on the take, and a further press sends the same order', async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
    const { server } = studio;
    const page = await studio.open(create);
    const orders = watchOrders(page);
    await shownUsd(page);
    const cut = (url: URL) => url.pathname === '/v1/jobs';
    await page.route(cut, (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
    await page.getByRole('button', { name: shootButton }).click();
    const said = page.locator('.take').getByRole('alert');
    await said.getByText('The gateway does not answer.').waitFor();
    await said.getByText('You will not be charged twice').waitFor();
    // It may have arrived: nobody knows that it was not ordered.
    await page.locator('.take').getByText('Order not confirmed').waitFor();
    await page.unroute(cut);
    await page.getByRole('button', { name: /^Try again: up to/ }).click();
    await page.locator('.take video').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
    expect(orders).toHaveLength(2);
    expect(orders[0]!.key).toBe(orders[1]!.key);
  });

  it('just as the price rises buys nothing, says the new price, and buys at it once that is pressed', async () => {
    const { page, server, startAgain, setRate } = await openWithRate();
    const orders = watchOrders(page);
    const usd = await shownUsd(page);
    setRate(3);
    // A gateway believes its catalogue for a while; one that was started again has read it anew, and this page must not.
    await page.route('**/v1/catalog', (route) => route.abort());
    await startAgain();
    expect(await shownUsd(page)).toBe(usd);
    await page.getByRole('button', { name: shootButton }).click();
    const said = page.locator('.take').getByRole('alert');
    await said.getByText('Nothing was bought.').waitFor();
    expect(server.simulator.jobs).toHaveLength(0);
    const again = page.getByRole('button', { name: /^Try again: up to/ });
    const risenUsd = /\$([\d.]+)/.exec(await again.innerText())![1]!;
    expect(Number(risenUsd)).toBeGreaterThan(Number(usd));
    const words = new RegExp(
      `^It now costs (up to )?\\$${risenUsd}, more than the price that was shown. Nothing was bought.$`,
    );
    await expect.poll(() => said.innerText()).toMatch(words);
    await page.unroute('**/v1/catalog');
    await page.reload();
    await page.getByText('Nothing was billed').waitFor();
    expect(orders).toHaveLength(1);
    // After a reload the page has the price of the first press: the order is refused anew, and not sent at a price that nobody saw.
    await again.click();
    await expect.poll(() => again.innerText()).toContain(risenUsd);
    expect(server.simulator.jobs).toHaveLength(0);
    await again.click();
    await page.locator('.take video').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
    expect(new Set(orders.map(({ key }) => key)).size).toBe(1);
    expect(Number(orders.at(-1)!.confirmUsd).toFixed(2)).toBe(Number(risenUsd).toFixed(2));
  });

  it('of a project just as the price rises buys nothing, shows the new price, and buys at it once that is pressed', async () => {
    const { page, server, startAgain, setRate } = await openWithRate();
    const orders = watchOrders(page);
    await page.goto(`${studio!.url}#/takes`);
    await page.getByLabel('Name of the new project').fill('Boats');
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByLabel('Budget of the project').fill('1');
    const buffer = Buffer.from(`id,prompt,duration,resolution,audio,takes,model\na,a paper boat,4,480p,no,2,${mini}\n`);
    const list = { name: 'shots.csv', mimeType: 'text/csv', buffer };
    await page.getByLabel('Import a shot list, with its pictures').setInputFiles([list]);
    const shoot = page.getByRole('button', { name: /^Shoot 2 takes of 1 shot: up to/ });
    await expect.poll(() => shoot.isEnabled()).toBe(true);
    const usdOn = async (button: typeof shoot) => /\$([\d.]+)/.exec(await button.innerText())![1]!;
    const usd = await usdOn(shoot);
    setRate(3);
    await page.route('**/v1/catalog', (route) => route.abort());
    await startAgain();
    await expect.poll(() => shoot.isEnabled()).toBe(true);
    await shoot.click();
    const again = page.getByRole('button', { name: /^Send 2 orders again: now up to/ });
    await again.waitFor();
    await page.getByText(/^It now costs .*, more than the price that was shown\.$/).waitFor();
    const risenUsd = await usdOn(again);
    expect(Number(risenUsd)).toBeGreaterThan(Number(usd) * 2);
    expect(orders).toHaveLength(2);
    // The second press of a double click was meant for the price before.
    await again.dispatchEvent('click', { detail: 2 });
    await painted(page);
    expect(orders).toHaveLength(2);

    // The budget of the project holds at the new price.
    await page.getByLabel('Budget of the project').fill(usd);
    await page
      .getByText(`These takes may cost up to $${risenUsd}; the budget of the project leaves $${usd}.`)
      .waitFor();
    await expect.poll(() => again.isDisabled()).toBe(true);
    await page.getByLabel('Budget of the project').fill('5');

    await page.unroute('**/v1/catalog');
    // After a reload the page has the price of the first press: the orders are refused anew, and not sent at a price that nobody saw.
    await page.reload();
    await page.getByRole('button', { name: `Send 2 orders again: up to $${usd}` }).click();
    await again.waitFor();
    expect(server.simulator.jobs).toHaveLength(0);
    await again.click();
    await page.locator('.film .tile img').waitFor();
    await expect.poll(() => server.simulator.jobs.length).toBe(2);
    expect(new Set(orders.map(({ key }) => key)).size).toBe(2);
    const confirmed = orders.slice(-2).reduce((sum, { confirmUsd }) => sum + Number(confirmUsd), 0);
    expect(confirmed.toFixed(2)).toBe(Number(risenUsd).toFixed(2));
    await expect.poll(() => page.getByRole('button', { name: /again/ }).count()).toBe(0);
    expect(server.simulator.jobs).toHaveLength(2);
  });

  it('has the new price on it when the server was started again with other prices', async () => {
    const { page, startAgain, setRate } = await openWithRate();
    const usd = Number(await shownUsd(page));
    setRate(3);
    await startAgain();
    await expect.poll(async () => Number(await shownUsd(page))).toBeGreaterThan(usd * 2);
  });
});
