import { describe, expect, test } from 'vitest';
import { jobUrl, parseEndpoint } from '../../src/openrouter/endpoint.ts';
import { exactAmount, parseJsonKeepingNumbers } from '../../src/openrouter/exact-decimal.ts';
import { parseJobReading } from '../../src/openrouter/job-reading.ts';
import { createRedact } from '../../src/openrouter/redact.ts';
import { parseWireError } from '../../src/openrouter/wire-error.ts';

const redact = createRedact([]);
const endpoint = parseEndpoint('https://openrouter.ai/api/v1/');
const read = (body: unknown) =>
  parseJobReading('gen-vid-1-a', typeof body === 'string' ? body : JSON.stringify(body), { endpoint, redact });

describe('what a job cost', () => {
  test.each([
    ['a number, digit for digit', '{"usage":{"cost":0.1358}}', '0.1358'],
    ['more digits than a float holds', '{"usage":{"cost":0.12345678901234567890}}', '0.1234567890123456789'],
    ['an exponent', '{"usage":{"cost":1e-7}}', '0.0000001'],
    ['an exponent upwards', '{"usage":{"cost":1.25E+2}}', '125'],
    ['a string', '{"usage":{"cost":"0.20"}}', '0.2'],
    ['nothing is zero only when it says so', '{"usage":{"cost":0}}', '0'],
    ['null', '{"usage":{"cost":null}}', null],
    ['missing', '{"usage":{}}', null],
    ['no usage', '{"usage":null}', null],
    ['negative', '{"usage":{"cost":-1}}', null],
    ['a million for one clip: whether it is believed is not decided here', '{"usage":{"cost":1e6}}', '1000000'],
    ['minus nothing is nothing', '{"usage":{"cost":-0.0}}', '0'],
    ['minus next to nothing is no amount', '{"usage":{"cost":-0.01}}', null],
    ['not a number', '{"usage":{"cost":"NaN"}}', null],
    ['digits in other strings stay where they are', '{"note":"1e5 \\"7\\" \\\\","usage":{"cost":5}}', '5'],
    ['beyond what money can be', '{"usage":{"cost":1e300}}', null],
  ])('%s', (_, text, cost) => {
    expect(read(JSON.stringify({}).replace('{}', `{"status":"completed",${text.slice(1)}`))?.costUsd).toBe(cost);
  });

  test('is read without a float in between', () => {
    expect(parseJsonKeepingNumbers('{"a":[1.10,-2e3,"x 3"]}')).toEqual({ a: ['1.10', '-2e3', 'x 3'] });
    expect(parseJsonKeepingNumbers('{')).toBeUndefined();
    expect(exactAmount('00.10')).toBe('0.1');
  });
});

