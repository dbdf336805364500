import { describe, expect, it } from 'vitest';
import { type SimulatedGateway, simulatedGateway } from './simulated-gateway.ts';

const order = (model: string) => ({
  model,
  requirements: { prompt: 'a paper lantern', durationSeconds: 4, resolution: '480p', audio: false },
});
const models = ['bytedance/seedance-2.0-mini', 'alibaba/wan-3.0'];

async function shared(gateway: SimulatedGateway, key: string | null, body: Record<string, unknown> = {}) {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const jobs: string[] = [];
  for (const model of models) {
    const { id } = (await (await gateway.post('/v1/jobs', order(model), headers)).json()) as { id: string };
    await gateway.ended(id, headers);
    jobs.push(id);
  }
  const made = await gateway.post('/v1/views', { jobs, ...body }, headers);
  expect(made.status).toBe(201);
  const { token, path, expiresAt } = (await made.json()) as { token: string; path: string; expiresAt: string };
  return { jobs, token, path, expiresAt, headers };
}

describe('a link that shows a comparison', () => {
  it('shows its clips to those without a key, and no price, no id, no owner and no setting', async () => {
    await using gateway = await simulatedGateway({ gateway: { mode: 'server' } });
    const key = await gateway.addKey({ name: 'ana' });
    const { token, path, jobs } = await shared(gateway, key);
    expect(path).toBe(`/#/view/${token}`);
    const answer = await gateway.call(`/v1/views/${token}`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    for (const secret of [...jobs, key, 'Usd', '"seed"', 'ana~']) expect(text).not.toContain(secret);
    const view = JSON.parse(text);
    expect(view).toMatchObject({
      prompt: 'a paper lantern',
      takes: models.map((model, at) => ({ number: at + 1, model, status: 'done', ended: true })),
    });
    const clip = await gateway.call(view.takes[1].clips[0].contentUrl);
    expect(clip.status).toBe(200);
    expect(clip.headers.get('content-type')).toBe('video/mp4');
    const own = await gateway.call(`/v1/jobs/${jobs[1]}/content`, { headers: { authorization: `Bearer ${key}` } });
    expect(Buffer.from(await clip.arrayBuffer()).equals(Buffer.from(await own.arrayBuffer()))).toBe(true);
    const part = await gateway.call(view.takes[0].clips[0].contentUrl, { headers: { range: 'bytes=0-99' } });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 100]);
  });

  it('can do nothing else: as a key it opens no address, and it buys, votes, resumes and lists nothing', async () => {
    await using gateway = await simulatedGateway({ gateway: { mode: 'server' } });
    const { token, jobs } = await shared(gateway, await gateway.addKey({ name: 'ana' }));
    const headers = { authorization: `Bearer ${token}` };
    const bought = gateway.simulator.jobs.length;
    for (const path of [
      '/v1/jobs',
      `/v1/jobs/${jobs[0]}`,
      `/v1/jobs/${jobs[0]}/content`,
      '/v1/ledger',
      '/v1/events',
      '/v1/evidence',
    ]) {
      expect((await gateway.call(path, { headers })).status, path).toBe(401);
      expect((await gateway.call(`${path}?token=${token}`)).status, path).toBe(401);
    }
    for (const [path, body] of [
      ['/v1/jobs', order(models[0]!)],
      ['/api/v1/videos', { model: models[0], prompt: 'x' }],
      ['/v1/votes', { jobs, better: jobs[0] }],
      ['/v1/views', { jobs }],
      [`/v1/jobs/${jobs[0]}/resume`, {}],
    ] as const) {
      expect((await gateway.post(path, body, headers)).status, path).toBe(401);
    }
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await gateway.call(`/v1/views/${token}`, { method })).status).toBe(405);
    }
    expect((await gateway.call(`/v1/views/${token}/content?take=3`)).status).toBe(404);
    expect((await gateway.call(`/v1/views/${token}/content?take=0`)).status).toBe(400);
    expect(gateway.simulator.jobs).toHaveLength(bought);
  });

  it('ends when it expires, when its key is revoked, and is none when a letter of it differs', async () => {
    await using gateway = await simulatedGateway({ gateway: { mode: 'server' } });
    const { token, expiresAt } = await shared(gateway, await gateway.addKey({ name: 'ana' }), {
      expiresInSeconds: 3600,
    });
    const status = async (text: string) => (await gateway.call(`/v1/views/${text}`)).status;
    // Nothing in it can be read.
    expect(Buffer.from(token.slice('view_'.length), 'base64url').toString('latin1')).not.toContain('gen-vid');
    const changed = (at: number) => token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    for (const wrong of [
      changed(8),
      changed(60),
      changed(token.length - 4),
      token.slice(0, -2),
      `${token}A`,
      'view_',
      'x',
    ]) {
      expect(await status(wrong), wrong).toBe(404);
    }
    expect(await status(token)).toBe(200);
    await gateway.restart();
    expect(await status(token)).toBe(200);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(3_600_000);
    gateway.later(3_601_000);
    expect(await status(token)).toBe(410);
    const other = await shared(gateway, await gateway.addKey({ name: 'ben' }));
    expect(await status(other.token)).toBe(200);
    await gateway.revokeKey('ben');
    expect(await status(other.token)).toBe(404);
    expect((await gateway.call(`/v1/views/${other.token}/content?take=1`)).status).toBe(404);
  });

  it('is made of jobs of one’s own only, and never for longer than a quarter of a year', async () => {
    await using gateway = await simulatedGateway({ gateway: { mode: 'server' } });
    const { jobs } = await shared(gateway, await gateway.addKey({ name: 'ana' }));
    const ben = { authorization: `Bearer ${await gateway.addKey({ name: 'ben' })}` };
    expect((await gateway.post('/v1/views', { jobs }, ben)).status).toBe(404);
    expect((await gateway.post('/v1/views', { jobs })).status).toBe(401);
    const root = { authorization: `Bearer ${await gateway.addKey({ name: 'root', admin: true })}` };
    expect((await gateway.post('/v1/views', { jobs, expiresInSeconds: 91 * 86_400 }, root)).status).toBe(400);
    expect((await gateway.post('/v1/views', { jobs: [] }, root)).status).toBe(400);
    expect((await gateway.post('/v1/views', { jobs }, root)).status).toBe(201);
  });

  it('of a server of one’s own machine is answered there, and not on a server that asks for keys', async () => {
    await using gateway = await simulatedGateway();
    const { token } = await shared(gateway, null);
    expect((await gateway.call(`/v1/views/${token}`)).status).toBe(200);
    expect(
      (await gateway.call(`/v1/views/${token}`, { headers: { origin: 'https://elsewhere.example' } })).status,
    ).toBe(403);
  });
});
