import { describe, expect, it } from 'vitest';
import { base, jsonOf, lantern, rig } from './client-calls.ts';

describe('poll', () => {
  it('shows a pending job with generation_id equal to id and nothing that is absent', async () => {
    const { ask, submit } = rig();
    const { id } = await jsonOf(submit(lantern));
    expect(await (await ask(`/videos/${id}`)).json()).toEqual({
      id,
      generation_id: id,
      polling_url: `${base}/videos/${id}`,
      status: 'pending',
    });
  });

  it('goes from pending to completed after a draw from the measured times', async () => {
    const { ask, submit, clock, simulator } = rig();
    const { id } = await jsonOf(submit(lantern));
    const job = simulator.jobs[0]!;
    const takesMs = job.endsAtMs - job.submittedAtMs;
    expect(takesMs).toBeGreaterThan(25_000);
    expect(takesMs).toBeLessThan(70_000);
    await clock.advance(takesMs - 1);
    expect((await jsonOf(ask(`/videos/${id}`))).status).toBe('pending');
    await clock.advance(1);
    expect(await (await ask(`/videos/${id}`)).json()).toEqual({
      id,
      generation_id: id,
      polling_url: `${base}/videos/${id}`,
      status: 'completed',
      unsigned_urls: [`${base}/videos/${id}/content?index=0`],
      usage: { cost: 0.12, is_byok: false },
    });
  });

  it('divides every waiting time by the speed', async () => {
    const takes = async (speed: number) => {
      const { submit, simulator } = rig({ speed });
      await submit(lantern);
      return simulator.jobs[0]!.endsAtMs - simulator.jobs[0]!.submittedAtMs;
    };
    expect(await takes(10)).toBe(Math.round((await takes(1)) / 10));
  });

  it('draws from measurements near in clip length: a second of grok is ready in 13 s, fifteen take over three minutes', async () => {
    const { submit, simulator } = rig({ seed: 5 });
    const grok = { model: 'x-ai/grok-imagine-video', prompt: 'x', resolution: '480p' };
    for (let count = 0; count < 20; count++) {
      await submit({ ...grok, duration: 1 });
      await submit({ ...grok, duration: 15 });
    }
    const seconds = (duration: number) =>
      simulator.jobs
        .filter(({ plan }) => plan.durationSeconds === duration)
        .map((job) => (job.endsAtMs - job.submittedAtMs) / 1000);
    expect(Math.max(...seconds(1))).toBeLessThan(17);
    expect(Math.min(...seconds(15))).toBeGreaterThan(190);
  });

  it('says 404 with the live text for an unknown job', async () => {
    const answer = await rig().ask('/videos/gen-vid-1-nobody');
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { error: { message: 'Job gen-vid-1-nobody not found', code: 404 } },
    ]);
  });

  it('expires a job that outlives its lifetime', async () => {
    const { finish, simulator } = rig({ scenario: 'job-stuck' });
    const job = await finish(lantern);
    expect(job).toMatchObject({ status: 'expired', error: 'Job exceeded maximum time to live' });
    expect(job).not.toHaveProperty('usage');
    expect(simulator.bills).toEqual([]);
  });
});

describe('content', () => {
  it('comes as video/mp4 without a length, ignores Range, and begins with a 32-byte ftyp of isom', async () => {
    const { finish, ask } = rig();
    const { unsigned_urls } = await finish(lantern);
    const answer = await ask(unsigned_urls[0], { headers: { range: 'bytes=0-99' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    expect(answer.headers.has('content-length')).toBe(false);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 12).toString('hex')).toBe('000000206674797069736f6d');
    expect(bytes.length).toBeGreaterThan(100_000);
  });

  it('gives the same bytes every time', async () => {
    const { finish, ask } = rig();
    const { unsigned_urls } = await finish(lantern);
    const once = async () => Buffer.from(await (await ask(unsigned_urls[0])).arrayBuffer());
    expect((await once()).equals(await once())).toBe(true);
  });

  it('needs the key', async () => {
    const { finish, simulator } = rig();
    const { unsigned_urls } = await finish(lantern);
    expect((await simulator.fetch(unsigned_urls[0])).status).toBe(401);
  });

  it.each([
    ['?index=5', 400, 'Video index 5 out of range (1 videos available)'],
    ['?index=0', 200, undefined],
    ['', 200, undefined],
    ['?index=null', 200, undefined],
  ])('answers index %j with %i', async (query, status, message) => {
    const { finish, ask } = rig();
    const { id } = await finish(lantern);
    const answer = await ask(`/videos/${id}/content${query}`);
    expect(answer.status).toBe(status);
    if (message) expect(await answer.json()).toEqual({ error: { message, code: status } });
    else await answer.body?.cancel();
  });

  it.each(['?index=-1', '?index=abc', '?index=1.5', '?index='])(
    'answers the malformed index %j with a ZodError',
    async (query) => {
      const { finish, ask } = rig();
      const { id } = await finish(lantern);
      const answer = await ask(`/videos/${id}/content${query}`);
      expect([answer.status, (await jsonOf(answer)).error.name]).toEqual([400, 'ZodError']);
    },
  );

  it('is a 409 before completion and a 404 for an unknown job', async () => {
    const { submit, ask } = rig();
    const { id } = await jsonOf(submit(lantern));
    expect((await ask(`/videos/${id}/content`)).status).toBe(409);
    expect((await ask('/videos/nobody/content')).status).toBe(404);
  });

  it('answers HEAD like GET, without a body', async () => {
    const { finish, ask } = rig();
    const { id } = await finish(lantern);
    const answer = await ask(`/videos/${id}/content`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'video/mp4', '']);
  });
});
