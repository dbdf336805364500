import { describe, expect, test } from 'vitest';
import { readServerList } from '../../src/catalog/from-server.ts';
import { flood, serve } from '../outbound/local-server.ts';
import { list, record } from './list.ts';

const now = '2026-11-22T12:00:00Z';

describe('the list of a server', () => {
  test('time runs for the body too: an answer that drips is given up', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200).write('{"data":[');
    });
    const reading = readServerList({ baseUrl: origin, fetch, timeoutMs: 100, now });
    await expect(reading).rejects.toMatchObject({ failure: { code: 'timed_out', timeoutMs: 100 } });
  });

  test('time runs out even where fetch ignores its signal', async () => {
    const deaf = () => new Promise<Response>(() => {});
    const reading = readServerList({ baseUrl: 'http://127.0.0.1:9', fetch: deaf, timeoutMs: 20, now });
    await expect(reading).rejects.toMatchObject({ failure: { code: 'timed_out' } });
  });

  test('of 50 MB, no more is taken than the bound and what the sockets hold', async () => {
    let sentBytes = () => 0;
    const { origin } = await serve((_request, response) => {
      ({ sentBytes } = flood(response, '{"data":[', 50_000_000));
    });
    const reading = readServerList({ baseUrl: origin, fetch, timeoutMs: 10_000, now, maxBytes: 1_000_000 });
    await expect(reading).rejects.toMatchObject({ failure: { code: 'too_large', maxBytes: 1_000_000 } });
    expect(sentBytes()).toBeLessThan(20_000_000);
  });

  test('exactly the bound is taken', async () => {
    const body = list(record('one/a'));
    const { origin } = await serve((_request, response) => response.end(body));
    const options = { baseUrl: `${origin}/`, fetch, timeoutMs: 5_000, now };
    expect((await readServerList({ ...options, maxBytes: body.length })).catalog.models).toHaveLength(1);
    await expect(readServerList({ ...options, maxBytes: body.length - 1 })).rejects.toMatchObject({
      failure: { code: 'too_large' },
    });
  });
});
