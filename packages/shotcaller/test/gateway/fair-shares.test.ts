import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createChoiceTurns } from '../../src/gateway/guards/choice-turns.ts';
import { placeOf } from '../../src/gateway/guards/connection-shares.ts';
import { readEvents } from './read-events.ts';
import { simulatedGateway, veo } from './simulated-gateway.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A server with the keys of an attacker, a victim and whoever looks after it. */
async function server(limits: object = {}, { timeStands = false } = {}) {
  const home = await simulatedGateway({ gateway: { mode: 'server', limits }, timeStands });
  open.push(async () => home[Symbol.asyncDispose]());
  const key = async (name: string, admin = false) => ({
    authorization: `Bearer ${await home.addKey({ name, admin })}`,
  });
  return { home, attacker: await key('attacker'), victim: await key('victim'), admin: await key('admin', true) };
}

async function listening(limits: object = {}) {
  const made = await server(limits);
  const { port, close } = await made.home.gateway.listen();
  open.push(close);
  const agent = new Agent({ keepAlive: true });
  open.push(async () => agent.destroy());
  const send = async (path: string, headers: Record<string, string>, method = 'GET') => {
    const sent = httpRequest({ port, host: '127.0.0.1', path, method, headers, agent });
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return answer;
  };
  return { ...made, port, send };
}

const json = { 'content-type': 'application/json' };
const listed = '{},';

describe('The structure of a body is bounded before anything is built from it', () => {
  const nested = (depth: number, [first, last]: readonly [string, string]) => first.repeat(depth) + last.repeat(depth);
  const bodies: readonly (readonly [string, string, string])[] = [
    ['5 MiB of empty objects', `{"z":[${listed.repeat(1_700_000)}{}]}`, 'too_many_values'],
    ['a list of empty lists', `{"z":[${'[],'.repeat(30_000)}[]]}`, 'too_many_values'],
    ['many fields', `{${Array.from({ length: 30_000 }, (_, n) => `"k${n}":1`).join()}}`, 'too_many_values'],
    ['20 kB of nested lists', `{"z":${nested(10_000, ['[', ']'])}}`, 'too_deep'],
    ['nested objects', nested(5000, ['{"a":', '}']).replace(':}', ':1}'), 'too_deep'],
    ['lists that never end', '['.repeat(100_000), 'too_deep'],
    ['a field with a long name', `{"${'n'.repeat(100_000)}":1}`, 'key_too_long'],
    ['a field named like a picture', `{"data:${'n'.repeat(1_000_000)}":1}`, 'key_too_long'],
    ['a prompt of a megabyte', JSON.stringify({ ...veo, prompt: 'p'.repeat(1_000_000) }), 'text_too_long'],
    ['a text of escapes', JSON.stringify({ ...veo, prompt: '"'.repeat(500_000) }), 'text_too_long'],
  ];
  it.each(bodies)('%s: refused by every address that takes a body', async (_name, body, problem) => {
    const { home, attacker } = await server();
    for (const path of ['/api/v1/videos', '/v1/jobs', '/v1/select', '/v1/quote', '/v1/preview']) {
      const answer = await home.call(path, { method: 'POST', headers: { ...json, ...attacker }, body });
      const { error } = await answer.json();
      const told = path.startsWith('/v1') ? error.code : error.metadata.error_type;
      expect([path, answer.status, told]).toEqual([path, 400, `body_${problem}`]);
    }
    expect(home.simulator.jobs).toHaveLength(0);
  });

  it('a picture of 20 MB as a data: URL is no text that is too long', async () => {
    const { home, victim } = await server();
    const url = `data:image/png;base64,${'A'.repeat(20_000_000)}`;
    const answer = await home.post('/v1/select', { requirements: { prompt: 'x', firstFrame: url } }, victim);
    expect((await answer.json()).error?.code ?? 'selected').not.toMatch(/^body_/);
  });

  it('a string that closes brackets, a quote behind a backslash and a colon in a text are no structure', async () => {
    const { home, victim } = await server();
    const prompt = `${'[{'.repeat(100)} \\" ${'n'.repeat(600)}: "quoted\\" ,,,, ${','.repeat(30_000)}`;
    const answer = await home.post('/api/v1/videos', { ...veo, prompt: prompt.slice(0, 31_000) }, victim);
    expect(answer.status).toBe(202);
  });

  it('a body that is wrong in thousands of places is answered with the first of them', async () => {
    const { home, attacker } = await server();
    const frames = Array.from({ length: 5000 }, () => 0);
    const answer = await home.post('/api/v1/videos', { ...veo, frame_images: frames }, attacker);
    expect([answer.status, (await answer.text()).length < 50_000]).toEqual([400, true]);
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`field-${n}`, 1]));
    const own = await home.post('/v1/select', fields, attacker);
    expect([own.status, (await own.text()).length < 50_000]).toEqual([400, true]);
  });
});