describe('the state of a job', () => {
  test.each(['pending', 'in_progress', 'completed', 'failed', 'cancelled', 'expired'])('%s', (status) => {
    expect(read({ id: 'gen-vid-1-a', status })).toMatchObject({ status, remoteStatus: status });
  });

  test('a word that no document has means running', () => {
    expect(read({ status: 'queued' })).toMatchObject({ status: 'running_unknown_word', remoteStatus: 'queued' });
  });

  test.each([
    ['COMPLETED', 'completed'],
    [' Completed\n', 'completed'],
    ['succeeded', 'completed'],
    ['In_Progress', 'in_progress'],
    ['FAILED', 'failed'],
    ['canceled', 'cancelled'],
    ['Expired', 'expired'],
    ['constructor', 'running_unknown_word'],
  ])('%j is the word %s in another spelling, also without the address of a file', (word, status) => {
    expect(read({ status: word })).toMatchObject({ status, remoteStatus: word });
  });

  test('absent and null are the same in every field', () => {
    const nulls = { status: 'pending', error: null, usage: null, unsigned_urls: null, urls: null, generation_id: null };
    const { raw: _, ...withNulls } = read({ ...nulls, model: null, progress: null })!;
    const { raw: __, ...without } = read({ status: 'pending' })!;
    expect(withNulls).toEqual(without);
  });

  test('an error is a string, or an object', () => {
    expect(read({ status: 'failed', error: 'Content policy violation' })?.error).toBe('Content policy violation');
    const object = { message: 'Provider returned error', code: 502, metadata: { error_type: 'provider_unavailable' } };
    expect(read({ status: 'failed', error: object })).toMatchObject({
      error: 'Provider returned error',
      errorCode: 'provider_unavailable',
    });
    expect(read({ status: 'failed', error: { code: 502 } })).toMatchObject({ errorCode: '502' });
  });

  test('addresses are resolved; what is none is left out', () => {
    const reading = read({
      status: 'completed',
      unsigned_urls: ['/api/v1/videos/a/content?index=0', 'https://[', 7, null],
      urls: ['https://storage.example.com/a.mp4?signature=s'],
    });
    expect(reading?.contentUrls).toEqual(['https://openrouter.ai/api/v1/videos/a/content?index=0']);
    expect(reading?.signedUrls).toEqual(['https://storage.example.com/a.mp4?signature=s']);
    expect(reading?.raw).not.toContain('signature=s');
  });

  test('every file that is named is read, also of a job with forty', () => {
    const unsigned_urls = Array.from({ length: 40 }, (_, index) => `/api/v1/videos/a/content?index=${index}`);
    expect(read({ status: 'completed', unsigned_urls })?.contentUrls).toHaveLength(40);
  });

  test.each<[string, (job: object) => unknown]>([
    ['no status', (job) => job],
    ['a status of null', (job) => ({ ...job, status: null })],
    ['a number as status', (job) => ({ ...job, status: 2 })],
    ['an object as status', (job) => ({ ...job, status: { name: 'completed' } })],
    ['its status as state', (job) => ({ ...job, state: 'completed' })],
    ['an envelope around it', (job) => ({ data: { ...job, status: 'completed' } })],
    ['an envelope, and no status', (job) => ({ success: true, data: job })],
    ['a list of one around it', (job) => [{ ...job, status: 'completed' }]],
    ['an envelope with a list of one', (job) => ({ data: [job] })],
  ])('with the address of a file a job is completed, with %s, and its bill is read', (_, written) => {
    const job = { id: 'a', unsigned_urls: ['/api/v1/videos/a/content?index=0'], usage: { cost: 0.12 } };
    expect(read(JSON.stringify(written(job)))).toMatchObject({
      status: 'completed',
      costUsd: '0.12',
      contentUrls: ['https://openrouter.ai/api/v1/videos/a/content?index=0'],
    });
  });

  test.each([
    '<html></html>',
    '[]',
    '"text"',
    '',
    '{"id":"a"}',
    '{"status":7}',
    '{"data":[]}',
    '{"data":{"id":"a"}}',
    '[{},{}]',
  ])('%s is no job', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('error bodies', () => {
  test('the envelope, in either order of keys', () => {
    const text = JSON.stringify({
      error: {
        message: 'Resolution 4K is not supported',
        code: 400,
        metadata: {
          failed_routing_step: 'Validate Video Parameters',
          error_type: 'invalid_request',
          provider_name: 'xAI',
        },
      },
      user_id: 'user_3Bl6LBShLIGou4GzxDLzm73U616',
    });
    expect(parseWireError(400, text, redact)).toMatchObject({
      shape: 'envelope',
      code: 400,
      message: 'Resolution 4K is not supported',
      failedRoutingStep: 'Validate Video Parameters',
      errorType: 'invalid_request',
      providerName: 'xAI',
    });
    expect(JSON.stringify(parseWireError(400, text, redact))).not.toContain('user_3');
  });

  test('the ZodError of a schema violation', () => {
    const message = JSON.stringify([
      { code: 'invalid_value', path: ['frame_images', 0, 'type'], message: 'Invalid option' },
    ]);
    const text = JSON.stringify({ success: false, error: { name: 'ZodError', message } });
    expect(parseWireError(400, text, redact)).toMatchObject({
      shape: 'zod',
      code: null,
      message: 'frame_images.0.type: Invalid option',
      issues: [{ path: 'frame_images.0.type', message: 'Invalid option' }],
    });
  });

  test('moderation: the reasons, never the flagged input', () => {
    const metadata = { reasons: ['violence'], flagged_input: 'my secret prompt', provider_name: 'p' };
    const error = parseWireError(403, JSON.stringify({ error: { message: 'Flagged', code: 403, metadata } }), redact);
    expect(error.moderationReasons).toEqual(['violence']);
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  test.each([
    ['a page of the edge', '<html>Bad gateway</html>', 'not_json'],
    ['nothing', '', 'empty'],
    ['a bare string as error', '{"error":"Nope"}', 'envelope'],
    ['null as error', '{"error":null}', 'envelope'],
    ['an array', '[1]', 'not_json'],
  ])('%s', (_, text, shape) => {
    expect(parseWireError(502, text, redact)).toMatchObject({ shape, code: null, httpStatus: 502 });
  });
});

describe('addresses', () => {
  test.each([
    ['gen-vid-1-a', 'https://openrouter.ai/api/v1/videos/gen-vid-1-a'],
    ['a/../b?c#d', 'https://openrouter.ai/api/v1/videos/a%2F..%2Fb%3Fc%23d'],
    ['..', 'https://openrouter.ai/api/v1/videos/%252E%252E'],
    ['.', 'https://openrouter.ai/api/v1/videos/%252E'],
  ])('the id %s stays one segment', (id, url) => {
    expect(new URL(jobUrl(endpoint, id)).href).toBe(url);
  });

  test.each([
    'http://openrouter.ai/api/v1',
    'ftp://openrouter.ai',
    'https://user:pass@openrouter.ai',
    'openrouter.ai',
    'http://127.0.0.1.evil.example/',
  ])('the base URL %s is refused', (baseUrl) => {
    expect(() => parseEndpoint(baseUrl)).toThrow(TypeError);
  });

  test.each(['http://127.0.0.1:8787/api/v1', 'http://localhost/api/v1', 'http://[::1]:1/api/v1'])(
    '%s is this machine',
    (baseUrl) => {
      expect(parseEndpoint(baseUrl).isLoopback).toBe(true);
    },
  );
});
