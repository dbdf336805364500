import { get, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio } from './open-studio.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A request as a plain client makes it: nothing is unpacked. */
function fetchPlain(url: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    }).on('error', reject);
  });
}

describe('the page as it is served', needsChromium, () => {
  let studio: Studio;
  let script: string;
  beforeAll(async () => {
    studio = await openStudio({ simulator: { speed: 500 } });
    const html = (await fetchPlain(studio.url, {})).body.toString();
    script = new URL(/src="(\.\/assets\/index-[^"]+\.js)"/.exec(html)![1]!, studio.url).href;
  });
  afterAll(() => studio?.[Symbol.asyncDispose]());

  it('goes out in Brotli, in gzip, or as it is, as the client takes it, and is the same text', async () => {
    const plain = await fetchPlain(script, {});
    const brotli = await fetchPlain(script, { 'accept-encoding': 'gzip, deflate, br' });
    const gzip = await fetchPlain(script, { 'accept-encoding': 'gzip' });
    const refused = await fetchPlain(script, { 'accept-encoding': 'br;q=0, gzip;q=0, identity' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(refused.headers['content-encoding']).toBeUndefined();
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(refused.body.equals(plain.body)).toBe(true);
    for (const answer of [plain, brotli, gzip]) {
      expect(answer.headers.vary).toContain('Accept-Encoding');
      expect(answer.headers['content-type']).toContain('javascript');
      expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
    }
    expect(new Set([plain, brotli, gzip].map(({ headers }) => headers.etag)).size).toBe(3);
    const etag = String(brotli.headers.etag);
    expect((await fetchPlain(script, { 'accept-encoding': 'br', 'if-none-match': etag })).status).toBe(304);
    // A cache that has one form must not be told that another one is the same.
    expect((await fetchPlain(script, { 'accept-encoding': 'gzip', 'if-none-match': etag })).status).toBe(200);
  });

  it('a packed file cannot be had by its own name', async () => {
    expect((await fetchPlain(`${script}.br`, {})).status).toBe(404);
  });

  it('the first load is less than 200 kB in gzip, and 180 kB in Brotli', async () => {
    const page = await studio.open('#/create');
    await page.getByLabel('Describe the clip').waitFor();
    await page.evaluate(() => document.fonts.ready);
    const urls = await page.evaluate(() => [
      location.href.replace(/#.*/, ''),
      ...performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => !name.includes('/v1/')),
    ]);
    const bytesIn = async (encoding: string) => {
      const answers = await Promise.all(urls.map((url) => fetchPlain(url, { 'accept-encoding': encoding })));
      return answers.reduce((sum, { body }) => sum + body.length, 0);
    };
    const [brotli, gzip] = [await bytesIn('br'), await bytesIn('gzip')];
    console.log(`First load ${(brotli / 1000).toFixed(1)} kB in Brotli, ${(gzip / 1000).toFixed(1)} kB in gzip.`);
    expect(gzip).toBeLessThan(200_000);
    expect(brotli).toBeLessThan(180_000);
    await page.close();
  });

  it('the font of the first page is cut to its letters, and the whole one comes with a letter that is not among them', async () => {
    const page = await studio.open('#/create');
    const fonts: string[] = [];
    page.on('request', (request) => {
      const name = /([a-z-]+)-[^/]+\.woff2$/.exec(request.url())?.[1];
      if (name) fonts.push(name);
    });
    await page.reload();
    await page.getByLabel('Describe the clip').fill('A quiet harbour – “slow” dolly in… 5 s × 2');
    await page.evaluate(() => document.fonts.ready);
    expect(fonts).toEqual(['first-font']);
    const whole = page.waitForRequest(/ibm-plex-sans-latin-wght/);
    await page.getByLabel('Describe the clip').fill('A café at night');
    await whole;
    await page.close();
  });

  it('the frame of the page stands before its script has come', async () => {
    const page = await studio.open('#/create');
    await page.route('**/assets/index-*.js', () => undefined);
    await page.goto('about:blank');
    await page.goto(studio.url, { waitUntil: 'commit' });
    await page.locator('.wordmark').waitFor();
    await page.getByText('Describe the clip').waitFor();
    await expect.poll(() => page.locator('textarea').count()).toBe(0);
    expect((await page.locator('.top-bar').boundingBox())?.height).toBeGreaterThan(30);
    await page.close();
  });
});
