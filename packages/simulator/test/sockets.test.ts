import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from '../src/index.ts';
import { jsonOf, key, lantern } from './client-calls.ts';

let simulator: Simulator;
let origin: string;
beforeEach(async () => {
  simulator = createSimulator({ speed: 1e6 });
  origin = (await simulator.listen()).url;
});
afterEach(() => simulator.close());

const headers = { authorization: `Bearer ${key}` };
const submit = (more: Record<string, string> = {}) =>
  fetch(`${origin}/api/v1/videos`, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(lantern) });

describe('over sockets', () => {
  it('JSON and content are chunked, without a length', async () => {
    const { polling_url } = await jsonOf(submit());
    const poll = await untilCompleted(polling_url);
    const content = await fetch(poll.body.unsigned_urls[0], { headers });
    for (const answer of [poll.answer, content]) {
      expect(answer.headers.get('transfer-encoding')).toBe('chunked');
      expect(answer.headers.has('content-length')).toBe(false);
    }
    await content.body?.cancel();
  });

  it('URLs stand on the origin that the client used', async () => {
    const viaName = await fetch(`${origin.replace('127.0.0.1', 'localhost')}/api/v1/videos`, {
      method: 'POST',
      headers,
      body: JSON.stringify(lantern),
    });
    expect((await jsonOf(viaName)).polling_url).toMatch(/^http:\/\/localhost:\d+\/api\/v1\/videos\//);
  });

  it('a host in capitals is a host, and the program around keeps its own Request and Response', async () => {
    const [request, response] = [globalThis.Request, globalThis.Response];
    const other = createSimulator();
    await other.listen();
    await other.close();
    expect([globalThis.Request, globalThis.Response]).toEqual([request, response]);
    const body = JSON.stringify(lantern);
    const answer = await raw(
      `POST /api/v1/videos HTTP/1.1\r\nHost: LOCALHOST:80\r\nAuthorization: Bearer ${key}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(answer).toContain('"polling_url":"http://localhost/api/v1/videos/');
  });

  it('a scenario that cuts really cuts, after the job was accepted', async () => {
    await expect(submit({ 'x-simulator-scenario': 'submit-reset' })).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { code: 'ECONNRESET' },
    });
    expect(simulator.jobs).toHaveLength(1);
  });

  it('a download that is cut breaks off', async () => {
    const { polling_url } = await jsonOf(submit({ 'x-simulator-scenario': 'content-cut' }));
    const { body } = await untilCompleted(polling_url);
    const answer = await fetch(body.unsigned_urls[0], { headers });
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });

  it('a foreign URL is another origin of the same machine and needs no key', async () => {
    const { polling_url } = await jsonOf(submit({ 'x-simulator-scenario': 'foreign-unsigned-urls' }));
    const { body } = await untilCompleted(polling_url);
    expect(new URL(body.unsigned_urls[0]).origin).not.toBe(origin);
    const answer = await fetch(body.unsigned_urls[0]);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    await answer.body?.cancel();
  });

  it.each([
    ['no HTTP at all', '\u0000\u0001\u0002\r\n\r\n'],
    ['a broken request line', 'GET\r\n\r\n'],
    ['a header without a name', 'GET /api/v1/videos HTTP/1.1\r\n: x\r\n\r\n'],
    ['two lengths', 'POST /api/v1/videos HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['far too many headers', `GET /api/v1/key HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
    ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n'],
    ['an upgrade', 'GET /api/v1/key HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['a forbidden method', 'TRACE /api/v1/videos HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['an absolute target', 'GET http://elsewhere/api/v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a bad host', 'GET /api/v1/nothing HTTP/1.1\r\nHost: a b/c?d\r\nConnection: close\r\n\r\n'],
    ['no host', 'GET /api/v1/nothing HTTP/1.0\r\n\r\n'],
  ])('%s is answered with a 4xx in the documented shape', async (_what, bytes) => {
    const answer = await raw(bytes);
    const status = Number(/^HTTP\/1\.1 (4\d\d) /.exec(answer)?.[1]);
    expect(JSON.parse(/\{.*\}/s.exec(answer)![0])).toMatchObject({ error: { code: status } });
    expect((await fetch(`${origin}/api/v1/videos/models`)).status).toBe(200);
  });
});

async function untilCompleted(url: string) {
  for (;;) {
    const answer = await fetch(url, { headers });
    const body = await jsonOf(answer);
    if (body.status === 'completed') return { answer, body };
  }
}

function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      answer += text;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('large uploads', () => {
  it('that nobody reads, or that are too large, are answered, and the server stands', async () => {
    const body = new Uint8Array(80 * 2 ** 20);
    const refused = await fetch(`${origin}/api/v1/videos`, { method: 'POST', body });
    expect(refused.status).toBe(401);
    const tooLarge = await fetch(`${origin}/api/v1/videos`, { method: 'POST', headers, body });
    expect([tooLarge.status, (await jsonOf(tooLarge)).error.code]).toEqual([413, 413]);
    expect((await submit()).status).toBe(202);
  });
});
