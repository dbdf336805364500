import { describe, expect, it } from 'vitest';
import type { ClientKeyView } from '../../src/gateway/own-api/addresses/keys.ts';
import { type SimulatedGateway, simulatedGateway, veo } from './simulated-gateway.ts';

interface Added {
  readonly key: string;
  readonly entry: ClientKeyView;
}

async function keysServer() {
  const home = await simulatedGateway({ gateway: { mode: 'server' } });
  const admin = bearer(await home.addKey({ name: 'root', admin: true }));
  return { home, admin };
}

function bearer(key: string) {
  return { authorization: `Bearer ${key}` };
}

async function keysOf(home: SimulatedGateway, headers: Record<string, string>): Promise<readonly ClientKeyView[]> {
  return ((await (await home.call('/v1/keys', { headers })).json()) as { keys: ClientKeyView[] }).keys;
}

async function add(home: SimulatedGateway, headers: Record<string, string>, body: object): Promise<Added> {
  const answer = await home.post('/v1/keys', body, headers);
  expect(answer.status).toBe(201);
  return (await answer.json()) as Added;
}

describe('client keys', () => {
  it('are made by an admin, told once, and known at once', async () => {
    const { home, admin } = await keysServer();
    await using _ = home;
    const { key, entry } = await add(home, admin, { name: 'ann', budgetUsd: 2, models: [veo.model] });
    expect(key).toMatch(/^shot_[\w-]{43}$/);
    expect(entry).toMatchObject({ name: 'ann', admin: false, budgetUsd: '2', dailyUsd: null, bookedUsd: '0' });
    const { id } = await (await home.post('/api/v1/videos', veo, bearer(key))).json();
    await home.ended(id, bearer(key));

    const list = await home.call('/v1/keys', { headers: admin });
    expect(list.headers.get('cache-control')).toBe('no-store');
    const text = await list.text();
    expect(text).not.toContain(key);
    expect(text).not.toMatch(/shot_|[0-9a-f]{64}/);
    const [ann, root] = (JSON.parse(text) as { keys: ClientKeyView[] }).keys;
    expect([ann?.id, ann?.bookedUsd, ann?.bookedTodayUsd]).toEqual([entry.id, '0.12', '0.12']);
    expect(root).toMatchObject({ name: 'root', admin: true, bookedUsd: '0' });
  });

  it('the answer that tells a key is kept by no cache, and no log line holds it', async () => {
    const { home, admin } = await keysServer();
    await using _ = home;
    const answer = await home.post('/v1/keys', { name: 'ann' }, admin);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { key } = (await answer.json()) as Added;
    expect(JSON.stringify(home.log)).not.toContain(key);
  });

  it.each([
    ['GET', '/v1/keys'],
    ['POST', '/v1/keys'],
    ['POST', '/v1/keys/KEY'],
    ['POST', '/v1/keys/KEY/revoke'],
    ['GET', '/v1/limits'],
    ['POST', '/v1/limits'],
  ])('an ordinary key may not %s %s, whatever it sends, and changes nothing', async (method, path) => {
    const { home, admin } = await keysServer();
    await using _ = home;
    const { key } = await add(home, admin, { name: 'ann', budgetUsd: '1' });
    const before = await keysOf(home, admin);
    const address = path.replace('KEY', encodeURIComponent(before[0]!.id));
    for (const body of [{ name: 'eve', admin: true }, { budgetUsd: null }, {}]) {
      const init = method === 'POST' ? { body: JSON.stringify(body) } : {};
      const headers = { ...bearer(key), 'content-type': 'application/json' };
      const answer = await home.call(address, { method, headers, ...init });
      // A body that does not fit may be refused before: nothing is told either way.
      expect([400, 403]).toContain(answer.status);
      expect(await answer.text()).not.toContain('root');
    }
    const valid = method === 'POST' && path === '/v1/keys' ? { name: 'eve' } : {};
    const refused = await home.call(address, {
      method,
      headers: { ...bearer(key), 'content-type': 'application/json' },
      ...(method === 'POST' && !path.endsWith('revoke') ? { body: JSON.stringify(valid) } : {}),
    });
    expect([refused.status, (await refused.json()).error.code]).toEqual([403, 'admin_key_needed']);
    expect((await home.call(address, { method })).status).toBe(401);
    expect(await keysOf(home, admin)).toEqual(before);
  });

  it('another page cannot make a browser administer a server on this machine', async () => {
    await using home = await simulatedGateway();
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { host: 'evil.example' },
    ]) {
      expect((await home.post('/v1/keys', { name: 'eve', admin: true }, headers)).status).toBe(403);
      expect((await home.post('/v1/limits', { perDayUsd: null }, headers)).status).toBe(403);
    }
    const form = await home.call('/v1/keys', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"name":"eve"}',
    });
    expect(form.status).toBe(415);
    expect(await home.ledger.clientKeys()).toEqual([]);
  });

  it('limits are changed one by one, taken away by null, and hold from the next order on', async () => {
    const { home, admin } = await keysServer();
    await using _ = home;
    const { key, entry } = await add(home, admin, { name: 'ann', budgetUsd: '5', submitsPerMinute: 9 });
    const path = `/v1/keys/${encodeURIComponent(entry.id)}`;
    const change = async (body: object) => (await home.post(path, body, admin)).json();
    expect(await change({ budgetUsd: '0.01' })).toMatchObject({ budgetUsd: '0.01', submitsPerMinute: 9, models: null });
    expect((await home.post('/api/v1/videos', veo, bearer(key))).status).toBe(402);
    expect(await change({ budgetUsd: null, models: ['google/veo-3.1-fast'] })).toMatchObject({ budgetUsd: null });
    expect((await home.post('/api/v1/videos', veo, bearer(key))).status).not.toBe(202);
    expect(await change({ models: null, dailyUsd: '1', submitsPerMinute: null })).toMatchObject({
      models: null,
      dailyUsd: '1',
      submitsPerMinute: null,
    });
    expect((await home.post('/api/v1/videos', veo, bearer(key))).status).toBe(202);
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: '../x' }, 'name'],
    [{ name: 'a'.repeat(65) }, 'name'],
    [{ name: 'ann', budgetUsd: 'much' }, 'budgetUsd'],
    [{ name: 'ann', dailyUsd: -1 }, 'dailyUsd'],
    [{ name: 'ann', models: [] }, 'models'],
    [{ name: 'ann', submitsPerMinute: 0 }, 'submitsPerMinute'],
    [{ name: 'ann', budget: '1' }, 'budget'],
  ])('%j makes no key', async (body, field) => {
    const { home, admin } = await keysServer();
    await using _ = home;
    const answer = await home.post('/v1/keys', body, admin);
    const { error } = await answer.json();
    expect([answer.status, error.code, error.problems[0].field]).toEqual([400, 'request_invalid', field]);
    expect(await keysOf(home, admin)).toHaveLength(1);
  });

  it('a name is used once at a time; a key that has it after a revocation is another key', async () => {
    const { home, admin } = await keysServer();
    await using _ = home;
    const first = await add(home, admin, { name: 'ann' });
    const twice = await home.post('/v1/keys', { name: 'ann' }, admin);
    expect([twice.status, (await twice.json()).error.code]).toEqual([409, 'key_name_used']);
    const revoke = (id: string) => home.post(`/v1/keys/${encodeURIComponent(id)}/revoke`, {}, admin);
    expect((await revoke(first.entry.id)).status).toBe(200);
    expect((await home.call('/v1/jobs', { headers: bearer(first.key) })).status).toBe(401);
    expect((await revoke(first.entry.id)).status).toBe(404);
    const second = await add(home, admin, { name: 'ann' });
    expect(second.entry.id).not.toBe(first.entry.id);
    const late = await home.post(`/v1/keys/${encodeURIComponent(first.entry.id)}`, { budgetUsd: '9' }, admin);
    expect(late.status).toBe(404);
    expect((await keysOf(home, admin)).find(({ name }) => name === 'ann')?.budgetUsd).toBeNull();
  });

  it('an admin cannot end the key that it works with', async () => {
    const { home, admin } = await keysServer();
    await using _ = home;
    const [own] = await keysOf(home, admin);
    const answer = await home.post(`/v1/keys/${encodeURIComponent(own!.id)}/revoke`, {}, admin);
    expect([answer.status, (await answer.json()).error.code]).toEqual([409, 'own_key']);
    expect(await keysOf(home, admin)).toHaveLength(1);
  });

  it('what one gateway does with a key holds at another one of the same ledger at once', async () => {
    const { home, admin } = await keysServer();
    await using _ = home;
    await using other = await simulatedGateway({ gateway: { mode: 'server' }, beside: home });
    const { key, entry } = await add(other, admin, { name: 'ann', budgetUsd: '1' });
    expect((await home.call('/v1/jobs', { headers: bearer(key) })).status).toBe(200);
    const path = `/v1/keys/${encodeURIComponent(entry.id)}`;
    await home.post(path, { budgetUsd: '0.01' }, admin);
    expect((await other.post('/api/v1/videos', veo, bearer(key))).status).toBe(402);
    await other.post(`${path}/revoke`, {}, admin);
    expect((await home.call('/v1/jobs', { headers: bearer(key) })).status).toBe(401);
    expect(home.simulator.jobs).toEqual([]);
  });
});
