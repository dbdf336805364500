import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createConfiguredCaps } from '../../packages/shotcaller/src/cli/configured-caps.ts';
import { defaultConfig } from '../../packages/shotcaller/src/settings/config.ts';
import { readConfig } from '../../packages/shotcaller/src/settings/read-config.ts';
import { needsChromium } from '../needs.ts';
import { axeFindings, tabTo } from './axe.ts';
import { fillLedger } from './fill-ledger.ts';
import { openStudio, painted, type Studio, type StudioOptions } from './open-studio.ts';

const mini = 'bytedance/seedance-2.0-mini';
const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false };

describe('who watches spend, failures and keys', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions) => {
    studio = await openStudio(options);
    return studio;
  };
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

  it('reads every cell of the list of jobs at every width, also with long names: none lies over another or is cut off', async () => {
    const found = await open({ gateway: { mode: 'server' }, simulator: { speed: 500 } });
    const admin = await found.server.addKey({ name: 'root', admin: true });
    const secret = await found.server.addKey({ name: 'k'.repeat(64) });
    const prompt = 'lantern'.repeat(60);
    const order = await found.server.post(
      '/v1/jobs',
      { requirements: { ...clip, prompt }, model: mini },
      bearer(secret),
    );
    await found.server.ended(((await order.json()) as { id: string }).id, bearer(secret));
    const page = await found.open('#/jobs');
    await page.getByLabel('Client key').fill(admin);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.locator('.job-row img').waitFor();
    for (const width of [1280, 1024, 900, 768, 700, 390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await painted(page);
      const faults = await page.locator('.job-row').evaluate((row) => {
        const boxOf = (element: Element) => ({
          name: element.className,
          drawn: element.getBoundingClientRect(),
          isTooNarrow: element.scrollWidth > element.clientWidth + 1,
        });
        const edge = row.getBoundingClientRect().right;
        const cells = [...row.children].filter((cell) => cell.getBoundingClientRect().width > 0).map(boxOf);
        const isOver = (one: DOMRect, other: DOMRect) =>
          one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
        return cells.flatMap((cell, at) => [
          ...(cell.drawn.right > edge ? [`${cell.name} is cut off`] : []),
          ...cells
            .slice(at + 1)
            .filter(({ drawn }) => isOver(cell.drawn, drawn))
            .map(({ name }) => `${cell.name} over ${name}`),
          ...(cell.isTooNarrow ? [`${cell.name} is narrower than its text`] : []),
        ]);
      });
      expect({ width, faults }).toEqual({ width, faults: [] });
    }
  });

  it('makes a key with a budget, sees what it spent, changes it and ends it', async () => {
    const found = await open({ gateway: { mode: 'server' }, simulator: { speed: 500 } });
    const admin = await found.server.addKey({ name: 'root', admin: true });
    const page = await found.open('#/keys');
    await page.getByLabel('Client key').fill(admin);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.getByText('Add a key').click();
    await page.getByRole('textbox', { name: 'Name' }).fill('not a name');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('must be 1 to 64 letters').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('ann');
    await page.getByLabel('Budget in all').fill('2.50');
    await page.getByRole('radio', { name: 'Only these:' }).check();
    await page.getByRole('checkbox', { name: mini, exact: true }).check();
    await page.getByRole('button', { name: 'Make the key' }).click();
    const secret = await page.locator('.secret code').innerText();
    expect(secret).toMatch(/^shot_/);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('made-title');
    await page.getByRole('button', { name: 'I have copied it' }).click();
    expect(await page.locator('body').innerText()).not.toContain(secret);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(secret);

    const order = await found.server.post('/v1/jobs', { requirements: clip, model: mini }, bearer(secret));
    expect(order.status).toBe(202);
    await found.server.ended(((await order.json()) as { id: string }).id, bearer(secret));
    const refused = await found.server.post(
      '/v1/jobs',
      { requirements: clip, model: 'alibaba/wan-3.0' },
      bearer(secret),
    );
    expect(refused.status).not.toBe(202);

    await page.getByRole('link', { name: 'Spend', exact: true }).click();
    await page.getByRole('heading', { name: 'By key' }).waitFor();
    await page.getByRole('link', { name: /^ann~/ }).click();
    await page.waitForURL(/#\/jobs\?key=ann/);
    await page.locator('.job-row').first().waitFor();
    await expect.poll(() => page.locator('.job-row').first().innerText()).toContain('a paper boat');

    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    const entry = page.getByRole('listitem', { name: 'ann' });
    await entry.getByText(/^\$0\.\d\d of \$2\.50$/).waitFor();
    await entry.getByRole('button', { name: /^Change/ }).click();
    await entry.getByLabel('Budget in all').fill('0.01');
    await entry.getByRole('button', { name: 'Save' }).click();
    await page.getByText('ann is changed.').waitFor();
    const over = await found.server.post(
      '/v1/jobs',
      { requirements: { ...clip, prompt: 'x' }, model: mini },
      bearer(secret),
    );
    expect([over.status, await over.text()]).toEqual([402, expect.stringContaining('over_budget')]);
    await entry.getByRole('button', { name: /^Revoke/ }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
    await entry.getByRole('button', { name: 'Revoke it' }).click();
    await entry.waitFor({ state: 'detached' });
    expect((await found.server.call('/v1/jobs', { headers: bearer(secret) })).status).toBe(401);
    expect(found.server.simulator.jobs).toHaveLength(1);
    expect(found.complaints.filter((complaint) => !/401|400/.test(complaint))).toEqual([]);
  });

  it('an ordinary key sees no page of keys and no limits to change', async () => {
    const found = await open({ gateway: { mode: 'server' }, simulator: { speed: 500 } });
    const key = await found.server.addKey({ name: 'ann', budgetUsd: '1' });
    const page = await found.open('#/keys');
    await page.getByLabel('Client key').fill(key);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.getByText('Only an admin key can see and change keys.').waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Keys', exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'Spend', exact: true }).click();
    await page.getByText('Only an admin key can change the limits').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Save limits' }).count()).toBe(0);
  });

  it('a limit that is changed on the page is what the command line reads, and holds for the next order', async () => {
    let caps = createConfiguredCaps('/nowhere', defaultConfig);
    const found = await open({
      simulator: { speed: 500 },
      shotcaller: { caps: () => caps.now() },
      gateway: { changeCaps: (change) => caps.change(change) },
    });
    const { home } = found.server;
    caps = createConfiguredCaps(home, await readConfig(home));
    const page = await found.open('#/spend');
    await page.getByLabel('A day (UTC)').fill('lots');
    await page.getByRole('button', { name: 'Save limits' }).click();
    await page.getByText('Write an amount in dollars').waitFor();
    await page.getByLabel('A day (UTC)').fill('0.05');
    await page.getByRole('button', { name: 'Save limits' }).click();
    await page.getByText('The limits are changed.').waitFor();
    expect((await readConfig(home)).caps).toEqual({ perJobUsd: null, perDayUsd: '0.05', perMonthUsd: null });
    expect(await readFile(`${home}/config.json`, 'utf8')).toContain('"perDayUsd": "0.05"');
    const order = (await (await found.server.post('/v1/jobs', { requirements: clip, model: mini })).json()) as object;
    expect(order).toMatchObject({ status: 'refused', reason: { code: 'over_budget', cap: 'day' } });
    await page.getByRole('link', { name: /^Jobs/ }).click();
    await page.locator('.job-row a').first().click();
    await page.locator('.job-card.refused').getByRole('link', { name: 'Limits on the page Spend' }).click();
    await page.getByText('of $0.050 left').waitFor();
    expect(found.server.simulator.jobs).toHaveLength(0);
  });

  it('says that it reads the ledger again by itself after a failure, and reads it on a press', async () => {
    const found = await open({ simulator: { speed: 500 } });
    const page = await found.open('#/models');
    await page.locator('.model-grid').waitFor();
    await page.goto('about:blank');
    let fails = true;
    await page.route('**/v1/ledger', (route) =>
      fails && route.request().method() === 'GET'
        ? route.fulfill({ status: 500, json: { error: { code: 'internal', message: 'The disk is gone.' } } })
        : route.fallback(),
    );
    await page.goto(`${found.url}#/spend`);
    await page.getByText('The disk is gone. This page tries again by itself.').waitFor();
    fails = false;
    await page.getByRole('button', { name: 'Try now' }).press('Enter');
    await page.getByText('Nothing has been spent yet.').waitFor();
    await expect.poll(() => page.getByText('The disk is gone.').count()).toBe(0);
  });

  it('finds failures, a late job and one that waits for a decision, each with what to do', async () => {
    const found = await open({ simulator: { speed: 500, scenario: 'job-failed' } });
    const order = async (prompt: string) => {
      const answer = await found.server.post('/v1/jobs', { requirements: { ...clip, prompt }, model: mini });
      return ((await answer.json()) as { id: string }).id;
    };
    const failed = await order('a kite that fails');
    await found.server.ended(failed);
    found.server.simulator.setScenario('submit-reset');
    await order('a mug that is lost');
    found.server.simulator.setScenario('job-stuck');
    await order('a boat that is stuck');
    found.server.later(3_600_000);
    const page = await found.open('#/jobs');
    await page.getByText(/1 job takes much longer than usual/).waitFor();
    await page
      .getByText(/\d\d+ × the usual/)
      .first()
      .waitFor();
    await page.getByText('1 job waits for your decision.').waitFor();
    await page.getByRole('link', { name: 'See which' }).click();
    await expect.poll(() => page.locator('.job-row').count()).toBe(1);
    await page.getByRole('link', { name: /^Settle/ }).click();
    await page.getByRole('button', { name: 'It was not bought' }).click();
    await expect.poll(() => page.locator('.job-card .state').innerText()).toBe('Refused');
    await page.goto(`${found.url}#/jobs?status=bad`);
    await page.getByRole('link', { name: 'a kite that fails' }).click();
    await page.getByText('Try again, or try another model').waitFor();
    expect(found.server.simulator.jobs).toHaveLength(3);
  });

  it('scrolls through more jobs than a page of the server, finds one by a word, and keeps few rows in the document', async () => {
    const found = await open({ simulator: { speed: 500 } });
    await fillLedger(found.server.ledger, 450);
    const page = await found.open('#/jobs');
    await page.locator('.job-row').first().waitFor();
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('End');
      if ((await page.getByText('clip number 0 ').count()) > 0) break;
      await page.waitForTimeout(50);
    }
    await page.getByText('clip number 0 ').waitFor();
    await expect.poll(() => page.locator('.job-row').count()).toBeLessThan(60);
    await page.keyboard.press('Home');
    await page.getByRole('searchbox').fill('lantern filled-000017');
    await page.waitForURL(/find=/);
    await expect.poll(() => page.locator('.job-row').count()).toBe(1);
    await page.getByRole('searchbox').fill('no such words');
    await page.getByText('No job matches these filters.').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.locator('.job-row').nth(5).waitFor();
    await page.getByLabel('From', { exact: true }).fill('2026-11-22');
    await page.getByLabel('To', { exact: true }).fill('2026-11-22');
    await page.waitForURL(/from=2026-11-22&to=2026-11-22/);
    await page.reload();
    await page.locator('.job-row').first().waitFor();
    await expect.poll(() => page.getByLabel('From', { exact: true }).inputValue()).toBe('2026-11-22');
    expect(found.complaints).toEqual([]);
  });

  it('tells of a clip that is done where the job is not in sight, with a way to it', async () => {
    const found = await open({ simulator: { speed: 20 } });
    const page = await found.open('#/models');
    await page.locator('.model-grid').waitFor();
    await found.server.post('/v1/jobs', { requirements: clip, model: mini });
    const toast = page.locator('.toast.done');
    await toast.waitFor();
    await expect.poll(() => toast.innerText()).toContain('a paper boat');
    await toast.getByRole('link', { name: 'View' }).click();
    await page.locator('.job-card.done').waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'axe finds nothing in pages with money, keys and alarms, live, %s',
    async (colorScheme) => {
      const found = await open({
        context: { colorScheme },
        simulator: { speed: 500, scenario: 'submit-reset' },
        gateway: { mode: 'server', upstream: { origin: 'https://openrouter.ai', simulated: false } },
      });
      const admin = await found.server.addKey({ name: 'root', admin: true });
      await found.server.addKey({ name: 'ann', budgetUsd: '2', dailyUsd: '1', models: [mini], submitsPerMinute: 3 });
      await found.server.post('/v1/jobs', { requirements: clip, model: mini }, bearer(admin));
      found.server.simulator.setScenario('job-stuck');
      await found.server.post('/v1/jobs', { requirements: clip, model: mini }, bearer(admin));
      found.server.simulator.setScenario('');
      const done = await found.server.post('/v1/jobs', { requirements: clip, model: mini }, bearer(admin));
      await found.server.ended(((await done.json()) as { id: string }).id, bearer(admin));
      found.server.later(3_600_000);
      const page = await found.open('#/keys');
      await page.getByLabel('Client key').fill(admin);
      await page.getByRole('button', { name: 'Use this key' }).click();
      await page.getByText('Live: real money').waitFor();
      const findings: string[] = [];
      const look = async (where: string) => {
        findings.push(...(await axeFindings(page)).map((finding) => `${where} ${finding}`));
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) findings.push(`${where}: ${overflow} pixels too wide`);
        await page.setViewportSize({ width: 1280, height: 900 });
      };
      await page.getByRole('listitem', { name: 'ann' }).waitFor();
      await page.getByText('Add a key').click();
      await page
        .getByRole('listitem', { name: 'ann' })
        .getByRole('button', { name: /^Change/ })
        .click();
      await page
        .getByRole('listitem', { name: 'root' })
        .getByRole('button', { name: /^Revoke/ })
        .click();
      await look('keys');
      for (const [name, ready] of [
        ['Jobs', '.job-row'],
        ['Spend', '.limits-form'],
        ['Settings', '#tour-again-title'],
      ] as const) {
        await page
          .getByRole('link', { name: new RegExp(`^${name}`) })
          .first()
          .click();
        await page.locator(ready).first().waitFor();
        await look(name);
      }
      await page.getByRole('button', { name: 'Show the tour' }).click();
      for (const _ of [1, 2, 3]) {
        await look('tour');
        const next = page.getByRole('button', { name: 'Next' });
        if ((await next.count()) > 0) await next.click();
      }
      expect(findings).toEqual([]);
    },
  );

  it('by keyboard alone: to the limits, to a new key, and to a job that waits', async () => {
    const found = await open({ simulator: { speed: 500, scenario: 'submit-reset' } });
    await found.server.post('/v1/jobs', { requirements: clip, model: mini });
    const page = await found.open('#/keys');
    await page.getByText('Add a key').waitFor();
    await tabTo(page, /Skip to the page/);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('by-hand');
    await tabTo(page, /Make the key/);
    await page.keyboard.press('Enter');
    await page.getByText('The key by-hand is made').waitFor();
    await tabTo(page, /I have copied it/);
    await page.keyboard.press('Enter');
    await page.goto(`${found.url}#/jobs`);
    await page.locator('.job-row').waitFor();
    await tabTo(page, /Settle/);
    await page.keyboard.press('Enter');
    await page.locator('.job-card.unknown').waitFor();
    await tabTo(page, /It was not bought/);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.job-card .state').innerText()).toBe('Refused');
  });
});
