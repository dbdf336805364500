import { openStudio } from './open-studio.ts';

/** What a first visit takes on a slow line, in milliseconds. */
export interface FirstVisit {
  /** Until something of the page is drawn. */
  readonly firstPaintMs: number;
  /** Until the prompt can be written. */
  readonly promptMs: number;
}

/** Opens the page anew over a line of so many bits a second, with 150 ms of latency. */
export async function firstVisit(bitsASecond: number): Promise<FirstVisit> {
  const studio = await openStudio();
  // No `await using`: bench/studio.mjs has Node 20 run this as it is.
  try {
    const page = await studio.open('#/settings');
    await page.goto('about:blank');
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    const throughput = bitsASecond / 8;
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: throughput,
      uploadThroughput: throughput,
    });
    await page.goto(`${studio.url}#/create`, { waitUntil: 'commit' });
    await page.locator('textarea').waitFor();
    return await page.evaluate(() => ({
      promptMs: performance.now(),
      firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
    }));
  } finally {
    await studio[Symbol.asyncDispose]();
  }
}