describe('One key cannot take what others need', () => {
  it('HEAD /v1/events opens no stream, however often', async () => {
    const { send, attacker, victim, admin } = await listening();
    for (let asked = 0; asked < 300; asked += 1) {
      const answer = await send('/v1/events', attacker, 'HEAD');
      answer.resume();
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/event-stream']);
    }
    const metrics = await send('/v1/metrics', admin);
    metrics.setEncoding('utf8');
    expect((await metrics.toArray()).join('')).toContain('shotcaller_event_streams 0');
    const stream = await send('/v1/events', victim);
    expect(stream.statusCode).toBe(200);
    stream.destroy();
  });

  it('has so many event streams: the next is refused, another key’s is opened, and who goes away gives its place back', async () => {
    const { send, attacker, victim } = await listening({ maxEventStreamsPerKey: 3 });
    const streams = await Promise.all([1, 2, 3].map(() => send('/v1/events', attacker)));
    const fourth = await send('/v1/events', attacker);
    fourth.setEncoding('utf8');
    const refusal = JSON.parse((await fourth.toArray()).join(''));
    expect([fourth.statusCode, fourth.headers['retry-after'], refusal.error.code]).toEqual([
      429,
      '1',
      'key_share_used',
    ]);
    const other = await send('/v1/events', victim);
    expect(other.statusCode).toBe(200);
    streams[0]!.destroy();
    await expect
      .poll(async () => {
        const again = await send('/v1/events', attacker);
        if (again.statusCode !== 200) again.resume();
        return again.statusCode;
      })
      .toBe(200);
    for (const stream of [...streams, other]) stream.destroy();
  });

  it('cannot open more streams by sending its requests in one go over one connection', async () => {
    const { port, send, attacker, admin } = await listening({ maxEventStreamsPerKey: 3 });
    const socket = connect(port, '127.0.0.1');
    open.push(async () => socket.destroy());
    socket.on('error', () => undefined);
    const one = `GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${attacker.authorization}\r\n\r\n`;
    socket.write(one.repeat(50));
    await once(socket, 'data');
    const metrics = await send('/v1/metrics', admin);
    metrics.setEncoding('utf8');
    const [, count] = /shotcaller_event_streams (\d+)/.exec((await metrics.toArray()).join('')) ?? [];
    expect(Number(count)).toBeLessThanOrEqual(3);
  });

  it('has so many requests at work and so many bytes of bodies, and gets them back when its client goes away', async () => {
    const { home, port, attacker, victim } = await listening({
      maxRequestsPerKey: 2,
      maxBodyBytes: 200_000,
      maxBodiesPerKey: 1,
    });
    const half = `POST /v1/select HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${attacker.authorization}\r\nContent-Type: application/json\r\nContent-Length: 190000\r\n\r\n{"sentence":"`;
    const sockets = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.write(half);
    }
    const status = async (headers: Record<string, string>) => (await home.post('/v1/select', {}, headers)).status;
    await expect.poll(() => status(attacker)).toBe(429);
    const wire = await home.post('/api/v1/videos', veo, attacker);
    expect([wire.status, (await wire.json()).error.metadata.limit_source]).toEqual([429, 'shotcaller_key_share']);
    expect(await status(victim)).toBe(200);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => status(attacker)).toBe(200);
    expect(home.simulator.jobs).toHaveLength(0);
  });

  it('many large uploads at once: those beyond the share are refused, and others are answered meanwhile', async () => {
    const { home, attacker, victim } = await server({ maxBodyBytes: 300_000, maxBodiesPerKey: 2 });
    const picture = `data:image/png;base64,${'A'.repeat(250_000)}`;
    const uploads = Array.from({ length: 20 }, () =>
      home.post('/v1/select', { requirements: { prompt: 'x', firstFrame: picture } }, attacker),
    );
    expect((await home.post('/v1/select', { sentence: 'a 5 second clip' }, victim)).status).toBe(200);
    const statuses = (await Promise.all(uploads)).map((answer) => answer.status);
    expect(statuses).toContain(429);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect((await home.post('/v1/select', { requirements: { prompt: 'x' } }, attacker)).status).toBe(200);
  });

  it('answers another key while one does all of it at once', async () => {
    const { home, port, send, attacker, victim } = await listening();
    let isOver = false;
    const post = async (path: string, body: string) => {
      const sent = httpRequest({ port, host: '127.0.0.1', path, method: 'POST', headers: { ...json, ...attacker } });
      sent.on('error', () => undefined);
      sent.end(body);
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      answer.resume();
      sent.destroy();
    };
    const attacks = [
      async () => (await send('/v1/events', attacker, 'HEAD')).resume(),
      () => post('/v1/select', `{"z":[${listed.repeat(300_000)}{}]}`),
      () => post('/v1/select', JSON.stringify({ sentence: 'fast and '.repeat(880) })),
      () => post('/v1/preview', JSON.stringify({ requirements: { models: { allow: Array(9000).fill('a/b') } } })),
    ].map(async (attack) => {
      while (!isOver) await attack().catch(() => undefined);
    });
    const { id } = await (await home.post('/api/v1/videos', veo, victim)).json();
    const job = await home.ended(id, victim);
    isOver = true;
    await Promise.all(attacks);
    expect(job.status).toBe('completed');
  });
});

