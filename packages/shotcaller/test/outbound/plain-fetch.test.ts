import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../../../tests/free-port.mjs';
import { createPlainFetch } from '../../src/outbound/plain-fetch.ts';
import { serve } from '../openrouter/servers.ts';

const get = (signal = new AbortController().signal) =>
  ({ method: 'GET', headers: { 'accept-encoding': 'identity' }, redirect: 'manual', signal }) as const;

describe('The fetch for files', () => {
  const fetchFile = createPlainFetch();

  test('answers with status, headers and every byte, in order', async () => {
    const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 31) % 251));
    const { origin } = await serve((_request, response) => {
      response.writeHead(206, { 'content-type': 'video/mp4', etag: '"a"', 'set-cookie': ['x=1', 'y=2'] }).end(bytes);
    });
    const response = await fetchFile(`${origin}/clip`, get());
    expect(response.status).toBe(206);
    expect(response.headers.get('etag')).toBe('"a"');
    expect(response.headers.getSetCookie()).toEqual(['x=1', 'y=2']);
    expect(Buffer.from(await new Response(response.body).arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('hands a redirect back, and an answer without a body', async () => {
    const { origin, requests } = await serve((request, response) => {
      if (request.url === '/none') response.writeHead(204).end();
      else response.writeHead(302, { location: '/elsewhere' }).end('moved');
    });
    const moved = await fetchFile(`${origin}/clip`, get());
    expect([moved.status, moved.headers.get('location'), await new Response(moved.body).text()]).toEqual([
      302,
      '/elsewhere',
      'moved',
    ]);
    expect((await fetchFile(`${origin}/none`, get())).body).toBeNull();
    expect(requests.map(({ path }) => path)).toEqual(['/clip', '/none']);
  });

  test('a connection that is refused is told as fetch tells it', async () => {
    await expect(fetchFile(`http://127.0.0.1:${await freePort()}/clip`, get())).rejects.toMatchObject({
      name: 'TypeError',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  test('a transfer that breaks off ends in an error, and not in a short file', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('begin', () => response.destroy());
    });
    const response = await fetchFile(`${origin}/clip`, get());
    await expect(new Response(response.body).text()).rejects.toThrow();
  });

  test('an abort ends it with the reason, before the answer and in the middle of it', async () => {
    const stopped = new AbortController();
    const { origin } = await serve((request, response) => {
      if (request.url === '/never') stopped.abort(new Error('enough'));
      else response.writeHead(200).write('begin');
    });
    await expect(fetchFile(`${origin}/never`, get(stopped.signal))).rejects.toThrow('enough');
    const later = new AbortController();
    const response = await fetchFile(`${origin}/clip`, get(later.signal));
    const reader = response.body!.getReader();
    await reader.read();
    const next = reader.read();
    later.abort(new Error('enough'));
    await expect(next).rejects.toThrow();
    expect(getEventListeners(later.signal, 'abort')).toHaveLength(0);
  });

  test('a reader that stops early ends the transfer', async () => {
    let ended: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const { origin } = await serve((_request, response) => {
      response.once('close', ended);
      response.writeHead(200).write(Buffer.alloc(100_000));
    });
    const response = await fetchFile(`${origin}/clip`, get());
    await response.body!.cancel();
    await closed;
  });
});
