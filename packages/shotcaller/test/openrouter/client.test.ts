import { createSimulator, manualClock } from '@shotcaller/simulator';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../../../tests/free-port.mjs';
import { createClient } from '../../src/openrouter/client.ts';
import type { ClientOptions } from '../../src/openrouter/client.types.ts';
import { PollError } from '../../src/openrouter/errors.ts';
import { json, manualClientClock, serve } from './servers.ts';

const apiKey = 'sk-or-v1-test-0123456789abcdef';
const body = {
  model: 'google/veo-3.1-lite',
  prompt: 'A red mug on a desk',
  duration: 4,
  resolution: '720p',
  generate_audio: false,
};
const clock = manualClientClock();

function simulated(scenario = '', more: Partial<ClientOptions> = {}) {
  const simulatorClock = manualClock();
  const simulator = createSimulator({ scenario, clock: simulatorClock, clipThread: false });
  const client = createClient({ apiKey, fetch: (url, init) => simulator.fetch(url, init), clock, ...more });
  return { simulator, simulatorClock, client };
}

async function accepted(client: ReturnType<typeof simulated>['client']) {
  const outcome = await client.submit(body);
  if (outcome.kind !== 'accepted') throw new Error(`The submit was ${outcome.kind}.`);
  return outcome;
}

