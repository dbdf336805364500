import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../src/faults/scenarios.ts';
import { createSimulator, explainScenarios, parseScenarios, UnknownScenarioError } from '../src/index.ts';
import { base, jsonOf, key, lantern, rig } from './client-calls.ts';

const cut = { name: 'TypeError', message: 'fetch failed' };

describe('naming scenarios', () => {
  it('every scenario and set is explained by the list', () => {
    const text = explainScenarios();
    for (const name of [...Object.keys(scenarios), 'flaky-polls', 'chaos']) expect(text).toContain(`  ${name} `);
  });

  it('a name may carry a rate and a number of times, and several are joined', () => {
    expect(parseScenarios('poll-503@0.5:7,cost-null')).toEqual([
      { name: 'poll-503', rate: 0.5, times: 7 },
      { name: 'cost-null', rate: 1, times: Number.POSITIVE_INFINITY },
    ]);
    expect(parseScenarios('submit-reset@25%:all')).toEqual([
      { name: 'submit-reset', rate: 0.25, times: Number.POSITIVE_INFINITY },
    ]);
  });

  it.each(['nonsense', 'poll-503@2', 'poll-503:x', 'constructor', '__proto__'])('"%s" is refused', async (name) => {
    expect(() => parseScenarios(name)).toThrow(UnknownScenarioError);
    expect((await rig().submit(lantern, { 'x-simulator-scenario': name })).status).toBe(400);
    expect((await rig().submit({ ...lantern, model: `${lantern.model}#${name}` })).status).toBe(400);
  });

  it('a scenario comes with the server, with a header, or behind the model id, and they add up', async () => {
    const { submit, ask, simulator, clock } = rig({ scenario: 'progress' });
    const body = { ...lantern, model: `${lantern.model}#cost-null+byok` };
    const { id } = await jsonOf(submit(body, { 'x-simulator-scenario': 'no-generation-id' }));
    expect(simulator.jobs[0]!.model).toBe(lantern.model);
    await clock.advance(3_600_000);
    const job = await jsonOf(ask(`/videos/${id}`));
    expect(job).toMatchObject({ progress: 100, usage: { is_byok: true } });
    expect(job).not.toHaveProperty('generation_id');
  });

  it('chances are drawn from the seed', async () => {
    const run = async (seed: number) => {
      const { submit } = rig({ seed, scenario: 'submit-429@0.5' });
      const statuses = [];
      for (let count = 0; count < 12; count++) statuses.push((await submit({ ...lantern, prompt: `${count}` })).status);
      return statuses.join(' ');
    };
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
    expect(await run(1)).toMatch(/202.*429|429.*202/);
  });
});

describe('a submit that is accepted and whose answer is lost', () => {
  it('submit-reset: the job exists and is billed, and the same body is accepted the second time', async () => {
    const { submit, simulator, clock } = rig({ scenario: 'submit-reset' });
    await expect(submit(lantern)).rejects.toMatchObject(cut);
    expect(simulator.jobs).toHaveLength(1);
    expect((await submit(lantern)).status).toBe(202);
    await clock.advance(3_600_000);
    expect(simulator.bills).toHaveLength(2);
  });

  it.each([
    ['submit-502', 502, 'application/json'],
    ['submit-500', 500, 'application/json'],
    ['submit-524', 524, 'application/json'],
    ['submit-html', 502, 'text/html; charset=UTF-8'],
  ])('%s: answers %i as %s', async (scenario, status, type) => {
    const { submit, simulator } = rig({ scenario });
    const answer = await submit(lantern);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    expect(simulator.jobs).toHaveLength(1);
  });

  it('submit-slow: holds the answer back for ten minutes; a client that gives up leaves a job behind', async () => {
    const { ask, simulator, clock } = rig({ scenario: 'submit-slow' });
    const patience = new AbortController();
    const impatient = ask('/videos', { method: 'POST', body: JSON.stringify(lantern), signal: patience.signal });
    await clock.advance(30_000);
    patience.abort();
    await expect(impatient).rejects.toThrow(/abort/);
    expect(simulator.jobs).toHaveLength(1);
  });

  it('submit-delay: answers after 3 s of the clock, and composes with a loss', async () => {
    const { submit, clock } = rig({ scenario: 'submit-delay,submit-502' });
    const answers = [submit(lantern), submit({ ...lantern, prompt: 'another' })];
    await new Promise(setImmediate);
    await clock.advance(3000);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([502, 502]);
  });
});

