import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { checkImageUrl } from '../../src/inputs/check-image-url.ts';
import { imageFindingText } from '../../src/inputs/image-finding.ts';
import { createGuardedFetch } from '../../src/outbound/guarded-fetch.ts';
import { always, flood, serve } from '../outbound/local-server.ts';
import { jpg, png } from './images.ts';

const portrait = png({ width: 72, height: 128 });
const fetch = createGuardedFetch({ allowLoopback: true });

async function check(listener: RequestListener, options: Partial<Parameters<typeof checkImageUrl>[1]> = {}) {
  const { origin } = await serve(listener);
  const result = await checkImageUrl(`${origin}/mug.png?token=x`, { fetch, ...options });
  for (const finding of result.findings) expect(imageFindingText(finding)).toMatch(/ .*\.$/s);
  // Every local server is http; what is said about that has a test of its own.
  return { ...result, findings: result.findings.filter(({ code }) => code !== 'not_https') };
}

describe('an image behind a URL', () => {
  test('that fits has type, pixels and bytes, and nothing is found', async () => {
    const result = await check(always(portrait, { type: 'image/png' }), { aspectRatio: '9:16' });
    expect(result).toMatchObject({ type: 'image/png', width: 72, height: 128, bytes: portrait.length, findings: [] });
  });

  test.each<[string, string | null, number | undefined]>([
    ['16:9', '16:9', 0.68],
    ['1:1', '1:1', 0.44],
    ['not settled', null, undefined],
    ['a word', 'wide', undefined],
    ['within rounding', '71:128', undefined],
    ['just beyond rounding', '70:128', 0.03],
  ])('against a clip of %s', async (_what, aspectRatio, croppedShare) => {
    const { findings } = await check(always(portrait, { type: 'image/png' }), { aspectRatio });
    expect(findings).toEqual(
      croppedShare === undefined
        ? []
        : [
            {
              code: 'aspect_mismatch',
              severity: 'warning',
              width: 72,
              height: 128,
              aspectRatio,
              croppedShare: expect.closeTo(croppedShare, 2),
            },
          ],
    );
  });

  test('of a phone is measured as shown, and the tag is mentioned', async () => {
    const lying = jpg({ width: 128, height: 72 }, 6);
    const { findings, ...result } = await check(always(lying, { type: 'image/jpeg' }), { aspectRatio: '9:16' });
    expect(result).toMatchObject({ width: 72, height: 128 });
    expect(findings).toEqual([{ code: 'turned_by_orientation', severity: 'warning' }]);
  });

  test('is judged by content: a wrong header is a warning, a web page that says image is an error', async () => {
    const mislabelled = await check(always(portrait, { type: 'text/plain; charset=utf-8' }));
    expect(mislabelled.findings).toEqual([
      { code: 'type_differs', severity: 'warning', stated: 'text/plain; charset=utf-8', type: 'image/png' },
    ]);
    const page = await check(always('<html>log in</html>', { type: 'image/png' }));
    expect(page).toMatchObject({
      type: null,
      findings: [{ code: 'not_an_image', severity: 'error', found: 'web_page' }],
    });
  });

  test.each([404, 403, 500, 204, 206])('with status %i is an error', async (status) => {
    const { findings } = await check((_, response) =>
      response.writeHead(status, { 'content-type': 'image/png' }).end(),
    );
    expect(findings).toEqual([{ code: 'status_not_200', severity: 'error', status }]);
  });

  test('that is damaged is an error', async () => {
    const { findings } = await check(always(portrait.subarray(0, 12), { type: 'image/png' }));
    expect(findings).toEqual([{ code: 'size_unreadable', severity: 'error', type: 'image/png' }]);
  });

  test('is read up to the bound: exactly that many bytes pass, one more does not', async () => {
    const listener = always(portrait, { type: 'image/png' });
    expect((await check(listener, { maxBytes: portrait.length })).findings).toEqual([]);
    const { findings, bytes, width } = await check(listener, { maxBytes: portrait.length - 1 });
    expect(findings).toEqual([{ code: 'too_large', severity: 'error', maxBytes: portrait.length - 1 }]);
    expect([bytes, width]).toEqual([null, 72]);
  });

  test('of 200 MB is left early, with its pixels known', async () => {
    let sentBytes = () => 0;
    const { findings, width } = await check((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      ({ sentBytes } = flood(response, portrait, 200_000_000));
    });
    expect(findings).toMatchObject([{ code: 'too_large', maxBytes: 12_000_000 }]);
    expect(width).toBe(72);
    expect(sentBytes()).toBeLessThan(40_000_000);
  });

  test('that drips is given up in time', async () => {
    const { findings } = await check(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'image/png' }).write(portrait.subarray(0, 20));
      },
      { timeoutMs: 100 },
    );
    expect(findings).toEqual([{ code: 'timed_out', severity: 'error', timeoutMs: 100 }]);
  });

  test('that breaks off is an error', async () => {
    const { findings } = await check((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('abc', () => response.destroy());
    });
    expect(findings).toMatchObject([{ code: 'no_connection', severity: 'error' }]);
  });

  test('is found through redirects', async () => {
    const result = await check((request, response) => {
      if (request.url!.startsWith('/mug')) response.writeHead(302, { location: '/real.png' }).end();
      else always(portrait, { type: 'image/png' })(request, response);
    });
    expect(result).toMatchObject({ width: 72, findings: [] });
  });

  test('that redirects inside is refused, and the message shows no path', async () => {
    const { findings } = await check((_, response) =>
      response.writeHead(302, { location: 'http://10.0.0.1/admin?k=v' }).end(),
    );
    expect(findings).toEqual([
      { code: 'url_refused', severity: 'error', reason: 'address_not_public', target: 'http://10.0.0.1' },
    ]);
  });

  test.each([
    ['http://127.0.0.1/a.png', 'address_not_public'],
    ['https://u:p@example.com/a.png', 'credentials_in_url'],
    ['ftp://example.com/a.png', 'scheme_not_allowed'],
    ['no url', 'url_unreadable'],
  ])('%s is refused', async (url, reason) => {
    const { findings } = await checkImageUrl(url, { fetch: createGuardedFetch() });
    expect(findings).toMatchObject([{ code: 'url_refused', reason }]);
  });

  test('on a host that does not exist says so', async () => {
    const lookup = async () => {
      throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
    };
    const { findings } = await checkImageUrl('https://nowhere.example/a.png', {
      fetch: createGuardedFetch({ lookup }),
    });
    expect(findings).toEqual([{ code: 'host_not_found', severity: 'error' }]);
  });

  test('on plain http gets a warning', async () => {
    const { origin } = await serve(always(portrait, { type: 'image/png' }));
    const { findings } = await checkImageUrl(origin, { fetch });
    expect(findings).toEqual([{ code: 'not_https', severity: 'warning' }]);
  });

  test('that the caller no longer wants ends with the own reason', async () => {
    const { origin } = await serve(() => {});
    const controller = new AbortController();
    const checking = checkImageUrl(origin, { fetch, signal: controller.signal });
    controller.abort(new Error('stopped by hand'));
    await expect(checking).rejects.toThrow('stopped by hand');
  });
});
