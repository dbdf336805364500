import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { needsLinux } from '../../../../tests/needs.ts';
import type { Clock } from '../../src/clock.ts';
import { type DownloadOptions, downloadToFile } from '../../src/files/download.ts';
import { createClient } from '../../src/openrouter/client.ts';
import type { GetFetch } from '../../src/openrouter/client.types.ts';
import { createPlainFetch } from '../../src/outbound/plain-fetch.ts';
import { type Answer, json, manualClientClock, serve } from './servers.ts';

const apiKey = 'sk-or-v1-test-0123456789abcdef';

/** A file with the boxes of an MP4; `mediaBytes` of media. */
function mp4(mediaBytes: number): Buffer {
  const box = (type: string, size: number) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32BE(size, 0);
    bytes.write(type, 4, 'latin1');
    return bytes;
  };
  const media = box('mdat', 8 + mediaBytes);
  for (let at = 8; at < media.length; at++) media[at] = (at * 31) % 251;
  return Buffer.concat([box('ftyp', 32), box('moov', 200), media]);
}

const file = mp4(300_000);
const sha256 = createHash('sha256').update(file).digest('hex');

async function partPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-download-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'clip.mp4.part');
}

/** Waits between tries (a minute at most) end at once; the bounds of calls and of the whole download do not. */
const impatient = () => manualClientClock({ instantMs: 50_000 });

const send = (response: ServerResponse, bytes: Uint8Array, headers = {}, status = 200) =>
  response.writeHead(status, { 'content-type': 'video/mp4', ...headers }).end(bytes);

/** From byte 100,000 on, of a file that is as long as the one that was begun. */
function sendRest(response: ServerResponse, headers: Record<string, string>): void {
  const other = file.map((byte, at) => (at < 1000 ? byte : byte ^ 1));
  const range = { 'content-range': `bytes 100000-${file.length - 1}/*` };
  send(response, other.subarray(100_000), { ...range, ...headers }, 206);
}

/** Sends the first bytes, then cuts the connection. */
function cut(response: ServerResponse, bytes: Uint8Array, headers = {}, status = 200): void {
  response.writeHead(status, { 'content-type': 'video/mp4', ...headers });
  response.write(bytes, () => setTimeout(() => response.destroy(), 5));
}

function inTurn(...answers: readonly Answer[]): Answer {
  let turn = 0;
  return (request, response) => answers[Math.min(turn++, answers.length - 1)]!(request, response);
}

type OrderOfDownload = [baseUrl: string, more?: Partial<DownloadOptions>, clock?: Clock];

async function downloadOver(fileFetch: GetFetch, ...[baseUrl, more = {}, clock = impatient()]: OrderOfDownload) {
  const client = createClient({ apiKey, baseUrl, fetch, fileFetch, clock, callTimeoutMs: 90_000 });
  const path = more.partPath ?? (await partPath());
  const random = () => 0.5;
  const options = { remoteId: 'gen-vid-1-a', partPath: path, clock, random, idleTimeoutMs: 60_000, ...more };
  return { path, result: await downloadToFile(client, options) };
}

