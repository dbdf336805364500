import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { downloadToFile } from '../../src/files/download.ts';
import { createClient } from '../../src/openrouter/client.ts';
import type { ClientOptions, Fetch } from '../../src/openrouter/client.types.ts';
import { createGuardedFetch } from '../../src/outbound/guarded-fetch.ts';
import { testFolder } from '../files/clips.ts';
import { hastyClock } from '../jobs/simulated.ts';
import { type Answer, json, manualClientClock, serve } from './servers.ts';

const apiKey = 'sk-or-v1-secret-0123456789abcdef';
const prompt = 'A very confidential mug on a desk';
const clock = manualClientClock();
const video: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'video/mp4' });
  response.end('\0\0\0\x08ftyp');
};
const wholeClip = Buffer.from(
  ['00000010667479706d70343200000000', '000000086d6f6f76', '000000106d646174deadbeefdeadbeef'].join(''),
  'hex',
);
const newPart = () => join(testFolder(), 'clip.part');
const foreignFetch = createGuardedFetch({ allowLoopback: true });

function clientOf(baseUrl: string, more: Partial<ClientOptions> = {}) {
  return createClient({ apiKey, baseUrl, fetch, foreignFetch, clock, ...more });
}

const shown = (value: unknown) =>
  inspect(value, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(value);

describe('the key goes to the origin of the API and nowhere else', () => {
  test('a foreign polling_url is not followed: the address is built from the id', async () => {
    const foreign = await serve((_, response) => json(response, 200, { id: 'a', status: 'completed' }));
    const home = await serve((request, response) =>
      request.method === 'POST'
        ? json(response, 202, { id: 'a', polling_url: `${foreign.origin}/steal`, status: 'pending' })
        : json(response, 200, { id: 'a', status: 'pending' }),
    );
    const client = clientOf(home.baseUrl);
    const outcome = await client.submit({ model: 'm', prompt });
    expect(outcome).toMatchObject({ kind: 'accepted', pollingUrl: null });
    await client.getJob('a', { pollingUrl: `${foreign.origin}/steal` });
    expect(foreign.requests).toEqual([]);
    expect(home.requests.at(-1)).toMatchObject({ path: '/api/v1/videos/a', key: `Bearer ${apiKey}` });
  });

  test.each(['unsigned_urls', 'urls'])(
    'a foreign address in %s is fetched without the key and without the app',
    async (field) => {
      const foreign = await serve(video);
      const home = await serve((_, response) =>
        json(response, 200, { id: 'a', status: 'completed', [field]: [`${foreign.origin}/a.mp4`] }),
      );
      const client = clientOf(home.baseUrl);
      const reading = await client.getJob('a');
      const [url] = field === 'urls' ? reading.signedUrls : reading.contentUrls;
      await client.content('a', { url: url! });
      expect(foreign.requests).toHaveLength(1);
      expect(foreign.requests[0]?.key).toBeUndefined();
      expect(foreign.requests[0]?.headers['http-referer']).toBeUndefined();
      expect(JSON.stringify(foreign.requests)).not.toContain('secret');
    },
  );

  test('an address at home gets the key, absolute or relative', async () => {
    const home = await serve(video);
    const client = clientOf(home.baseUrl);
    await client.content('a', { url: '/api/v1/videos/a/content?index=0' });
    await client.content('a', { index: 1 });
    expect(home.requests.map(({ path, key }) => [path, key])).toEqual([
      ['/api/v1/videos/a/content?index=0', `Bearer ${apiKey}`],
      ['/api/v1/videos/a/content?index=1', `Bearer ${apiKey}`],
    ]);
  });

  test('redirects: kept at home, dropped at the first foreign hop, not taken up again on the way back', async () => {
    const foreign = await serve((_, response) => {
      response.writeHead(302, { location: `${home.origin}/back` }).end();
    });
    const home = await serve((request, response) => {
      if (request.url === '/back') return video(request, response);
      const location = request.url?.startsWith('/api') ? '/second' : `${foreign.origin}/away`;
      response.writeHead(307, { location }).end();
    });
    // Hands redirects back, so that every hop is ours.
    const client = clientOf(home.baseUrl, { foreignFetch: fetch as Fetch });
    await client.content('a');
    expect(home.requests.map(({ path, key }) => [path, key !== undefined])).toEqual([
      ['/api/v1/videos/a/content?index=0', true],
      ['/second', true],
      ['/back', false],
    ]);
    expect(foreign.requests.map(({ key }) => key)).toEqual([undefined]);
  });

  const fetchFile = async (baseUrl: string, partPath: string) =>
    downloadToFile(clientOf(baseUrl), { remoteId: 'a', partPath, clock: hastyClock, random: () => 0 });

  test('a foreign address that stands in place of the file is fetched without the key', async () => {
    const foreign = await serve((_, response) => response.writeHead(200).end(wholeClip));
    const home = await serve((_, response) => json(response, 200, { url: `${foreign.origin}/a.mp4` }));
    const file = await fetchFile(home.baseUrl, newPart());
    expect(file.bytes).toBe(wholeClip.length);
    expect(foreign.requests.map(({ path, key }) => [path, key])).toEqual([['/a.mp4', undefined]]);
  });

  test('one that a foreign host names is not followed: it could make requests with the key', async () => {
    const home = await serve((request, response) =>
      request.url?.includes('content')
        ? response.writeHead(302, { location: `${foreign.origin}/a` }).end()
        : response.writeHead(200).end(wholeClip),
    );
    const foreign = await serve((_, response) => json(response, 200, { url: `${home.origin}/api/v1/keys` }));
    await expect(fetchFile(home.baseUrl, newPart())).rejects.toMatchObject({ problem: 'not_a_video' });
    expect(home.requests.every(({ path }) => path.includes('content'))).toBe(true);
  });

  test.each([
    [401, /HTTP 401/],
    [403, /HTTP 403/],
    [410, /HTTP 410/],
  ])('a key that is revoked in the middle of a download is told: %d', async (status, says) => {
    const clip = Buffer.concat([
      wholeClip.subarray(0, -16),
      Buffer.from('000186a86d646174', 'hex'),
      Buffer.alloc(100_000),
    ]);
    let isRevoked = false;
    const home = await serve((_, response) => {
      if (isRevoked) return json(response, status, { error: { code: status, message: 'User not found.' } });
      isRevoked = true;
      response.writeHead(200, { 'content-length': String(clip.length) });
      return response.write(clip.subarray(0, 50_000), () => response.destroy());
    });
    const partPath = newPart();
    await expect(fetchFile(home.baseUrl, partPath)).rejects.toMatchObject({ message: expect.stringMatching(says) });
    expect(home.requests).toHaveLength(2);
    // With another key it goes on.
    const again = await serve((_, response) => response.writeHead(200).end(clip));
    expect(await fetchFile(again.baseUrl, partPath)).toMatchObject({ bytes: clip.length });
  });

  test('one link is followed, a second is not', async () => {
    const home = await serve((request, response) =>
      json(response, 200, { url: request.url?.includes('content') ? '/first' : '/second' }),
    );
    await expect(fetchFile(home.baseUrl, newPart())).rejects.toMatchObject({ problem: 'not_a_video' });
    expect(new Set(home.requests.map(({ path }) => path))).toEqual(
      new Set(['/api/v1/videos/a/content?index=0', '/first']),
    );
  });

  test.each(['http://192.0.2.1/a.mp4', 'file:///etc/passwd', 'https://user:pass@example.com/a.mp4', 'ftp://a/b'])(
    'what the guards forbid is not opened because a text names it: %s',
    async (url) => {
      const home = await serve((_, response) => json(response, 200, { url }));
      await expect(fetchFile(home.baseUrl, newPart())).rejects.toMatchObject({ problem: 'not_a_video' });
    },
  );

  test('a poll that is redirected away goes without the key', async () => {
    const foreign = await serve((_, response) => json(response, 200, { status: 'pending' }));
    const home = await serve((_, response) => void response.writeHead(301, { location: foreign.origin }).end());
    await clientOf(home.baseUrl).getJob('a');
    expect(foreign.requests.map(({ key }) => key)).toEqual([undefined]);
  });

  test('a redirected submit is not followed at all', async () => {
    const foreign = await serve((_, response) => json(response, 202, { id: 'a', status: 'pending' }));
    const home = await serve((_, response) => void response.writeHead(307, { location: foreign.origin }).end());
    expect(await clientOf(home.baseUrl).submit({ model: 'm' })).toMatchObject({ kind: 'unknown' });
    expect(foreign.requests).toEqual([]);
  });

  test('five redirects are followed, a sixth is not', async () => {
    const hops =
      (count: number): Answer =>
      (request, response) => {
        const at = Number(new URL(request.url ?? '', 'http://a').searchParams.get('hop') ?? 0);
        if (at === count) return video(request, response);
        return response.writeHead(302, { location: `/hop?hop=${at + 1}` }).end();
      };
    const { body } = await clientOf((await serve(hops(5))).baseUrl).content('a');
    expect(await new Response(body).text()).toBe('\0\0\0\x08ftyp');
    await expect(clientOf((await serve(hops(6))).baseUrl).content('a')).rejects.toMatchObject({
      problem: 'too_many_redirects',
    });
  });

  test.each([
    ['plain http elsewhere', 'http://storage.example.com/a.mp4'],
    ['a file', 'file:///etc/passwd'],
    ['a user name', 'https://user:pass@storage.example.com/a.mp4'],
  ])('%s is not opened', async (_, url) => {
    const home = await serve(video);
    await expect(clientOf(home.baseUrl).content('a', { url })).rejects.toMatchObject({
      problem: 'foreign_host_refused',
      remoteId: 'a',
    });
    expect(home.requests).toEqual([]);
  });

  test('a data URL stands in the answer: nothing is asked for it', async () => {
    const home = await serve(video);
    const { body } = await clientOf(home.baseUrl).content('a', { url: 'data:video/mp4;base64,AAAA' });
    expect(await new Response(body).text()).toBe('data:video/mp4;base64,AAAA');
    expect(home.requests).toEqual([]);
  });

  test('a private address is refused by the guard, and without a guard no foreign host is opened', async () => {
    const foreign = await serve(video);
    const home = await serve(video);
    const url = `${foreign.origin}/a.mp4`;
    const guarded = clientOf(home.baseUrl, { foreignFetch: createGuardedFetch() });
    await expect(guarded.content('a', { url })).rejects.toMatchObject({ problem: 'foreign_host_refused' });
    const { foreignFetch: _, ...unguarded } = { apiKey, baseUrl: home.baseUrl, fetch, foreignFetch, clock };
    await expect(createClient(unguarded).content('a', { url })).rejects.toMatchObject({
      problem: 'foreign_host_refused',
    });
    expect(foreign.requests).toEqual([]);
  });

  test('plain http to another machine is refused before anything is sent', () => {
    expect(() => clientOf('http://api.example.com/api/v1')).toThrow(/https/);
  });
});

describe('neither the key nor the prompt is in what comes back', () => {
  /** A server that repeats all that it was told, in every shape of error. */
  const echo =
    (status: number, shape: 'envelope' | 'zod' | 'html' | 'job'): Answer =>
    (request, response) => {
      const text = `Key ${request.headers.authorization} for ${prompt} of user_3Bl6LBShLIGou4GzxDLzm73U616 at https://x.example/a?signature=s3cr3t`;
      if (shape === 'html') return json(response, status, `<html>${text}</html>`);
      if (shape === 'job') return json(response, status, { status: 'failed', error: { message: text, code: text } });
      const zod = {
        success: false,
        error: { name: 'ZodError', message: JSON.stringify([{ path: [text], message: text }]) },
      };
      const metadata = { error_type: text, provider_name: text, reasons: [text], flagged_input: prompt };
      const envelope = {
        error: { code: status, message: text, metadata },
        user_id: 'user_3Bl6LBShLIGou4GzxDLzm73U616',
      };
      return json(response, status, shape === 'zod' ? zod : envelope);
    };

  test.each([
    [400, 'zod'],
    [400, 'envelope'],
    [401, 'envelope'],
    [500, 'envelope'],
    [502, 'html'],
  ] as const)('%i %s: in outcomes and errors, inspected to the bottom', async (status, shape) => {
    const { baseUrl } = await serve(echo(status, shape));
    const client = clientOf(baseUrl);
    const results = [
      await client.submit({ model: 'm', prompt }),
      ...(await Promise.all(
        [client.getJob('a'), client.content('a'), client.listModels(), client.accountKey()].map((call) =>
          call.catch((error: unknown) => error),
        ),
      )),
    ];
    expect(results).toHaveLength(5);
    for (const result of results) {
      expect(shown(result)).not.toContain('secret-0123');
      expect(shown(result)).not.toContain('user_3Bl6');
      expect(shown(result)).not.toContain('s3cr3t');
    }
    // Only the submit knows the prompt, and so does whoever reads its outcome; a later answer cannot be compared with it.
    expect(shown(results[0])).not.toContain('confidential');
  });

  test('in the error of a job and the kept text of a poll', async () => {
    const { baseUrl } = await serve(echo(200, 'job'));
    expect(shown(await clientOf(baseUrl).getJob('a'))).not.toMatch(/secret-0123|user_3Bl6|s3cr3t/);
  });

  test('in errors of a lower layer that hangs the request on them', async () => {
    const leaky: Fetch = async (url, init) => {
      const cause = Object.assign(new Error(`socket of ${url}`), { code: 'ECONNRESET', request: init });
      throw Object.assign(new TypeError(`fetch failed: ${JSON.stringify(init?.headers)}`, { cause }), {
        options: init,
      });
    };
    const client = createClient({ apiKey, fetch: leaky, clock });
    const calls = [client.submit({ model: 'm', prompt }), client.getJob('a'), client.content('a'), client.listModels()];
    for (const call of calls) {
      const result = await call.catch((error: unknown) => error);
      expect(shown(result)).not.toContain('secret-0123');
      expect(shown(result)).not.toContain('confidential');
    }
  });

  test('on the client itself, or in the error about a key that cannot be sent', () => {
    expect(shown(createClient({ apiKey, fetch, clock }))).not.toContain('secret-0123');
    expect(() => createClient({ apiKey: `${apiKey}\nx`, fetch, clock })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });
});
