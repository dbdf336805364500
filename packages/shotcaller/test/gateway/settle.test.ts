import { expect, it } from 'vitest';
import { simulatedGateway, veo } from './simulated-gateway.ts';

it('a job whose outcome is unknown is settled by its owner or an admin, and by nobody else', async () => {
  await using home = await simulatedGateway({
    simulator: { scenario: 'submit-refused-reset' },
    gateway: { mode: 'server' },
  });
  const bearer = async (name: string, admin = false) => ({
    authorization: `Bearer ${await home.addKey({ name, admin })}`,
  });
  const [owner, other, admin] = [await bearer('ada'), await bearer('bob'), await bearer('root', true)];
  const requirements = { prompt: veo.prompt, durationSeconds: 4, resolution: '720p', audio: false };
  const bought = await home.post('/v1/jobs', { requirements, model: veo.model }, owner);
  const { id, status } = await bought.json();
  expect(status).toBe('unknown');
  const path = `/v1/jobs/${id}/settle`;
  expect((await home.post(path, { notBought: true }, other)).status).toBe(404);
  expect((await home.post(path, { notBought: true, billedUsd: '1' }, owner)).status).toBe(400);
  expect((await home.post(path, {}, owner)).status).toBe(400);
  const settled = await home.post(path, { billedUsd: '0.40' }, owner);
  expect([settled.status, await settled.json()]).toMatchObject([
    200,
    { status: 'failed', ended: true, billedUsd: '0.4', reason: { code: 'settled_billed', billedUsd: '0.4' } },
  ]);
  expect(await (await home.post(path, { notBought: true }, admin)).json()).toMatchObject({ status: 'refused' });
  const { events } = await (await home.call(`/v1/jobs/${id}`, { headers: owner })).json();
  expect(events.filter(({ what }: { what: string }) => what === 'settled')).toMatchObject([
    { detail: { saidBy: expect.stringContaining('ada'), billedUsd: '0.4' } },
    { detail: { saidBy: expect.stringContaining('root'), notBought: true } },
  ]);
  const found = await home.post(`/v1/jobs/${id}/resume`, { remoteId: 'gen-vid-of-nobody' }, owner);
  expect([found.status, (await found.json()).error.code]).toEqual([409, 'remote_id_refused']);
});

it('an id that was found is taken, and the clip comes home', async () => {
  await using home = await simulatedGateway({ simulator: { scenario: 'submit-reset' } });
  const { id } = await (
    await home.post('/v1/jobs', {
      requirements: { prompt: veo.prompt, durationSeconds: 4, resolution: '720p', audio: false },
      model: veo.model,
    })
  ).json();
  const remoteId = home.simulator.jobs[0]!.id;
  expect((await home.post(`/v1/jobs/${id}/resume`, { remoteId })).status).toBe(202);
  expect(await home.ended(id)).toMatchObject({ status: 'completed' });
  expect(home.simulator.jobs).toHaveLength(1);
});
