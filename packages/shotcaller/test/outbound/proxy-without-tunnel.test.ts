import { createServer } from 'node:http';
import { type AddressInfo, createServer as createPlainServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src/openrouter/client.ts';
import { connectionDetail } from '../../src/outbound/connection-detail.ts';
import { createWaysOut } from '../../src/outbound/ways-out.ts';
import { readProxy } from '../../src/settings/proxy.ts';
import { hastyClock } from '../jobs/simulated.ts';

/** A forward proxy that does as `onConnect` says with each tunnel that it is asked for. */
async function proxyThat(onConnect: (socket: Socket) => void) {
  let tunnels = 0;
  const server = createServer();
  server.on('connect', (_request, socket) => {
    tunnels += 1;
    socket.on('error', () => undefined);
    onConnect(socket as Socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels: () => tunnels };
}

function clientBehind(proxyUrl: string) {
  const { fetch, fileFetch } = createWaysOut({ httpsUrl: proxyUrl, httpUrl: proxyUrl, noProxy: '' });
  const baseUrl = 'https://service.example/api/v1';
  return createClient({ apiKey: 'sk-or-v1-test', baseUrl, fetch, fileFetch, clock: hastyClock });
}

describe('a proxy that opens no tunnel: nothing was sent, and the proxy is named', () => {
  test.each([
    ['wants a login', (socket: Socket) => socket.end('HTTP/1.1 407 Login\r\n\r\n'), /proxy .*user name and password/],
    ['forbids the host', (socket: Socket) => socket.end('HTTP/1.1 403 No\r\n\r\n'), /proxy .*HTTP 403/],
    ['cannot reach it', (socket: Socket) => socket.end('HTTP/1.1 502 Bad\r\n\r\n'), /proxy .*HTTP 502/],
    ['hangs up without a word', (socket: Socket) => socket.destroy(), /proxy .*opened no connection/],
    ['hangs up after half a line', (socket: Socket) => socket.end('HTTP/1.1 2'), /proxy .*opened no connection/],
  ])('one that %s', async (_name, onConnect, says) => {
    const proxy = await proxyThat(onConnect);
    const client = clientBehind(proxy.url);
    const outcome = await client.submit({ model: 'm', prompt: 'p' });
    expect(outcome).toMatchObject({ kind: 'not_sent', detail: expect.stringMatching(says) });
    expect(proxy.tunnels()).toBe(1);
    await expect(client.getJob('a')).rejects.toMatchObject({ message: expect.stringMatching(says) });
    await expect(client.content('a')).rejects.toMatchObject({ message: expect.stringMatching(says) });
    expect(proxy.tunnels()).toBe(3);
  });

  test('a proxy that is not there', async () => {
    const gone = createPlainServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const outcome = await clientBehind(`http://127.0.0.1:${port}`).submit({ model: 'm' });
    expect(outcome).toMatchObject({ kind: 'not_sent', detail: expect.stringMatching(/proxy .*ECONNREFUSED/) });
  });

  test('a login page in place of the tunnel: whether it was bought is unknown, and the page is named', async () => {
    const proxy = await proxyThat((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n<h1>Please log in</h1>'));
    const outcome = await clientBehind(proxy.url).submit({ model: 'm' });
    expect(outcome).toMatchObject({ kind: 'unknown', detail: expect.stringMatching(/does not speak TLS/) });
  });
});

test('the list of models tells of the proxy too', async () => {
  const proxy = await proxyThat((socket) => void socket.end('HTTP/1.1 407 Login\r\n\r\n'));
  const { fetch } = createWaysOut({ httpsUrl: proxy.url, httpUrl: null, noProxy: '' });
  const error = await fetch('https://service.example/').catch((failure: unknown) => failure);
  expect(connectionDetail(error)).toBe('the proxy answered HTTP 407: it wants a login');
});

test.each([
  ['::1', '[::1]'],
  ['fe80::1, [::1]:8080', '[fe80::1],[::1]:8080'],
  ['localhost, *', '*'],
  ['*.example.com intern:80', '*.example.com,intern:80'],
])('NO_PROXY=%s is read as %s', (given, read) => {
  expect(readProxy({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: given })?.noProxy).toBe(read);
});
