import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signatureHeader } from '@shotcaller/simulator';
import { expect, test } from 'vitest';
import { JobFailure } from '../../src/jobs/job-failure.ts';
import { isSameOrder, orderFingerprint } from '../../src/jobs/order-identity.ts';
import { deliveryHint } from '../../src/jobs/steps/note-delivery.ts';
import { verifyDelivery } from '../../src/openrouter/webhook.ts';
import { sampleJob } from './sample-job.ts';
import { clip, simulate } from './simulated.ts';

test('a repeated key returns the first job and buys nothing', async () => {
  await using world = await simulate();
  const first = await world.open().run(clip, { key: 'shot-7' });
  const second = await world.open().run(clip, { key: 'shot-7' });
  expect(second).toMatchObject({ id: first.id, status: 'done', repeated: true });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('ten runs at once under one key buy one clip', async () => {
  await using world = await simulate();
  const [one, other] = [world.open(), world.open()];
  const attempts = await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 ? one : other).run(clip, { key: 'k' })),
  );
  expect(new Set(attempts.map(({ id, status }) => `${id} ${status}`)).size).toBe(1);
  expect(attempts[0]!.status).toBe('done');
  expect(world.simulator.jobs).toHaveLength(1);
});

test('a key that belongs to another order is refused before anything is bought', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  await shotcaller.run(clip, { key: 'k' });
  await expect(shotcaller.run({ ...clip, durationSeconds: 5 }, { key: 'k' })).rejects.toMatchObject({
    code: 'key_reused',
  });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('a key that belongs to another order is told with what differs, in the error and in its sentence', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const { id } = await shotcaller.run(clip, { key: 'k', fallback: 1 });
  const other = shotcaller.run({ ...clip, prompt: 'a secret ship', durationSeconds: 5 }, { key: 'k', maxUsd: '0.9' });
  const failure = await other.catch((error: unknown) => error as JobFailure);
  expect(failure).toBeInstanceOf(JobFailure);
  const { message, differences } = failure as JobFailure;
  expect(new Set(differences.map(({ field }) => field))).toEqual(
    new Set(['fallback', 'maxUsd', 'prompt', 'durationSeconds']),
  );
  expect(differences).toContainEqual({ field: 'durationSeconds', first: 4, now: 5 });
  expect(message).toContain(`The idempotency key k belongs to job ${id}, which asks for something else: `);
  for (const part of ['the length 4 there, 5 here', 'another prompt', 'the price limit not given there, 0.9 here'])
    expect(message).toContain(part);
  expect(message).toMatch(
    /\. Nothing was bought\. Repeat the first order unchanged to get its job, or use another key/,
  );
  expect(message).not.toContain('secret');
  expect(world.simulator.jobs).toHaveLength(1);
});

test.each([{ output: 'elsewhere/' }, { overwrite: true }, { sidecar: true }, { watchSeconds: 60 }])(
  'where the clip goes, and how it is watched, makes no other order: %j',
  async (more) => {
    await using world = await simulate();
    const shotcaller = world.open();
    const first = await shotcaller.run(clip, { key: 'k' });
    expect(await shotcaller.run(clip, { key: 'k', ...more })).toMatchObject({ id: first.id, repeated: true });
    expect(world.simulator.jobs).toHaveLength(1);
  },
);

test('a job whose fingerprint was made when the place of the file counted is the same order still', () => {
  const first = sampleJob({ id: 'a', fingerprint: 'of another version' });
  const elsewhere = { ...first, options: { ...first.options, output: 'elsewhere.mp4' } };
  expect(isSameOrder(first, orderFingerprint(elsewhere))).toBe(true);
  const dearer = { ...first, options: { ...first.options, fallback: first.options.fallback + 1 } };
  expect(isSameOrder(first, orderFingerprint(dearer))).toBe(false);
});

test.each(['taken/mug.mp4', 'taken/deep/er/', 'taken/{model}/mug.mp4', 'taken/'])(
  'an output that no clip can be put to, %s, is refused before anything is bought',
  async (output) => {
    await using world = await simulate();
    await writeFile(join(world.home, 'taken'), 'a file, no folder');
    const shotcaller = world.open({ filesFolder: world.home });
    await expect(shotcaller.run(clip, { output })).rejects.toMatchObject({
      code: 'output_unusable',
      message: expect.stringContaining(join(world.home, 'taken')),
    });
    expect([world.requests, await shotcaller.jobs()]).toEqual([[], []]);
  },
);

