import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { boat, simulatedGateway, veo } from './simulated-gateway.ts';

describe('The OpenRouter-shaped API', () => {
  it('submits, polls and downloads a named model, with the statuses and bodies of the service', async () => {
    await using home = await simulatedGateway();
    const submitted = await home.post('/api/v1/videos', veo);
    expect(submitted.status).toBe(202);
    const job = await submitted.json();
    expect(job).toMatchObject({
      id: expect.any(String),
      polling_url: `http://127.0.0.1:8787/api/v1/videos/${job.id}`,
      status: 'pending',
      shotcaller: { model: veo.model, requested: veo.model, quoted_usd: '0.12', repeated: false },
    });
    expect(submitted.headers.get('x-shotcaller-model')).toBe(veo.model);
    expect(submitted.headers.get('x-shotcaller-quote-usd')).toBe('0.12');

    const done = await home.ended(job.id);
    expect(done).toMatchObject({
      id: job.id,
      generation_id: job.id,
      status: 'completed',
      unsigned_urls: [`http://127.0.0.1:8787/api/v1/videos/${job.id}/content?index=0`],
      usage: { cost: 0.12, is_byok: false },
    });
    expect(JSON.stringify(done)).not.toContain('null');

    const file = await home.call(`/api/v1/videos/${job.id}/content?index=0`);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('video/mp4');
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.length).toBe(Number(file.headers.get('content-length')));
    expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('serves ranges and validators of the verified file', async () => {
    await using home = await simulatedGateway();
    const { id } = await (await home.post('/api/v1/videos', veo)).json();
    await home.ended(id);
    const path = `/api/v1/videos/${id}/content`;
    const whole = Buffer.from(await (await home.call(path)).arrayBuffer());
    const etag = (await home.call(path, { method: 'HEAD' })).headers.get('etag')!;
    expect((await home.call(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const part = await home.call(path, { headers: { range: 'bytes=4-7' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 4-7/${whole.length}`,
      'ftyp',
    ]);
    const tail = await home.call(path, { headers: { range: 'bytes=-3' } });
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(whole.subarray(-3));
    expect((await home.call(path, { headers: { range: `bytes=${whole.length}-` } })).status).toBe(416);
    const stale = await home.call(path, { headers: { range: 'bytes=4-7', 'if-range': '"another"' } });
    expect(stale.status).toBe(200);
    await stale.body?.cancel();
  });

  it('hands out a clip although the ledger cannot note that, and says so in the log', async () => {
    await using home = await simulatedGateway();
    const { id } = await (await home.post('/api/v1/videos', veo)).json();
    await home.ended(id);
    const file = new Database(join(home.home, 'ledger.sqlite'));
    onTestFinished(() => void file.close());
    file.exec("create trigger full before update of handed_over on jobs begin select raise(abort, 'disk full'); end");
    const clip = await home.call(`/api/v1/videos/${id}/content`);
    expect([clip.status, (await clip.arrayBuffer()).byteLength]).toEqual([200, expect.any(Number)]);
    await expect
      .poll(() => home.log.filter(({ job, route }) => job === id && route === ''))
      .toMatchObject([{ error: expect.stringContaining('Error') }]);
  });

  it.each(['auto', 'auto:fastAndCheap', 'auto:qualityAndCost', 'auto:balanced'])(
    'picks a model for %s and says which, at what price, and why',
    async (model) => {
      await using home = await simulatedGateway();
      const submitted = await home.post('/api/v1/videos', { ...boat, model });
      const job = await submitted.json();
      expect([submitted.status, job]).toMatchObject([
        202,
        { shotcaller: { requested: model, why: expect.stringContaining('first of') } },
      ]);
      const [bought] = home.simulator.jobs;
      expect(bought?.model).toBe(job.shotcaller.model);
      expect(submitted.headers.get('x-shotcaller-why')).toBe(job.shotcaller.why);
      expect((await home.ended(job.id)).status).toBe('completed');
    },
  );

  it('passes fields that it does not know on unchanged, and its own callback address never', async () => {
    await using home = await simulatedGateway();
    const extras = {
      session_id: 'shoot-7',
      trace: { tags: ['a', 'b'] },
      provider: { options: { 'google-vertex': { parameters: { negativePrompt: 'rain' } } } },
    };
    await home.post('/api/v1/videos', { ...veo, ...extras });
    await home.post('/api/v1/videos', { ...boat, model: 'auto', ...extras });
    for (const { request } of home.simulator.jobs) expect(request).toMatchObject(extras);
  });

  it.each([
    { status: 302, headers: { Location: 'https://evil.example/' } },
    { status: 'pending' },
    { body: { error: { code: 500, message: 'in the words of a client' } } },
    { headers: { 'Set-Cookie': 'a=b' } },
    { error: { code: 402, message: 'Insufficient credits' } },
    { kind: 'refused', answer: { status: 204, body: {} } },
    { status: 500, body: 'gone', headers: { 'Retry-After': '9' }, error: 'no', problem: 'too_large', value: 7 },
  ])(
    'orders the job, and passes them on unchanged, with unknown fields that are named as those of an answer: %j',
    async (extras) => {
      const sent: unknown[] = [];
      await using home = await simulatedGateway({
        shotcaller: {
          fetch: (input, init) => {
            if (init?.method === 'POST') sent.push(JSON.parse(String(init.body)));
            return home.simulator.fetch(input, init);
          },
        },
      });
      const order = { prompt: veo.prompt, duration: 5, model: 'black-forest-labs/flux-3-video', ...extras };
      const first = await home.post('/api/v1/videos', order);
      const { id, status } = await first.json();
      expect([first.status, first.headers.get('location'), status]).toEqual([202, null, 'pending']);
      await home.ended(id);
      expect((await home.post('/api/v1/videos', { ...order, previous_job_id: id })).status).toBe(202);
      const [previous] = home.simulator.jobs;
      expect(sent).toMatchObject([order, { ...order, previous_job_id: previous?.id }]);
    },
  );

  it('answers errors of the service as the service does', async () => {
    await using home = await simulatedGateway();
    const answers = async (body: unknown) => {
      const answer = await home.post('/api/v1/videos', body);
      return [answer.status, await answer.json()] as const;
    };
    expect(await answers({ ...veo, model: 'nobody/nothing' })).toMatchObject([
      400,
      { error: { code: 400, message: 'nobody/nothing is not a valid model ID' } },
    ]);
    expect(await answers({ ...veo, duration: 99 })).toMatchObject([
      400,
      { error: { code: 400, message: expect.stringContaining('Duration 99s is not supported') } },
    ]);
    expect(await answers({ ...veo, resolution: '1080x1920' })).toMatchObject([
      400,
      { success: false, error: { name: 'ZodError' } },
    ]);
    expect(await answers({ ...veo, frame_images: [{ type: 'first_frame', image_url: 'x' }] })).toMatchObject([
      400,
      { success: false, error: { name: 'ZodError' } },
    ]);
    expect(await answers({ ...boat, model: 'auto:fastest' })).toMatchObject([400, { error: { code: 400 } }]);
    expect(await answers({ ...boat, model: 'auto', duration: 3599 })).toMatchObject([
      400,
      { error: { metadata: { error_type: 'no_eligible_model' } } },
    ]);
    const missing = await home.call('/api/v1/videos/gen-vid-1-abcdefghijklmnopqrst');
    expect([missing.status, await missing.json()]).toEqual([
      404,
      { error: { code: 404, message: 'Job gen-vid-1-abcdefghijklmnopqrst not found' } },
    ]);
    expect(home.simulator.jobs).toHaveLength(0);
  });

  it('tells a failed job as the service does: 200, the error a text', async () => {
    await using home = await simulatedGateway({ simulator: { scenario: 'job-moderated' } });
    const { id } = await (await home.post('/api/v1/videos', veo)).json();
    expect(await home.ended(id)).toMatchObject({ status: 'failed', error: 'Content policy violation' });
    const file = await home.call(`/api/v1/videos/${id}/content`);
    expect(file.status).toBe(409);
  });

  it('lists the autos with the union of capabilities, and full objects of every model', async () => {
    await using home = await simulatedGateway();
    const { data } = await (await home.call('/api/v1/videos/models')).json();
    expect(data.slice(0, 4).map((model: { id: string }) => model.id)).toEqual([
      'auto',
      'auto:fastAndCheap',
      'auto:qualityAndCost',
      'auto:balanced',
    ]);
    const served = await (await home.simulator.fetch('https://openrouter.ai/api/v1/videos/models')).json();
    expect(data).toHaveLength(served.data.length + 4);
    for (const model of data) {
      expect(Object.keys(model)).toEqual(
        expect.arrayContaining([
          'id',
          'canonical_slug',
          'name',
          'created',
          'description',
          'supported_resolutions',
          'supported_aspect_ratios',
          'supported_sizes',
          'supported_durations',
          'supported_frame_images',
          'upscale_factor',
          'creativity',
          'generate_audio',
          'seed',
          'allowed_passthrough_parameters',
        ]),
      );
      if (!model.id.startsWith('auto'))
        for (const duration of model.supported_durations ?? []) expect(data[0].supported_durations).toContain(duration);
    }
  });
});
