import { describe, expect, it } from 'vitest';
import { simulatedGateway, veo } from './simulated-gateway.ts';

const boat = { prompt: 'a paper boat', durationSeconds: 4, resolution: '720p', aspectRatio: '16:9', audio: false };

describe('The gateway buys nothing', () => {
  it('for a sentence that speaks of what is not given, unless it is told to go on without', async () => {
    await using home = await simulatedGateway();
    const order = (more: object) => home.post('/v1/jobs', { model: 'google/veo-3.1-lite', ...more });
    for (const [sentence, missing] of [
      ['make my cat dance like in the attached photo, 4 seconds', ['firstFrame']],
      ['a robot dances to this song, 4 seconds', ['audioReference']],
      ['between the first and last frame, 4 seconds', ['firstFrame', 'lastFrame']],
    ] as const) {
      const answer = await order({ sentence });
      expect([answer.status, (await answer.json()).error]).toMatchObject([422, { code: 'input_missing', missing }]);
    }
    expect(home.simulator.jobs).toEqual([]);
    const photo = { sentence: 'make my cat dance like in the attached photo, 4 seconds' };
    expect((await order({ ...photo, withoutInputs: true })).status).toBe(202);
    expect((await order({ ...photo, requirements: { firstFrame: 'https://a.example/cat.png' } })).status).toBe(202);
    expect(home.simulator.jobs).toHaveLength(2);
  });

  it('for a sentence that contradicts itself, until the field is sent', async () => {
    await using home = await simulatedGateway();
    const sentence = 'a clip of a cat, 4 seconds, 8 seconds';
    const order = (requirements?: object) =>
      home.post('/v1/jobs', { model: 'google/veo-3.1-lite', sentence, requirements, withoutInputs: true });
    const answer = await order();
    expect([answer.status, (await answer.json()).error]).toMatchObject([
      422,
      { code: 'sentence_contradicts', conflicts: [{ field: 'durationSeconds', texts: ['4 seconds', '8 seconds'] }] },
    ]);
    expect((await order({ aspectRatio: '9:16' })).status).toBe(422);
    expect(home.simulator.jobs).toEqual([]);
    expect((await order({ durationSeconds: 4 })).status).toBe(202);
    expect(home.simulator.jobs.map(({ request }) => request.duration)).toEqual([4]);
  });

  it('for half a character in any text, which no request can carry', async () => {
    await using home = await simulatedGateway();
    const half = '\ud83d';
    const requirements = { ...boat, prompt: `a ${half}` };
    expect((await home.post('/v1/jobs', { requirements })).status).toBe(422);
    expect((await home.post('/v1/jobs', { sentence: `a boat ${half}, 4 seconds` })).status).toBe(422);
    for (const model of ['auto', 'google/veo-3.1-lite']) {
      for (const more of [
        { prompt: `a boat ${half}` },
        { prompt: '\ude00 a boat' },
        { provider: { options: { 'google-vertex': { negativePrompt: half } } } },
        { [`x${half}`]: 1 },
      ]) {
        const wire = await home.post('/api/v1/videos', { ...veo, model, ...more });
        expect([wire.status, await wire.text()]).toEqual([400, expect.stringContaining('half of a character')]);
      }
    }
    expect(home.simulator.jobs).toEqual([]);
    for (const prompt of ['a whole 😀', 'the text \\ud83d itself', 'and \\\\ud83d']) {
      expect([prompt, (await home.post('/api/v1/videos', { ...veo, prompt })).status]).toEqual([prompt, 202]);
    }
  });

  it('for a clip of which nothing is said', async () => {
    await using home = await simulatedGateway();
    const { prompt: _, ...wordless } = boat;
    for (const model of ['auto', 'google/veo-3.1-lite']) {
      const answer = await home.post('/v1/jobs', { requirements: wordless, model });
      expect([answer.status, await answer.json()]).toMatchObject([
        422,
        { error: { code: 'request_refused', findings: [{ code: 'prompt_missing' }] } },
      ]);
      expect((await home.post('/v1/jobs', { requirements: { ...boat, prompt: ' \u200b' }, model })).status).toBe(422);
      for (const prompt of ['', '  \n', '\u3164', null, undefined]) {
        const wire = await home.post('/api/v1/videos', { ...veo, model, prompt });
        expect([model, prompt, wire.status]).toEqual([model, prompt, 400]);
      }
    }
    expect(home.simulator.jobs).toEqual([]);
  });

  it('on a model that there is not, and says which was meant', async () => {
    await using home = await simulatedGateway();
    for (const [model, meant] of [
      ['foo/bar', undefined],
      ['google/veo-3.1-light', 'google/veo-3.1-lite'],
      ['veo-3.1-lit', 'google/veo-3.1-lite'],
    ]) {
      const own = await home.post('/v1/jobs', { requirements: boat, model });
      expect([own.status, await own.json()]).toMatchObject([
        404,
        { error: { code: 'model_unknown', nearest: meant ?? null } },
      ]);
      expect((await home.post('/v1/preview', { requirements: boat, model })).status).toBe(404);
      expect((await home.post('/v1/quote', { requirements: boat, model })).status).toBe(404);
      const wire = await home.post('/api/v1/videos', { ...veo, model });
      const { error } = await wire.json();
      expect([wire.status, error.code, error.metadata?.nearest]).toEqual([400, 400, meant]);
      expect(error.message).toContain(`${model} is not a valid model ID`);
    }
    expect(home.simulator.jobs).toEqual([]);
  });

  it('for a misspelled model or profile, and says which are meant, also under a budget', async () => {
    await using home = await simulatedGateway({ gateway: { mode: 'server' } });
    const key = await home.addKey({ name: 'anna', budgetUsd: '1' });
    const order = (model: string, more: Readonly<Record<string, string>> = {}) =>
      home.post('/api/v1/videos', { ...veo, model }, { authorization: `Bearer ${key}`, ...more });
    for (const [model, says] of [
      ['google/veo-3.1-lit', 'Did you mean google/veo-3.1-lite'],
      ['auto:cheap', 'There is auto, auto:fastAndCheap, '],
    ] as const) {
      for (const more of [{}, { 'x-shotcaller-max-usd': '0.5' }]) {
        const answer = await order(model, more);
        expect(answer.status).toBe(400);
        expect((await answer.json()).error.message).toContain(`${model} is not a valid model ID. ${says}`);
      }
    }
    expect(home.simulator.jobs).toEqual([]);
  });

  it('before it has said what a client key has left, and when that begins anew', async () => {
    await using home = await simulatedGateway({
      gateway: { mode: 'server' },
      shotcaller: { caps: { perDayUsd: '100', perJobUsd: '2' } },
    });
    const key = await home.addKey({ name: 'anna', budgetUsd: '1', dailyUsd: '0.20' });
    const headers = { authorization: `Bearer ${key}` };
    const preview = async () =>
      (await (
        await home.post('/v1/preview', { requirements: boat, model: 'google/veo-3.1-lite' }, headers)
      ).json()) as {
        budgets: { name: string; leftUsd: string | null; renewsAt?: string }[];
        budgetRefusal: { code: string; cap: string } | null;
        price: { highUsd: string };
      };
    const before = await preview();
    expect(before.budgetRefusal).toBeNull();
    expect(before.budgets).toMatchObject([
      { name: 'job', leftUsd: null },
      { name: 'key', leftUsd: '1' },
      { name: 'key_day', leftUsd: '0.2', renewsAt: expect.stringMatching(/T00:00:00/) },
    ]);
    const { id } = (await (await home.post('/api/v1/videos', veo, headers)).json()) as { id: string };
    await home.ended(id, headers);
    const billed = Number(home.simulator.bills[0]?.usd);
    const after = await preview();
    expect(Number(after.budgets[1]?.leftUsd)).toBeCloseTo(1 - billed, 6);
    // What is left does not hold a further one.
    expect(Number(after.budgets[2]?.leftUsd)).toBeLessThan(Number(after.price.highUsd));
    expect(after.budgetRefusal).toMatchObject({ code: 'over_budget', cap: 'key_day' });
    expect(home.simulator.jobs).toHaveLength(1);
  });
});