describe('a submit', () => {
  test('that is accepted names the job and where to ask for it', async () => {
    const { client, simulator } = simulated();
    expect(await client.submit(body)).toEqual({
      kind: 'accepted',
      remoteId: expect.stringMatching(/^gen-vid-\d+-[0-9A-Za-z]{20}$/),
      pollingUrl: expect.stringMatching(/^https:\/\/openrouter\.ai\/api\/v1\/videos\/gen-vid-/),
      status: 'pending',
    });
    expect(simulator.jobs).toHaveLength(1);
  });

  test.each<[string, unknown, string]>([
    ['in an envelope', { data: { id: 'gen-vid-1-a', status: 'pending' } }, 'gen-vid-1-a'],
    ['in an envelope, without a status', { success: true, data: { id: 'gen-vid-1-a' } }, 'gen-vid-1-a'],
    ['in a list of one', [{ id: 'gen-vid-1-a', status: 'pending' }], 'gen-vid-1-a'],
    ['as a whole number', { id: 4217, status: 'pending' }, '4217'],
  ])('whose answer names the job %s has bought that job, which is then found', async (_, written, remoteId) => {
    const client = createClient({ apiKey, clock, fetch: async () => Response.json(written, { status: 202 }) });
    expect(await client.submit(body)).toMatchObject({ kind: 'accepted', remoteId });
    expect(await client.getJob(remoteId).catch((error: Error) => error.message)).not.toContain('another job');
  });

  test.each([
    ['submit-reset', 'connection_failed', 1],
    ['submit-502', 'server_error', 1],
    ['submit-500', 'server_error', 1],
    ['submit-524', 'server_error', 1],
    ['submit-html', 'server_error', 1],
    ['submit-refused-reset', 'connection_failed', 0],
    ['submit-529', 'server_error', 0],
  ])('under %s has an unknown outcome, and is sent once', async (scenario, cause, jobs) => {
    const { client, simulator } = simulated(scenario);
    expect(await client.submit(body)).toMatchObject({ kind: 'unknown', cause });
    expect(simulator.jobs).toHaveLength(jobs);
  });

  test.each([
    [302, '', 'HTTP 302'],
    [522, '<html>the edge</html>', 'HTTP 522, and the answer is not JSON'],
    [451, '{"error":{"message":"for legal reasons"}}', 'HTTP 451, for legal reasons'],
  ])('with an odd answer says its status once: %i %j', async (status, text, detail) => {
    const client = createClient({ apiKey, clock, fetch: async () => new Response(text, { status }) });
    expect(await client.submit(body)).toMatchObject({ kind: 'unknown', detail });
  });

  test.each([
    ['submit-429', { repeat: 'after_wait', httpStatus: 429, retryAfterMs: 2000 }],
    ['submit-429-upstream', { repeat: 'after_wait', httpStatus: 429, retryAfterMs: 2000 }],
    ['submit-429-bare', { repeat: 'after_wait', httpStatus: 429 }],
    ['submit-503', { repeat: 'after_wait', httpStatus: 503, retryAfterMs: 2000 }],
    ['submit-402-in-flight', { repeat: 'after_wait', httpStatus: 402, retryAfterMs: 2000 }],
    ['submit-402-credits', { repeat: 'no', httpStatus: 402 }],
    ['submit-402-key-limit', { repeat: 'no', httpStatus: 402 }],
    ['submit-403', { repeat: 'no', httpStatus: 403 }],
    ['submit-413', { repeat: 'no', httpStatus: 413 }],
  ])('under %s is refused, and no job exists', async (scenario, refusal) => {
    const { client, simulator } = simulated(scenario);
    expect(await client.submit(body)).toMatchObject({ kind: 'refused', ...refusal });
    expect(simulator.jobs).toHaveLength(0);
  });

  test('outside the schema tells which field', async () => {
    const { client } = simulated();
    const outcome = await client.submit({ ...body, resolution: '1080x1920' });
    expect(outcome).toMatchObject({ kind: 'refused', repeat: 'no', error: { shape: 'zod' } });
    expect(outcome.kind === 'refused' && outcome.error.message).toContain('resolution');
  });

  test('with a wrong key is refused', async () => {
    const { client } = simulated('', { apiKey: 'sk-or-v1-invalid-key' });
    expect(await client.submit(body)).toMatchObject({ kind: 'refused', httpStatus: 401, repeat: 'no' });
  });

  test('whose answer does not come in time has an unknown outcome', async () => {
    const waiting = manualClientClock();
    const { client, simulator } = simulated('submit-slow', { clock: waiting });
    const outcome = client.submit(body);
    await expect.poll(() => simulator.jobs).toHaveLength(1);
    waiting.pass(120_000);
    expect(await outcome).toMatchObject({ kind: 'unknown', cause: 'timed_out' });
  });

  test('that is stopped while the answer is awaited has an unknown outcome; before that, none', async () => {
    const { client, simulator } = simulated('submit-slow');
    const stop = new AbortController();
    const outcome = client.submit(body, { signal: stop.signal });
    await expect.poll(() => simulator.jobs).toHaveLength(1);
    stop.abort(new Error('Ctrl-C'));
    expect(await outcome).toMatchObject({ kind: 'unknown', cause: 'aborted' });
    await expect(client.submit(body, { signal: stop.signal })).rejects.toThrow('Ctrl-C');
    expect(simulator.jobs).toHaveLength(1);
  });

  test('to a port where nobody listens was not sent', async () => {
    const gone = createClient({ apiKey, baseUrl: `http://127.0.0.1:${await freePort()}/api/v1`, fetch, clock });
    expect(await gone.submit(body)).toMatchObject({ kind: 'not_sent', detail: expect.stringContaining('failed') });
  });

  test.each([
    ['a 200 without an id', 200, '{"status":"pending"}'],
    ['a 202 of HTML', 202, '<html>'],
    ['an empty 202', 202, ''],
    ['an array', 202, '[]'],
    ['a redirect', 307, ''],
  ])('answered with %s has an unknown outcome', async (_, status, text) => {
    const { baseUrl, requests } = await serve((__, response) =>
      json(response, status, text, { location: '/elsewhere' }),
    );
    const client = createClient({ apiKey, baseUrl, fetch, clock });
    expect(await client.submit(body)).toMatchObject({ kind: 'unknown', httpStatus: status });
    expect(requests).toHaveLength(1);
  });

  test('whose answer is larger than any answer has an unknown outcome', async () => {
    const { baseUrl } = await serve((_, response) => json(response, 202, `{"id":"${'x'.repeat(5000)}"}`));
    const client = createClient({ apiKey, baseUrl, fetch, clock, maxBodyBytes: 1000 });
    expect(await client.submit(body)).toMatchObject({ kind: 'unknown', cause: 'unreadable_answer' });
  });

  test('says who sends it, and carries an idempotency key only if given', async () => {
    const { baseUrl, requests } = await serve((_, response) => json(response, 202, { id: 'a', status: 'pending' }));
    const client = createClient({ apiKey, baseUrl, fetch, clock });
    expect(await client.submit(body)).toEqual({ kind: 'accepted', remoteId: 'a', pollingUrl: null, status: 'pending' });
    await client.submit(body, { idempotencyKey: 'k' });
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'x-openrouter-title': 'Shotcaller',
      'x-openrouter-categories': 'video-gen',
      'http-referer': expect.stringMatching(/^https:/),
    });
    expect(requests.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, 'k']);
  });
});

