import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manualClock } from '@shotcaller/simulator';
import { expect, test } from 'vitest';
import type { AttemptState } from '../../src/jobs/job.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { sampleAttempt, sampleJob } from './sample-job.ts';
import { clip, hastyClock, simulate } from './simulated.ts';

const jobsFolder = join(import.meta.dirname, '../../src/jobs');

test('only the submit step calls submit', () => {
  const callers = readdirSync(jobsFolder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && readFileSync(join(jobsFolder, name), 'utf8').includes('client.submit('),
  );
  expect(callers).toEqual(['steps/submit-step.ts']);
});

/** All states; the compiler refuses a list that leaves one out. */
const states: Readonly<Record<AttemptState, true>> = {
  planned: true,
  reserved: true,
  submitting: true,
  submitted: true,
  running: true,
  downloading: true,
  done: true,
  refused: true,
  failed: true,
  expired: true,
  cancelled: true,
  unknown: true,
  gave_up_watching: true,
  not_fetched: true,
};

test.each(Object.keys(states) as AttemptState[])(
  'resume posts nothing for a job that is %s, held or let go',
  async (state) => {
    await using world = await simulate();
    const now = new Date(hastyClock.now()).toISOString();
    const deadlineAt = new Date(hastyClock.now() + 4000).toISOString();
    const ledger = await openLedger({ home: world.home, now });
    const bought = { remoteId: 'job-of-nobody', submittedAt: now };
    // Workers of other machines count as alive until their lease ends.
    const ownings = [
      { worker: null, leaseUntil: null },
      { worker: 'elsewhere space 1 nonce', leaseUntil: '2026-11-21T00:00:00.000Z' },
    ];
    for (const [number, owning] of ownings.entries()) {
      for (const more of [{}, bought]) {
        const id = `${state}-${number}-${more === bought}`;
        const job = sampleJob({ id });
        const attempt = sampleAttempt({
          id,
          jobId: id,
          correlationToken: id,
          state,
          createdAt: now,
          deadlineAt,
          ...owning,
          ...more,
        });
        await ledger.openJob({
          job,
          attempt,
          dedupe: null,
          body: '{"model":"google/veo-3.1-lite","prompt":"a mug"}',
        });
      }
    }
    await ledger.close();
    const shotcaller = world.open({ retrieve: async () => Promise.reject(new Error('no file')) });
    const jobs = ownings.flatMap((_, number) => [`${state}-${number}-false`, `${state}-${number}-true`]);
    await shotcaller.resume(jobs, { watchSeconds: 5 });
    expect(world.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
    expect(world.simulator.jobs).toHaveLength(0);
  },
);

test('a detached run is resumed to its end by another process, without a further submit', async () => {
  await using world = await simulate({ speed: 20 });
  const detach = new AbortController();
  const attempt = await world.open().run(clip, {
    signal: detach.signal,
    onProgress: ({ kind }) => kind === 'poll' && detach.abort(new Error('Ctrl-C')),
  });
  expect(attempt).toMatchObject({ status: 'running', detached: true, resumable: true });
  const [resumed] = await world.open().resume();
  expect(resumed).toMatchObject({ id: attempt.id, status: 'done', resumable: false });
  expect(world.simulator.jobs).toHaveLength(1);
  expect(world.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
});

test('submit comes back once the job is bought; resume brings it home', async () => {
  await using world = await simulate({ speed: 50 });
  const shotcaller = world.open();
  const bought = await shotcaller.submit(clip);
  // The first poll may be due before the answer is put together.
  expect(['submitted', 'running']).toContain(bought.status);
  expect(await shotcaller.resume([bought.id ?? ''])).toMatchObject([{ id: bought.id, status: 'done' }]);
  expect(world.simulator.jobs).toHaveLength(1);
});

test('at the deadline the run hands the job back; resume goes on watching and finishes it', async () => {
  const clock = manualClock();
  await using world = await simulate({ clock });
  const shotcaller = world.open();
  const attempt = await shotcaller.run(clip, { watchSeconds: 2 });
  expect(attempt).toMatchObject({ status: 'gave_up_watching', reason: { code: 'deadline_passed' }, resumable: true });
  if (attempt.id === null) throw new Error('no job');
  expect(attempt.remoteId).toBe(world.simulator.jobs[0]!.id);
  await clock.advance(3_600_000);
  expect(await shotcaller.resume([attempt.id])).toMatchObject([{ status: 'done' }]);
});

test('a resume that is told to watch for seconds gives the job back after them, although its first watch is not over', async () => {
  const clock = manualClock();
  await using world = await simulate({ clock });
  const bought = await world.open().submit(clip);
  const [first] = await world.open().resume([bought.id!], { watchSeconds: 2 });
  expect(first).toMatchObject({ status: 'gave_up_watching', resumable: true });
  await clock.advance(3_600_000);
  expect(await world.open().resume([bought.id!])).toMatchObject([{ status: 'done' }]);
  expect(world.simulator.jobs).toHaveLength(1);
});

test('a resume that is told to watch for longer goes on past the end of the first watch', async () => {
  const clock = manualClock();
  await using world = await simulate({ clock });
  const bought = await world.open().submit(clip, { watchSeconds: 10 });
  const endOfFirstMs = hastyClock.now() + 10_000;
  const endWhenPast = () => hastyClock.now() > endOfFirstMs + 1000 && void clock.advance(3_600_000);
  const resumed = await world.open().resume([bought.id!], {
    watchSeconds: 7200,
    onProgress: ({ kind }) => kind === 'poll' && endWhenPast(),
  });
  expect(resumed).toMatchObject([{ status: 'done' }]);
});

test('a file that could not be written is fetched by resume once there is room', async () => {
  await using world = await simulate();
  let isFull = true;
  const shotcaller = world.open({
    retrieve: async ({ partPath, attempt }) => {
      if (isFull)
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write', path: partPath });
      const { writeFile } = await import('node:fs/promises');
      await writeFile(partPath, attempt.id);
      const bytes = attempt.id.length;
      return { bytes, sha256: 'x', durationSeconds: 4, width: 1, height: 1, hasAudio: false, differences: [] };
    },
  });
  const attempt = await shotcaller.run(clip);
  expect(attempt).toMatchObject({ status: 'not_fetched', reason: { code: 'file_not_written', errno: 'ENOSPC' } });
  if (attempt.id === null || !('billedUsd' in attempt)) throw new Error('no job');
  expect(Number(attempt.billedUsd)).toBeGreaterThan(0);
  isFull = false;
  expect(await shotcaller.resume([attempt.id])).toMatchObject([{ status: 'done', billedUsd: attempt.billedUsd }]);
  const { report } = await shotcaller.ledger();
  expect(report.total).toMatchObject({ billedUsd: attempt.billedUsd, reservedUsd: '0', jobs: 1 });
});

test('a bad poll never loses a job', async () => {
  await using world = await simulate({ scenario: 'poll-503:2,poll-html:1,poll-reset:2,poll-404:1' });
  expect(await world.open().run(clip)).toMatchObject({ status: 'done' });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('an unknown status word is running, under a deadline', async () => {
  await using world = await simulate({ scenario: 'unknown-status,job-stuck' });
  expect(await world.open().run(clip, { watchSeconds: 20 })).toMatchObject({ status: 'gave_up_watching' });
});