test('no eligible model is an answer, and nothing is recorded', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  expect(await shotcaller.run({ ...clip, maxUsd: '0.000001' })).toMatchObject({
    status: 'no_eligible_model',
    id: null,
  });
  expect(await shotcaller.jobs()).toEqual([]);
});

test('a clip of which nothing is said is refused with what is missing, and nothing is bought or recorded', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const { prompt: _, ...wordless } = clip;
  for (const model of ['auto', 'google/veo-3.1-lite', 'bytedance/seedance-2.0']) {
    const answer = await shotcaller.run({ ...wordless, resolution: '720p' }, { model });
    expect(answer).toMatchObject({ status: 'request_refused', plan: { findings: [{ code: 'prompt_missing' }] } });
  }
  await expect(shotcaller.run({ ...clip, prompt: '\u200b \u3164' })).rejects.toThrow('prompt');
  await expect(shotcaller.run(clip, { model: 'google/veo-3.1-light' })).rejects.toThrow('Did you mean');
  const shown = await shotcaller.preview({ ...wordless, resolution: '720p' });
  const plan = shown.kind === 'plan' ? shown : expect.unreachable();
  expect(await shotcaller.run({ ...wordless, resolution: '720p' }, { plan })).toMatchObject({
    status: 'request_refused',
  });
  expect([world.requests, await shotcaller.jobs()]).toEqual([[], []]);
});

test('a spend that is not confirmed buys and records nothing', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const answer = await shotcaller.run(clip, { confirmUsd: '0.000001' });
  expect(answer).toMatchObject({ status: 'not_confirmed', plan: { kind: 'plan' } });
  expect(await shotcaller.jobs()).toEqual([]);
  expect(world.simulator.jobs).toEqual([]);
});

test.each(['submit-429', 'submit-429-bare', 'submit-429-upstream', 'submit-503', 'submit-402-in-flight'])(
  '%s proves that nothing was bought: the submit is sent again, one clip for one bill',
  async (scenario) => {
    await using world = await simulate({ scenario });
    const shotcaller = world.open();
    const job = await shotcaller.run(clip);
    expect(job).toMatchObject({ status: 'done' });
    expect(world.simulator.jobs).toHaveLength(1);
    expect(world.requests.filter((request) => request.startsWith('POST'))).toHaveLength(2);
    // The final result still says why it was sent twice.
    const why = { submits: 2, reason: null, sentAgain: [{ code: 'no_capacity', httpStatus: expect.any(Number) }] };
    expect(job).toMatchObject({ attempts: [why] });
    expect(await shotcaller.job(job.id!)).toMatchObject({ attempts: [why] });
  },
);

