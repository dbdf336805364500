import { manualClock } from '@shotcaller/simulator';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const boat = '#/create?why=open&s=a+4+second+vertical+clip+of+a+paper+boat%2C+480p%2C+no+sound';

describe('when something goes wrong', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions) => {
    studio = await openStudio(options);
    return studio;
  };

  it('says of a failed job what happened, that it was not billed, and what to do', async () => {
    const { open: tab } = await open({ simulator: { speed: 500, scenario: 'job-moderated' } });
    const page = await tab(boat);
    await page.getByRole('button', { name: 'Run this clip' }).click();
    await page.getByRole('button', { name: /^Run for/ }).click();
    const card = page.locator('.job-card.failed');
    await card.waitFor();
    await expect.poll(() => card.innerText()).toMatch(/What happened/);
    await expect.poll(() => card.innerText()).toMatch(/OpenRouter said/);
    await expect.poll(() => card.innerText()).toMatch(/No bill came for it|Billed \$0/);
    await card.getByRole('link', { name: 'Choose again' }).click();
    await page.getByRole('button', { name: /^Shoot/ }).waitFor();
  });

  it('does not call a clip ordered whose take brought neither clip nor bill, and orders it anew with one press', async () => {
    const { open: tab, server } = await open({ simulator: { speed: 500, scenario: 'job-failed' } });
    const page = await tab(`${boat}&takes=bytedance%2Fseedance-2.0-mini`);
    await page.getByRole('button', { name: /^Shoot 1 take/ }).click();
    await page.locator('.take .state.failed').waitFor();
    await page.goBack();
    await page.getByText('An earlier take brought no clip and was not billed.').waitFor();
    expect(await page.getByRole('button', { name: 'Order another' }).count()).toBe(0);
    // In the sheet of the model neither.
    await page
      .getByRole('button', { name: /^Details of bytedance\/seedance-2\.0-mini/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('The order before brought no clip').waitFor();
    await page.getByRole('button', { name: /^Run for/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Shoot 1 take/ }).click();
    await expect.poll(() => page.locator('.take .state.failed').count()).toBe(2);
    expect(server.simulator.jobs).toHaveLength(2);
  });

  it('says of a bill that it is not known, with what stays reserved, and never that it is $0.00', async () => {
    const { open: tab } = await open({ simulator: { speed: 500, scenario: 'cost-null' } });
    const page = await tab(boat);
    await page.getByRole('button', { name: /^Shoot 1 take/ }).click();
    await page.locator('.take video').waitFor();
    await page.getByText('$0.00 billed, 1 bill not known').waitFor();
    await page
      .locator('.take-money')
      .getByText(/^Bill not known: up to \$[\d.]+ stays reserved/)
      .waitFor();
    await page.getByRole('link', { name: 'Takes', exact: true }).first().click();
    await page.locator('.tile').getByText('1 bill not known').waitFor();
    await page.getByRole('link', { name: /^Jobs/ }).first().click();
    await page.locator('.number').getByText('1 bill not known').waitFor();
  });

  it('picks up a running job after a reload in the middle', async () => {
    const time = manualClock(Date.now());
    const { open: tab, server } = await open({ simulator: { speed: 1, clock: time } });
    const page = await tab(boat);
    await page.getByRole('button', { name: 'Run this clip' }).click();
    await page.getByRole('button', { name: /^Run for/ }).click();
    await page.locator('.job-card.running, .job-card.submitted').waitFor();
    await page.reload();
    await page.locator('.job-card.running, .job-card.submitted').waitFor();
    await page.getByText('90 % finish within').waitFor();
    await time.advance(600_000);
    await page.locator('.job-card.done').waitFor();
    await page.locator('video').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
  });

  it('shows in two tabs what either ordered, and presses that came twice bought once', async () => {
    const { open: tab, server } = await open({ simulator: { speed: 60 } });
    const [one, other] = [await tab(boat), await tab('#/jobs')];
    await other.getByText('No clip has been ordered yet.').waitFor();
    await one.getByRole('button', { name: 'Run this clip' }).click();
    await one.getByRole('button', { name: /^Run for/ }).dblclick();
    await other.locator('.job-row').waitFor();
    await expect.poll(() => other.locator('.job-row .state').innerText()).toBe('Done');
    await one.locator('.job-card.done').waitFor();
    expect(server.simulator.jobs).toHaveLength(1);
  });

  it('works in eight tabs at once: they share one stream of events', async () => {
    const { open: tab } = await open({ simulator: { speed: 500 } });
    const tabs: Page[] = [];
    for (let count = 0; count < 8; count += 1) tabs.push(await tab('#/jobs'));
    const last = tabs.at(-1)!;
    await last.goto(`${studio?.url}${boat}`);
    await last.getByRole('button', { name: 'Run this clip' }).click();
    await last.getByRole('button', { name: /^Run for/ }).click();
    for (const other of tabs.slice(0, 7)) await other.locator('.job-row .state.done').waitFor();
    // The tab that held the stream closes, and another one takes over.
    await tabs[0]?.close();
    await last.goto('about:blank');
    await last.goto(`${studio?.url}${boat}`);
    await last.getByRole('button', { name: 'Run this clip' }).click();
    await last.getByRole('dialog').getByRole('button', { name: 'Order another' }).click();
    await last.getByRole('button', { name: /^Run for/ }).click();
    await expect.poll(() => tabs[3]!.locator('.job-row .state.done').count()).toBe(2);
  });

  it('says so as well when the gateway goes before the first event has come, and finds it again', async () => {
    const { open: tab, url } = await open({});
    const page = await tab('#/settings');
    const events = '**/v1/events';
    await page.route(events, (route) => route.abort());
    await page.goto('about:blank');
    await page.goto(`${url}#/jobs`);
    const notice = page.locator('.notice').getByText('Reconnecting…');
    await notice.waitFor();
    await page.unroute(events);
    await notice.waitFor({ state: 'detached' });
    await page.getByText('No clip has been ordered yet.').waitFor();
  });

  it('asks for the events anew when three heartbeats were not heard, as after a sleep', async () => {
    const { open: tab, url } = await open({});
    const page = await tab('#/settings');
    let asked = 0;
    // The first connection is there and says nothing, as behind a router that has forgotten it.
    await page.route('**/v1/events', (route) => (++asked === 1 ? undefined : route.continue()));
    await page.clock.install();
    await page.goto('about:blank');
    await page.goto(`${url}#/jobs`);
    await expect.poll(() => asked).toBe(1);
    await page.clock.fastForward(40_000);
    expect(asked).toBe(1);
    await page.clock.fastForward(10_000);
    await expect.poll(() => asked).toBe(2);
    await page.locator('.notice').getByText('Reconnecting…').waitFor({ state: 'detached' });
  });

  it('says that the gateway has gone, and finds it again', async () => {
    const { open: tab, server, url } = await open({});
    const page = await tab('#/jobs');
    await page.getByText('No clip has been ordered yet.').waitFor();
    await page.context().setOffline(true);
    await page.evaluate(() => fetch('/v1/health').catch(() => undefined));
    const port = Number(new URL(url).port);
    await server.restart();
    await page.locator('.notice').getByText('Reconnecting…').waitFor();
    await page.context().setOffline(false);
    await server.gateway.listen({ port });
    await page.locator('.notice').getByText('Reconnecting…').waitFor({ state: 'detached' });
  });
});
