import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readEvents } from './read-events.ts';
import { simulatedGateway, upstreamKey, veo } from './simulated-gateway.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serverMode(limits: object = {}) {
  const home = await simulatedGateway({ gateway: { mode: 'server', ...limits } });
  open.push(async () => home[Symbol.asyncDispose]());
  const ann = { authorization: `Bearer ${await home.addKey({ name: 'ann' })}` };
  const bob = { authorization: `Bearer ${await home.addKey({ name: 'bob' })}` };
  return { home, ann, bob };
}

describe('An attack on ownership', () => {
  it('another key’s job: not found on every address, as if it did not exist', async () => {
    const { home, ann, bob } = await serverMode();
    const { id } = await (await home.post('/api/v1/videos', veo, ann)).json();
    const job = await home.ended(id, ann);
    expect(job.status).toBe('completed');
    const upstreamId = home.simulator.jobs[0]!.id;
    for (const name of [id, `${id}.1`, upstreamId]) {
      for (const path of [
        `/api/v1/videos/${name}`,
        `/api/v1/videos/${name}/content`,
        `/v1/jobs/${name}`,
        `/v1/jobs/${name}/content`,
        `/v1/jobs/${name}/sidecar`,
      ]) {
        const answer = await home.call(path, { headers: bob });
        const text = await answer.text();
        expect([path, answer.status, text.includes(veo.prompt)]).toEqual([path, 404, false]);
      }
      expect((await home.post(`/v1/jobs/${name}/resume`, {}, bob)).status).toBe(404);
      expect((await home.post(`/v1/jobs/${name}/detach`, {}, bob)).status).toBe(404);
      const stolen = await home.post('/api/v1/videos', { ...veo, previous_job_id: name }, bob);
      expect(stolen.status).toBe(400);
    }
    expect((await (await home.call('/v1/jobs', { headers: bob })).json()).jobs).toEqual([]);
    expect((await (await home.call('/v1/ledger', { headers: bob })).json()).total.jobs).toBe(0);
    expect((await (await home.call('/v1/jobs', { headers: ann })).json()).jobs).toHaveLength(1);
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('another key’s clip cannot be gone on from over the own API either; one’s own can, by our id', async () => {
    const { home, ann, bob } = await serverMode();
    const flux = { model: 'black-forest-labs/flux-3-video', prompt: 'A paper boat', duration: 5, resolution: '720p' };
    const { id } = await (await home.post('/api/v1/videos', flux, ann)).json();
    await home.ended(id, ann);
    const upstreamId = home.simulator.jobs[0]!.id;
    const goOn = (previousJobId: string) => ({
      requirements: { task: 'continue', previousJobId, prompt: 'It sails on', durationSeconds: 5, resolution: '720p' },
      model: flux.model,
    });
    for (const name of [id, `${id}.1`, upstreamId]) {
      const stolen = await home.post('/v1/jobs', goOn(name), bob);
      expect([name, stolen.status, (await stolen.json()).error?.code]).toEqual([name, 404, 'not_found']);
    }
    expect(home.simulator.jobs).toHaveLength(1);
    const own = await home.post('/v1/jobs', goOn(id), ann);
    expect([own.status, (await own.json()).status]).toEqual([202, 'submitted']);
    expect(home.simulator.jobs).toHaveLength(2);
  });

  it('another key’s events: not heard', async () => {
    const { home, ann, bob } = await serverMode();
    const stream = await home.call('/v1/events', { headers: bob });
    const { id } = await (await home.post('/api/v1/videos', veo, ann)).json();
    await home.ended(id, ann);
    const own = await (await home.post('/api/v1/videos', veo, bob)).json();
    const heard = await readEvents(stream, (events) => JSON.stringify(events).includes(own.id));
    expect(JSON.stringify(heard)).not.toContain(id);
  });

  it('another key’s Idempotency-Key or body: an order of one’s own', async () => {
    const { home, ann, bob } = await serverMode();
    const key = { 'idempotency-key': 'same' };
    const one = await (await home.post('/api/v1/videos', veo, { ...ann, ...key })).json();
    const other = await (await home.post('/api/v1/videos', veo, { ...bob, ...key })).json();
    expect(other.id).not.toBe(one.id);
  });

  it('guessed ids and tricks with paths: not found, and no file of the machine', async () => {
    const { home, ann } = await serverMode();
    for (const path of [
      '/api/v1/videos/1',
      '/api/v1/videos/..%2f..%2fetc%2fpasswd',
      '/api/v1/videos/%00',
      `/api/v1/videos/${'a'.repeat(5000)}`,
      '/v1/jobs/..%2f..%2f..%2fetc%2fpasswd/content',
      '/v1/jobs/%2e%2e/sidecar',
    ]) {
      const answer = await home.call(path, { headers: ann });
      expect([path.slice(0, 60), answer.status]).toEqual([path.slice(0, 60), 404]);
      expect(await answer.text()).not.toContain('root:');
    }
  });

  it('no key, a wrong key, a revoked key: 401, nothing bought', async () => {
    const { home, ann } = await serverMode();
    for (const headers of [
      {},
      { authorization: 'Bearer shot_nothing' },
      { authorization: `Bearer ${upstreamKey}` },
      { authorization: 'Basic YTpi' },
    ]) {
      expect((await home.post('/api/v1/videos', veo, headers as Record<string, string>)).status).toBe(401);
      expect((await home.post('/v1/jobs', {}, headers as Record<string, string>)).status).toBe(401);
      expect((await home.call('/v1/catalog', { headers: headers as Record<string, string> })).status).toBe(401);
    }
    await home.revokeKey('ann');
    expect((await home.post('/api/v1/videos', veo, ann)).status).toBe(401);
    expect(home.simulator.jobs).toHaveLength(0);
  });

  it('a name that is given again after its key was revoked reaches nothing of the first', async () => {
    const { home, ann } = await serverMode();
    const { id } = await (await home.post('/api/v1/videos', veo, ann)).json();
    await home.revokeKey('ann');
    const second = { authorization: `Bearer ${await home.addKey({ name: 'ann' })}` };
    expect((await home.call(`/api/v1/videos/${id}`, { headers: second })).status).toBe(404);
  });
});

describe('The client keys', () => {
  it('lose no key and no revocation when many change them at once', async () => {
    const { home } = await serverMode();
    const names = Array.from({ length: 6 }, (_, number) => `at-once-${number}`);
    const [added] = await Promise.all([
      Promise.all(names.map((name) => home.addKey({ name }))),
      home.revokeKey('ann'),
      home.revokeKey('bob'),
    ]);
    expect((await home.ledger.clientKeys()).map(({ name }) => name)).toEqual(names);
    for (const key of added) {
      const answer = await home.call('/v1/jobs', { headers: { authorization: `Bearer ${key}` } });
      expect(answer.status).toBe(200);
    }
  });
});

describe('An attack on budgets', () => {
  it('many submits at once cannot share the last dollars of a key', async () => {
    const home = await simulatedGateway({ gateway: { mode: 'server' } });
    open.push(async () => home[Symbol.asyncDispose]());
    const key = { authorization: `Bearer ${await home.addKey({ name: 'poor', budgetUsd: '0.30' })}` };
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, number) => home.post('/api/v1/videos', { ...veo, seed: number }, key)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(2).fill(202), ...Array(10).fill(402)]);
    expect(home.simulator.jobs).toHaveLength(2);
  });

  it('models that a key may not use, rates that it may not exceed, and prices that nobody knows', async () => {
    const home = await simulatedGateway({ gateway: { mode: 'server' }, timeStands: true });
    open.push(async () => home[Symbol.asyncDispose]());
    const only = {
      authorization: `Bearer ${await home.addKey({ name: 'only', models: ['google/veo-3.1-lite'], budgetUsd: '9' })}`,
    };
    expect((await home.post('/api/v1/videos', { ...veo, model: 'openai/sora-2-pro', duration: 4 }, only)).status).toBe(
      403,
    );
    const auto = await (await home.post('/api/v1/videos', { ...veo, model: 'auto:qualityAndCost' }, only)).json();
    expect(auto.shotcaller.model).toBe('google/veo-3.1-lite');
    expect((await home.post('/api/v1/videos', { ...veo, model: 'new/model' }, only)).status).toBe(403);
    const slow = { authorization: `Bearer ${await home.addKey({ name: 'slow', submitsPerMinute: 1 })}` };
    expect((await home.post('/api/v1/videos', veo, slow)).status).toBe(202);
    const second = await home.post('/api/v1/videos', { ...veo, seed: 2 }, slow);
    expect([second.status, Number(second.headers.get('retry-after'))]).toEqual([429, 60]);
    const elsewhere = await home.post('/v1/jobs', { requirements: { prompt: 'x' }, model: veo.model }, slow);
    expect([elsewhere.status, elsewhere.headers.get('retry-after')]).toEqual([429, '60']);
    const unpriced = { authorization: `Bearer ${await home.addKey({ name: 'capped', dailyUsd: '5' })}` };
    expect((await home.post('/api/v1/videos', { ...veo, model: 'new/model' }, unpriced)).status).toBe(402);
    expect(home.simulator.jobs).toHaveLength(2);
  });
});

