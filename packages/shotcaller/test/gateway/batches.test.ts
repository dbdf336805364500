import { expect, test } from 'vitest';
import { simulatedGateway } from './simulated-gateway.ts';

const list = 'id,prompt,duration,resolution,audio\na,a mug,4,480p,no\nb,a cup,4,480p,no\n';

async function ended(
  gateway: Awaited<ReturnType<typeof simulatedGateway>>,
  name: string,
): Promise<{ readonly state: string; readonly clips: readonly { readonly state: string; readonly jobId: string }[] }> {
  let batch = await (await gateway.call(`/v1/batches/${name}`)).json();
  await expect
    .poll(async () => {
      batch = await (await gateway.call(`/v1/batches/${name}`)).json();
      return batch.state;
    })
    .not.toBe('running');
  return batch;
}

test('a batch is planned for nothing, bought once, and its clips are fetched as those of jobs', async () => {
  await using gateway = await simulatedGateway();
  const planned = await gateway.post('/v1/batches', { name: 'film', list, format: 'csv', planOnly: true });
  expect(planned.status).toBe(200);
  expect(await planned.json()).toMatchObject({ state: 'planned', total: { toBuy: 2, impossible: 0 } });
  expect(gateway.simulator.jobs).toHaveLength(0);
  const ran = await gateway.post('/v1/batches', { name: 'film', list, format: 'csv', maxUsd: '5' });
  expect(ran.status).toBe(202);
  const batch = await ended(gateway, 'film');
  expect(batch).toMatchObject({
    state: 'ended',
    clips: [
      { shot: 'a', state: 'done' },
      { shot: 'b', state: 'done' },
    ],
  });
  const clip = await gateway.call(`/v1/jobs/${batch.clips[0]?.jobId}/content`);
  expect(clip.headers.get('content-type')).toBe('video/mp4');
  await clip.arrayBuffer();
  await gateway.post('/v1/batches', { name: 'film', list: `${list}c,a jug,4,480p,no\n`, format: 'csv' });
  expect((await ended(gateway, 'film')).clips.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  expect(gateway.simulator.jobs).toHaveLength(3);
  const { batches } = await (await gateway.call('/v1/batches')).json();
  expect(batches).toHaveLength(1);
});

test('a list with something wrong is refused with all of it, and names no files of the server', async () => {
  await using gateway = await simulatedGateway();
  const bad = 'id,prompt,duration,first_frame\na,x,five,/etc/passwd\n';
  const answer = await gateway.post('/v1/batches', { name: 'film', list: bad, format: 'csv' });
  expect(answer.status).toBe(422);
  const { error } = await answer.json();
  expect(error.code).toBe('list_invalid');
  expect(error.problems.map(({ field }: { field: string }) => field).sort()).toEqual(['duration', 'first_frame']);
  expect((await gateway.call('/v1/batches/film')).status).toBe(404);
  expect((await gateway.post('/v1/batches', { name: '../x', list, format: 'csv' })).status).toBe(400);
  expect(gateway.simulator.jobs).toHaveLength(0);
});
