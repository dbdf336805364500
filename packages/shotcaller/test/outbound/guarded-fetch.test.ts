import { describe, expect, test } from 'vitest';
import { createGuardedFetch, type Lookup } from '../../src/outbound/guarded-fetch.ts';
import { always, serve } from './local-server.ts';

/** A resolver made by hand. Every call takes the next answer; the last one stays. */
function resolver(...answers: readonly (readonly string[])[]): Lookup & { readonly asked: string[] } {
  const asked: string[] = [];
  const lookup: Lookup = async (hostname) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)]!;
    asked.push(hostname);
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return Object.assign(lookup, { asked });
}

const nobody: Lookup = async () => {
  throw Object.assign(new Error('asked'), { code: 'ENOTFOUND' });
};
const refused = (code: string) => expect.objectContaining({ name: 'OutboundRefused', code });

describe('a guarded fetch refuses before any connection', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.0.0.1/',
    'http://127.0.0.1./',
    'http://１２７.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fd00:ec2::254]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://192.168.0.1:8080/',
    'http://100.64.0.1/',
    'https://10.1.2.3/',
  ])('the literal %s', async (url) => {
    await expect(createGuardedFetch({ lookup: nobody })(url)).rejects.toEqual(refused('address_not_public'));
  });

  test.each([
    ['file:///etc/passwd', 'scheme_not_allowed'],
    ['ftp://example.com/a.png', 'scheme_not_allowed'],
    ['data:image/png;base64,AAAA', 'scheme_not_allowed'],
    ['javascript:alert(1)', 'scheme_not_allowed'],
    ['https://user:secret@example.com/', 'credentials_in_url'],
    ['https://user@example.com/', 'credentials_in_url'],
    ['mug.png', 'url_unreadable'],
    ['http://[fe80::1%25eth0]/', 'url_unreadable'],
    ['', 'url_unreadable'],
  ])('%s as %s', async (url, code) => {
    const error = await createGuardedFetch({ lookup: nobody })(url).catch((caught: unknown) => caught);
    expect(error).toEqual(refused(code));
    expect((error as Error).message).not.toContain('secret');
  });
});

describe('a guarded fetch resolves names itself', () => {
  test.each([
    ['loopback', ['127.0.0.1']],
    ['metadata', ['169.254.169.254']],
    ['a public and a private address', ['93.184.215.14', '10.0.0.1']],
    ['an IPv6 form of a private address', ['64:ff9b::a00:1']],
  ])('and refuses a name of %s', async (_what, addresses) => {
    const fetch = createGuardedFetch({ lookup: resolver(addresses) });
    await expect(fetch('http://innocent.example/a.png')).rejects.toEqual(refused('address_not_public'));
  });

  test('and connects to the very address that it checked, asking once', async () => {
    const { port, requests } = await serve(always('hello'));
    const lookup = resolver(['127.0.0.1'], ['10.0.0.1']);
    const fetch = createGuardedFetch({ lookup, allowLoopback: true });
    const response = await fetch(`http://innocent.example:${port}/a.png?b`);
    expect(await response.text()).toBe('hello');
    expect(lookup.asked).toEqual(['innocent.example']);
    expect(requests[0]).toMatchObject({ url: '/a.png?b', headers: { host: `innocent.example:${port}` } });
  });

  test('and for every request anew: a name that changes its mind is refused', async () => {
    const { port, requests } = await serve(always('hello'));
    const fetch = createGuardedFetch({ lookup: resolver(['127.0.0.1'], ['10.0.0.1']), allowLoopback: true });
    await (await fetch(`http://innocent.example:${port}/`)).text();
    await expect(fetch(`http://innocent.example:${port}/`)).rejects.toEqual(refused('address_not_public'));
    expect(requests).toHaveLength(1);
  });

  test('and passes on that a name does not exist', async () => {
    const error = await createGuardedFetch({ lookup: nobody })('http://nowhere.example/').catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ cause: { code: 'ENOTFOUND' } });
  });

  test('and survives a resolver without an answer', async () => {
    const error = await createGuardedFetch({ lookup: resolver([]) })('http://empty.example/').catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ cause: { code: 'ENOTFOUND' } });
  });
});

describe('a guarded fetch follows redirects', () => {
  /** Redirects `/5` to `/4` and so on; `/0` answers. */
  const countdown = () =>
    serve((request, response) => {
      const left = Number(request.url!.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
  const fetch = createGuardedFetch({ allowLoopback: true });

  test('five of them', async () => {
    const { origin } = await countdown();
    const response = await fetch(`${origin}/5`);
    expect([response.status, response.url, await response.text()]).toEqual([200, `${origin}/0`, 'there']);
  });

  test('not six', async () => {
    const { origin, requests } = await countdown();
    await expect(fetch(`${origin}/6`)).rejects.toEqual(refused('too_many_redirects'));
    expect(requests).toHaveLength(6);
  });

  test.each([
    ['http://169.254.169.254/latest/', 'address_not_public'],
    ['http://0x7f000001.example@10.0.0.1/', 'credentials_in_url'],
    ['//[::ffff:10.0.0.1]/', 'address_not_public'],
    ['file:///etc/passwd', 'scheme_not_allowed'],
    ['http://[broken/', 'url_unreadable'],
  ])('but not to %s', async (location, code) => {
    const { origin } = await serve((_request, response) => response.writeHead(307, { location }).end());
    await expect(fetch(`${origin}/`)).rejects.toEqual(refused(code));
  });

  test('but not to a name that turns out private', async () => {
    const lookup = resolver(['10.0.0.1']);
    const { origin } = await serve((_, response) =>
      response.writeHead(301, { location: 'http://inside.example/' }).end(),
    );
    const guarded = createGuardedFetch({ allowLoopback: true, lookup });
    await expect(guarded(`${origin}/`)).rejects.toEqual(refused('address_not_public'));
    expect(lookup.asked).toEqual(['inside.example']);
  });

  test('and takes no login to another server', async () => {
    const there = await serve(always('there'));
    const here = await serve((_, response) => response.writeHead(302, { location: there.origin }).end());
    await fetch(here.origin, { headers: { Authorization: 'Bearer x', accept: 'image/*' } });
    expect(here.requests[0]!.headers.authorization).toBe('Bearer x');
    expect(there.requests[0]!.headers).not.toHaveProperty('authorization');
    expect(there.requests[0]!.headers.accept).toBe('image/*');
  });

  test('of a redirect to nowhere it says so', async () => {
    const { origin } = await serve((_request, response) => response.writeHead(302).end());
    await expect(fetch(origin)).rejects.toEqual(refused('redirect_without_location'));
  });

  test('never for a POST: the body goes to the one address only', async () => {
    const { origin, requests } = await serve((_, response) => response.writeHead(307, { location: '/again' }).end());
    const response = await fetch(`${origin}/hook`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(307);
    expect(requests).toHaveLength(1);
  });
});

test('a guarded fetch stops on its signal', async () => {
  const { origin } = await serve(() => {});
  const controller = new AbortController();
  const fetching = createGuardedFetch({ allowLoopback: true })(origin, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(fetching).rejects.toThrow('enough');
});