describe('Choosing, which is work for the processor', () => {
  const noBudget = { requirements: { prompt: 'x', maxUsd: '0.0000001' } };

  it('of one key waits its turn, so many at once: the next is turned away, and another key has turns of its own', async () => {
    const { home, attacker, victim } = await server({ maxChoicesPerKey: 4 });
    const paths = ['/v1/select', '/v1/quote', '/v1/preview'];
    const asked = Array.from({ length: 30 }, (_, n) => home.post(paths[n % 3]!, noBudget, attacker));
    const other = await home.post('/v1/select', { sentence: 'a 5 second clip' }, victim);
    expect(other.status).toBe(200);
    const answers = await Promise.all(asked);
    const turnedAway = answers.filter(({ status }) => status === 429);
    expect([turnedAway.length, turnedAway[0]!.headers.get('retry-after')]).toEqual([26, '1']);
    expect((await turnedAway[0]!.json()).error.code).toBe('key_share_used');
    expect((await home.post('/v1/select', noBudget, attacker)).status).toBe(200);
  });

  it('rests as long as it has worked, so that others are answered between two choices', async () => {
    let nowMs = 0;
    const rests: number[] = [];
    const clock = { now: () => nowMs, sleep: async (durationMs: number) => void rests.push(durationMs) };
    const turns = createChoiceTurns({ mode: 'server', clock }, { maxChoicesPerKey: 16 });
    const order: string[] = [];
    const choice = (name: string, durationMs: number) => async () => {
      order.push(name);
      nowMs += durationMs;
    };
    await Promise.all([
      turns.take('key', choice('first', 40)),
      turns.take('key', choice('second', 7)),
      turns.wait('key', async () => Promise.reject(new Error('not readable'))).catch(() => order.push('failed')),
      turns.wait('key', choice('stuck', 60_000)),
    ]);
    await turns.wait('key', choice('after', 1));
    expect(order).toEqual(['first', 'second', 'failed', 'stuck', 'after']);
    expect(rests.slice(0, 4)).toEqual([40, 7, 0, 1000]);
  });

  it('has no limit on one’s own machine', async () => {
    const home = await simulatedGateway({ gateway: { limits: { maxChoicesPerKey: 1 } } });
    open.push(async () => home[Symbol.asyncDispose]());
    const answers = await Promise.all([1, 2, 3].map(() => home.post('/v1/select', noBudget)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('as part of an order is never turned away', async () => {
    const { home, attacker } = await server({ maxChoicesPerKey: 1 });
    const sentences = ['a 5 second clip of a boat', 'a 4 second clip of a mug', 'a 6 second clip of a hill'];
    const answers = await Promise.all(
      sentences.map((sentence) => home.post('/v1/jobs', { sentence, maxUsd: '5' }, attacker)),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  });
});

describe('Orders that are refused', () => {
  const poor = { 'x-shotcaller-max-usd': '0.000001' };
  const order = (n: number) => ({ ...veo, prompt: `Boat ${n}` });

  it('fill the ledger at a bounded rate: then the key waits, and others do not', async () => {
    const { home, attacker, victim } = await server({ maxRefusedPerMinutePerKey: 5 }, { timeStands: true });
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      statuses.push((await home.post('/api/v1/videos', order(n), { ...attacker, ...poor })).status);
    }
    expect(statuses).toEqual([...Array(5).fill(402), ...Array(7).fill(429)]);
    const own = await home.post('/v1/jobs', { requirements: { prompt: 'x' }, model: veo.model }, attacker);
    expect([own.status, Number(own.headers.get('retry-after'))]).toEqual([429, 12]);
    expect((await home.post('/api/v1/videos', order(99), victim)).status).toBe(202);
    home.later(12_000);
    expect((await home.post('/api/v1/videos', order(100), { ...attacker, ...poor })).status).toBe(402);
    expect((await home.post('/api/v1/videos', order(101), attacker)).status).toBe(429);
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('of our own API count too, refused by the budget of the key', async () => {
    const { home } = await server({ maxRefusedPerMinutePerKey: 2 }, { timeStands: true });
    const key = { authorization: `Bearer ${await home.addKey({ name: 'poor', budgetUsd: '0.000001' })}` };
    const own = (n: number) =>
      home.post('/v1/jobs', { requirements: { prompt: `${n}`, durationSeconds: 4 }, model: veo.model }, key);
    expect([await own(1), await own(2), await own(3)].map(({ status }) => status)).toEqual([402, 402, 429]);
  });

  it('by the service count too', async () => {
    const { home, attacker } = await server({ maxRefusedPerMinutePerKey: 2 }, { timeStands: true });
    const refused = (n: number) =>
      home.post('/api/v1/videos', { ...order(n), model: `${veo.model}#submit-403` }, attacker);
    const statuses = [await refused(1), await refused(2), await refused(3)].map(({ status }) => status);
    expect(statuses).toEqual([403, 403, 429]);
  });

  it('and batches, which stay in the ledger although nothing is bought: they fill it at the same rate', async () => {
    const { home, attacker, victim } = await server({ maxRefusedPerMinutePerKey: 2 }, { timeStands: true });
    const plan = (name: string, prompt: string, key: Record<string, string>) =>
      home.post('/v1/batches', { name, planOnly: true, shots: [{ id: 'a', prompt, duration: 4 }] }, key);
    const statuses = [await plan('a', 'x', attacker), await plan('b', 'x', attacker), await plan('c', 'x', attacker)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(Number(statuses[2]?.headers.get('retry-after'))).toBe(30);
    expect((await plan('a', 'x', victim)).status).toBe(200);
    home.later(60_000);
    const large = { id: 'a', prompt: 'x', duration: 4, note: 'n'.repeat(390_000) };
    const first = await home.post('/v1/batches', { name: 'd', planOnly: true, shots: [large] }, attacker);
    expect([first.status, (await plan('e', 'x', attacker)).status]).toEqual([200, 429]);
  });

  it('that are large count as several', async () => {
    const { home, attacker } = await server({ maxRefusedPerMinutePerKey: 2 }, { timeStands: true });
    const large = { ...order(1), note: 'n'.repeat(390_000) };
    const first = await home.post('/api/v1/videos', large, { ...attacker, ...poor });
    expect([first.status, (await home.post('/api/v1/videos', order(2), attacker)).status]).toEqual([402, 429]);
  });

  it('do not keep what was ordered before from being answered, and what is bought counts for nothing', async () => {
    const { home, attacker } = await server({ maxRefusedPerMinutePerKey: 3 }, { timeStands: true });
    const keyed = { ...attacker, 'idempotency-key': 'the-first' };
    const first = await (await home.post('/api/v1/videos', order(0), keyed)).json();
    for (let n = 1; n < 6; n += 1) expect((await home.post('/api/v1/videos', order(n), attacker)).status).toBe(202);
    for (let n = 6; n < 10; n += 1) await home.post('/api/v1/videos', order(n), { ...attacker, ...poor });
    expect((await home.post('/api/v1/videos', order(10), attacker)).status).toBe(429);
    const again = await home.post('/api/v1/videos', order(0), keyed);
    expect([again.status, (await again.json()).id]).toEqual([202, first.id]);
    expect((await home.call(`/v1/jobs/${first.id}`, { headers: attacker })).status).toBe(200);
  });
});

describe('Connections without a word', () => {
  it('of one address are closed beyond its share, and a place is given back', async () => {
    const { port, home } = await listening({ maxConnectionsPerAddress: 3 });
    const connected = async () => {
      const socket = connect(port, '127.0.0.1');
      open.push(async () => socket.destroy());
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return socket;
    };
    /** `answered`, or `closed` without an answer. */
    const ask = async () => {
      const socket = await connected();
      socket.write('GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
      const answered = once(socket, 'data').then(() => 'answered');
      return Promise.race([answered, once(socket, 'close').then(() => 'closed')]);
    };
    const idle = [await connected(), await connected(), await connected()];
    expect(await ask()).toBe('closed');
    expect((await home.call('/v1/health')).status).toBe(200);
    idle[0]!.destroy();
    await expect.poll(ask).toBe('answered');
  });

  it('have no share of their own behind a proxy, nor on one’s own machine', async () => {
    for (const gateway of [{ mode: 'server', publicUrl: 'https://video.example.com' }, { mode: 'local' }] as const) {
      const home = await simulatedGateway({ gateway: { ...gateway, limits: { maxConnectionsPerAddress: 1 } } });
      const { port, close } = await home.gateway.listen();
      const agent = new Agent({ keepAlive: true });
      open.push(
        async () => home[Symbol.asyncDispose](),
        close,
        async () => agent.destroy(),
      );
      const sent = [1, 2, 3].map(() => httpRequest({ port, host: '127.0.0.1', path: '/v1/health', agent }).end());
      const answers = await Promise.all(sent.map((one) => once(one, 'response') as Promise<[IncomingMessage]>));
      for (const [answer] of answers) answer.resume();
      expect(answers.map(([answer]) => answer.statusCode)).toEqual([200, 200, 200]);
    }
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s counts as %s', (address, place) => {
    expect(placeOf(address)).toBe(place);
  });
});

describe('Whoever has no key', () => {
  it('makes the server look at its own health once a second, however often it asks', async () => {
    const { home, victim, admin } = await server();
    let looks = 0;
    const { ledger } = home;
    const look = ledger.openJobIds.bind(ledger);
    ledger.openJobIds = (...asked) => {
      looks += 1;
      return look(...asked);
    };
    const health = (headers = {}) => home.call('/v1/health', { headers });
    const answers = await Promise.all([health(), health(), health(), health(victim)]);
    for (const answer of answers) expect(await answer.json()).toMatchObject({ ok: true });
    expect(looks).toBe(1);
    home.later(1000);
    await health();
    expect(looks).toBe(2);
    await health(admin);
    expect(looks).toBe(3);
  });
});

describe('A key that is revoked', () => {
  it('hears nothing of what happens afterwards, whoever revoked it', async () => {
    const { home, admin, victim } = await server();
    const stream = await home.call('/v1/events', { headers: admin });
    await home.revokeKey('admin');
    const { id } = await (await home.post('/api/v1/videos', veo, victim)).json();
    await home.ended(id, victim);
    expect(JSON.stringify(await readEvents(stream, () => false))).not.toContain(id);
  });

  it('loses a stream on which nothing happens', async () => {
    const { home, attacker } = await server();
    const stream = await home.call('/v1/events', { headers: attacker });
    await home.revokeKey('attacker');
    expect((await readEvents(stream, () => false)).map(({ event }) => event.kind)).toEqual(['hello']);
  });

  it('loses a download that is under way', async () => {
    const { home, attacker } = await server();
    const { id } = await (await home.post('/api/v1/videos', veo, attacker)).json();
    await home.ended(id, attacker);
    const clip = await home.call(`/v1/jobs/${id}/content`, { headers: attacker });
    // It is watched as long as it is under way, although nobody reads.
    const reader = clip.body!.getReader();
    await home.revokeKey('attacker');
    await expect(reader.closed).rejects.toThrow('no longer valid');
  });

  it('may use what all runs say together, but hears of no single run', async () => {
    const { home, attacker, victim, admin } = await server();
    const { id } = await (await home.post('/api/v1/videos', veo, victim)).json();
    await home.ended(id, victim);
    const evidence = async (headers: Record<string, string>) => (await home.call('/v1/evidence', { headers })).json();
    const [seen, all] = [await evidence(attacker), await evidence(admin)];
    expect([seen.runs, all.runs.length]).toEqual([[], 1]);
    expect(seen.priceCorrections.map(({ newestAt }: { newestAt: string }) => newestAt.length)).toEqual([10]);
  });

  it('has so many downloads at once, and gives each back when it is read or given up', async () => {
    const { home, attacker } = await server({ maxDownloadsPerKey: 1 });
    const { id } = await (await home.post('/api/v1/videos', veo, attacker)).json();
    await home.ended(id, attacker);
    const get = () => home.call(`/v1/jobs/${id}/content`, { headers: attacker });
    const first = await get();
    expect((await get()).status).toBe(429);
    await first.body?.cancel();
    const second = await get();
    expect((await second.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect((await get()).status).toBe(200);
  });
});
