import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClip } from '../src/clips/make-clip.ts';
import { createSimulator, type Simulator } from '../src/index.ts';
import { key, rig } from './client-calls.ts';
import { quartersJpeg, quartersPng } from './test-pictures.ts';

const paths = [
  '/api/v1/videos',
  '/api/v1/videos/models',
  '/api/v1/videos/x',
  '/api/v1/videos/x/content',
  '/api/v1/key',
  '/api/v1/generation',
  '/__simulator',
  '/__simulator/advance',
  '/__simulator/scenario',
  '/__simulator/storage/x/0.mp4',
];

/** Every documented way to say no: the envelope with its status, the ZodError, a page of the edge. */
async function assertDocumented(answer: Response): Promise<void> {
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('text/html')) return;
  if (answer.status === 204 || type === 'video/mp4') return;
  const text = await answer.text();
  if (text === '') return;
  const body = JSON.parse(text);
  if (answer.ok) return;
  if (body.success === false) expect(body.error).toEqual({ name: 'ZodError', message: expect.any(String) });
  else expect(body.error).toMatchObject({ message: expect.any(String), code: answer.status });
}

const anyPath = fc.oneof(
  fc.constantFrom(...paths),
  fc.webPath().map((path) => `/${path}`),
  fc.string({ unit: 'binary' }).map((text) => `/api/v1/videos/${encodeURIComponent(text)}`),
  fc.string({ unit: 'binary' }).map((text) => `/api/v1/videos/x/content?index=${encodeURIComponent(text)}`),
);

const anyJson = fc.jsonValue({ maxDepth: 4 });
const anyRequest = fc.record(
  {
    model: fc.oneof(
      fc.constantFrom('google/veo-3.1-lite', 'bytedance/seedance-2.0', 'runway/aleph-2', '#', 'a#b'),
      anyJson,
    ),
    prompt: fc.oneof(fc.string({ unit: 'binary' }), anyJson),
    duration: fc.oneof(fc.integer(), fc.double(), anyJson),
    resolution: fc.oneof(fc.constantFrom('720p', '4K'), anyJson),
    aspect_ratio: fc.oneof(fc.constantFrom('16:9', '1:1'), anyJson),
    size: fc.oneof(fc.constantFrom('1280x720', '0x0', '99999x99999', 'x'), anyJson),
    seed: fc.oneof(fc.integer(), fc.double(), anyJson),
    generate_audio: anyJson,
    callback_url: fc.oneof(fc.webUrl(), fc.string(), anyJson),
    frame_images: fc.oneof(
      fc.array(
        fc.record({
          type: fc.constantFrom('image_url', 'x'),
          image_url: fc.record({
            url: fc.oneof(
              fc.string(),
              fc.webUrl(),
              fc.base64String().map((text) => `data:image/png;base64,${text}`),
            ),
          }),
          frame_type: fc.constantFrom('first_frame', 'last_frame'),
        }),
      ),
      anyJson,
    ),
    input_references: anyJson,
    previous_job_id: anyJson,
    upscale_factor: fc.oneof(fc.double(), anyJson),
    creativity: anyJson,
    provider: anyJson,
  },
  { requiredKeys: [] },
);

describe('any input gets a documented answer', () => {
  it('to any method, path, key and body', async () => {
    const { simulator } = rig();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
        anyPath,
        fc.constantFrom(undefined, `Bearer ${key}`, 'Bearer ', 'x'),
        fc.uint8Array({ maxLength: 200 }),
        async (method, path, authorization, bytes) => {
          const hasBody = method !== 'GET' && method !== 'HEAD';
          const answer = await simulator.fetch(`http://simulator.test${path}`, {
            method,
            headers: authorization === undefined ? {} : { authorization },
            ...(hasBody && { body: bytes as BodyInit }),
          });
          expect(answer.status).not.toBe(500);
          await assertDocumented(answer);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('to any JSON that looks like a submit', async () => {
    const { submit } = rig({ creditsUsd: 1e6 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyRequest, anyJson), async (body) => {
        const answer = await submit(body);
        expect([202, 400, 402, 404]).toContain(answer.status);
        await assertDocumented(answer);
      }),
      { numRuns: 1500 },
    );
  });

  it('to any scenario in a header', async () => {
    const { ask } = rig();
    await fc.assert(
      fc.asyncProperty(fc.string().filter(isHeaderValue), async (scenario) => {
        await assertDocumented(await ask('/videos/x', { headers: { 'x-simulator-scenario': scenario } }));
      }),
      { numRuns: 300 },
    );
  });
});

describe('any bytes as a first frame', () => {
  it('make a clip', () => {
    const pictures = [quartersPng(24, 24), quartersJpeg(24, 24)].map((url) => {
      const [head = '', payload = ''] = url.split(',');
      return { head, bytes: Buffer.from(payload, 'base64') };
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...pictures),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }),
        fc.nat(),
        ({ head, bytes }, changes, end) => {
          const damaged = Buffer.from(bytes.subarray(0, end % 3 === 0 ? end % bytes.length : bytes.length));
          for (const [at, value] of changes) if (damaged.length > 0) damaged[at % damaged.length] = value;
          const spec = { model: 'a/b', prompt: '', seed: 1, width: 64, height: 64, frames: 1, audio: false };
          const clip = makeClip({ ...spec, firstFrameUrl: `${head},${damaged.toString('base64')}` });
          expect(clip.length).toBeGreaterThan(500);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('any bytes on a socket', () => {
  let simulator: Simulator;
  let port: number;
  beforeAll(async () => {
    simulator = createSimulator({ speed: 1e6 });
    port = (await simulator.listen()).port;
  });
  afterAll(() => simulator.close());

  const anyBytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc
      .tuple(
        fc.constantFrom('GET', 'POST', 'PUT', 'TRACE', 'CONNECT', 'PRI', 'get', ''),
        fc.oneof(fc.constantFrom(...paths, '*', '//x/y', 'http://[::1', '/%', '/%00', '/../..'), fc.string()),
        fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', ''),
        fc.array(
          fc.oneof(
            fc.constantFrom(
              'Host: a',
              'Host: [',
              'Host: ../',
              'Content-Length: 5',
              'Content-Length: -1',
              'Transfer-Encoding: chunked',
              'Transfer-Encoding: x',
              'Expect: 100-continue',
              'Connection: upgrade',
              'Upgrade: h2c',
              `Authorization: Bearer ${key}`,
            ),
            fc.string(),
          ),
          { maxLength: 4 },
        ),
        fc.oneof(fc.string(), fc.constantFrom('5\r\nhello\r\n0\r\n\r\n', 'ZZ\r\n', '{"model":')),
      )
      .map(([method, path, version, headers, body]) =>
        Buffer.from(`${method} ${path} ${version}\r\n${headers.join('\r\n')}\r\n\r\n${body}`, 'latin1'),
      ),
  );

  it('get a documented answer or none, and the server stands', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        const answer = await exchange(port, bytes);
        if (answer === '') return;
        const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
        expect(status).toBeGreaterThanOrEqual(100);
        const errors = /^HTTP\/1\.1 [45]\d\d /.test(answer);
        if (errors && !/text\/html/.test(answer)) expect(answer).toMatch(/"error":\{/);
      }),
      { numRuns: 400 },
    );
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/videos/models`);
    expect(answer.status).toBe(200);
  });
});

/** Sends bytes, ends the sending side, and reads until the server ends too. */
function exchange(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      answer += text;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

function isHeaderValue(text: string): boolean {
  try {
    new Headers({ x: text });
    return true;
  } catch {
    return false;
  }
}
