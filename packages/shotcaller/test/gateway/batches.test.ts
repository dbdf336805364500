import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BatchView } from '../../src/gateway/own-api/addresses/batches.ts';
import { hastyClock } from '../jobs/simulated.ts';
import { type SimulatedGateway, simulatedGateway } from './simulated-gateway.ts';

const list = 'id,prompt,duration,resolution,audio\na,a mug,4,480p,no\nb,a cup,4,480p,no\n';
const shots = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `s${index + 1}`, prompt: `a mug number ${index + 1}` }));
const defaults = { duration: 4, resolution: '480p', audio: false };

async function look(gateway: SimulatedGateway, name: string, headers = {}): Promise<BatchView> {
  return (await gateway.call(`/v1/batches/${name}`, { headers })).json();
}

async function ended(gateway: SimulatedGateway, name: string): Promise<BatchView> {
  let batch = await look(gateway, name);
  await expect
    .poll(async () => {
      batch = await look(gateway, name);
      return batch.state;
    })
    .toBe('ended');
  return batch;
}

const statesOf = ({ clips }: BatchView) => clips.map(({ state }) => state);

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
    maxUsd: '5',
    clips: [
      { shot: 'a', state: 'done', problem: null },
      { shot: 'b', state: 'done', problem: null },
    ],
  });
  expect(Number(batch.bookedUsd)).toBeCloseTo(
    gateway.simulator.bills.reduce((sum, { usd }) => sum + Number(usd), 0),
    9,
  );
  const clip = await gateway.call(`/v1/jobs/${batch.clips[0]?.jobId}/content`);
  expect(clip.headers.get('content-type')).toBe('video/mp4');
  await clip.arrayBuffer();
  await gateway.post('/v1/batches', { name: 'film', list: `${list}c,a jug,4,480p,no\n`, format: 'csv' });
  expect(statesOf(await ended(gateway, 'film'))).toEqual(['done', 'done', 'done']);
  expect(gateway.simulator.jobs).toHaveLength(3);
  const { batches } = await (await gateway.call('/v1/batches')).json();
  expect(batches).toMatchObject([{ name: 'film', state: 'ended', clips: 3, states: { done: 3 } }]);
});

test('a plan names the shots that were bought under other ids, before they are bought again', async () => {
  await using gateway = await simulatedGateway();
  await gateway.post('/v1/batches', { name: 'film', list, format: 'csv' });
  const bought = await ended(gateway, 'film');
  expect(bought.clips.map(({ boughtAs }) => boughtAs)).toEqual([null, null]);
  const before = (shot: string) => ({ shot, jobId: bought.clips.find((clip) => clip.shot === shot)?.jobId });
  const boughtAs = async (edited: string) => {
    const answer = await gateway.post('/v1/batches', { name: 'film', list: edited, format: 'csv', planOnly: true });
    const { clips } = (await answer.json()) as BatchView;
    return Object.fromEntries(clips.map((clip) => [clip.shot, clip.boughtAs]));
  };
  expect(await boughtAs(list.replace('b,', 'closeup,'))).toEqual({ a: null, closeup: before('b') });
  // Renumbered: every line has another id, and one is new.
  expect(await boughtAs(list.replace('a,a mug', '1,a mug').replace('b,', '2,').concat('3,a jug,4,480p,no\n'))).toEqual({
    1: before('a'),
    2: before('b'),
    3: null,
  });
  expect(await boughtAs(list.replace('a cup', 'a jug'))).toEqual({ a: null, b: null });
  expect(gateway.simulator.jobs).toHaveLength(2);
});