describe('a submit that is refused', () => {
  it.each([
    ['submit-429', 429, true],
    ['submit-429-bare', 429, false],
    ['submit-429-upstream', 429, false],
    ['submit-503', 503, true],
    ['submit-529', 529, false],
    ['submit-402-credits', 402, false],
    ['submit-402-key-limit', 402, false],
    ['submit-402-in-flight', 402, true],
    ['submit-403', 403, false],
    ['submit-413', 413, false],
  ])('%s: %i, Retry-After %s, no job', async (scenario, status, retryAfter) => {
    const { submit, simulator } = rig({ scenario });
    const answer = await submit(lantern);
    expect([answer.status, answer.headers.has('retry-after')]).toEqual([status, retryAfter]);
    expect((await jsonOf(answer)).error.code).toBe(status);
    expect(simulator.jobs).toHaveLength(0);
  });

  it('submit-refused-reset: cut, and no job', async () => {
    const { submit, simulator } = rig({ scenario: 'submit-refused-reset' });
    await expect(submit(lantern)).rejects.toMatchObject(cut);
    expect(simulator.jobs).toHaveLength(0);
  });
});

describe('polls that fail in passing', () => {
  it.each([
    ['poll-429', 429],
    ['poll-500', 500],
    ['poll-502', 502],
    ['poll-503', 503],
    ['poll-html', 502],
  ])('%s: two answers of %i for each job, then the truth', async (scenario, status) => {
    const { submit, ask } = rig({ scenario });
    const { id } = await jsonOf(submit(lantern));
    const polls = [await ask(`/videos/${id}`), await ask(`/videos/${id}`), await ask(`/videos/${id}`)];
    expect(polls.map((poll) => poll.status)).toEqual([status, status, 200]);
  });

  it('poll-reset: cut twice', async () => {
    const { submit, ask } = rig({ scenario: 'poll-reset' });
    const { id } = await jsonOf(submit(lantern));
    await expect(ask(`/videos/${id}`)).rejects.toMatchObject(cut);
    await expect(ask(`/videos/${id}`)).rejects.toMatchObject(cut);
    expect((await ask(`/videos/${id}`)).status).toBe(200);
  });

  it('a header concerns the one request that carries it', async () => {
    const { submit, ask } = rig();
    const { id } = await jsonOf(submit(lantern));
    expect((await ask(`/videos/${id}`, { headers: { 'x-simulator-scenario': 'poll-503' } })).status).toBe(503);
    expect((await ask(`/videos/${id}`)).status).toBe(200);
  });
});

describe('how jobs end', () => {
  it.each([
    ['job-moderated', 'failed', 'Content policy violation'],
    ['job-failed', 'failed', 'Provider returned error'],
    ['job-expired', 'expired', 'Job exceeded maximum time to live'],
    ['job-cancelled', 'cancelled', 'Job was cancelled'],
  ])('%s: %s with HTTP 200 and "%s"', async (scenario, status, error) => {
    expect(await rig({ scenario }).finish(lantern)).toMatchObject({ status, error });
  });

  it('job-slow takes ten times as long', async () => {
    const takes = async (scenario: string) => {
      const { submit, simulator } = rig({ scenario });
      await submit(lantern);
      return simulator.jobs[0]!.endsAtMs - simulator.jobs[0]!.submittedAtMs;
    };
    expect((await takes('job-slow')) / (await takes('none'))).toBeCloseTo(10, 3);
  });
});

