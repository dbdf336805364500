import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Job } from '../../packages/shotcaller/src/gateway/own-api/addresses/job.ts';
import type { ServerEvent } from '../../packages/shotcaller/src/gateway/own-api/addresses/system.ts';
import { needsChromium } from '../needs.ts';
import { openStudio, painted, type Studio } from './open-studio.ts';
import { countRenders, rendersOf } from './renders.ts';

const mini = 'bytedance/seedance-2.0-mini';
const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false };

describe('a progress event', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());

  /** Two jobs of one shot that stay under way, and a page at a place. */
  const open = async (place: string) => {
    studio = await openStudio({ simulator: { speed: 1, scenario: 'job-stuck' } });
    const jobs: Job[] = [];
    for (const number of [1, 2]) {
      const key = `shot:00000000-aaaa:${number}:${mini}`;
      const answer = await studio.server.post('/v1/jobs', { requirements: clip, model: mini, key });
      jobs.push((await answer.json()) as Job);
    }
    const page = await studio.open('#/settings');
    await page.addInitScript(countRenders);
    // The server tells of no job: events come from this test alone.
    await page.route('**/v1/events', (route) => route.continue({ url: `${route.request().url()}?job=none` }));
    await page.goto('about:blank');
    await page.goto(`${studio.url}${place}`);
    return { page, jobs };
  };
  /** Tells the page of progress as the tab that holds the stream would. */
  const tell = async (page: Page, id: string, elapsedSeconds: number) => {
    const event: ServerEvent = {
      kind: 'progress',
      at: new Date(0).toISOString(),
      id,
      progress: {
        elapsedSeconds,
        expectedSeconds: { p50: 30, p90: 60 },
        remainingSeconds: { low: 5, high: 50 },
        downloadedBytes: null,
        totalBytes: null,
        nextPollAt: null,
      },
    };
    await page.evaluate((data) => {
      const channel = new BroadcastChannel('shotcaller-events');
      channel.postMessage({ kind: 'event', event: data, id: undefined });
      channel.close();
    }, event);
    await painted(page);
    await painted(page);
  };
  /** Clocks tick by themselves: what they draw is no matter of events. */
  const placesIn = (renders: Readonly<Record<string, number>>) =>
    Object.keys(renders)
      .map((name) => name.split(' < ')[0]!)
      .filter((name, at, all) => all.indexOf(name) === at);

  it.each(['#/create?why=open&s=a+kite%2C+4+seconds', '#/models', '#/settings'])(
    'draws nothing again on a page without jobs: %s',
    async (place) => {
      const { page, jobs } = await open(place);
      await page.locator('.connection').waitFor();
      await page.locator('.count').waitFor();
      await page.locator('.top-bar').getByText('Today').waitFor();
      if (place.includes('why')) await page.locator('.plot').waitFor();
      await painted(page);
      await rendersOf(page);
      for (let step = 1; step <= 5; step += 1) await tell(page, jobs[0]!.id, step);
      const places = placesIn(await rendersOf(page));
      expect(places.filter((name) => !name.startsWith('page'))).toEqual([]);
    },
  );

  it('draws the card of its own take again, and no other card', async () => {
    const { page, jobs } = await open('#/takes/00000000-aaaa');
    await page.locator('.take .job-time').nth(1).waitFor();
    await page.evaluate(() => {
      for (const [at, card] of document.querySelectorAll('.take').entries()) card.classList.add(`card-${at + 1}`);
    });
    await rendersOf(page);
    for (let step = 1; step <= 5; step += 1) await tell(page, jobs[1]!.id, step);
    const names = Object.keys(await rendersOf(page)).filter((name) => name.includes('take '));
    expect(names.some((name) => name.startsWith('take card-2'))).toBe(true);
    // Its clock ticks, and nothing else of it is drawn.
    expect(names.filter((name) => name.startsWith('take card-1') && !name.endsWith('job-time'))).toEqual([]);
  });

  it('draws its own row of the list of jobs again, and no other row', async () => {
    const { page, jobs } = await open('#/jobs');
    await page.locator('.job-row').nth(1).waitFor();
    const own = (await page.locator('.job-row a').first().getAttribute('href'))!.includes(jobs[0]!.id) ? 0 : 1;
    await page.evaluate((at) => document.querySelectorAll('.job-row')[at]!.classList.add('own'), own);
    await page.evaluate((at) => document.querySelectorAll('.job-row')[1 - at]!.classList.add('other'), own);
    await rendersOf(page);
    for (let step = 1; step <= 5; step += 1) await tell(page, jobs[0]!.id, step);
    const names = Object.keys(await rendersOf(page));
    expect(names.some((name) => name.startsWith('job-row own'))).toBe(true);
    expect(names.filter((name) => name.startsWith('job-row other') && !name.endsWith('alarm'))).toEqual([]);
  });
});
