import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SimulatorOptions, signatureHeader } from '../src/index.ts';
import { lantern, rig } from './client-calls.ts';

const hook = 'https://receiver.example/hook?token=abc';

describe('the signature', () => {
  it.each([
    ['{"a":1}', '097b0e873cd1a36e263041be07efadf02b406a9b457eadc083e6bc542838d503'],
    ['{"error":"Zu groß – 4 µs"}', '367b8f8aa7a1f8aec4ae9021d92b2c0e29084f4924ba16162164a1dddd29d2e3'],
    ['', '865ee28601d2ea89522a76466078d6b37415dc33d516d34d47901e5d34389f26'],
  ])('of %j is the known one', (body, v1) => {
    expect(signatureHeader('whsec_test', body, 1790983457)).toBe(`t=1790983457,v1=${v1}`);
  });
});

describe('a delivery', () => {
  it('tells the end of a job: signed, with an idempotency key, and with the model that polls do not name', async () => {
    const { received, finish } = receiver();
    const job = await finish({ ...lantern, callback_url: hook });
    expect(received).toHaveLength(1);
    const [delivery] = received;
    expect(delivery!.url).toBe(hook);
    expect(delivery!.headers['x-openrouter-idempotency-key']).toBe(`${job.id}-completed`);
    expect(isGenuine(delivery!)).toBe(true);
    expect(JSON.parse(delivery!.body)).toEqual({
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      type: 'video.generation.completed',
      data: {
        generation_id: job.id,
        id: job.id,
        model: 'google/veo-3.1-lite',
        status: 'completed',
        unsigned_urls: job.unsigned_urls,
        usage: { cost: 0.12, is_byok: false },
      },
    });
  });

  it('of a job that moderation stopped has neither generation_id nor model', async () => {
    const { received, finish } = receiver({ scenario: 'job-moderated' });
    const { id } = await finish({ ...lantern, callback_url: hook });
    expect(JSON.parse(received[0]!.body).data).toEqual({
      id,
      status: 'failed',
      generation_id: null,
      model: null,
      error: 'Content policy violation',
    });
  });

  it('is tried five times with growing gaps until it is accepted', async () => {
    const { received, finish, simulator } = receiver({}, (attempt) => (attempt < 3 ? 500 : 204));
    await finish({ ...lantern, callback_url: hook });
    const start = received[0]!.atMs;
    expect(received.map(({ atMs }) => (atMs - start) / 1000)).toEqual([0, 10, 60]);
    expect(received.every(isGenuine)).toBe(true);
    expect(new Set(received.map(({ headers }) => headers['x-openrouter-idempotency-key'])).size).toBe(1);
    expect(simulator.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 500],
      [2, 500],
      [3, 204],
    ]);
  });

  it('is given up after the fifth attempt', async () => {
    const { received, finish } = receiver({}, () => 'no answer');
    await finish({ ...lantern, callback_url: hook });
    expect(received).toHaveLength(5);
  });

  it('goes unsigned when there is no secret', async () => {
    const { received, finish } = receiver({ webhookSecret: null });
    await finish({ ...lantern, callback_url: hook });
    expect(received[0]!.headers).not.toHaveProperty('x-openrouter-signature');
  });

  it('goes to http and loopback only where that is allowed', async () => {
    const local = { ...lantern, callback_url: 'http://127.0.0.1:9/hook' };
    expect((await receiver().submit(local)).status).toBe(400);
    expect((await receiver({ allowInsecureCallbacks: true }).submit(local)).status).toBe(202);
  });
});

describe('scenarios', () => {
  it('webhook-none delivers nothing', async () => {
    const { received, finish } = receiver({ scenario: 'webhook-none' });
    await finish({ ...lantern, callback_url: hook });
    expect(received).toEqual([]);
  });

  it('webhook-duplicate delivers the same event under the same idempotency key', async () => {
    const { received, finish } = receiver({ scenario: 'webhook-duplicate' });
    await finish({ ...lantern, callback_url: hook });
    expect(received).toHaveLength(2);
    expect(received[0]!.body).toBe(received[1]!.body);
  });

  it('webhook-late delivers ten minutes late', async () => {
    const { received, finish, simulator } = receiver({ scenario: 'webhook-late' });
    await finish({ ...lantern, callback_url: hook });
    expect(received[0]!.atMs - simulator.jobs[0]!.endsAtMs).toBe(600_000);
  });

  it('webhook-forged sends a lie with a wrong signature before the truth', async () => {
    const { received, finish } = receiver({ scenario: 'webhook-forged' });
    await finish({ ...lantern, callback_url: hook });
    expect(received.map(isGenuine)).toEqual([false, true]);
    expect(JSON.parse(received[0]!.body).data.unsigned_urls).toEqual(['https://forged.invalid/video.mp4']);
  });

  it('webhook-replayed sends a genuine signature again, out of its window of 300 s', async () => {
    const { received, finish } = receiver({ scenario: 'webhook-replayed' });
    await finish({ ...lantern, callback_url: hook });
    expect(received.map(ageSeconds)).toEqual([0, 600]);
    expect(received[1]!.headers['x-openrouter-signature']).toBe(received[0]!.headers['x-openrouter-signature']);
  });

  it('webhook-future signs ten minutes ahead, webhook-unsigned not at all', async () => {
    const future = receiver({ scenario: 'webhook-future' });
    await future.finish({ ...lantern, callback_url: hook });
    expect(ageSeconds(future.received[0]!)).toBe(-600);
    const unsigned = receiver({ scenario: 'webhook-unsigned' });
    await unsigned.finish({ ...lantern, callback_url: hook });
    expect(unsigned.received[0]!.headers).not.toHaveProperty('x-openrouter-signature');
  });

  it('webhook-before-answer delivers before the 202 is sent', async () => {
    const { received, submit } = receiver({ scenario: 'webhook-before-answer' });
    await submit({ ...lantern, callback_url: hook });
    expect(received).toHaveLength(1);
  });

  it('webhook-out-of-order lets a stale failure follow', async () => {
    const { received, finish } = receiver({ scenario: 'webhook-out-of-order' });
    await finish({ ...lantern, callback_url: hook });
    expect(received.map(({ body }) => JSON.parse(body).data.status)).toEqual(['completed', 'failed']);
  });
});

interface Received {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly atMs: number;
}

/** A simulator whose webhooks land in a list; `reply` says what the receiver answers to each attempt. */
function receiver(options: SimulatorOptions = {}, reply: (attempt: number) => number | 'no answer' = () => 200) {
  const received: Received[] = [];
  const tools = rig({
    ...options,
    fetch: async (request) => {
      const atMs = tools.clock.now();
      received.push({
        url: request.url,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
        atMs,
      });
      const status = reply(received.length);
      if (status === 'no answer') throw new TypeError('fetch failed');
      return new Response(null, { status });
    },
  });
  return { ...tools, received };
}

function signatureOf({ headers }: Received) {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-openrouter-signature'] ?? '') ?? [];
  return { t: Number(t), v1 };
}

function isGenuine(delivery: Received): boolean {
  const { t, v1 } = signatureOf(delivery);
  return createHmac('sha256', 'whsec_simulator').update(`${t},${delivery.body}`).digest('hex') === v1;
}

function ageSeconds(delivery: Received): number {
  return Math.floor(delivery.atMs / 1000) - signatureOf(delivery).t;
}