describe('bodies that are bent', () => {
  it('in-progress and unknown-status name a running job otherwise', async () => {
    for (const [scenario, words] of [
      ['in-progress', ['pending', 'in_progress']],
      ['unknown-status', ['queued', 'queued']],
    ] as const) {
      const { submit, ask } = rig({ scenario });
      const { id } = await jsonOf(submit(lantern));
      expect([(await jsonOf(ask(`/videos/${id}`))).status, (await jsonOf(ask(`/videos/${id}`))).status]).toEqual(words);
    }
  });

  it.each([
    ['cost-null', { usage: { cost: null, is_byok: false } }],
    ['cost-string', { usage: { cost: '0.12', is_byok: false } }],
    ['byok', { usage: { is_byok: true } }],
    ['nulls', { error: null }],
    ['empty-unsigned-urls', { unsigned_urls: [] }],
    ['relative-unsigned-urls', { unsigned_urls: [expect.stringMatching(/^\/api\/v1\/videos\/.*content\?index=0$/)] }],
    ['relative-urls', { polling_url: expect.stringMatching(/^\/api\/v1\/videos\//) }],
    ['foreign-unsigned-urls', { unsigned_urls: [expect.stringMatching(/^http:\/\/storage\.simulator\.test\//)] }],
    ['signed-urls', { urls: [expect.stringMatching(/^http:\/\/storage\.simulator\.test\//)] }],
    ['job-failed,error-object', { error: { code: 500, message: 'Provider returned error' } }],
  ])('%s', async (scenario, part) => {
    expect(await rig({ scenario }).finish(lantern)).toMatchObject(part);
  });

  it.each([
    ['cost-missing', 'usage'],
    ['no-unsigned-urls', 'unsigned_urls'],
    ['no-generation-id', 'generation_id'],
  ])('%s leaves out %s', async (scenario, field) => {
    expect(await rig({ scenario }).finish(lantern)).not.toHaveProperty(field);
  });
});

describe('a finished job in other words', () => {
  it('urls-in-objects, done-word and failed-word', async () => {
    const named = await rig({ scenario: 'urls-in-objects' }).finish(lantern);
    expect(named.unsigned_urls[0].url).toMatch(/content\?index=0$/);
    const done = await rig({ scenario: 'done-word' }).finish(lantern);
    expect(done).toMatchObject({ status: 'done', usage: { cost: 0.12 } });
    expect(done).not.toHaveProperty('unsigned_urls');
    const failed = await rig({ scenario: 'failed-word' }).finish(lantern);
    expect(failed).toMatchObject({ status: 'failed', usage: { cost: 0.12 }, unsigned_urls: [expect.any(String)] });
  });
});

describe('files that are bent', () => {
  const download = async (scenario: string) => {
    const { finish, ask } = rig({ scenario });
    const { id } = await finish(lantern);
    return {
      again: () => ask(`/videos/${id}/content`),
      answer: await ask(`/videos/${id}/content`, { redirect: 'manual' }),
    };
  };
  const whole = async () => (await (await download('none')).answer.arrayBuffer()).byteLength;

  it('content-truncated ends early and cleanly, and is whole the second time', async () => {
    const { answer, again } = await download('content-truncated');
    const size = await whole();
    expect((await answer.arrayBuffer()).byteLength).toBe(Math.floor(size / 2));
    expect((await (await again()).arrayBuffer()).byteLength).toBe(size);
  });

  it('content-cut breaks off', async () => {
    await expect((await download('content-cut')).answer.arrayBuffer()).rejects.toThrow();
  });

  it('content-empty has no bytes', async () => {
    expect((await (await download('content-empty')).answer.arrayBuffer()).byteLength).toBe(0);
  });

  it('content-wrong-type and content-html are not what they should be', async () => {
    expect((await download('content-wrong-type')).answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(await (await download('content-html')).answer.text()).toMatch(/^<!DOCTYPE html>/);
  });

  it('content-base64, content-gzip and content-trailing hold the whole clip in another form', async () => {
    const clip = Buffer.from(await (await download('none')).answer.arrayBuffer());
    const bytesOf = async (scenario: string) => Buffer.from(await (await download(scenario)).answer.arrayBuffer());
    const text = (await bytesOf('content-base64')).toString();
    expect(text).toMatch(/^data:video\/mp4;base64,/);
    expect(Buffer.from(text.slice(text.indexOf(',') + 1), 'base64').equals(clip)).toBe(true);
    const zipped = (await download('content-gzip')).answer;
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(Buffer.from(await zipped.arrayBuffer())).equals(clip)).toBe(true);
    const longer = await bytesOf('content-trailing');
    expect(longer.subarray(0, clip.length).equals(clip)).toBe(true);
    expect(longer.subarray(clip.length).toString()).toMatch(/proxy/);
  });

  it('content-endless goes on past any size until the reader stops', async () => {
    const { answer } = await download('content-endless');
    let size = 0;
    for await (const chunk of answer.body!) {
      size += chunk.length;
      if (size > 20_000_000) break;
    }
    expect(size).toBeGreaterThan(20_000_000);
  });

  it('content-redirect leads to another origin, where the file lies without a key', async () => {
    const { finish, simulator } = rig({ scenario: 'content-redirect' });
    const { unsigned_urls } = await finish(lantern);
    const headers = { authorization: `Bearer ${key}` };
    const answer = await simulator.fetch(unsigned_urls[0], { headers, redirect: 'manual' });
    expect(answer.status).toBe(302);
    const target = answer.headers.get('location')!;
    expect(new URL(target).origin).not.toBe(new URL(base).origin);
    expect((await simulator.fetch(target)).headers.get('content-type')).toBe('video/mp4');
    // Followed, as fetch does by itself: the key stays behind.
    expect((await simulator.fetch(unsigned_urls[0], { headers })).headers.get('content-type')).toBe('video/mp4');
    const { data } = await jsonOf(simulator.fetch('http://simulator.test/__simulator/requests'));
    expect(data.at(-1)).toMatchObject({ path: new URL(target).pathname, withKey: false });
    await expect(simulator.fetch(unsigned_urls[0], { headers, redirect: 'error' })).rejects.toThrow('fetch failed');
  });

  it('content-404 and content-410 hold the file for a minute after completion', async () => {
    for (const [scenario, status] of [
      ['content-404', 404],
      ['content-410', 410],
    ] as const) {
      const { submit, ask, clock, simulator } = rig({ scenario });
      const { id } = await jsonOf(submit(lantern));
      await clock.advance(simulator.jobs[0]!.endsAtMs - clock.now() + 59_000);
      expect((await ask(`/videos/${id}/content`, { method: 'HEAD' })).status).toBe(200);
      await clock.advance(2000);
      expect((await ask(`/videos/${id}/content`)).status).toBe(status);
    }
  });

  it('content-500, -502 and -429 fail once, content-reset is cut once, content-lost for good', async () => {
    expect((await download('content-500')).answer.status).toBe(500);
    expect((await download('content-502')).answer.status).toBe(502);
    expect((await download('content-429')).answer.headers.has('retry-after')).toBe(true);
    await expect(download('content-reset')).rejects.toMatchObject(cut);
    expect((await (await download('content-lost')).again()).status).toBe(404);
  });
});

describe('the catalogue changes between pick and submit', () => {
  it('price-change: what was read is not what is billed', async () => {
    const { ask, finish } = rig({ scenario: 'price-change' });
    const rate = async () =>
      (await jsonOf(ask('/videos/models'))).data.find(({ id }: { id: string }) => id === lantern.model).pricing_skus
        .duration_seconds_without_audio_720p;
    expect(await rate()).toBe('0.03');
    // 4 s x 0.03 x 1.25
    expect((await finish(lantern)).usage.cost).toBe(0.15);
    expect(await rate()).toBe('0.0375');
  });

  it('model-withdrawn: the first model submitted is gone, for good', async () => {
    const { ask, submit, simulator } = rig({ scenario: 'model-withdrawn' });
    const answer = await submit(lantern);
    expect([answer.status, (await jsonOf(answer)).error.availability.code]).toEqual([404, 'model_deprecated']);
    expect((await submit(lantern)).status).toBe(404);
    const ids = (await jsonOf(ask('/videos/models'))).data.map(({ id }: { id: string }) => id);
    expect(ids).not.toContain(lantern.model);
    expect((await submit({ ...lantern, model: 'google/veo-3.1-fast' })).status).toBe(202);
    expect(simulator.jobs).toHaveLength(1);
  });
});

describe('the inspection', () => {
  const look = async (simulator: ReturnType<typeof createSimulator>, path: string, body?: unknown) =>
    jsonOf(
      simulator.fetch(
        `http://simulator.test/__simulator${path}`,
        body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
      ),
    );

  it('lists jobs, bills and requests, and says which downloads brought a key along', async () => {
    const { finish, ask, simulator } = rig({ scenario: 'foreign-unsigned-urls' });
    const { id, unsigned_urls } = await finish(lantern);
    await (await ask(unsigned_urls[0])).body?.cancel();
    expect((await look(simulator, '/jobs')).data).toMatchObject([{ id, status: 'completed', billedUsd: '0.12' }]);
    expect((await look(simulator, '/bills')).data).toMatchObject([{ jobId: id, usd: '0.12' }]);
    const requests = (await look(simulator, '/requests')).data;
    expect(requests.at(-1)).toMatchObject({ path: new URL(unsigned_urls[0]).pathname, withKey: true, status: 200 });
    expect(JSON.stringify(requests)).not.toContain('sk-or');
  });

  it('advances a manual clock, changes the scenarios and starts over', async () => {
    const { submit, simulator } = rig();
    await submit(lantern);
    await look(simulator, '/advance', { seconds: 3600 });
    expect((await look(simulator, '')).bills).toBe(1);
    expect(await look(simulator, '/scenario', { scenario: 'cost-null' })).toMatchObject({ scenarios: ['cost-null'] });
    expect(await look(simulator, '/reset', {})).toMatchObject({ jobs: 0, bills: 0, scenarios: [] });
  });

  it('refuses to advance the machine’s clock', async () => {
    const simulator = createSimulator();
    expect((await look(simulator, '/advance', { seconds: 1 })).error.code).toBe(409);
    await simulator.close();
  });
});