test('a plan that was kept is bought exactly, after a restart too, and once', async () => {
  await using gateway = await simulatedGateway();
  const planned = await gateway.post('/v1/batches', { name: 'film', shots: shots(2), defaults, planOnly: true });
  const plan = (await planned.json()) as BatchView;
  expect(plan.clips[0]).toMatchObject({ shot: 's1', state: 'waiting', prompt: 'a mug number 1', jobId: null });
  expect(plan.clips[0]?.why).toMatch(/best of|the only one/);
  await gateway.restart();
  expect((await look(gateway, 'film')).clips).toEqual(plan.clips);
  expect((await gateway.post('/v1/batches/film/run', { maxUsd: '3' })).status).toBe(202);
  const batch = await ended(gateway, 'film');
  expect(statesOf(batch)).toEqual(['done', 'done']);
  expect(batch.clips.map(({ model }) => model)).toEqual(plan.clips.map(({ model }) => model));
  expect(batch.maxUsd).toBe('3');
  await gateway.post('/v1/batches/film/run', {});
  await ended(gateway, 'film');
  expect(gateway.simulator.jobs).toHaveLength(2);
  expect((await gateway.post('/v1/batches/other/run', {})).status).toBe(404);
});

test('a batch that a restart interrupts is gone on with by the next gateway, and nothing is bought twice', async () => {
  await using gateway = await simulatedGateway();
  await gateway.post('/v1/batches', { name: 'film', shots: shots(9), defaults, concurrency: 2 });
  await expect.poll(async () => statesOf(await look(gateway, 'film'))).toContain('done');
  await gateway.restart();
  expect(statesOf(await ended(gateway, 'film'))).toEqual(Array.from({ length: 9 }, () => 'done'));
  expect(gateway.simulator.jobs).toHaveLength(9);
  // What has ended is left alone.
  await gateway.restart();
  expect((await look(gateway, 'film')).state).toBe('ended');
});

test('a batch that was stopped stays so after a restart, and goes on when it is run', async () => {
  await using gateway = await simulatedGateway();
  await gateway.post('/v1/batches', { name: 'film', shots: shots(9), defaults, concurrency: 1 });
  await expect.poll(async () => statesOf(await look(gateway, 'film'))).toContain('done');
  const stopped = (await (await gateway.post('/v1/batches/film/stop', {})).json()) as BatchView;
  expect(stopped.state).toBe('ended');
  expect(statesOf(stopped)).toContain('not_bought');
  const bought = gateway.simulator.jobs.length;
  expect((await gateway.post('/v1/batches/film/stop', {})).status).toBe(409);
  await gateway.restart();
  expect((await look(gateway, 'film')).state).toBe('ended');
  expect(gateway.simulator.jobs).toHaveLength(bought);
  await gateway.post('/v1/batches/film/run', {});
  expect(statesOf(await ended(gateway, 'film'))).toEqual(Array.from({ length: 9 }, () => 'done'));
  expect(gateway.simulator.jobs).toHaveLength(9);
});

test('events tell of each clip as it changes, and of the end', async () => {
  await using gateway = await simulatedGateway();
  const stream = await gateway.call('/v1/events');
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  await gateway.post('/v1/batches', { name: 'film', shots: shots(2), defaults });
  let text = '';
  while (!/"kind":"batch"[^\n]*"state":"ended"/.test(text)) text += (await reader.read()).value ?? '';
  await reader.cancel();
  const events = [...text.matchAll(/^event: batch\ndata: (.*)$/gm)].map(([, data]) => JSON.parse(data!));
  const told = events.flatMap(({ clip }) => (clip ? [`${clip.shot} ${clip.state}`] : []));
  expect(told).toEqual(expect.arrayContaining(['s1 generating', 's1 done', 's2 generating', 's2 done']));
  expect(events.at(-1)).toMatchObject({ name: 'film', state: 'ended', done: 2, clips: 2, inFlight: 0 });
});

test('takes of a shot are jobs of several models, to vote on', async () => {
  await using gateway = await simulatedGateway();
  await gateway.post('/v1/batches', { name: 'film', shots: shots(1), defaults, takes: 3 });
  const { clips } = await ended(gateway, 'film');
  expect(clips.map(({ shot, take, state }) => [shot, take, state])).toEqual(
    [1, 2, 3].map((take) => ['s1', take, 'done']),
  );
  expect(new Set(clips.map(({ model }) => model)).size).toBe(3);
  expect(new Set(clips.map(({ jobId }) => jobId)).size).toBe(3);
});

