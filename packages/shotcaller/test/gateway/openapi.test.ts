import { bundledCatalog } from '@shotcaller/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newClientKey } from '../../src/gateway/keys/client-keys.ts';
import { describes, fieldsOf } from '../../src/gateway/openapi/schemas.ts';
import type { SubmittedVideo, VideoJob } from '../../src/gateway/openrouter-shape/answers.ts';
import type { CatalogDiffAnswer } from '../../src/gateway/own-api/addresses/catalog.ts';
import type { Job } from '../../src/gateway/own-api/addresses/job.ts';
import type { JobsAnswer } from '../../src/gateway/own-api/addresses/jobs.ts';
import type { LedgerAnswer } from '../../src/gateway/own-api/addresses/ledger.ts';
import type { DeadLettersAnswer } from '../../src/gateway/own-api/addresses/system.ts';
import { createGuardedFetch } from '../../src/outbound/guarded-fetch.ts';
import { type DescribedAnswers, type DescribedRequest, describedAnswers } from './described-answers.ts';
import { type SimulatedGateway, simulatedGateway, veo } from './simulated-gateway.ts';

const requirements = {
  prompt: 'A paper boat on a puddle',
  durationSeconds: 4,
  resolution: '720p',
  aspectRatio: '16:9',
  audio: false,
};
const model = 'google/veo-3.1-lite';
const order = { requirements, model };
const unreadable = { requirements: { durationSeconds: 'soon', colour: 'red' } };
const impossible = { ...requirements, durationSeconds: 3000 };
const create = 'POST /api/v1/videos';
const run = 'POST /v1/jobs';

