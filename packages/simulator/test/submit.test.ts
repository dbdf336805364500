import { describe, expect, it } from 'vitest';
import { base, jsonOf, key, lantern, rig } from './client-calls.ts';

const png1x1 =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('submit', () => {
  it('answers 202 with exactly id, polling_url and status, on the origin of the request', async () => {
    const { submit } = rig();
    const answer = await submit(lantern);
    const body = await jsonOf(answer);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(Object.keys(body)).toEqual(['id', 'polling_url', 'status']);
    expect(body.id).toMatch(/^gen-vid-\d+-[0-9A-Za-z]{20}$/);
    expect(body.polling_url).toBe(`${base}/videos/${body.id}`);
    expect(body.status).toBe('pending');
  });

  it('makes two jobs of two POSTs with the same Idempotency-Key', async () => {
    const { submit, simulator } = rig();
    await submit(lantern, { 'idempotency-key': 'same' });
    await submit(lantern, { 'idempotency-key': 'same' });
    expect(simulator.jobs).toHaveLength(2);
  });

  it('gives the same ids to the same seed and time, and others to another seed', async () => {
    const id = async (seed: number) => (await jsonOf(rig({ seed }).submit(lantern))).id;
    expect(await id(1)).toBe(await id(1));
    expect(await id(1)).not.toBe(await id(2));
  });

  it('accepts size together with the agreeing aspect_ratio, as the AI SDK provider sends them', async () => {
    const answer = await rig().submit({ ...lantern, resolution: undefined, size: '1280x720' });
    expect(answer.status).toBe(202);
  });

  it('drops unknown fields, unknown provider slugs and unknown provider options', async () => {
    const answer = await rig().submit({ ...lantern, nonsense: 1, provider: { options: { nobody: { x: 1 } } } });
    expect(answer.status).toBe(202);
  });

  it('accepts model and prompt alone and fills in 720p, 16:9 and the duration nearest above 5 s', async () => {
    const { submit, simulator } = rig();
    await submit({ model: 'bytedance/seedance-2.0', prompt: 'x' });
    await submit({ model: 'google/veo-3.1-lite', prompt: 'x' });
    expect(simulator.jobs.map(({ plan }) => [plan.width, plan.height, plan.durationSeconds, plan.audio])).toEqual([
      [1280, 720, 5, true],
      [1280, 720, 6, true],
    ]);
  });

  it.each([
    [401, 'No cookie auth credentials found', {}],
    [401, 'No cookie auth credentials found', { authorization: 'Basic abc' }],
    [401, 'User not found.', { authorization: 'Bearer sk-or-v1-invalid-key' }],
  ])('answers %i "%s" to headers %j', async (status, message, headers) => {
    const answer = await rig().simulator.fetch(`${base}/videos`, { method: 'POST', headers, body: '{}' });
    expect([answer.status, await answer.json()]).toEqual([status, { error: { message, code: status } }]);
  });

  it('accepts only the listed keys where keys are listed', async () => {
    const { simulator } = rig({ apiKeys: ['sk-or-v1-mine'] });
    const ask = (token: string) =>
      simulator
        .fetch(`${base}/credits`, { headers: { authorization: `Bearer ${token}` } })
        .then(({ status }) => status);
    expect([await ask('sk-or-v1-mine'), await ask(key)]).toEqual([200, 401]);
  });
});

describe('a value outside the schema', () => {
  it.each([
    ['resolution', { resolution: '1080x1920' }],
    ['aspect_ratio', { aspect_ratio: '5:4' }],
    ['duration', { duration: 4.5 }],
    ['duration', { duration: 0 }],
    ['model', { model: undefined }],
    ['frame_images', { frame_images: [{ type: 'first_frame', image_url: png1x1 }] }],
    ['callback_url', { callback_url: 'not a url' }],
    ['previous_job_id', { previous_job_id: 'job-abc123' }],
  ])('in %s is a 400 in the ZodError shape, without a code', async (field, wrong) => {
    const answer = await rig().submit({ ...lantern, ...wrong });
    const body = await jsonOf(answer);
    expect(answer.status).toBe(400);
    expect(body).toEqual({ success: false, error: { name: 'ZodError', message: expect.any(String) } });
    expect(JSON.parse(body.error.message)[0].path[0]).toBe(field);
  });

  it.each(['null', '[]', '"x"', '7'])('%s as the whole body is a ZodError too', async (body) => {
    const answer = await rig().ask('/videos', { method: 'POST', body });
    expect([answer.status, (await jsonOf(answer)).error.name]).toEqual([400, 'ZodError']);
  });

  it.each(['', '{', 'model=x', '\u0000'])('%j is no JSON: a 400 with the envelope', async (body) => {
    const answer = await rig().ask('/videos', { method: 'POST', body });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 400]);
  });

  it('beyond the size limit is a 413', async () => {
    const answer = await rig({ maxBodyBytes: 1000 }).submit({ ...lantern, prompt: 'x'.repeat(2000) });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([413, 413]);
  });
});