describe('a poll', () => {
  test.each(['', 'relative-urls', 'nulls', 'no-generation-id', 'old-ids'])(
    'reads a job from submit to its bill (%s)',
    async (scenario) => {
      const { client, simulator, simulatorClock } = simulated(scenario);
      const { remoteId, pollingUrl } = await accepted(client);
      expect(await client.getJob(remoteId, { pollingUrl })).toMatchObject({
        status: 'pending',
        costUsd: null,
        contentUrls: [],
      });
      await simulatorClock.advance(3_600_000);
      const reading = await client.getJob(remoteId, { pollingUrl });
      expect(reading).toMatchObject({ status: 'completed', costUsd: simulator.bills[0]?.usd, isByok: false });
      expect(reading.contentUrls[0]).toMatch(/^https:\/\/openrouter\.ai\/api\/v1\/videos\/.+\/content/);
    },
  );

  test.each([
    ['cost-null', null],
    ['cost-missing', null],
    ['cost-string', '0.12'],
  ])('under %s states the cost %s', async (scenario, costUsd) => {
    const { client, simulatorClock } = simulated(scenario);
    const { remoteId } = await accepted(client);
    await simulatorClock.advance(3_600_000);
    expect(await client.getJob(remoteId)).toMatchObject({ status: 'completed', costUsd });
  });

  test.each([
    ['poll-429', 429],
    ['poll-500', 500],
    ['poll-502', 502],
    ['poll-503', 503],
    ['poll-404', 404],
    ['poll-html', 502],
    ['poll-reset', undefined],
  ])('that fails under %s can be repeated, and the job is as before', async (scenario, httpStatus) => {
    const { client } = simulated(`${scenario}:1`);
    const { remoteId } = await accepted(client);
    await expect(client.getJob(remoteId)).rejects.toMatchObject({
      name: 'PollError',
      remoteId,
      retryable: true,
      httpStatus,
    });
    expect(await client.getJob(remoteId)).toMatchObject({ status: 'pending' });
  });

  test('carries how long the server asks to wait', async () => {
    const { client } = simulated('poll-429');
    const { remoteId } = await accepted(client);
    const error = await client.getJob(remoteId).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(PollError);
    expect(error.retryAfterMs).toBe(2000);
  });

  test.each([
    ['job-moderated', 'failed', 'Content policy violation'],
    ['job-expired', 'expired', 'Job exceeded maximum time to live'],
    ['job-cancelled', 'cancelled', 'Job was cancelled'],
    ['job-moderated,error-object', 'failed', 'Content policy violation'],
  ])('under %s reads the end and its reason', async (scenario, status, error) => {
    const { client, simulatorClock } = simulated(scenario);
    const { remoteId } = await accepted(client);
    await simulatorClock.advance(3_600_000);
    expect(await client.getJob(remoteId)).toMatchObject({ status, error });
  });

  test('is stopped by a signal with its reason', async () => {
    const { client } = simulated('poll-slow');
    const { remoteId } = await accepted(client);
    const stop = new AbortController();
    const reading = client.getJob(remoteId, { signal: stop.signal });
    stop.abort(new Error('Ctrl-C'));
    await expect(reading).rejects.toThrow('Ctrl-C');
  });
});

describe('the catalogue and the account', () => {
  test('the catalogue comes as it is, without a key', async () => {
    const simulator = createSimulator({ clock: manualClock() });
    const client = createClient({ fetch: (url, init) => simulator.fetch(url, init), clock });
    expect(await client.listModels()).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ id: 'google/veo-3.1' })]),
    });
  });

  test('an unbounded catalogue is not read to its end', async () => {
    const { baseUrl } = await serve((_, response) => json(response, 200, `"${'x'.repeat(100_000)}"`));
    const client = createClient({ baseUrl, fetch, clock, maxBodyBytes: 1000 });
    await expect(client.listModels()).rejects.toMatchObject({ name: 'CallError', retryable: false });
  });

  test('the account is read with exact amounts and the time of the server', async () => {
    const data = { label: 'sk-or-v1-abc...123', limit: 10.1, limit_remaining: 1e-3, usage: null, is_free_tier: false };
    const { baseUrl } = await serve((_, response) =>
      json(response, 200, { data }, { date: 'Fri, 09 Oct 2026 12:00:00 GMT' }),
    );
    const client = createClient({ apiKey, baseUrl, fetch, clock });
    expect(await client.accountKey()).toMatchObject({
      limitUsd: '10.1',
      limitRemainingUsd: '0.001',
      usageUsd: null,
      isFreeTier: false,
      serverTime: '2026-10-09T12:00:00.000Z',
    });
  });

  test('a wrong key is told by its status', async () => {
    const { client } = simulated('', { apiKey: 'sk-or-v1-invalid-key' });
    await expect(client.accountKey()).rejects.toMatchObject({ httpStatus: 401, retryable: false });
  });
});
