import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { signatureOf } from '../../src/gateway/webhooks/event-body.ts';
import { createOutbox } from '../../src/gateway/webhooks/outbox.ts';
import { openMemoryLedger } from '../../src/jobs/stores/open.ts';
import { verifyDelivery } from '../../src/openrouter/webhook.ts';
import { createGuardedFetch } from '../../src/outbound/guarded-fetch.ts';
import { simulatedGateway, veo } from './simulated-gateway.ts';

const secret = 'whsec_of_the_service';
const path = 'unguessable-7f3a';
const publicUrl = 'https://gateway.example';
const hook = `${publicUrl}/hooks/openrouter/${path}`;
const slowPolls = {
  placePoll: (_job: unknown, nowMs: number) => ({ nextPollMs: nowMs + 3_600_000, remainingSeconds: null }),
};

const open: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A gateway that the simulated service can reach; its deliveries go straight in. */
async function reachable(scenario = '', shotcaller: object = slowPolls, gateway: object = {}) {
  let deliver: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const home = await simulatedGateway({
    simulator: { scenario, webhookSecret: secret, allowInsecureCallbacks: true, fetch: (request) => deliver(request) },
    gateway: { mode: 'server', publicUrl, webhookPath: path, upstreamWebhookSecret: secret, ...gateway },
    shotcaller: { callbackUrl: hook, ...shotcaller },
  });
  open.push(() => home[Symbol.asyncDispose]());
  deliver = (request) =>
    home.call(request.url.replace(publicUrl, ''), {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      duplex: 'half',
    } as RequestInit);
  const key = { authorization: `Bearer ${await home.addKey({ name: 'ann' })}` };
  return { home, key };
}