describe('An attack from a web page', () => {
  it('Host rebinding: a name of the attacker’s that points here is refused', async () => {
    await using home = await simulatedGateway();
    for (const host of [
      'evil.example:8787',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '[::2]:8787',
      '10.0.0.1',
    ]) {
      const answer = await home.call('/v1/jobs', { headers: { host } });
      expect([host, answer.status]).toEqual([host, 403]);
      expect((await home.call('/api/v1/videos/models', { headers: { host } })).status).toBe(403);
      expect((await home.call('/openapi.json', { headers: { host } })).status).toBe(403);
    }
    for (const host of ['localhost:8787', '127.0.0.1:8787', '[::1]:8787']) {
      expect((await home.call('/v1/jobs', { headers: { host } })).status).toBe(200);
    }
  });

  it('a cross-origin POST, by form, by fetch and from a frame without an origin, buys nothing', async () => {
    await using home = await simulatedGateway();
    const attempts: Record<string, string>[] = [
      { origin: 'https://evil.example', 'content-type': 'application/json' },
      { origin: 'null', 'content-type': 'application/json' },
      { origin: 'http://127.0.0.1:9999', 'content-type': 'application/json' },
      { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
    ];
    for (const headers of attempts) {
      for (const path of ['/api/v1/videos', '/v1/jobs']) {
        const answer = await home.call(path, {
          method: 'POST',
          headers: { host: '127.0.0.1:8787', ...headers },
          body: JSON.stringify(veo),
        });
        expect([403, 415]).toContain(answer.status);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
    }
    expect(home.simulator.jobs).toHaveLength(0);
    const own = { host: '127.0.0.1:8787', origin: 'http://127.0.0.1:8787', 'sec-fetch-site': 'same-origin' };
    expect((await home.post('/api/v1/videos', veo, own)).status).toBe(202);
  });

  it('a page elsewhere cannot show or read a clip', async () => {
    await using home = await simulatedGateway();
    const { id } = await (await home.post('/api/v1/videos', veo)).json();
    await home.ended(id);
    const embed = await home.call(`/v1/jobs/${id}/content`, {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'video' },
    });
    expect(embed.status).toBe(403);
    const own = await home.call(`/v1/jobs/${id}/content`);
    expect(own.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    await own.body?.cancel();
  });

  it('path traversal out of the page’s folder, by dots, by encoding and by a link', async () => {
    const elsewhere = await simulatedGateway();
    open.push(async () => elsewhere[Symbol.asyncDispose]());
    const folder = join(elsewhere.home, 'studio');
    await mkdir(folder);
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>studio</title>');
    await writeFile(join(folder, '..', 'secret.json'), '{"secret":1}');
    await symlink(join(folder, '..', 'secret.json'), join(folder, 'link.json'));
    await using home = await simulatedGateway({ gateway: { studioFolder: folder } });
    const page = await home.call('/');
    expect(await page.text()).toContain('studio');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    for (const path of [
      '/../secret.json',
      '/..%2fsecret.json',
      '/%2e%2e/secret.json',
      '/link.json',
      '/..%5csecret.json',
      '//etc/passwd.txt',
    ]) {
      const answer = await home.gateway.fetch(new Request(`http://127.0.0.1:8787${path}`));
      expect([path, answer.status, (await answer.text()).includes('secret":1')]).toEqual([path, 404, false]);
    }
  });
});

describe('An attack with bytes', () => {
  it('an oversized body: 413, declared or not', async () => {
    await using home = await simulatedGateway({ gateway: { limits: { maxBodyBytes: 10_000 } } });
    const large = JSON.stringify({ ...veo, prompt: 'x'.repeat(20_000) });
    expect(
      (
        await home.call('/api/v1/videos', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: large,
        })
      ).status,
    ).toBe(413);
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(4096))),
    });
    const endless = await home.call('/v1/jobs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(endless.status).toBe(413);
  });

  it('a body that comes by the drop, headers that never end, and headers without end', async () => {
    await using home = await simulatedGateway({
      gateway: { limits: { requestTimeoutMs: 400, headersTimeoutMs: 200, maxHeaderBytes: 4096 } },
    });
    const { port, close } = await home.gateway.listen();
    open.push(close);
    const said = (text: string, drip?: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        const dripping = drip && setInterval(() => socket.write(drip), 30);
        socket.on('data', (data) => {
          answer += data;
        });
        socket.on('error', () => undefined);
        socket.on('close', () => {
          if (dripping) clearInterval(dripping);
          resolve(answer);
        });
      });
    const post =
      'POST /api/v1/videos HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{';
    expect(await said(post, ' ')).toMatch(/^HTTP\/1\.1 408/);
    expect(await said('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n', 'X: y\r\n')).toMatch(/^HTTP\/1\.1 (408|431)/);
    expect(await said(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'y'.repeat(8000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431/,
    );
    expect(home.simulator.jobs).toHaveLength(0);
  });

  it('header injection through a model, a key and a body: no header of the attacker’s goes out', async () => {
    await using home = await simulatedGateway();
    const evil = 'x\r\nSet-Cookie: a=b';
    const { port, close } = await home.gateway.listen();
    open.push(close);
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const sent = httpRequest(
        {
          port,
          host: '127.0.0.1',
          path: '/api/v1/videos',
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        },
        (answer) => {
          answer.resume();
          resolve(answer.headers);
        },
      );
      sent.on('error', reject);
      sent.end(JSON.stringify({ ...veo, model: evil }));
    });
    expect(headers).not.toHaveProperty('set-cookie');
    expect(() => new Headers({ 'idempotency-key': evil })).toThrow();
    expect((await home.post('/api/v1/videos', veo, { 'idempotency-key': 'ä'.repeat(3) })).status).toBe(400);
    expect(home.simulator.jobs).toHaveLength(0);
  });
});

