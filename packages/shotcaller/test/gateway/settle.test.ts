import { expect, it, test } from 'vitest';
import { type SimulatedGateway, simulatedGateway, veo } from './simulated-gateway.ts';

const requirements = { prompt: veo.prompt, durationSeconds: 4, resolution: '720p', audio: false };

const bearerOf = (home: SimulatedGateway) => async (name: string, more: object) => ({
  authorization: `Bearer ${await home.addKey({ name, ...more })}`,
});

it('a job whose outcome is unknown is settled by an admin key, and by no other', async () => {
  await using home = await simulatedGateway({
    simulator: { scenario: 'submit-refused-reset' },
    gateway: { mode: 'server' },
  });
  const bearer = bearerOf(home);
  const [owner, other, admin] = [
    await bearer('ada', {}),
    await bearer('bob', {}),
    await bearer('root', { admin: true }),
  ];
  const bought = await home.post('/v1/jobs', { requirements, model: veo.model }, owner);
  const { id, status } = await bought.json();
  expect(status).toBe('unknown');
  const path = `/v1/jobs/${id}/settle`;
  expect((await home.post(path, { notBought: true }, other)).status).toBe(404);
  for (const body of [{ notBought: true }, { billedUsd: '0.40' }]) {
    const refused = await home.post(path, body, owner);
    expect([refused.status, (await refused.json()).error]).toMatchObject([
      403,
      { code: 'settled_by_admins', message: expect.stringContaining('Nothing was changed') },
    ]);
  }
  expect(await (await home.call(`/v1/jobs/${id}`, { headers: owner })).json()).toMatchObject({ status: 'unknown' });
  expect((await home.post(path, { notBought: true, billedUsd: '1' }, admin)).status).toBe(400);
  expect((await home.post(path, {}, admin)).status).toBe(400);
  const settled = await home.post(path, { billedUsd: '0.40' }, admin);
  expect([settled.status, await settled.json()]).toMatchObject([
    200,
    { status: 'failed', ended: true, billedUsd: '0.4', reason: { code: 'settled_billed', billedUsd: '0.4' } },
  ]);
  expect(await (await home.post(path, { notBought: true }, admin)).json()).toMatchObject({ status: 'refused' });
  const { events } = await (await home.call(`/v1/jobs/${id}`, { headers: owner })).json();
  expect(events.filter(({ what }: { what: string }) => what === 'settled')).toMatchObject([
    { detail: { saidBy: expect.stringContaining('root'), billedUsd: '0.4' } },
    { detail: { saidBy: expect.stringContaining('root'), notBought: true } },
  ]);
  const found = await home.post(`/v1/jobs/${id}/resume`, { remoteId: 'gen-vid-of-nobody' }, owner);
  expect([found.status, (await found.json()).error.code]).toEqual([409, 'remote_id_refused']);
});

test('a client key frees none of its budget by giving up watching and settling: what it may buy stays what it was given', async () => {
  await using home = await simulatedGateway({
    // So slow that nothing ends by itself meanwhile.
    simulator: { scenario: 'job-stuck', speed: 1 },
    gateway: { mode: 'server' },
  });
  const poor = await bearerOf(home)('poor', { budgetUsd: '0.30' });
  const ordered: string[] = [];
  for (let clip = 1; clip <= 4; clip += 1) {
    const body = { requirements: { ...requirements, prompt: `clip ${clip}` }, model: veo.model };
    const answer = await home.post('/v1/jobs', body, poor);
    if (answer.status === 402) continue;
    const { id } = await answer.json();
    ordered.push(id);
    await home.post(`/v1/jobs/${id}/detach`, {}, poor);
    await home.post(`/v1/jobs/${id}/resume`, { watchSeconds: 1 }, poor);
    const stands = async () => (await (await home.call(`/v1/jobs/${id}`, { headers: poor })).json()).status;
    await expect.poll(stands, { timeout: 20_000 }).toBe('gave_up_watching');
    for (const said of [{ notBought: true }, { billedUsd: '0' }]) {
      expect((await home.post(`/v1/jobs/${id}/settle`, said, poor)).status).toBe(403);
    }
  }
  expect(ordered).toHaveLength(2);
  expect(home.simulator.jobs).toHaveLength(2);
});

it('an id that was found is taken, and the clip comes home', async () => {
  await using home = await simulatedGateway({ simulator: { scenario: 'submit-reset' } });
  const { id } = await (await home.post('/v1/jobs', { requirements, model: veo.model })).json();
  const remoteId = home.simulator.jobs[0]!.id;
  expect((await home.post(`/v1/jobs/${id}/resume`, { remoteId })).status).toBe(202);
  expect(await home.ended(id)).toMatchObject({ status: 'completed' });
  expect(home.simulator.jobs).toHaveLength(1);
});

it('an id of a job of another client key is refused, and whose it is is told to an admin only', async () => {
  await using home = await simulatedGateway({ gateway: { mode: 'server' } });
  const bearer = bearerOf(home);
  const [ann, bob, root] = [await bearer('ann', {}), await bearer('bob', {}), await bearer('root', { admin: true })];
  const order = (headers: Record<string, string>) => home.post('/v1/jobs', { requirements, model: veo.model }, headers);
  const { id: annsId } = await (await order(ann)).json();
  home.simulator.setScenario('submit-refused-reset');
  const { id } = await (await order(bob)).json();
  const remoteId = home.simulator.jobs[0]!.id;
  const refused = async (headers: Record<string, string>) => {
    const answer = await home.post(`/v1/jobs/${id}/resume`, { remoteId }, headers);
    return [answer.status, (await answer.json()).error.message];
  };
  expect(await refused(bob)).toEqual([409, expect.stringContaining('belongs to another job')]);
  expect(await refused(root)).toEqual([409, expect.stringContaining(annsId)]);
});