test.each(['submit-reset', 'submit-502', 'submit-500', 'submit-524', 'submit-html'])(
  '%s leaves the outcome unknown: never a second submit, and the reservation stays booked',
  async (scenario) => {
    await using world = await simulate({ scenario });
    const shotcaller = world.open();
    const attempt = await shotcaller.run(clip, { fallback: 2, key: 'k' });
    expect(attempt).toMatchObject({ status: 'unknown', resumable: true, attempts: [{ status: 'unknown' }] });
    await shotcaller.run(clip, { fallback: 2, key: 'k' });
    await shotcaller.resume();
    expect(world.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
    const { report } = await shotcaller.ledger();
    expect(report.total).toMatchObject({ billedUsd: '0', unknownBills: 1 });
    await expect.poll(() => world.simulator.bills.length).toBe(1);
    expect(Number(report.total.reservedUsd)).toBeGreaterThanOrEqual(Number(world.simulator.bills[0]!.usd));
  },
);

test('its webhook brings an unknown job back by the correlation token; resume finishes it at its bill', async () => {
  await using world = await simulate({ scenario: 'submit-reset' });
  const shotcaller = world.open({ callbackUrl: 'https://example.com/hook?a=1' });
  await shotcaller.run(clip);
  const [sent] = world.simulator.jobs;
  const callback = new URL((sent!.request as unknown as { callback_url: string }).callback_url);
  expect(callback.searchParams.get('a')).toBe('1');
  const rawBody = Buffer.from(
    JSON.stringify({ type: 'video.generation.completed', data: { id: sent!.id, status: 'completed' } }),
  );
  const nowMs = Date.parse('2026-10-09T12:00:00Z');
  const headers = { 'x-openrouter-signature': signatureHeader('whsec', rawBody.toString(), nowMs / 1000) };
  const verdict = verifyDelivery({ headers, rawBody, secret: 'whsec', nowMs });
  if (!verdict.verified) throw new Error(verdict.why);
  const hint = deliveryHint(verdict, `${callback.pathname}${callback.search}`);
  expect(hint).toMatchObject({ remoteId: sent!.id, idempotencyKey: `${sent!.id}-completed` });
  expect(await shotcaller.noteDelivery({ ...hint, correlationToken: 'forged' })).toEqual({ kind: 'no_such_job' });
  expect(await shotcaller.noteDelivery(hint)).toMatchObject({ kind: 'noted', recovered: true });
  expect(await shotcaller.noteDelivery(hint)).toEqual({ kind: 'repeated' });
  const [attempt] = await shotcaller.resume();
  expect(attempt).toMatchObject({ status: 'done', remoteId: sent!.id });
  expect(Number(attempt!.billedUsd)).toBe(Number(world.simulator.bills[0]!.usd));
});

test('falls back to another model with its own request and quote when the provider fails', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const first = await shotcaller.preview(clip);
  if (first.kind !== 'plan') throw new Error('no plan');
  // Only the first model's jobs fail.
  world.simulator.setScenario('job-failed');
  const attempt = await shotcaller.run(clip, {
    fallback: 1,
    plan: first,
    onProgress: ({ kind }) => kind === 'fallback' && world.simulator.setScenario(''),
  });
  expect(attempt).toMatchObject({
    status: 'done',
    attempts: [{ status: 'failed', model: first.model }, { status: 'done' }],
  });
  const models = world.simulator.jobs.map(({ model }) => model);
  expect(new Set(models).size).toBe(2);
  // What was asked for is asked of both.
  for (const { request } of world.simulator.jobs) expect(request).toMatchObject({ prompt: clip.prompt, duration: 4 });
  if (!('billedUsd' in attempt)) throw new Error('no job');
  expect(Number(attempt.billedUsd)).toBe(world.simulator.bills.reduce((sum, { usd }) => sum + Number(usd), 0));
});

test.each(['submit-402-credits', 'submit-413', 'job-cancelled'])('%s does not fall back', async (scenario) => {
  await using world = await simulate({ scenario });
  const attempt = await world.open().run(clip, { fallback: 3 });
  expect('attempts' in attempt && attempt.attempts).toHaveLength(1);
});

test('with two bills allowed an unknown outcome falls back too, under the same total cap', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  const first = await shotcaller.preview(clip);
  if (first.kind !== 'plan') throw new Error('no plan');
  const run = (factor: number, prompt: string) => {
    world.simulator.setScenario('submit-reset');
    return shotcaller.run(
      { ...clip, prompt },
      {
        fallback: 1,
        allowTwoBills: true,
        maxUsd: (Number(first.price.highUsd) * factor).toFixed(6),
        onProgress: ({ kind }) => kind === 'fallback' && world.simulator.setScenario(''),
      },
    );
  };
  // The first is still held against the cap, so a tenth of its price is left: nothing costs as little.
  expect(await run(1.1, 'a mug')).toMatchObject({ status: 'unknown', attempts: [{ status: 'unknown' }] });
  const attempt = await run(20, 'a cup');
  expect(attempt).toMatchObject({
    status: 'done',
    resumable: true,
    attempts: [{ status: 'unknown' }, { status: 'done' }],
  });
});

test('every event of a run is in the ledger, in order', async () => {
  await using world = await simulate({ scenario: 'submit-429' });
  const shotcaller = world.open();
  const attempt = await shotcaller.run(clip);
  const events = await shotcaller.events(attempt.id ?? '');
  const told = events.map(({ what }) => what);
  expect(told.slice(0, 5)).toEqual(['planned', 'submitting', 'refused_for_now', 'submitting', 'submitted']);
  expect(told.slice(-4)).toEqual(['completed', 'download_started', 'file_checked', 'done']);
});