describe('a value that the model does not support', () => {
  const funnel = {
    routing_funnel: [{ step: 'Initial Endpoints', endpoint_count: 1 }],
    failed_routing_step: 'Validate Video Parameters',
  };

  it.each([
    [
      { model: 'x-ai/grok-imagine-video', duration: 99 },
      'Duration 99s is not supported for this model. Supported durations: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15s',
      funnel,
    ],
    [
      { model: 'x-ai/grok-imagine-video', resolution: '4K' },
      'Resolution 4K is not supported for this model. Supported resolutions: 480p, 720p',
      funnel,
    ],
    [{ duration: 5 }, 'Duration 5s is not supported for this model. Supported durations: 8, 4, 6s', funnel],
    [
      { model: 'x-ai/grok-imagine-video', prompt: undefined },
      'xAI video generations require a prompt when no image input is provided',
      undefined,
    ],
    [{ model: 'nobody/nothing' }, 'nobody/nothing is not a valid model ID', undefined],
    [
      { model: 'x-ai/grok-imagine-video', previous_job_id: 'gen-vid-1790983457-Zx81mQ0aLr7TnB4vCkYe' },
      'x-ai/grok-imagine-video-20260512 does not support previous_job_id',
      undefined,
    ],
    [
      {
        model: 'bytedance/seedance-2.0',
        input_references: [{ type: 'video_url', video_url: { url: 'data:video/mp4;base64,AAAA' } }],
      },
      'Invalid reference URL: input_references[0].video_url.url: Only HTTPS URLs are allowed',
      undefined,
    ],
    [
      {
        model: 'x-ai/grok-imagine-video',
        frame_images: [
          { type: 'image_url', image_url: { url: 'https://example.com/a.png' }, frame_type: 'last_frame' },
        ],
      },
      'Frame type last_frame is not supported for this model. Supported frame types: first_frame',
      funnel,
    ],
    [{ callback_url: 'http://example.com/hook' }, 'callback_url must use HTTPS', undefined],
    [{ callback_url: 'https://127.0.0.1/hook' }, 'callback_url must be a public address', undefined],
  ])('%j is a 400 with the envelope', async (wrong, message, metadata) => {
    const { submit, simulator } = rig();
    const answer = await submit({ ...lantern, duration: undefined, ...wrong });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: { message, code: 400, ...(metadata && { metadata }) } });
    expect(simulator.jobs).toHaveLength(0);
  });

  it('is checked against the catalogue that is served', async () => {
    const models = (await jsonOf(rig().ask('/videos/models'))).data.slice(0, 1);
    const { ask, submit } = rig({ catalog: models });
    expect((await jsonOf(ask('/videos/models'))).data).toEqual(models);
    expect((await submit(lantern)).status).toBe(400);
    expect((await submit({ model: models[0].id, prompt: 'x', duration: 3 })).status).toBe(202);
  });

  it('only matters for seed, generate_audio and a conflicting size when asked to be strict', async () => {
    const loose = { model: 'x-ai/grok-imagine-video', prompt: 'x', seed: 1, generate_audio: true, duration: 1 };
    const clash = { ...lantern, resolution: '1080p', size: '1280x720' };
    for (const [scenario, status] of [
      ['none', 202],
      ['strict-parameters', 400],
    ] as const) {
      const { submit } = rig({ scenario });
      expect([(await submit(loose)).status, (await submit(clash)).status]).toEqual([status, status]);
    }
  });
});

describe('what is accepted and then fails, unbilled', () => {
  it('a last frame without a first', async () => {
    const { finish, simulator } = rig();
    const frame = { type: 'image_url', image_url: { url: 'https://example.com/a.png' }, frame_type: 'last_frame' };
    expect(await finish({ ...lantern, frame_images: [frame] })).toMatchObject({
      status: 'failed',
      error: 'Frame interpolation requires both an input image and a last frame.',
    });
    expect(simulator.bills).toEqual([]);
  });

  it('a first frame of one pixel', async () => {
    const { finish, simulator } = rig();
    const frame = { type: 'image_url', image_url: { url: png1x1 }, frame_type: 'first_frame' };
    expect(await finish({ ...lantern, frame_images: [frame] })).toMatchObject({ status: 'failed' });
    expect(simulator.bills).toEqual([]);
  });
});

describe('other calls', () => {
  it('there is no list, no cancel and no delete', async () => {
    const { ask, submit } = rig();
    const { id } = await jsonOf(submit(lantern));
    const statuses = [
      await ask('/videos'),
      await ask(`/videos/${id}`, { method: 'DELETE' }),
      await ask(`/videos/${id}/cancel`, { method: 'POST' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([404, 404, 404]);
  });

  it('the catalogue needs no key and ignores a bad one', async () => {
    const { simulator } = rig();
    const answers = [
      await simulator.fetch(`${base}/videos/models`),
      await simulator.fetch(`${base}/videos/models`, { headers: { authorization: 'Bearer bad' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await jsonOf(answers[0]!)).data).toHaveLength(30);
  });

  it('a preflight is answered with 204, and Retry-After stays hidden from browsers', async () => {
    const answer = await rig().simulator.fetch(`${base}/videos`, { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-headers')).not.toMatch(/Range/);
    expect(answer.headers.get('access-control-expose-headers')).not.toMatch(/Retry-After/);
  });
});
