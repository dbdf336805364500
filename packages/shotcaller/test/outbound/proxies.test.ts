import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSimulator } from 'shotcaller/simulator';
import { EnvHttpProxyAgent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { missingProgram } from '../../../../tests/needs.ts';
import { addressRanges } from '../../src/outbound/address-ranges.ts';
import { createWaysOut } from '../../src/outbound/ways-out.ts';
import { readProxy } from '../../src/settings/proxy.ts';
import { shotcaller } from '../cli/command-line.ts';
import { hastyClock } from '../jobs/simulated.ts';
import { always, serve } from './local-server.ts';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const login = 'somebody:a-proxy-password';

/** A forward proxy on loopback that brings every host to one local port, and wants a login. */
async function forwardProxy(toPort: number, { refuses = false } = {}) {
  const asked: string[] = [];
  const isAllowed = ({ headers }: IncomingMessage) =>
    !refuses && headers['proxy-authorization'] === `Basic ${Buffer.from(login).toString('base64')}`;
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isAllowed(request)) return void response.writeHead(407).end();
    const { pathname } = new URL(request.url ?? '');
    // Not by `fetch`, which may be told to use this very proxy.
    get(`http://127.0.0.1:${toPort}${pathname}`, (answer) => void answer.pipe(response));
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.on('error', () => undefined);
    if (!isAllowed(request)) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const there = connect(toPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    there.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { asked, url: `http://${login}@127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The simulator as `https://service.example`, under a certificate that only a private authority vouches for. */
async function privateService({ scenario = '' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-proxy-'));
  const openssl = (line: string) => execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'ignore' });
  openssl('req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=private-authority');
  openssl('req -newkey rsa:2048 -nodes -keyout service.key -out service.csr -subj /CN=service.example');
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:service.example');
  openssl('x509 -req -in service.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out service.pem -days 2 -extfile names');
  const simulator = createSimulator({ speed: 1000, clipThread: false, scenario });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', headers, url } = request;
    if (url === '/page.png')
      return void response.writeHead(200, { 'content-type': 'image/png' }).end('<!doctype html>');
    const found = await simulator.fetch(`https://service.example${url}`, {
      method,
      headers: { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    response.writeHead(found.status, Object.fromEntries(found.headers));
    response.end(Buffer.from(await found.arrayBuffer()));
  };
  const [key, cert] = ['service.key', 'service.pem'].map((name) => readFileSync(join(folder, name)));
  const server = createHttpsServer({ key, cert }, (request, response) => {
    // An answer that is lost: the connection breaks.
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await simulator.close();
  });
  return { simulator, folder, port: (server.address() as AddressInfo).port, authority: join(folder, 'ca.pem') };
}

/** What a process is told of the service and the way to it. */
function behind({ folder, authority }: { folder: string; authority: string }, proxy: { url: string }) {
  return {
    SHOTCALLER_HOME: folder,
    OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test',
    OPENROUTER_BASE_URL: 'https://service.example/api/v1',
    NODE_EXTRA_CA_CERTS: authority,
    HTTPS_PROXY: proxy.url,
  };
}

async function built(words: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [command, ...words], { env: { PATH: process.env.PATH, ...env } });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  return { code: await new Promise((resolve) => child.on('close', resolve)), printed };
}

/** Watched for a second: the last look falls on its end, where the next one would be twenty seconds away. */
const clip =
  'run --prompt boat --model google/veo-3.1-lite --duration 4 --resolution 720p --no-audio --catalog bundled --yes --watch-seconds 1'.split(
    ' ',
  );

describe.skipIf(missingProgram('openssl') !== undefined)('behind a proxy and a private certificate authority', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])('%s: submit, polls and file all go through it', async (name) => {
    const { simulator, folder, port, authority } = await privateService();
    const proxy = await forwardProxy(port);
    const output = join(folder, 'clip.mp4');
    const { code, printed } = await built([...clip, '--output', output], {
      SHOTCALLER_HOME: folder,
      OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test',
      OPENROUTER_BASE_URL: 'https://service.example/api/v1',
      NODE_EXTRA_CA_CERTS: authority,
      [name]: proxy.url,
    });
    expect(printed).toContain('Verified');
    expect(printed).not.toContain('a-proxy-password');
    expect([code, simulator.jobs.length]).toEqual([0, 1]);
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT service.example:443']));
  });

  test('a proxy that refuses: nothing was bought, nothing stays reserved, and its password is not printed', async () => {
    const { simulator, folder, port } = await privateService();
    const proxy = await forwardProxy(port, { refuses: true });
    // In this process, with a hasty clock: it pauses between its tries.
    const { fetch } = createWaysOut(readProxy({ HTTPS_PROXY: proxy.url }));
    const environment = {
      OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test',
      OPENROUTER_BASE_URL: 'https://service.example/api/v1',
    };
    const { code, out, talk } = await shotcaller(clip, {
      home: folder,
      environment,
      fetch: fetch as typeof globalThis.fetch,
      jobClock: hastyClock,
    });
    const printed = `${out}${talk}`;
    expect([code, simulator.jobs.length]).toEqual([1, 0]);
    const readsOn = ((input: string, init?: RequestInit) => simulator.fetch(input, init)) as typeof globalThis.fetch;
    const ledger = await shotcaller(['ledger', '--json'], { home: folder, environment, fetch: readsOn });
    const { total } = JSON.parse(ledger.out);
    expect(total).toMatchObject({ billedUsd: '0', reservedUsd: '0' });
    expect(printed).not.toContain('a-proxy-password');
  });

  test('resume with an id that somebody found, and the clip', async () => {
    const service = await privateService({ scenario: 'submit-reset' });
    const proxy = await forwardProxy(service.port);
    const output = join(service.folder, 'clip.mp4');
    const env = behind(service, proxy);
    expect((await built([...clip, '--output', output], env)).code).toBe(5);
    const [{ id }] = JSON.parse((await built(['jobs', '--json'], env)).printed) as [{ id: string }];
    const [found] = service.simulator.jobs;
    const { code, printed } = await built(['resume', id, '--remote-id', found?.id ?? ''], env);
    expect([code, existsSync(output)], printed).toEqual([0, true]);
    expect(service.simulator.jobs).toHaveLength(1);
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT service.example:443']));
  });

  test('serve buys, polls and fetches for its clients', async () => {
    const service = await privateService();
    const proxy = await forwardProxy(service.port);
    const child = spawn(process.execPath, [command, 'serve', '--port', '0', '--catalog', 'bundled'], {
      env: { PATH: process.env.PATH, ...behind(service, proxy) },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
    const address = () => printed.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
    await expect.poll(address).toBeDefined();
    const body = {
      model: 'google/veo-3.1-lite',
      prompt: 'boat',
      duration: 4,
      resolution: '720p',
      generate_audio: false,
    };
    const ordered = await fetch(`${address()}/api/v1/videos`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { id } = (await ordered.json()) as { id: string };
    // Watched anew, for a second.
    const own = (path: string, body: object) =>
      fetch(`${address()}/v1/jobs/${id}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await own('detach', {})).status).toBe(200);
    expect((await own('resume', { watchSeconds: 1 })).status).toBe(202);
    const status = async () =>
      ((await (await fetch(`${address()}/api/v1/videos/${id}`)).json()) as { status: string }).status;
    await expect.poll(status).toBe('completed');
    expect((await fetch(`${address()}/api/v1/videos/${id}/content`)).status).toBe(200);
    expect(service.simulator.jobs).toHaveLength(1);
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT service.example:443']));
  });

  test.each([[], ['--check-inputs']])(
    'pictures are looked at through it before anything is bought %j',
    async (...more) => {
      const service = await privateService();
      const proxy = await forwardProxy(service.port);
      const picture = ['--first-frame', 'https://service.example/page.png'];
      const { code, printed } = await built([...clip, ...picture, ...more], behind(service, proxy));
      expect([code === 0, printed]).toEqual([false, expect.stringContaining('first frame: This is a web page')]);
      expect(service.simulator.jobs).toEqual([]);
      expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT service.example:443']));
    },
  );

  test('doctor tries the way of files, and says so when the proxy lets none through', async () => {
    const service = await privateService();
    const stateWith = async (refuses: boolean) => {
      const proxy = await forwardProxy(service.port, { refuses });
      const { printed } = await built(['doctor', '--json'], behind(service, proxy));
      expect(printed).not.toContain('a-proxy-password');
      return (JSON.parse(printed) as { check: string; state: string }[]).find(({ check }) => check === 'files')?.state;
    };
    expect([await stateWith(false), await stateWith(true)]).toEqual(['ok', 'broken']);
  });
});

describe('ways out', () => {
  test('what is not encrypted goes to the proxy as it is, and NO_PROXY goes straight', async () => {
    const server = await serve(always('straight'));
    const proxy = await forwardProxy(server.port);
    const { fetch } = createWaysOut(readProxy({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }));
    expect(await (await fetch('http://files.example/a')).text()).toBe('straight');
    expect(await (await fetch(`${server.origin}/b`)).text()).toBe('straight');
    expect(proxy.asked).toEqual(['GET http://files.example/a']);
  });

  test('a range of NO_PROXY goes straight by every way, and what lies outside of it by the proxy', async () => {
    const server = await serve(always('straight'));
    const proxy = await forwardProxy(server.port);
    const { fetch, fileFetch } = createWaysOut(
      readProxy({ HTTP_PROXY: proxy.url, NO_PROXY: '10.0.0.0/8, 127.0.0.0/8, 192.0.2.0/33' }),
    );
    const { signal } = new AbortController();
    const request = { method: 'GET', headers: {}, redirect: 'manual', signal } as const;
    for (const send of [(url: string) => fetch(url), (url: string) => fileFetch(url, request)]) {
      expect(await new Response((await send(`${server.origin}/straight`)).body).text()).toBe('straight');
      expect(await new Response((await send('http://192.0.2.7/outside')).body).text()).toBe('straight');
    }
    expect(proxy.asked).toEqual(['GET http://192.0.2.7/outside', 'GET http://192.0.2.7/outside']);
  });

  test.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.1.2.3/8', '10.9.9.9', true],
    ['fd00::/8', '[fd12:3456::1]', true],
    ['fd00::/8', '[fe80::1]', false],
    ['10.0.0.0/8', '[::ffff:10.0.0.1]', true],
    ['0.0.0.0/0', '8.8.8.8', true],
    ['0.0.0.0/0', '[2001:db8::1]', false],
    ['0.0.0.0/0', 'ten.example', false],
    ['0.0.0.0/0', '10', false],
    ['10.0.0.0/99,nonsense/8,/,10.0.0.0', '10.0.0.0', false],
  ])('of the list %s, %s is in a range: %s', (list, hostname, isIn) => {
    expect(addressRanges(list)(hostname)).toBe(isIn);
  });

  test('files go by the dispatcher that an application has set for all requests', async () => {
    const server = await serve(always('by the proxy'));
    const proxy = await forwardProxy(server.port);
    const before = getGlobalDispatcher();
    onTestFinished(() => setGlobalDispatcher(before));
    setGlobalDispatcher(new EnvHttpProxyAgent({ httpProxy: proxy.url, proxyTunnel: false }));
    const { signal } = new AbortController();
    const request = { method: 'GET', headers: {}, redirect: 'manual', signal } as const;
    const answer = await createWaysOut(null).fileFetch('http://files.example/clip', request);
    expect([await new Response(answer.body).text(), proxy.asked]).toEqual([
      'by the proxy',
      ['GET http://files.example/clip'],
    ]);
  });

  test.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'https://metadata.internal/',
    'http://printer/',
    'http://169.254.169.254/',
  ])('the guard holds behind a proxy: %s is not asked for', async (url) => {
    const proxy = await forwardProxy(1);
    const { guardedFetch } = createWaysOut(readProxy({ HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url }));
    await expect(guardedFetch(url)).rejects.toMatchObject({ code: 'address_not_public' });
    expect(proxy.asked).toEqual([]);
  });

  test.each(['http://', 'socks5://user:secret@host', 'http://user:se%cret@host:3128', 'ftp://user:secret@host'])(
    'an address that is no proxy is refused by the name of its variable, and not printed: %s',
    (value) => {
      const reading = () => readProxy({ HTTPS_PROXY: value });
      expect(reading).toThrow('HTTPS_PROXY');
      expect(reading).not.toThrow(/secret|se%cret/);
    },
  );

  test('small letters win, http:// may be left out, and empty is none', () => {
    expect(readProxy({ https_proxy: 'a.example:3128', HTTPS_PROXY: 'http://b.example' })?.httpsUrl).toBe(
      'http://a.example:3128/',
    );
    expect(readProxy({ HTTPS_PROXY: ' ', HTTP_PROXY: '' })).toBeNull();
  });
});