test('models are chosen for all shots together, or it is said that none keep the limits', async () => {
  await using gateway = await simulatedGateway();
  const ask = (totalUsd: string) =>
    gateway.post('/v1/batches', {
      name: 'film',
      shots: shots(4),
      defaults,
      planOnly: true,
      optimise: { objective: 'quality', totalUsd },
    });
  const plan = (await (await ask('2')).json()) as BatchView;
  expect(Number(plan.total.highUsd)).toBeLessThanOrEqual(2);
  expect(plan.clips[0]?.why).toBe('best quality of the whole');
  const none = await ask('0.01');
  expect([none.status, (await none.json()).error.code]).toEqual([422, 'no_batch_fits']);
});

test('a shot that no model can make says why', async () => {
  await using gateway = await simulatedGateway();
  const given = [{ id: 'long', prompt: 'a film', duration: 400 }];
  const plan = await (await gateway.post('/v1/batches', { name: 'film', shots: given, planOnly: true })).json();
  expect(plan.clips[0]).toMatchObject({ state: 'not_bought', model: null });
  expect(plan.clips[0].problem).toMatch(/^No model can make it\. .*400 s/);
});

test('batches of a client key are its own', async () => {
  await using gateway = await simulatedGateway({ gateway: { mode: 'server' } });
  const key = await gateway.addKey({ name: 'alice', admin: false });
  const other = await gateway.addKey({ name: 'bob', admin: false });
  const as = (given: string) => ({ authorization: `Bearer ${given}` });
  await gateway.post('/v1/batches', { name: 'film', list, format: 'csv', planOnly: true }, as(key));
  expect((await look(gateway, 'film', as(key))).state).toBe('planned');
  expect((await gateway.call('/v1/batches/film', { headers: as(other) })).status).toBe(404);
  expect(await (await gateway.call('/v1/batches', { headers: as(other) })).json()).toEqual({ batches: [] });
  expect((await gateway.post('/v1/batches/film/run', {}, as(other))).status).toBe(404);
});

test('a batch of a key that may order twice a minute waits for its turns, and every clip is bought once', async () => {
  // Half a minute passes in moments.
  await using gateway = await simulatedGateway({ shotcaller: { clock: hastyClock }, gateway: { mode: 'server' } });
  const bearer = { authorization: `Bearer ${await gateway.addKey({ name: 'ann', submitsPerMinute: 2 })}` };
  const asked = { name: 'film', shots: shots(3), defaults };
  expect((await gateway.post('/v1/batches', asked, bearer)).status).toBe(202);
  await expect.poll(async () => (await look(gateway, 'film', bearer)).state).toBe('ended');
  expect(statesOf(await look(gateway, 'film', bearer))).toEqual(['done', 'done', 'done']);
  expect(gateway.simulator.jobs).toHaveLength(3);
  const { jobs } = await (await gateway.call('/v1/jobs', { headers: bearer })).json();
  const [last, , first] = jobs.map(({ createdAt }: { createdAt: string }) => Date.parse(createdAt));
  expect(last - first).toBeGreaterThan(20_000);
});

