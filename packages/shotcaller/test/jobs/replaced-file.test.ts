import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JobFile } from '../../src/files/job-file.ts';
import { withReplaced } from '../../src/jobs/with-replaced.ts';
import { shotcaller as commandLine } from '../cli/command-line.ts';
import { simulatedGateway } from '../gateway/simulated-gateway.ts';
import { sampleAttempt } from './sample-job.ts';
import { clip, simulate } from './simulated.ts';

const order = { ...clip, models: { allow: ['bytedance/seedance-1-5-pro'] } } as const;

test('a job whose file another job has replaced says by which and since when, and has its clip again by resume with another output', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const output = join(world.home, 'clip.mp4');
  const first = await shotcaller.run(order, { output });
  const bytes = readFileSync(output);
  const second = await shotcaller.run({ ...order, prompt: 'a jug' }, { output, overwrite: true });
  const replaced = { jobId: second.id, at: expect.stringMatching(/^2026-/) };
  expect(await shotcaller.job(first.id ?? '')).toMatchObject({ status: 'done', files: [{ path: output, replaced }] });
  expect((await shotcaller.job(second.id ?? ''))?.files[0]).not.toHaveProperty('replaced');
  const listed = await shotcaller.jobs();
  expect(listed.map(({ files }) => files[0]?.replaced)).toEqual([undefined, replaced]);
  const other = join(world.home, 'again.mp4');
  const [again] = await shotcaller.resume([first.id ?? ''], { output: other });
  expect(again).toMatchObject({ status: 'done', files: [{ path: other }] });
  expect(again?.files[0]).not.toHaveProperty('replaced');
  expect(readFileSync(other).equals(bytes)).toBe(true);
  expect(world.simulator.jobs).toHaveLength(2);
});

test('a name that was free again and taken by a later job is another job’s too; names of their own are not', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const output = join(world.home, 'clip.mp4');
  const first = await shotcaller.run(order, { output });
  const beside = await shotcaller.run({ ...order, prompt: 'a jug' }, { output });
  expect(beside.files[0]?.path).toBe(join(world.home, 'clip-2.mp4'));
  expect((await shotcaller.jobs()).flatMap(({ files }) => files).every(({ replaced }) => replaced === undefined)).toBe(
    true,
  );
  const over = await shotcaller.run(
    { ...order, prompt: 'a bowl' },
    { output: join(world.home, 'clip-2.mp4'), overwrite: true },
  );
  expect((await shotcaller.job(beside.id ?? ''))?.files[0]?.replaced?.jobId).toBe(over.id);
  expect((await shotcaller.job(first.id ?? ''))?.files[0]).not.toHaveProperty('replaced');
});

test('the command line says so in both listings, and prints no path that is another clip’s', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const output = join(world.home, 'clip.mp4');
  const first = await shotcaller.run(order, { output });
  const second = await shotcaller.run({ ...order, prompt: 'a jug' }, { output, overwrite: true });
  const call = (...words: readonly string[]) =>
    commandLine(words, {
      home: world.home,
      environment: { OPENROUTER_API_KEY: 'sk-or-test', OPENROUTER_BASE_URL: 'https://openrouter.ai/api/v1' },
    });
  const list = await call('jobs');
  expect(list.out.split('\n').find((line) => line.includes(String(first.id)))).toContain('done, file replaced');
  expect(list.out.split('\n').find((line) => line.includes(String(second.id)))).not.toContain('replaced');
  const one = await call('jobs', String(first.id));
  expect(one.out + one.talk).toContain(`Job ${second.id} saved its clip under the name of this file`);
  expect(one.out + one.talk).toContain(`shotcaller resume ${first.id} --output OTHER`);
  expect(one.out.split('\n')).not.toContain(output);
  expect((await call('jobs', String(second.id))).out.split('\n')).toContain(output);
});

test('the gateway says so, and names the other job to those only who may see it', async () => {
  await using gateway = await simulatedGateway();
  const { id } = await (await gateway.post('/v1/jobs', { requirements: order })).json();
  const job = async () => (await gateway.call(`/v1/jobs/${id}`)).json();
  await expect.poll(async () => (await job()).status).toBe('done');
  expect((await job()).files[0]).not.toHaveProperty('replaced');
  const found = { job: { id: 'job-1', owner: 'alice~1' }, attempts: [] };
  const file: JobFile = {
    path: '/clips/a.mp4',
    bytes: 1,
    sha256: 'a',
    durationSeconds: 4,
    width: 1,
    height: 1,
    hasAudio: false,
    differences: [],
  };
  const attempts = [{ ...sampleAttempt({ state: 'done' }), file, endedAt: '2026-11-22T10:00:00.000Z' }];
  const lastPutAt = async () => [
    { path: '/clips/a.mp4', jobId: 'job-2', owner: 'bob~1', at: '2026-11-22T11:00:00.000Z' },
  ];
  const shown = async (seesAll: boolean) =>
    (await withReplaced({ lastPutAt }, [{ ...found, attempts }], { seesAll }))[0]?.attempts[0]?.file?.replaced;
  expect(await shown(false)).toEqual({ jobId: null, at: '2026-11-22T11:00:00.000Z' });
  expect(await shown(true)).toEqual({ jobId: 'job-2', at: '2026-11-22T11:00:00.000Z' });
});
