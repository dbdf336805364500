import { describe, expect, it } from 'vitest';
import { type Json, jsonOf, lantern, rig } from './client-calls.ts';

const frame = { type: 'image_url', image_url: { url: 'https://example.com/a.png' }, frame_type: 'first_frame' };

describe('bills', () => {
  // Real bills of 2026-07 to 2026-10, to the last digit; the sums are in the names.
  it.each([
    ['4 s x 0.03', lantern, 0.12],
    ['4 s x 0.05, the bare key at 1080p', { ...lantern, resolution: '1080p', aspect_ratio: '9:16' }, 0.2],
    ['1 s x 5 cents', { model: 'x-ai/grok-imagine-video', prompt: 'x', duration: 1, resolution: '480p' }, 0.05],
    [
      '1 s x 5 cents + 1 image x 0.2 cents',
      { model: 'x-ai/grok-imagine-video', prompt: 'x', duration: 1, resolution: '480p', frame_images: [frame] },
      0.052,
    ],
    ['1 s x 7 cents', { model: 'x-ai/grok-imagine-video', prompt: 'x', duration: 1, resolution: '720p' }, 0.07],
    ['5 s x 0.05', { model: 'minimax/hailuo-3-max', prompt: 'x', duration: 5, resolution: '480p' }, 0.25],
    [
      'floor(480 x 854 x 121 / 1024) = 48437 tokens x 0.0000107',
      {
        model: 'bytedance/seedance-2.5',
        prompt: 'x',
        duration: 5,
        resolution: '480p',
        aspect_ratio: '9:16',
        generate_audio: false,
        frame_images: [frame],
      },
      0.5182759,
    ],
    [
      'floor(640 x 640 x 97 / 1024) = 38800 tokens x 0.0000035',
      { model: 'bytedance/seedance-2.0-mini', prompt: 'x', duration: 4, resolution: '480p', aspect_ratio: '1:1' },
      0.1358,
    ],
    // List prices that no bill has confirmed.
    [
      '5 s x 0.126: sound beats the silent mode key',
      { model: 'kwaivgi/kling-v3.0-std', prompt: 'x', duration: 5 },
      0.63,
    ],
    ['5 s x 0.084', { model: 'kwaivgi/kling-v3.0-std', prompt: 'x', duration: 5, generate_audio: false }, 0.42],
    [
      'floor(1280 x 720 x 121 / 1024) = 108900 tokens x 0.0000012 without sound',
      { model: 'bytedance/seedance-1-5-pro', prompt: 'x', duration: 5, resolution: '720p', generate_audio: false },
      0.13068,
    ],
    [
      'max(1 s x 28 cents, 56 cents)',
      {
        model: 'runway/aleph-2',
        prompt: 'x',
        input_references: [{ type: 'video_url', video_url: { url: 'https://example.com/a.mp4?durationSeconds=1' } }],
      },
      0.56,
    ],
    [
      '0.9216 megapixels x 5 s x 7.5 cents',
      {
        model: 'black-forest-labs/flux-video-upscale',
        upscale_factor: 2,
        input_references: [{ type: 'video_url', video_url: { url: 'https://example.com/a.mp4' } }],
      },
      0.3456,
    ],
  ])('%s', async (_sum, request, usd) => {
    const { finish, simulator } = rig();
    const job = await finish(request);
    expect(job).toMatchObject({ status: 'completed', usage: { cost: usd, is_byok: false } });
    expect(simulator.bills).toHaveLength(1);
    expect(Number(simulator.bills[0]!.usd)).toBe(usd);
  });

  it('surprise where asked to: a discount that is not in the catalogue', async () => {
    const request = {
      model: 'bytedance/seedance-2.0-mini',
      prompt: 'x',
      duration: 5,
      resolution: '480p',
      aspect_ratio: '16:9',
    };
    // floor(864 x 496 x 121 / 1024) = 50638 tokens x 0.0000035 = 0.177233; x 0.4
    expect((await rig({ scenario: 'bill-promotion' }).finish(request)).usage.cost).toBe(0.0708932);
    expect((await rig().finish(request)).usage.cost).toBe(0.177233);
  });

  it('surprise where asked to: a hidden floor of 5 s', async () => {
    const request = { model: 'alibaba/wan-3.0', prompt: 'x', duration: 2, resolution: '480p' };
    // 5 s x 0.05 x 0.85
    expect((await rig({ scenario: 'surprise-bills' }).finish(request)).usage.cost).toBe(0.2125);
    expect((await rig().finish(request)).usage.cost).toBe(0.1);
  });

  it('are free for jobs that fail, expire or are cancelled', async () => {
    for (const scenario of ['job-failed', 'job-moderated', 'job-expired', 'job-cancelled']) {
      const { finish, simulator } = rig({ scenario });
      expect(await finish(lantern)).not.toHaveProperty('usage');
      expect(simulator.bills).toEqual([]);
    }
  });

  it('come without a cost when no price is known, never with 0', async () => {
    const models = (await jsonOf(rig().ask('/videos/models'))).data;
    const unpriced = models.map((model: Json) => ({ ...model, pricing_skus: { mystery: '1' } }));
    expect(await rig({ catalog: unpriced }).finish(lantern)).not.toHaveProperty('usage');
  });
});