describe('The OpenAPI document', () => {
  it('describes the answers of select, quote and preview, and their refusals', async () => {
    await using home = await simulatedGateway();
    const { call } = await describedAnswers(home);
    const picture = 'https://example.com/first.jpg';
    const questions = [
      { requirements },
      { requirements, method: 'cookbook', profile: 'fastAndCheap' },
      { requirements: { resolution: '720p' }, includeUnknown: true, incumbent: model },
      { requirements: { ...requirements, firstFrame: picture, maxUsd: '0.30', maxSeconds: 60 }, weights: { cost: 1 } },
      { requirements: { task: 'upscale', sourceVideo: 'https://example.com/a.mp4', upscaleFactor: 2 } },
      { sentence: 'a 5 second vertical clip of a mug, cheap, no sound' },
      { requirements: impossible },
      {},
    ];
    for (const body of questions) {
      await call('POST /v1/select', { body, status: 200 });
      await call('POST /v1/quote', { body, status: 200 });
    }
    for (const body of [
      order,
      { ...order, model: 'auto' },
      { requirements: { ...requirements, audio: true }, model },
    ]) {
      await call('POST /v1/preview', { body, status: 200 });
    }
    await call('POST /v1/preview', { body: { requirements: impossible, model }, status: 422 });
    await call('POST /v1/preview', { body: { requirements: impossible }, status: 422 });
    for (const operation of ['POST /v1/quote', 'POST /v1/preview']) {
      await call(operation, { body: { requirements, model: 'no/model' }, status: 404 });
    }
    for (const operation of ['POST /v1/select', 'POST /v1/quote', 'POST /v1/preview', run]) {
      await call(operation, { body: unreadable, status: 422 });
      await call(operation, { body: { requirement: requirements }, status: 400 });
      await call(operation, { body: '{', status: 400 });
      await call(operation, { body: order, headers: { 'content-type': 'text/plain' }, status: 415 });
    }
  });

  it('describes the catalogue, what the parser left out of it, and what changed', async () => {
    const models = bundledCatalog.models.slice(1).map((entry, index) => ({
      ...entry,
      resolutions: index === 0 ? ['8K'] : entry.resolutions,
      pricingSkus: index === 1 ? { per_second: '0.1' } : entry.pricingSkus,
    }));
    const issues = [
      { code: 'record_without_id', index: 3 },
      { code: 'duplicate_id', index: 4, model },
      { code: 'field_unreadable', model, field: 'sizes' },
      { code: 'sku_unknown', model, sku: 'per_moon' },
    ] as const;
    await using home = await simulatedGateway({
      shotcaller: { catalog: async () => ({ ...bundledCatalog, models, issues }) },
    });
    const { call } = await describedAnswers(home);
    await call('GET /v1/catalog', { status: 200 });
    await call('GET /v1/evidence', { status: 200 });
    await call('GET /v1/evidence', { status: 200 });
    const etag = (await home.call('/v1/catalog')).headers.get('etag')!;
    await call('GET /v1/catalog', { headers: { 'if-none-match': etag }, status: 304 });
    const diff = await call<CatalogDiffAnswer>('GET /v1/catalog/diff', { status: 200 });
    for (const rows of [diff.removed, diff.capabilities, diff.prices]) expect(rows).not.toEqual([]);
    await call('GET /v1/catalog/diff', { query: '?from=yesterday', status: 400 });
    await call('GET /api/v1/videos/models', { status: 200 });
  });

  it('describes a clip of the own API from the order to the file, its events and its money', async () => {
    const caps = { perJobUsd: '5', perDayUsd: '0.40', perMonthUsd: '20' };
    await using home = await simulatedGateway({ shotcaller: { caps } });
    const { call, hear } = await describedAnswers(home);
    const stream = await home.call('/v1/events');
    const { id } = await call<Job>(run, { body: { ...order, key: 'k', fallback: 1 }, status: 202 });
    await home.ended(id);
    await call(run, { body: { ...order, key: 'k', fallback: 1 }, status: 200 });
    await call(run, { body: { ...order, key: 'k' }, status: 409 });
    await call(run, { body: { ...order, confirmUsd: '0.05' }, status: 409 });
    await call(run, { body: { requirements: impossible }, status: 422 });
    const done = await call<Job>('GET /v1/jobs/{id}', { id, status: 200 });
    expect([done.status, done.files.length, done.attempts.length]).toEqual(['done', 1, 1]);
    await call('GET /v1/jobs/{id}/sidecar', { id, status: 200 });
    await call('GET /v1/jobs/{id}/sidecar', { id, headers: { range: 'bytes=0-9' }, status: 206 });
    await holdContent(home, { call }, 'GET /v1/jobs/{id}/content', id);
    await hear(stream, (all) => all.some(({ event }) => event.kind === 'job' && event.status === 'done'));
    await hear(
      await home.call('/v1/events', { headers: { 'last-event-id': 'another-run-7' } }),
      (all) => all.length === 2,
    );

    home.simulator.setScenario('job-moderated');
    const failed = await call<Job>(run, { body: { ...order, model: 'auto', profile: 'fastAndCheap' }, status: 202 });
    await home.ended(failed.id);
    expect(await call('GET /v1/jobs/{id}', { id: failed.id, status: 200 })).toMatchObject({ status: 'failed' });
    home.simulator.setScenario('submit-reset:9');
    const lost = await call<Job>(run, { body: order, status: 202 });
    home.simulator.setScenario('job-stuck');
    const stuck = await call<Job>(run, { body: order, status: 202 });
    expect([lost.status, stuck.status]).not.toContain('refused');
    await call('GET /v1/jobs/{id}/content', { id: stuck.id, status: 409 });
    await call('POST /v1/jobs/{id}/detach', { id: stuck.id, status: 200 });
    await call('POST /v1/jobs/{id}/resume', { id: stuck.id, status: 202 });
    await call('POST /v1/jobs/{id}/resume', { id: stuck.id, body: { watchSeconds: 'long' }, status: 400 });
    expect((await call<Job>(run, { body: order, status: 202 })).reason).toMatchObject({ code: 'over_budget' });

    const { jobs, nextCursor } = await call<JobsAnswer>('GET /v1/jobs', { query: '?limit=2', status: 200 });
    expect([jobs.length, typeof nextCursor]).toEqual([2, 'string']);
    await call('GET /v1/jobs', { query: '?status=sleeping', status: 400 });
    const ledger = await call<LedgerAnswer>('GET /v1/ledger', { status: 200 });
    expect([ledger.lines.length > 3, ledger.budgets.length]).toEqual([true, 3]);
    await call('GET /v1/ledger', { query: '?format=csv', status: 200 });
    await call('GET /v1/ledger', { query: '?since=today', status: 400 });
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/content'],
      ['GET', '/sidecar'],
      ['POST', '/resume'],
      ['POST', '/detach'],
    ]) {
      await call(`${method} /v1/jobs/{id}${rest}`, { status: 404 });
    }
    await call('GET /v1/health', { status: 200 });
    await call('GET /v1/metrics', { status: 200 });
  });

  it('describes a clip of the OpenRouter-shaped API from the order to the file, and every kind of refusal', async () => {
    await using home = await simulatedGateway();
    const { call } = await describedAnswers(home);
    const key = { 'idempotency-key': 'one' };
    const { id } = await call<VideoJob>(create, { body: veo, headers: key, status: 202 });
    await home.ended(id);
    expect((await call<SubmittedVideo>(create, { body: veo, headers: key, status: 202 })).shotcaller.repeated).toBe(
      true,
    );
    await call(create, { body: { ...veo, seed: 1 }, headers: key, status: 422 });
    await call('GET /api/v1/videos/{id}', { id, status: 200 });
    await holdContent(home, { call }, 'GET /api/v1/videos/{id}/content', id);
    await call('GET /api/v1/videos/{id}/content', { id, query: '?index=7', status: 400 });
    await call(create, { body: { ...veo, model: 'auto:fastAndCheap' }, status: 202 });
    await call(create, { body: { ...veo, duration: 'x' }, status: 400 });
    await call(create, { body: { ...veo, model: 'auto:loud' }, status: 400 });
    await call(create, { body: { ...veo, model: 'auto', duration: 3000 }, status: 400 });
    await call(create, { body: { ...veo, seed: 2 }, headers: { 'x-shotcaller-max-usd': '0.01' }, status: 402 });
    await call(create, { body: veo, headers: { 'content-type': 'text/plain' }, status: 415 });
    home.simulator.setScenario('submit-403');
    await call(create, { body: { ...veo, seed: 3 }, status: 403 });
    home.simulator.setScenario('job-moderated');
    const failed = await call<VideoJob>(create, { body: { ...veo, seed: 4 }, status: 202 });
    await home.ended(failed.id);
    const told = await call<VideoJob>('GET /api/v1/videos/{id}', { id: failed.id, status: 200 });
    expect([told.status, typeof told.error]).toEqual(['failed', 'string']);
    await call('GET /api/v1/videos/{id}/content', { id: failed.id, status: 409 });
    await call('GET /api/v1/videos/{id}', { status: 404 });
    await call('GET /api/v1/videos/{id}/content', { status: 404 });
    await call('GET /api/v1/videos/models', { status: 200 });
  });

  it('describes deliveries that were given up', async () => {
    await using home = await simulatedGateway({
      gateway: { guardedFetch: createGuardedFetch({ lookup: async () => [{ address: '10.0.0.7', family: 4 }] }) },
    });
    const { call } = await describedAnswers(home);
    const { id } = await call<Job>(run, { body: { ...order, callbackUrl: 'https://rebind.example/' }, status: 202 });
    await home.ended(id);
    await expect
      .poll(
        async () =>
          (await call<DeadLettersAnswer>('GET /v1/webhooks/dead-letters', { status: 200 })).deadLetters.length,
      )
      .toBe(1);
  });

  it('describes what is said to another site, without a key, to a key that may not, when too much is at work and in trouble', async () => {
    await using local = await simulatedGateway();
    const near = await describedAnswers(local);
    for (const operation of near.operations)
      await near.call(operation, { headers: { host: 'evil.example' }, status: 403 });

    await using server = await simulatedGateway({ gateway: { mode: 'server' } });
    const far = await describedAnswers(server);
    const open: Readonly<Record<string, number>> = {
      'GET /v1/health': 200,
      'GET /v1/live': 200,
      'GET /v1/ready': 200,
      'GET /api/v1/videos/models': 200,
      'GET /v1/views/{id}': 404,
      'GET /v1/views/{id}/content': 404,
    };
    for (const operation of far.operations) {
      const query = operation.startsWith('GET /v1/views') && operation.endsWith('content') ? { query: '?take=1' } : {};
      await far.call(operation, { ...query, status: open[operation] ?? 401 });
    }
    const ann = { authorization: `Bearer ${await server.addKey({ name: 'ann', models: ['openai/sora-2-pro'] })}` };
    for (const operation of ['GET /v1/metrics', 'GET /v1/webhooks/dead-letters'])
      await far.call(operation, { headers: ann, status: 403 });
    for (const [operation, body] of [
      [run, order],
      [create, veo],
    ] as const)
      await far.call(operation, { body, headers: ann, status: 403 });

    const bob = { authorization: `Bearer ${await server.addKey({ name: 'bob', submitsPerMinute: 2 })}` };
    const goesOn = { ...requirements, durationSeconds: 5, task: 'continue', previousJobId: 'gen-vid-none' };
    const flux = 'black-forest-labs/flux-3-video';
    await far.call(run, { body: { requirements: goesOn, model: flux }, headers: bob, status: 404 });
    await far.call(create, { body: { ...veo, previous_job_id: 'gen-vid-none' }, headers: bob, status: 400 });

    await using crowded = await simulatedGateway({ gateway: { limits: { maxConcurrentRequests: 0 } } });
    const away = await describedAnswers(crowded, local);
    for (const operation of away.operations) {
      await away.call(operation, { status: operation === 'GET /v1/live' ? 200 : 503 });
    }
  });

  it('describes what is said when the list of models cannot be read, and in trouble that nobody foresaw', async () => {
    const gone = Object.assign(new Error('The list is gone.'), { name: 'CatalogUnavailable' });
    for (const [error, status] of [
      [gone, 503],
      [new Error('unforeseen'), 500],
    ] as const) {
      await using home = await simulatedGateway({ shotcaller: { catalog: () => Promise.reject(error) } });
      const { call } = await describedAnswers(home);
      await call('POST /v1/select', { body: { requirements }, status });
      await call('GET /v1/catalog', { status });
      await call('GET /v1/ledger', { status });
      await call('GET /api/v1/videos/models', { status: 500 });
      expect(await call('GET /v1/health', { status: 503 })).toMatchObject({ ok: false, simulated: true });
    }
  });

  it('every key hears whether money is real, and nobody else', async () => {
    await using home = await simulatedGateway({ gateway: { mode: 'server' } });
    const { call } = await describedAnswers(home);
    const key = async (name: string, admin: boolean) => ({
      authorization: `Bearer ${await home.addKey({ name, admin })}`,
    });
    expect(await call('GET /v1/health', { status: 200 })).toEqual({ ok: true, version: '0.0.0-test' });
    expect(await call('GET /v1/health', { headers: await key('ann', false), status: 200 })).toEqual({
      ok: true,
      version: '0.0.0-test',
      simulated: true,
    });
    const all = await call('GET /v1/health', { headers: await key('root', true), status: 200 });
    expect(all).toMatchObject({ simulated: true, mode: 'server', ledger: { ok: true } });
  });

  it('describes what every address answers, when it goes well and when it is refused', async () => {
    await using home = await simulatedGateway({ gateway: { changeCaps: async () => undefined } });
    const { call, hear, operations } = await describedAnswers(home);
    const ann = newClientKey(
      { name: 'ann' },
      { now: () => '2026-11-22T08:00:00.000Z', newToken: () => 'a'.repeat(43) },
    );
    await home.ledger.addClientKey(ann.entry);
    const { id } = await call<Job>(run, { body: order, status: 202 });
    await home.ended(id);
    const other = await call<Job>(run, { body: { ...order, model: 'google/veo-3.1-fast' }, status: 202 });
    await home.ended(other.id);
    home.simulator.setScenario('submit-refused-reset');
    const lost = await call<Job>(run, { body: { ...order, allowTwoBills: false }, status: 202 });
    home.simulator.setScenario('');
    const clip = { id, status: 200 };
    const list = 'id,prompt,duration,resolution\nlantern,a lantern,4,480p\n';
    await call('POST /v1/batches', { body: { name: 'film', list, format: 'csv' }, status: 202 });
    await expect.poll(async () => (await (await home.call('/v1/batches/film')).json()).state).toBe('ended');
    home.simulator.setScenario('job-stuck');
    const stuck = 'id,prompt,duration,resolution\nlake,a lake,4,480p\n';
    await call('POST /v1/batches', { body: { name: 'long', list: stuck, format: 'csv' }, status: 202 });
    await expect.poll(() => home.simulator.jobs.some(({ request }) => request.prompt === 'a lake')).toBe(true);
    home.simulator.setScenario('');
    const view = await call<{ token: string }>('POST /v1/views', { body: { jobs: [id] }, status: 201 });
    const { token } = view;
    const successes: Readonly<Record<string, DescribedRequest>> = {
      'POST /v1/select': { body: { requirements }, status: 200 },
      'POST /v1/quote': { body: { requirements }, status: 200 },
      'POST /v1/preview': { body: order, status: 200 },
      'POST /v1/sentences': { body: { sentence: 'a fox, 5 s' }, status: 200 },
      'GET /v1/catalog': { status: 200 },
      'GET /v1/evidence': { status: 200 },
      'GET /v1/catalog/diff': { status: 200 },
      'POST /v1/jobs': { body: order, status: 202 },
      'POST /v1/batches': { body: { name: 'film', list, format: 'csv', planOnly: true }, status: 200 },
      'POST /v1/shot-lists': { body: { list, format: 'csv' }, status: 200 },
      'GET /v1/batches': { status: 200 },
      'GET /v1/batches/{id}': { id: 'film', status: 200 },
      'POST /v1/batches/{id}/stop': { id: 'long', status: 200 },
      'POST /v1/batches/{id}/run': { id: 'film', body: {}, status: 202 },
      'POST /v1/votes': { body: { jobs: [id, other.id], better: other.id }, status: 200 },
      'GET /v1/jobs': { status: 200 },
      'GET /v1/jobs/{id}': clip,
      'POST /v1/jobs/{id}/resume': { id, status: 202 },
      'POST /v1/jobs/{id}/settle': { id: lost.id, body: { billedUsd: '0.40' }, status: 200 },
      'POST /v1/jobs/{id}/detach': clip,
      'GET /v1/jobs/{id}/content': clip,
      'GET /v1/jobs/{id}/sidecar': clip,
      'POST /v1/views': { body: { jobs: [id] }, status: 201 },
      'GET /v1/views/{id}': { id: token, status: 200 },
      'GET /v1/views/{id}/content': { id: token, query: '?take=1', status: 200 },
      'GET /v1/ledger': { status: 200 },
      'GET /v1/limits': { status: 200 },
      'POST /v1/limits': { body: { perDayUsd: '20' }, status: 200 },
      'GET /v1/keys': { status: 200 },
      'POST /v1/keys': { body: { name: 'bob', models: [model] }, status: 201 },
      'POST /v1/keys/{id}': { id: ann.entry.owner, body: { budgetUsd: '5' }, status: 200 },
      'POST /v1/keys/{id}/revoke': { id: ann.entry.owner, status: 200 },
      'GET /v1/health': { status: 200 },
      'GET /v1/live': { status: 200 },
      'GET /v1/ready': { status: 200 },
      'GET /v1/metrics': { status: 200 },
      'GET /v1/webhooks/dead-letters': { status: 200 },
      'POST /api/v1/videos': { body: veo, status: 202 },
      'GET /api/v1/videos/models': { status: 200 },
      'GET /api/v1/videos/{id}': clip,
      'GET /api/v1/videos/{id}/content': clip,
    };
    expect([...Object.keys(successes), 'GET /v1/events'].sort()).toEqual([...operations].sort());
    for (const [operation, request] of Object.entries(successes)) await call(operation, request);
    await call('POST /v1/sentences', { body: { sentence: 'ein Fuchs, 5 Sekunden', llm: true }, status: 200 });
    await call('GET /v1/ledger', { status: 200 });
    await hear(await home.call('/v1/events'), (all) => all.length === 1);
    for (const operation of operations) await call(operation, { headers: { host: 'evil.example' }, status: 403 });
  });

  it('has no described address that is not served, and none that takes another method', async () => {
    await using home = await simulatedGateway();
    const { operations } = await describedAnswers(home);
    const methods = new Map<string, string[]>();
    for (const operation of operations) {
      const [method = '', path = ''] = operation.split(' ');
      methods.set(path, [...(methods.get(path) ?? []), ...(method === 'GET' ? ['GET', 'HEAD'] : [method])]);
    }
    for (const [path, taken] of methods) {
      if (!path.startsWith('/v1/')) continue;
      const answer = await home.call(path.replace('{id}', 'gen-vid-none'), { method: 'DELETE' });
      const { error } = await answer.json();
      const allowed = answer.headers.get('allow')?.split(', ').sort();
      expect([path, answer.status, error.code, allowed]).toEqual([path, 405, 'method_not_allowed', taken.sort()]);
    }
  });

  it('cannot leave out a field of a type that routes return: that does not compile', () => {
    interface Answer {
      readonly model: string;
      readonly usd?: string;
    }
    const model = z.string();
    const usd = z.string().exactOptional();
    // @ts-expect-error: `usd` is not described
    describes<Answer>()(z.object({ model }));
    // @ts-expect-error: `usd` may be absent, which is not described
    fieldsOf<Answer>()({ model, usd: z.string() });
    // @ts-expect-error: there is no `price`
    fieldsOf<Answer>()({ model, usd, price: usd });
    expect(Object.keys(fieldsOf<Answer>()({ model, usd }))).toEqual(['model', 'usd']);
  });
});

/** The file whole, a range of it, known already, and a range that it does not have. */
async function holdContent(
  home: SimulatedGateway,
  { call }: Pick<DescribedAnswers, 'call'>,
  operation: string,
  id: string,
): Promise<void> {
  await call(operation, { id, status: 200 });
  await call(operation, { id, headers: { range: 'bytes=0-9' }, status: 206 });
  const path = operation.replace('GET ', '').replace('{id}', id);
  const etag = (await home.call(path, { method: 'HEAD' })).headers.get('etag')!;
  await call(operation, { id, headers: { 'if-none-match': etag }, status: 304 });
  await call(operation, { id, headers: { range: 'bytes=999999999-' }, status: 416 });
}