test('an admin looks at the batch of another key, and neither runs nor stops it; nobody else sees it', async () => {
  await using gateway = await simulatedGateway({ gateway: { mode: 'server' } });
  const [alice, bob, root] = [
    await gateway.addKey({ name: 'alice', admin: false }),
    await gateway.addKey({ name: 'bob', admin: false }),
    await gateway.addKey({ name: 'root', admin: true }),
  ];
  const as = (given: string) => ({ authorization: `Bearer ${given}` });
  const plan = (key: string, count: number) =>
    gateway.post('/v1/batches', { name: 'film', defaults, planOnly: true, shots: shots(count) }, as(key));
  await plan(alice, 2);
  await plan(root, 3);
  const { batches } = await (await gateway.call('/v1/batches', { headers: as(root) })).json();
  const owned = Object.fromEntries(
    batches.map(({ isYours, owner }: BatchView) => [isYours ? 'own' : 'other', owner] as const),
  );
  const address = `/v1/batches/film?owner=${encodeURIComponent(owned.other)}`;
  const seen = (await (await gateway.call(address, { headers: as(root) })).json()) as BatchView;
  expect(seen).toMatchObject({ owner: owned.other, isYours: false, state: 'planned' });
  expect(seen.clips).toHaveLength(2);
  // The same name is another batch of the admin's own.
  const own = await look(gateway, 'film', as(root));
  expect([own.isYours, own.clips.length]).toEqual([true, 3]);
  expect((await gateway.call(address, { headers: as(bob) })).status).toBe(404);
  expect((await gateway.call(address, { headers: as(alice) })).status).toBe(200);
  const ofRoot = `/v1/batches/film?owner=${encodeURIComponent(owned.own)}`;
  expect((await gateway.call(ofRoot, { headers: as(alice) })).status).toBe(404);
  for (const act of ['run', 'stop']) {
    const answer = await gateway.post(`/v1/batches/film/${act}?owner=${encodeURIComponent(owned.other)}`, {}, as(bob));
    expect(answer.status).toBe(404);
  }
  expect(gateway.simulator.jobs).toHaveLength(0);
});

test('a clip that was bought under another id says so, and as what', async () => {
  await using gateway = await simulatedGateway();
  await gateway.post('/v1/batches', { name: 'film', shots: shots(2), defaults });
  const bought = await ended(gateway, 'film');
  const renamed = shots(2).map((shot) => ({ ...shot, id: shot.id === 's2' ? 'close-up' : shot.id }));
  const again = { name: 'film', shots: renamed, defaults, planOnly: true };
  const plan = (await (await gateway.post('/v1/batches', again)).json()) as BatchView;
  expect(plan.clips.map(({ shot, boughtAs }) => [shot, boughtAs])).toEqual([
    ['s1', null],
    ['close-up', { shot: 's2', jobId: bought.clips[1]?.jobId }],
  ]);
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
  for (const body of [
    { name: '../x', list, format: 'csv' },
    { name: 'film' },
    { name: 'film', list },
    { name: 'film', list, format: 'csv', shots: shots(1) },
    { name: 'film', shots: [] },
  ]) {
    expect([body, (await gateway.post('/v1/batches', body)).status]).toEqual([body, 400]);
  }
  const wrong = await gateway.post('/v1/batches', { name: 'film', shots: [{ id: 'a', prompt: 'x', durations: 5 }] });
  expect(wrong.status).toBe(422);
  expect((await wrong.json()).error.problems[0].message).toMatch(/Did you mean duration\?/);
  expect(gateway.simulator.jobs).toHaveLength(0);
});

test('a batch that cannot be taken up is told of once', async () => {
  const far = {
    placePoll: (_attempt: unknown, nowMs: number) => ({ nextPollMs: nowMs + 3_600_000, remainingSeconds: null }),
  };
  await using first = await simulatedGateway({ shotcaller: far });
  await first.post('/v1/batches', { name: 'film', list, format: 'csv' });
  await expect.poll(async () => statesOf(await look(first, 'film'))).toEqual(['generating', 'generating']);
  await first.gateway.close();
  const folder = join(first.home, 'files', 'batches', 'local', 'film');
  await rm(folder, { recursive: true });
  await writeFile(folder, 'no folder');
  await using second = await simulatedGateway({ beside: first, shotcaller: far });
  await second.gateway.recover();
  const troubles = () => second.log.filter(({ error }) => error !== undefined).map(({ error }) => error);
  await expect.poll(troubles).not.toEqual([]);
  expect(troubles()).toEqual([expect.stringContaining('output_unusable')]);
});
