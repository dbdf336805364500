import { manualClock } from '@shotcaller/simulator';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const shots = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({
    id: `s${index + 1}`,
    prompt: `a lantern, view ${index + 1}`,
    ...more,
  }));
const defaults = { duration: 4, resolution: '480p', audio: false };

describe('a batch that was bought elsewhere', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    return studio;
  };
  const figure = (page: Page, name: string) =>
    page.locator('.batch-head dl > div').filter({ hasText: name }).locator('dd').innerText();

  it('is listed with how far it is, and shows each clip with its picture, its bill and a way to its job', async () => {
    const { server } = await open();
    const page = await studio!.open('#/takes');
    await page.getByRole('heading', { name: 'Takes' }).waitFor();
    await expect.poll(() => page.getByRole('heading', { name: 'Batches' }).count()).toBe(0);
    const answer = await server.post('/v1/batches', { name: 'Lantern film', shots: shots(3), defaults, maxUsd: '5' });
    expect(answer.status).toBe(202);
    await page.reload();
    const row = page.locator('.batch-row').filter({ hasText: 'Lantern film' });
    await row.getByText('Ended').waitFor();
    await row.getByText('3 of 3 done').waitFor();
    await row.getByRole('link').click();
    await page.waitForURL(/#\/batches\/Lantern%20film$/);
    await expect.poll(() => page.title()).toContain('Lantern film · Batch');
    await expect.poll(() => page.locator('.tile img').count()).toBe(3);
    await expect.poll(() => figure(page, 'Clips')).toBe('3 of 3 done');
    await expect.poll(() => figure(page, 'Limit')).toBe('$5.00');
    const billed = server.simulator.bills.reduce((sum, { usd }) => sum + Number(usd), 0);
    await expect.poll(() => figure(page, 'Billed and reserved')).toBe(`$${billed.toFixed(2)}`);
    // Nothing is missing, so nothing is offered to buy.
    await expect.poll(() => page.getByRole('button', { name: /^Buy/ }).count()).toBe(0);
    await page.locator('.tile').first().getByRole('link').click();
    await page.waitForURL(/#\/jobs\/./);
    await page.getByText('a lantern, view 1').first().waitFor();
    expect(studio!.complaints).toEqual([]);
  });

  it('fills in while somebody looks, in a tab that was open before, and says how long it may still take', async () => {
    // The service's time goes on when the test has seen what lasts only for a while.
    const time = manualClock(Date.now());
    const { server } = await open({ simulator: { speed: 1, clock: time } });
    await server.post('/v1/batches', { name: 'film', shots: shots(5), defaults, concurrency: 2, planOnly: true });
    const page = await studio!.open('#/batches/film');
    await page.locator('.state.planned').waitFor();
    await expect.poll(() => figure(page, 'Time it takes')).toMatch(/\d (s|min)/);
    await expect.poll(() => figure(page, 'Planned')).toMatch(/^(up to )?\$\d/);
    const buy = page.getByRole('button', { name: /^Buy 5 clips: up to \$\d+\.\d\d, simulated$/ });
    // Two presses at once are one run.
    await buy.dblclick();
    await page.locator('.state.running').waitFor();
    await expect.poll(() => figure(page, 'Time left').catch(() => '')).toMatch(/\d (s|min)/);
    await expect
      .poll(async () => {
        await time.advance(60_000);
        return page.locator('.tile img').count();
      })
      .toBeGreaterThan(0);
    await page.reload();
    await expect
      .poll(async () => {
        await time.advance(60_000);
        return figure(page, 'Clips');
      })
      .toBe('5 of 5 done');
    await page.locator('.state.ended').waitFor();
    await expect.poll(() => page.locator('.tile img').count()).toBe(5);
    expect(server.simulator.jobs).toHaveLength(5);
  });

  it('is stopped, and what is missing is bought later, once', async () => {
    const time = manualClock(Date.now());
    const { server } = await open({ simulator: { speed: 1, clock: time } });
    await server.post('/v1/batches', { name: 'film', shots: shots(6), defaults, concurrency: 1 });
    const page = await studio!.open('#/batches/film');
    await expect
      .poll(async () => {
        await time.advance(10_000);
        return server.simulator.bills.length;
      })
      .toBe(1);
    await expect.poll(() => page.locator('.tile img').count()).toBe(1);
    await page.getByRole('button', { name: 'Buy nothing more' }).click();
    await expect
      .poll(async () => {
        await time.advance(60_000);
        return page.locator('.state.ended').count();
      })
      .toBe(1);
    const again = page.getByRole('button', { name: /^Buy the missing \d clips?: up to/ });
    await again.waitFor();
    const bought = server.simulator.jobs.length;
    expect(bought).toBeLessThan(6);
    await server.restart();
    await server.gateway.listen({ port: Number(new URL(studio!.url).port) });
    await page.reload();
    expect(server.simulator.jobs).toHaveLength(bought);
    await again.click();
    await expect
      .poll(async () => {
        await time.advance(60_000);
        return figure(page, 'Clips');
      })
      .toBe('6 of 6 done');
    expect(server.simulator.jobs).toHaveLength(6);
  });

  it('says of each clip that is not there why, and finds those among the others', async () => {
    const { server } = await open();
    await server.post('/v1/batches', { name: 'film', shots: shots(2, defaults) });
    const page = await studio!.open('#/batches/film');
    await page.locator('.state.ended').waitFor();
    server.simulator.setScenario('job-failed');
    const never = { id: 'never', prompt: 'a lantern', duration: 900 };
    await server.post('/v1/batches', { name: 'film', shots: [...shots(3, defaults), never] });
    await expect.poll(() => figure(page, 'Failed').catch(() => '')).toBe('1');
    await expect.poll(() => figure(page, 'No model fits')).toBe('1');
    await page.getByRole('radio', { name: 'Not there 2' }).check();
    await expect.poll(() => page.locator('.tile').count()).toBe(2);
    const failed = page.locator('.tile').filter({ hasText: 's3' });
    await failed.locator('.problem').waitFor();
    await failed.getByRole('link').waitFor();
    // It came to nothing and was not billed: a further run buys it.
    await page.getByRole('button', { name: /^Buy the missing 1 clip: up to/ }).waitFor();
    const impossible = page.locator('.tile').filter({ hasText: 'never' });
    await impossible.locator('.problem').waitFor();
    await expect.poll(() => impossible.getByRole('link').count()).toBe(0);
  });

  it('of another key, or of none, is not shown, and says where its clips are', async () => {
    await open();
    const page = await studio!.open('#/batches/nothing');
    await page.getByText('This server knows no such batch').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Jobs' }).click();
    await page.getByRole('heading', { name: 'Jobs' }).waitFor();
  });

  it('with a name from outside is text, and a long list is drawn in parts', async () => {
    const { server } = await open();
    await server.post('/v1/batches', { name: 'film', shots: shots(130), defaults, planOnly: true });
    const page = await studio!.open('#/batches/film');
    await expect.poll(() => page.locator('.tile').count()).toBe(60);
    await page.getByRole('button', { name: 'Show 60 more of 130' }).click();
    await page.getByRole('button', { name: 'Show 10 more of 130' }).click();
    await expect.poll(() => page.locator('.tile').count()).toBe(130);
    await page.evaluate(() => {
      location.hash = `#/batches/${encodeURIComponent('<img src=x onerror=alert(1)>\u202e')}`;
    });
    await page.getByRole('heading', { name: '<img src=x' }).waitFor();
    expect(studio!.complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });

  it('of another key is opened by an admin, to look at: its clips are there, and nothing that buys or stops', async () => {
    const { server } = await open({ gateway: { mode: 'server' }, simulator: { speed: 500 } });
    const [ann, root] = [
      await server.addKey({ name: 'ann', admin: false }),
      await server.addKey({ name: 'root', admin: true }),
    ];
    const plan = (key: string, count: number) =>
      server.post(
        '/v1/batches',
        { name: 'film', shots: shots(count), defaults, planOnly: true },
        { authorization: `Bearer ${key}` },
      );
    await plan(ann, 2);
    await plan(root, 3);
    const page = await studio!.open('#/takes');
    await page.getByLabel('Client key').fill(root);
    await page.getByRole('button', { name: 'Use this key' }).click();
    const rows = page.locator('.batch-row');
    await expect.poll(() => rows.count()).toBe(2);
    await rows.filter({ hasText: 'key ann' }).getByRole('link').click();
    await page.getByText('only that key can run or stop it').waitFor();
    expect(await page.locator('.tile').count()).toBe(2);
    expect(await page.getByRole('button', { name: /^Buy/ }).count()).toBe(0);
    await page.goBack();
    await rows.filter({ hasText: '3 clips' }).getByRole('link').click();
    await page.getByRole('button', { name: /^Buy 3 clips/ }).waitFor();
    expect(await page.getByText('only that key can run or stop it').count()).toBe(0);
  });

  it('says before it buys which of its clips were bought under another id, with a way to them', async () => {
    const { server } = await open();
    await server.post('/v1/batches', { name: 'film', shots: shots(2), defaults });
    const page = await studio!.open('#/batches/film');
    await page.locator('.state.ended').waitFor();
    expect(await page.getByText('would be bought again').count()).toBe(0);
    const renamed = shots(2).map((shot, index) => ({ ...shot, id: index === 1 ? 'close-up' : shot.id }));
    await server.post('/v1/batches', { name: 'film', shots: renamed, defaults, planOnly: true });
    await page.reload();
    await page.getByText('1 of these clips was bought before, under another id').waitFor();
    // Bought and re-planned: done, not planned.
    const kept = page.locator('.tile').filter({ hasText: 'a lantern, view 1' });
    expect(await kept.getByText('Planned').count()).toBe(0);
    const tile = page.locator('.tile').filter({ hasText: 'close-up' });
    await tile.getByText('has bought the same clip as s2').waitFor();
    await tile.getByRole('link', { name: 'View its job' }).click();
    await page.waitForURL(/#\/jobs\/./);
    await page.getByText('a lantern, view 2').first().waitFor();
    expect(server.simulator.jobs).toHaveLength(2);
  });
});