/** Somebody’s receiver of deliveries. */
async function receiver(statuses: readonly number[] = []) {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const left = [...statuses];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      const status = left.shift() ?? 200;
      response.writeHead(status, status === 302 ? { location: 'http://169.254.169.254/latest/meta-data' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('A delivery of the service', () => {
  it('makes the job due at once: done without a single poll of the clock', async () => {
    const { home, key } = await reachable();
    const { id } = await (await home.post('/api/v1/videos', veo, key)).json();
    expect((await home.ended(id, key)).status).toBe('completed');
  });

  it.each(['submit-reset', 'submit-502', 'submit-html'])(
    'brings back a job whose answer was lost (%s): delivered, and bought once',
    async (scenario) => {
      const { home, key } = await reachable(scenario);
      const { id } = await (await home.post('/api/v1/videos', veo, key)).json();
      expect((await home.ended(id, key)).status).toBe('completed');
      home.later(500);
      const repeated = await home.post('/api/v1/videos', veo, key);
      expect((await repeated.json()).id).toBe(id);
      expect(home.simulator.jobs).toHaveLength(1);
    },
  );

  it('is refused when forged, unsigned, replayed late or dated ahead, and at any other path', async () => {
    const { home, key } = await reachable('job-stuck,webhook-none');
    const { id } = await (await home.post('/api/v1/videos', veo, key)).json();
    const upstreamId = home.simulator.jobs[0]!.id;
    const body = JSON.stringify({
      type: 'video.generation.completed',
      data: { id: upstreamId, status: 'completed', usage: { cost: 0 }, unsigned_urls: ['https://evil.example/x.mp4'] },
    });
    const send = (headers: Record<string, string>, to = path) =>
      home.call(`/hooks/openrouter/${to}?shotcaller=guess`, { method: 'POST', body, headers });
    const now = Date.now();
    const signed = (value: string, at: number) => ({ 'x-openrouter-signature': signatureOf(body, value, at) });
    expect((await send({})).status).toBe(401);
    expect((await send(signed('whsec_wrong', now))).status).toBe(401);
    expect((await send(signed(secret, now - 301_000))).status).toBe(401);
    expect((await send(signed(secret, now + 302_000))).status).toBe(401);
    expect(
      (
        await send({ 'x-openrouter-signature': `t=${Math.floor(now / 1000)},v1=${'é'.repeat(64)}` }).catch(() => ({
          status: 401,
        }))
      ).status,
    ).toBe(401);
    for (const to of ['', 'x', 'unguessable-7f3b', `${path}x`])
      expect((await send(signed(secret, now), to)).status).toBe(404);
    // Even a true one is a hint only: state, cost and file are read from the job.
    expect((await send(signed(secret, now))).status).toBe(200);
    expect((await send(signed(secret, now))).status).toBe(200);
    const job = await (await home.call(`/api/v1/videos/${id}`, { headers: key })).json();
    expect(job.status).toBe('pending');
  });

  it('is taken when the database’s clock is an hour off and this machine’s is right, or the other way round', async () => {
    const { home } = await reachable('job-stuck,webhook-none', slowPolls, {
      clock: { ...systemClock, now: () => Date.now() + 3_600_000 },
      machineNow: () => Date.now(),
    });
    const body = JSON.stringify({ type: 'video.generation.completed', data: { id: 'gone', status: 'completed' } });
    const send = async (atMs: number) => {
      const headers = { 'x-openrouter-signature': signatureOf(body, secret, atMs) };
      return (await home.call(`/hooks/openrouter/${path}`, { method: 'POST', body, headers })).status;
    };
    expect(await send(Date.now())).toBe(200);
    expect(await send(Date.now() + 3_600_000)).toBe(200);
    expect(await send(Date.now() + 1_800_000)).toBe(401);
    expect(await send(Date.now() - 3_600_000)).toBe(401);
  });

  it.each(['webhook-duplicate', 'webhook-out-of-order', 'webhook-forged', 'webhook-before-answer'])(
    '%s: one job, one bill, the true end',
    async (scenario) => {
      const { home, key } = await reachable(scenario, {});
      const { id } = await (await home.post('/api/v1/videos', veo, key)).json();
      expect(await home.ended(id, key)).toMatchObject({ status: 'completed', usage: { cost: 0.12 } });
      expect(home.simulator.jobs).toHaveLength(1);
    },
  );
});

describe('A delivery of our own', () => {
  const insecure = { allowInsecureCallbacks: true, guardedFetch: createGuardedFetch({ allowLoopback: true }) };

  it('tells the caller’s callback URL the end, signed and shaped as the service’s', async () => {
    const { got, url } = await receiver();
    await using home = await simulatedGateway({ gateway: insecure });
    const { id } = await (await home.post('/api/v1/videos', { ...veo, callback_url: url })).json();
    await until(() => got.length > 0);
    const [{ headers, body }] = got as [{ headers: IncomingHttpHeaders; body: string }];
    expect(JSON.parse(body)).toMatchObject({
      type: 'video.generation.completed',
      data: {
        id,
        status: 'completed',
        model: veo.model,
        usage: { cost: 0.12 },
        unsigned_urls: [expect.stringContaining(id)],
      },
    });
    expect(headers['x-openrouter-idempotency-key']).toBe(`${id}-completed`);
    const verdict = verifyDelivery({
      headers,
      rawBody: Buffer.from(body),
      secret: 'whsec_of_the_gateway',
      nowMs: Date.now(),
    });
    expect(verdict.verified).toBe(true);
    expect(home.simulator.jobs[0]!.request.callback_url).toBeUndefined();
  });

  it('is tried again after a failure, with the same key, and only once after a success', async () => {
    const { got, url } = await receiver([500, 302, 200]);
    let shiftMs = 0;
    const clock = {
      now: () => Date.now() + shiftMs,
      // Nobody waits for a backoff here: the time is put on.
      sleep: async (durationMs: number, { signal }: { signal?: AbortSignal } = {}) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        signal?.throwIfAborted();
        if (durationMs < 200_000) shiftMs += durationMs;
      },
    };
    await using home = await simulatedGateway({
      gateway: { ...insecure, clock, submitWaitMs: 10_000_000 },
      simulator: { scenario: 'job-failed' },
    });
    await home.post('/api/v1/videos', { ...veo, callback_url: url });
    await until(() => got.length === 3);
    // What was answered and is not yet written down when a gateway ends is delivered once more, with the same key.
    const delivered = { service: 'https://openrouter.ai', state: 'delivered' } as const;
    await expect.poll(() => home.ledger.countWebhooks(delivered)).toBe(1);
    await home.restart();
    const keys = () => got.map(({ headers }) => headers['x-openrouter-idempotency-key']);
    expect(new Set(keys()).size).toBe(1);
    // A later delivery comes, so the first one had its time to come once more.
    await home.post('/api/v1/videos', { ...veo, prompt: 'Another boat', callback_url: url });
    await until(() => new Set(keys()).size === 2);
    expect(got).toHaveLength(4);
  });

  it('is dated by this machine’s clock when a receiver refused what the database’s said', async () => {
    const stamps: number[] = [];
    const { got, url } = await receiver([401]);
    const databaseAheadMs = 3_600_000;
    let shiftMs = 0;
    const clock = {
      now: () => Date.now() + databaseAheadMs + shiftMs,
      sleep: async (durationMs: number, { signal }: { signal?: AbortSignal } = {}) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        signal?.throwIfAborted();
        if (durationMs < 200_000) shiftMs += durationMs;
      },
    };
    await using home = await simulatedGateway({
      gateway: { ...insecure, clock, machineNow: () => clock.now() - databaseAheadMs, submitWaitMs: 10_000_000 },
    });
    await home.post('/api/v1/videos', { ...veo, callback_url: url });
    await until(() => got.length === 2);
    for (const { headers, body } of got) {
      const stamp = Number(/t=(\d+)/.exec(String(headers['x-openrouter-signature']))?.[1]) * 1000;
      stamps.push(stamp);
      const delivered = { headers, rawBody: Buffer.from(body), secret: 'whsec_of_the_gateway', nowMs: stamp };
      expect(verifyDelivery(delivered).verified).toBe(true);
    }
    expect(Math.abs(stamps[0]! - stamps[1]! - databaseAheadMs)).toBeLessThan(300_000);
  });

  it('that is owed while the outbox reads what else is owed goes out at once, though everything else waits for later', async () => {
    const { got, url } = await receiver();
    const ledger = await openMemoryLedger();
    open.push(() => ledger.close());
    const service = 'https://openrouter.ai';
    const owe = async (id: string, nextAtMs: number) => {
      const call = { id, jobId: id, service, url, body: id, state: 'waiting', tries: 0, lastError: null } as const;
      await ledger.oweWebhook({ ...call, nextAtMs, firstAtMs: Date.now(), lastAtMs: Date.now() });
    };
    let reads = 0;
    const outbox = createOutbox({
      ledger: {
        ...ledger,
        async webhooks(query) {
          const found = await ledger.webhooks(query);
          reads += 1;
          if (reads > 1) return found;
          await owe('soon', Date.now());
          outbox.start();
          return found;
        },
      },
      service,
      clock: systemClock,
      random: Math.random,
      guardedFetch: createGuardedFetch({ allowLoopback: true }),
      deliverySecret: secret,
      origin: () => publicUrl,
      count: () => undefined,
      onTrouble: (error) => expect.fail(String(error)),
    });
    open.push(() => outbox.close());
    await owe('in-an-hour', Date.now() + 3_600_000);
    outbox.start();
    await expect.poll(() => got.map(({ body }) => body)).toEqual(['soon']);
  });

  it('that is under way when the ledger fails another one is finished before the outbox is closed', async () => {
    const { got, url } = await receiver();
    const ledger = await openMemoryLedger();
    open.push(() => ledger.close());
    const service = 'https://openrouter.ai';
    for (const id of ['broken', 'whole']) {
      const call = { id, jobId: id, service, url, body: id, state: 'waiting', tries: 0, lastError: null } as const;
      await ledger.oweWebhook({ ...call, nextAtMs: Date.now(), firstAtMs: Date.now(), lastAtMs: Date.now() });
    }
    const order: string[] = [];
    let write: () => void = () => undefined;
    const mayWrite = new Promise<void>((resolve) => {
      write = resolve;
    });
    const outbox = createOutbox({
      ledger: {
        ...ledger,
        async claimWebhook(claim) {
          if (claim.id === 'broken') throw new Error('Connection terminated');
          return ledger.claimWebhook(claim);
        },
        async changeWebhook(...change) {
          await mayWrite;
          await ledger.changeWebhook(...change);
          order.push('written');
        },
      },
      service,
      clock: systemClock,
      random: Math.random,
      guardedFetch: createGuardedFetch({ allowLoopback: true }),
      deliverySecret: secret,
      origin: () => publicUrl,
      count: (result) => order.push(result),
      onTrouble: (error) => order.push((error as Error).message),
    });
    outbox.start();
    await expect.poll(() => order).toContain('delivered');
    const closing = outbox.close().then(() => order.push('closed'));
    setImmediate(write);
    await closing;
    expect([got.map(({ body }) => body), order]).toEqual([
      ['whole'],
      ['delivered', 'written', 'Connection terminated', 'closed'],
    ]);
  });

  it('goes to public addresses only: private ones are refused at the door, or end as dead letters', async () => {
    await using home = await simulatedGateway({
      gateway: {
        guardedFetch: createGuardedFetch({
          lookup: async (name) => [{ address: name === 'rebind.example' ? '10.0.0.7' : '93.184.216.34', family: 4 }],
        }),
      },
    });
    for (const url of [
      'http://example.com/',
      'https://127.0.0.1/',
      'https://10.1.2.3/',
      'https://[::1]/',
      'https://2130706433/',
      'https://localhost/x',
      'https://metadata.google.internal/',
      'https://a:b@example.com/',
      'ftp://example.com/',
      'javascript:alert(1)',
    ]) {
      const answer = await home.post('/api/v1/videos', { ...veo, callback_url: url });
      expect([url, answer.status]).toEqual([url, 400]);
      expect((await home.post('/v1/jobs', { requirements: {}, callbackUrl: url })).status).toBe(422);
    }
    expect(home.simulator.jobs).toHaveLength(0);
    const { id } = await (
      await home.post('/api/v1/videos', { ...veo, callback_url: 'https://rebind.example/hook?token=hidden' })
    ).json();
    await home.ended(id);
    let dead: { deadLetters: readonly object[] } = { deadLetters: [] };
    await until(async () => {
      dead = await (await home.call('/v1/webhooks/dead-letters')).json();
      return dead.deadLetters.length > 0;
    });
    expect(dead.deadLetters).toMatchObject([
      { jobId: id, target: 'https://rebind.example', lastError: 'address_not_public', tries: 1 },
    ]);
    expect(JSON.stringify(dead)).not.toContain('hidden');
  });
});