describe('the account', () => {
  it('answers 402 when the credits do not cover what is running and what is asked', async () => {
    const { submit } = rig({ creditsUsd: 0.3 });
    expect([(await submit(lantern)).status, (await submit(lantern)).status]).toEqual([202, 202]);
    const answer = await submit(lantern);
    expect(answer.status).toBe(402);
    expect(answer.headers.has('retry-after')).toBe(false);
    expect((await jsonOf(answer)).error.metadata.limit_source).toBe('openrouter_credits');
  });

  it('answers 402 with Retry-After while the in-flight budget is used up, and accepts again afterwards', async () => {
    const { submit, finish } = rig({ inFlightBudgetUsd: 0.2 });
    await submit(lantern);
    const answer = await submit(lantern);
    expect(answer.status).toBe(402);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await jsonOf(answer)).error.metadata.limit_source).toBe('openrouter_in_flight_budget');
    const other = rig({ inFlightBudgetUsd: 0.2 });
    await other.finish(lantern);
    expect((await other.submit(lantern)).status).toBe(202);
    await expect(finish(lantern)).rejects.toThrow(/in flight/);
  });

  it('answers 402 at the limit of the key', async () => {
    const { submit } = rig({ keyLimitUsd: 0.1 });
    const answer = await submit(lantern);
    expect((await jsonOf(answer)).error.metadata.limit_source).toBe('openrouter_key_limit');
  });

  it('shows usage at once in /credits and late in /key', async () => {
    const { submit, ask, clock, simulator } = rig();
    await submit(lantern);
    await clock.advance(simulator.jobs[0]!.endsAtMs - clock.now());
    expect(await (await ask('/credits')).json()).toEqual({ data: { total_credits: 1000, total_usage: 0.12 } });
    expect((await jsonOf(ask('/key'))).data.usage).toBe(0);
    await clock.advance(120_000);
    expect((await jsonOf(ask('/key'))).data).toMatchObject({
      usage: 0.12,
      usage_daily: 0.12,
      limit: null,
    });
  });

  it('has the record of a generation one to eight minutes after its end', async () => {
    const { submit, ask, clock, simulator } = rig();
    const { id } = await jsonOf(submit(lantern));
    await clock.advance(simulator.jobs[0]!.endsAtMs - clock.now() + 59_000);
    expect((await ask(`/generation?id=${id}`)).status).toBe(404);
    await clock.advance(8 * 60_000);
    expect((await jsonOf(ask(`/generation?id=${id}`))).data).toMatchObject({
      id,
      api_type: 'video',
      model: 'google/veo-3.1-lite-20260331',
      provider_name: 'Google',
      total_cost: 0.12,
    });
  });
});