describe.each([
  ['fetch', fetch],
  ['the file fetch', createPlainFetch()],
])('over %s', (_name, fileFetch: GetFetch) => {
  const download = (...order: OrderOfDownload) => downloadOver(fileFetch, ...order);

  describe('a download', () => {
    test('is whole, hashed on the way and synced', async () => {
      const { baseUrl, requests } = await serve((_, response) => send(response, file));
      const seen: number[] = [];
      const { path, result } = await download(baseUrl, { onBytes: (bytes) => seen.push(bytes) });
      expect(result).toMatchObject({ bytes: file.length, sha256, contentType: 'video/mp4' });
      expect(requests).toHaveLength(1);
      expect((await readFile(path)).equals(file)).toBe(true);
      expect(seen.at(-1)).toBe(file.length);
    });

    test.each([600, 742, 999])(
      'that is answered with the status %i of nobody is told as that status',
      async (status) => {
        const { baseUrl } = await serve((_, response) => json(response, status, { error: { message: 'Come back' } }));
        await expect(download(baseUrl)).rejects.toMatchObject({
          problem: 'unavailable',
          httpStatus: status,
          message: expect.stringContaining('Come back'),
        });
      },
    );

    test('of many megabytes is whole and hashed too, by a thread from some point on', async () => {
      const large = mp4(70 * 1024 * 1024);
      const { baseUrl } = await serve((_, response) => send(response, large));
      const { path, result } = await download(baseUrl);
      expect(result).toMatchObject({ bytes: large.length, sha256: createHash('sha256').update(large).digest('hex') });
      expect((await readFile(path)).equals(large)).toBe(true);
    });

    test('of many megabytes that breaks off while the thread writes goes on there, or starts again', async () => {
      const large = mp4(60 * 1024 * 1024);
      const at = 55 * 1024 * 1024;
      const whole = { bytes: large.length, sha256: createHash('sha256').update(large).digest('hex') };
      const resuming = inTurn(
        (_, response) => cut(response, large.subarray(0, at), { etag: '"a"', 'content-length': large.length }),
        ({ headers }, response) => {
          const start = Number(/\d+/.exec(headers.range ?? '')?.[0]);
          const range = { 'content-range': `bytes ${start}-${large.length - 1}/${large.length}` };
          send(response, large.subarray(start), range, 206);
        },
      );
      const starting = inTurn(
        (_, response) => cut(response, large.subarray(0, at)),
        (_, response) => send(response, large),
      );
      // How much has arrived when a connection breaks is the system's to say.
      const further = expect.stringMatching(/^bytes=[1-9]\d*-$/);
      for (const [answer, range] of [[resuming, further] as const, [starting, undefined] as const]) {
        const { baseUrl, requests } = await serve(answer);
        const { path, result } = await download(baseUrl);
        expect(result).toMatchObject(whole);
        expect(requests.map(({ headers }) => headers.range)).toEqual([undefined, range]);
        expect((await readFile(path)).equals(large)).toBe(true);
      }
    });

    test('that breaks off goes on where it stopped when the server honours Range', async () => {
      const { baseUrl, requests } = await serve(
        inTurn(
          (_, response) => cut(response, file.subarray(0, 100_000), { etag: '"v1"' }),
          (request, response) => {
            const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1]);
            const range = { 'content-range': `bytes ${start}-${file.length - 1}/*`, etag: '"v1"' };
            send(response, file.subarray(start), range, 206);
          },
        ),
      );
      const { path, result } = await download(baseUrl);
      expect([result.sha256, requests.length]).toEqual([sha256, 2]);
      expect(requests[1]?.headers).toMatchObject({ range: 'bytes=100000-', 'if-range': '"v1"' });
      expect((await readFile(path)).equals(file)).toBe(true);
    });

    test.each([
      ['ignores Range', (response: ServerResponse) => send(response, file, { etag: '"v1"' })],
      [
        'sends another part than was asked for',
        (response: ServerResponse) =>
          send(response, file.subarray(5), { 'content-range': 'bytes 5-9/*', etag: '"v1"' }, 206),
      ],
      [
        'has another file by now',
        (response: ServerResponse) =>
          send(response, file.subarray(100_000), { 'content-range': 'bytes 100000-200000/999' }, 206),
      ],
      ['says that the file ends before', (response: ServerResponse) => response.writeHead(416).end()],
      ['goes on in another file, by its ETag', (response: ServerResponse) => sendRest(response, { etag: '"v2"' })],
      [
        'goes on in another file, by its time',
        (response: ServerResponse) => sendRest(response, { 'last-modified': 'Fri, 09 Oct 2026 12:00:30 GMT' }),
      ],
    ])('that breaks off starts again when the server %s', async (_, second) => {
      const { baseUrl, requests } = await serve(
        inTurn(
          (__, response) => cut(response, file.subarray(0, 100_000), { etag: '"v1"' }),
          (__, response) => second(response),
          (__, response) => send(response, file),
        ),
      );
      const { path, result } = await download(baseUrl);
      expect(result.sha256).toBe(sha256);
      expect(requests[1]?.headers.range).toBe('bytes=100000-');
      expect((await readFile(path)).equals(file)).toBe(true);
    });

    test('that comes without a byte at first is asked for again, and then whole', async () => {
      const { baseUrl, requests } = await serve(
        inTurn(
          (_, response) => send(response, Buffer.alloc(0), { etag: '"v1"' }),
          (_, response) => response.writeHead(206, { 'content-range': 'bytes 0--1/0' }).end(),
          (_, response) => send(response, file, { etag: '"v1"' }),
        ),
      );
      const { path, result } = await download(baseUrl);
      expect([result.sha256, requests.map(({ headers }) => headers.range)]).toEqual([sha256, Array(3).fill(undefined)]);
      expect((await readFile(path)).equals(file)).toBe(true);
    });

    test('without a mark to know the file by starts again rather than patch two files together', async () => {
      const { baseUrl, requests } = await serve(
        inTurn(
          (_, response) => cut(response, file.subarray(0, 100_000)),
          (_, response) => send(response, file),
        ),
      );
      expect((await download(baseUrl)).result.sha256).toBe(sha256);
      expect(requests.map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
    });

    test.each([
      ['a clean end half way', (response: ServerResponse) => send(response, file.subarray(0, 150_000))],
      ['an end between two boxes', (response: ServerResponse) => send(response, file.subarray(0, 232))],
      ['no bytes', (response: ServerResponse) => send(response, Buffer.alloc(0))],
      ['a page of HTML as video/mp4', (response: ServerResponse) => send(response, Buffer.from('<html>busy</html>'))],
      [
        'a page of HTML',
        (response: ServerResponse) => send(response, Buffer.from('<html>'), { 'content-type': 'text/html' }),
      ],
      ['502', (response: ServerResponse) => json(response, 502, { error: { code: 502, message: 'x' } })],
      ['409: not ready', (response: ServerResponse) => json(response, 409, { error: { code: 409, message: 'x' } })],
      ['429', (response: ServerResponse) => json(response, 429, '', { 'retry-after': '2' })],
    ])('that meets %s is tried again', async (_, first) => {
      const { baseUrl, requests } = await serve(
        inTurn(
          (__, response) => first(response),
          (__, response) => send(response, file),
        ),
      );
      expect([(await download(baseUrl)).result.sha256, requests.length]).toEqual([sha256, 2]);
    });

    test('never saves an error as a video', async () => {
      const { baseUrl } = await serve((_, response) =>
        json(response, 401, { error: { code: 401, message: 'User not found.' } }),
      );
      const path = await partPath();
      await expect(download(baseUrl, { partPath: path })).rejects.toMatchObject({
        name: 'ContentError',
        problem: 'refused',
        httpStatus: 401,
        remoteId: 'gen-vid-1-a',
      });
      expect((await stat(path)).size).toBe(0);
    });

    test('tries every address, and tells what the first one said', async () => {
      const { baseUrl, requests } = await serve((request, response) => {
        if (request.url === '/b') return send(response, file);
        return json(response, 410, { error: { code: 410, message: 'no longer available' } });
      });
      const url = (path: string) => new URL(path, baseUrl).href;
      expect((await download(baseUrl, { urls: [url('/a'), url('/b')] })).result.sha256).toBe(sha256);
      await expect(download(baseUrl, { urls: [url('/a')] })).rejects.toMatchObject({
        problem: 'gone',
        httpStatus: 410,
      });
      expect(requests.map(({ path }) => path)).toEqual([
        '/a',
        '/b',
        '/a',
        '/api/v1/videos/gen-vid-1-a/content?index=0',
      ]);
    });

    test.each([65_536, 65_533, 1001])(
      'that never ends is cut where the file ends (in pieces of %i bytes)',
      async (pieceBytes) => {
        const { baseUrl } = await serve((_, response) => {
          response.writeHead(200, { 'content-type': 'video/mp4' });
          const endless = Buffer.concat([file, file]);
          let at = 0;
          const more = () => {
            while (!response.destroyed && response.write(endless.subarray(at, at + pieceBytes)))
              at = (at + pieceBytes) % file.length;
            at = (at + pieceBytes) % file.length;
          };
          response.on('drain', more);
          more();
        });
        const { path, result } = await download(baseUrl);
        expect(result).toMatchObject({ bytes: file.length, sha256 });
        expect((await readFile(path)).equals(file)).toBe(true);
      },
    );

    test('larger than allowed is stopped, stated or not', async () => {
      const huge = Buffer.concat([
        file.subarray(0, 232),
        Buffer.from([0, 0, 0, 0]),
        Buffer.from('mdat'),
        Buffer.alloc(400_000),
      ]);
      const unstated = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'video/mp4' });
        response.write(huge);
      });
      const stated = await serve((_, response) => send(response, huge, { 'content-length': String(huge.length) }));
      for (const { baseUrl, requests } of [unstated, stated]) {
        await expect(download(baseUrl, { maxBytes: 100_000 })).rejects.toMatchObject({ problem: 'too_large' });
        expect(requests).toHaveLength(1);
      }
    });

    test('in which no byte comes is broken off and tried again', async () => {
      const { baseUrl, requests } = await serve(
        inTurn(
          (_, response) => {
            response.writeHead(200, { 'content-type': 'video/mp4' });
            response.write(file.subarray(0, 1000));
          },
          (_, response) => send(response, file),
        ),
      );
      const clock = impatient();
      let seen = 0;
      const running = download(baseUrl, { onBytes: (bytes) => (seen = bytes) }, clock);
      await expect.poll(() => seen).toBe(1000);
      // Two turns: in the first a byte may still have come.
      const requestsAMinuteLater = () => {
        clock.pass(60_000);
        return requests.length;
      };
      await expect.poll(requestsAMinuteLater).toBe(2);
      expect([(await running).result.sha256, requests.length]).toEqual([sha256, 2]);
    });

    test('that takes too long in all ends with its job id', async () => {
      const { baseUrl } = await serve(
        (_, response) => void response.writeHead(200, { 'content-type': 'video/mp4' }).write('\0'),
      );
      const clock = impatient();
      const running = download(baseUrl, {}, clock);
      const outcome = expect(running).rejects.toMatchObject({ problem: 'timed_out', remoteId: 'gen-vid-1-a' });
      await expect.poll(() => clock.waiting).toContain(60_000);
      clock.pass(3_600_000);
      await outcome;
    });

    test('is stopped by a signal with its reason, and leaves the file closed', async () => {
      const { baseUrl } = await serve(
        (_, response) => void response.writeHead(200, { 'content-type': 'video/mp4' }).write(file),
      );
      const stop = new AbortController();
      const running = download(baseUrl, { signal: stop.signal, onBytes: () => stop.abort(new Error('Ctrl-C')) });
      await expect(running).rejects.toThrow('Ctrl-C');
    });

    test('whose packets are damaged is fetched again', async () => {
      const { baseUrl, requests } = await serve((_, response) => send(response, file));
      let looks = 0;
      const { result } = await download(baseUrl, { isIntact: async () => ++looks === 2 });
      expect(result.sha256).toBe(sha256);
      expect(requests).toHaveLength(2);
    });
  });

  describe('a machine that cannot keep the file', () => {
    test('without the folder: says which path, what to do, and keeps the job', async () => {
      const { baseUrl } = await serve((_, response) => send(response, file));
      const path = join(await partPath(), 'clip.part');
      await expect(download(baseUrl, { partPath: path })).rejects.toMatchObject({
        name: 'FileError',
        code: 'ENOENT',
        remoteId: 'gen-vid-1-a',
        message: expect.stringMatching(new RegExp(`${path}.*resume job gen-vid-1-a`)),
      });
    });

    test('with a full disk: likewise, and what the system said stays', needsLinux, async () => {
      const { baseUrl } = await serve((_, response) => send(response, file));
      await expect(download(baseUrl, { partPath: '/dev/full' })).rejects.toMatchObject({
        name: 'FileError',
        code: 'ENOSPC',
        message: expect.stringMatching(/disk is full.*resume job gen-vid-1-a/),
        remoteId: 'gen-vid-1-a',
      });
    });

    test('with a folder that may not be written: likewise', async () => {
      const { baseUrl } = await serve((_, response) => send(response, file));
      const path = await partPath();
      await chmod(join(path, '..'), 0o555);
      // No folder is closed to root, so root is nobody for a while.
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid?.(65_534);
      try {
        await expect(download(baseUrl, { partPath: path })).rejects.toMatchObject({
          name: 'FileError',
          code: 'EACCES',
        });
      } finally {
        if (isRoot) process.seteuid?.(0);
      }
    });
  });
});

test.each([
  ['a clip of some megabytes', 3_000_000],
  ['one that a thread writes in the end', 70 * 2 ** 20],
])(
  'the bytes of %s that a handed-in fetch gives out stay its own: it may give them out again',
  async (_name, mediaBytes) => {
    const clip = mp4(mediaBytes);
    const chunks = Array.from(
      { length: Math.ceil(clip.length / 65_536) },
      (_, at) => new Uint8Array(clip.subarray(at * 65_536, (at + 1) * 65_536)),
    );
    const given = async () => {
      const rest = chunks.values();
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          const { done, value } = rest.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      });
      return new Response(body, { headers: { 'content-type': 'video/mp4' } });
    };
    const once = await downloadOver(given, 'https://example.com/api/v1');
    const again = await downloadOver(given, 'https://example.com/api/v1');
    expect([once.result.bytes, again.result.bytes]).toEqual([clip.length, clip.length]);
    expect(again.result.sha256).toBe(once.result.sha256);
  },
);