describe('A secret', () => {
  it('is in no answer, no log, no file and no error: the service’s key, client keys, prompts', async () => {
    const { home, ann } = await serverMode();
    home.simulator.setScenario('submit-reset:1,poll-500:1');
    const texts: string[] = [];
    const take = async (answer: Response) => {
      texts.push(JSON.stringify([...answer.headers]), (await answer.text()).replaceAll(veo.prompt, 'PROMPT'));
    };
    await take(await home.post('/api/v1/videos', veo, ann));
    await take(await home.post('/api/v1/videos', { ...veo, model: 'no/model' }, ann));
    await take(await home.post('/api/v1/videos', { ...veo, duration: 'x' }, ann));
    await take(await home.call('/api/v1/videos/models'));
    for (const path of ['/v1/jobs', '/v1/ledger', '/v1/health', '/v1/metrics', '/openapi.json', '/'])
      await take(await home.call(path, { headers: ann }));
    const { readFile } = await import('node:fs/promises');
    texts.push(
      await readFile(join(home.home, 'ledger.sqlite'), 'latin1'),
      await readFile(join(home.home, 'ledger.sqlite-wal'), 'latin1'),
      JSON.stringify(home.log),
    );
    for (const secret of [upstreamKey, ann.authorization.slice(7), 'whsec_of_the_gateway']) {
      for (const text of texts) expect(text).not.toContain(secret);
    }
    expect(JSON.stringify(home.log)).not.toContain(veo.prompt);
    expect(home.log.every(({ route }) => !route.includes('gen-vid-'))).toBe(true);
  });

  it('metrics and dead letters are for admins', async () => {
    const { home, ann } = await serverMode();
    expect((await home.call('/v1/metrics', { headers: ann })).status).toBe(403);
    expect((await home.call('/v1/webhooks/dead-letters', { headers: ann })).status).toBe(403);
    const admin = { authorization: `Bearer ${await home.addKey({ name: 'root', admin: true })}` };
    expect((await home.call('/v1/metrics', { headers: admin })).status).toBe(200);
    const nobody = await (await home.call('/v1/health')).json();
    expect(Object.keys(nobody)).toEqual(['ok', 'version']);
  });
});
