import { bundledCatalog, select } from '@shotcaller/core';
import { manualClock } from '@shotcaller/simulator';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/gateway/own-api/addresses/job.ts';
import type { JobsAnswer } from '../../src/gateway/own-api/addresses/jobs.ts';
import type { LedgerAnswer } from '../../src/gateway/own-api/addresses/ledger.ts';
import { readEvents } from './read-events.ts';
import { type SimulatedGateway, simulatedGateway, veo } from './simulated-gateway.ts';

const boat = {
  prompt: 'A paper boat on a puddle',
  durationSeconds: 4,
  resolution: '720p',
  aspectRatio: '16:9',
  audio: false,
};

async function run(home: SimulatedGateway, body: object = {}): Promise<Job> {
  const answer = await home.post('/v1/jobs', { requirements: boat, model: 'google/veo-3.1-lite', ...body });
  expect(answer.status).toBe(202);
  return (await answer.json()) as Job;
}

async function job(home: SimulatedGateway, id: string): Promise<Job> {
  return (await (await home.call(`/v1/jobs/${id}`)).json()) as Job;
}

describe('The own API', () => {
  it('selects as core does, from fields and from a sentence', async () => {
    await using home = await simulatedGateway();
    const answer = await (await home.post('/v1/select', { requirements: boat, profile: 'fastAndCheap' })).json();
    const own = select(bundledCatalog, boat, { profile: 'fastAndCheap', now: new Date().toISOString() });
    expect(answer.pick).toBe(own.pick);
    expect(answer.ranked.length).toBe(own.ranked.length);
    const said = await (
      await home.post('/v1/select', { sentence: 'a 5 second vertical clip of a mug, cheap, no sound' })
    ).json();
    expect(said.requirements).toMatchObject({ durationSeconds: 5, aspectRatio: '9:16', audio: false });
  });

  it('quotes one model or all, and previews the exact request in every form', async () => {
    await using home = await simulatedGateway();
    const all = await (await home.post('/v1/quote', { requirements: boat })).json();
    expect(all.quotes).toHaveLength(bundledCatalog.models.length);
    const one = await (await home.post('/v1/quote', { requirements: boat, model: 'google/veo-3.1-lite' })).json();
    expect(one.quotes).toMatchObject([{ price: { expectedUsd: '0.12', confidence: 'exact' }, verdict: 'eligible' }]);
    const preview = await (await home.post('/v1/preview', { requirements: boat, model: 'google/veo-3.1-lite' })).json();
    expect(preview.body).toMatchObject({ model: 'google/veo-3.1-lite', duration: 4, generate_audio: false });
    expect(preview.formats.curl).toContain('curl');
    expect(JSON.stringify(preview)).not.toContain('sk-or-');
    const none = await home.post('/v1/preview', { requirements: { ...boat, durationSeconds: 3000 } });
    expect([none.status, await none.json()]).toMatchObject([
      422,
      { error: { code: 'no_eligible_model', selection: { pick: null } } },
    ]);
  });

  it('answers what is longer than a page of text whole, byte for byte', async () => {
    await using home = await simulatedGateway();
    const prompt = 'Ein Schiffchen auf der Pfütze, 小船。 '.repeat(800);
    const answer = await home.post('/v1/preview', {
      requirements: { ...boat, prompt },
      model: 'google/veo-3.1-lite',
    });
    const { body } = await answer.json();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(body.prompt).toBe(prompt);
  });

  it('names every field that is wrong', async () => {
    await using home = await simulatedGateway();
    const wrong = await home.post('/v1/select', { requirements: { durationSeconds: 'soon', colour: 'red' } });
    const { error } = await wrong.json();
    expect(wrong.status).toBe(422);
    expect(error.problems.map(({ field }: { field: string }) => field)).toEqual(['durationSeconds', 'colour']);
    expect((await home.post('/v1/select', { requirement: boat })).status).toBe(400);
    expect(
      (await home.call('/v1/select', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(400);
    expect((await home.call('/v1/nothing')).status).toBe(404);
  });

  it('buys, shows, lists and hands out a clip with its sidecar', async () => {
    await using home = await simulatedGateway();
    const bought = await run(home, { key: 'shot-1' });
    expect(bought).toMatchObject({
      key: 'shot-1',
      wireStatus: 'pending',
      ended: false,
      quotedUsd: '0.12',
      choice: { model: 'google/veo-3.1-lite' },
    });
    await home.ended(bought.id);
    const done = await job(home, bought.id);
    expect(done).toMatchObject({
      status: 'done',
      wireStatus: 'completed',
      ended: true,
      billedUsd: '0.12',
      progress: null,
      requirements: { prompt: boat.prompt },
    });
    expect(done.events?.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['planned', 'submitting', 'submitted', 'completed', 'done']),
    );
    const content = await home.call(done.files[0]!.contentUrl);
    expect((await content.arrayBuffer()).byteLength).toBe(done.files[0]!.bytes);
    const sidecar = await (await home.call(`/v1/jobs/${bought.id}/sidecar`)).json();
    expect(sidecar).toMatchObject({ id: bought.id, model: 'google/veo-3.1-lite', billedUsd: '0.12' });
    const list = (await (await home.call('/v1/jobs?status=ended')).json()) as JobsAnswer;
    expect(list.jobs.map(({ id }) => id)).toEqual([bought.id]);
    expect(((await (await home.call('/v1/jobs?status=open')).json()) as JobsAnswer).jobs).toEqual([]);
    expect(((await (await home.call('/v1/jobs?model=openai/sora-2-pro')).json()) as JobsAnswer).jobs).toEqual([]);
    expect((await home.call('/v1/jobs?status=sleeping')).status).toBe(400);
  });

  it('pages through orders, newest first', async () => {
    await using home = await simulatedGateway();
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await run(home)).id);
    const first = (await (await home.call('/v1/jobs?limit=2')).json()) as JobsAnswer;
    const second = (await (await home.call(`/v1/jobs?limit=2&cursor=${first.nextCursor}`)).json()) as JobsAnswer;
    expect([...first.jobs, ...second.jobs].map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(second.nextCursor).toBeNull();
  });

  it('a page goes on where the last one ended although its last job is no longer what is asked for', async () => {
    const time = manualClock();
    await using home = await simulatedGateway({ simulator: { clock: time, speed: 1 } });
    const stuck = { ...veo, model: `${veo.model}#job-stuck` };
    const ids: string[] = [];
    for (const body of [{ ...stuck, prompt: 'first' }, veo, { ...stuck, prompt: 'last' }])
      ids.unshift((await (await home.post('/api/v1/videos', body)).json()).id);
    const first = (await (await home.call('/v1/jobs?status=open&limit=2')).json()) as JobsAnswer;
    const cursor = first.nextCursor!;
    await time.advance(600_000);
    await home.ended(cursor);
    const second = (await (await home.call(`/v1/jobs?status=open&limit=2&cursor=${cursor}`)).json()) as JobsAnswer;
    const seen = [...first.jobs, ...second.jobs].map(({ id }) => id);
    expect(seen).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });

  it('a cursor that belongs to no job is refused, not taken for the first page', async () => {
    await using home = await simulatedGateway();
    await run(home);
    const answer = await home.call('/v1/jobs?cursor=nonsense');
    expect([answer.status, (await answer.json()).error.code]).toEqual([400, 'cursor_unknown']);
  });

  it('says of a clip that nothing changed, whatever form the ETag comes back in', async () => {
    await using home = await simulatedGateway();
    const { id } = await run(home);
    await home.ended(id);
    const path = `/v1/jobs/${id}/content`;
    const whole = await home.call(path);
    const etag = whole.headers.get('etag')!;
    await whole.body?.cancel();
    for (const form of [etag, `W/${etag}`, `"other", W/${etag}`, '*']) {
      expect([form, (await home.call(path, { headers: { 'if-none-match': form } })).status]).toEqual([form, 304]);
    }
    const other = await home.call(path, { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
    await other.body?.cancel();
  });

  it('a repeated key returns the first order with 200; another order under it is 409', async () => {
    await using home = await simulatedGateway();
    const first = await run(home, { key: 'k' });
    const again = await home.post('/v1/jobs', { requirements: boat, model: 'google/veo-3.1-lite', key: 'k' });
    expect([again.status, ((await again.json()) as Job).id]).toEqual([200, first.id]);
    const wishes = { ...boat, prompt: 'A secret', resolution: '1080p' };
    const other = await home.post('/v1/jobs', { requirements: wishes, model: 'google/veo-3.1-lite', key: 'k' });
    const { code, message } = (await other.json()).error;
    expect([other.status, code]).toEqual([409, 'key_reused']);
    // What differs is named, and no prompt repeated.
    expect(message).toContain(`belongs to job ${first.id}, which asks for something else: `);
    expect(message).toMatch(/resolution .* there, 1080p here/);
    expect(message).toContain('another prompt');
    expect(message).toContain('Nothing was bought.');
    expect(message).not.toContain('secret');
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('asks before it spends when a confirmed sum is given, and keeps to budgets', async () => {
    await using home = await simulatedGateway({
      shotcaller: { caps: { perDayUsd: '0.20' } },
    });
    const order = { requirements: boat, model: 'google/veo-3.1-lite' };
    const unconfirmed = await home.post('/v1/jobs', { ...order, confirmUsd: '0.05' });
    expect([unconfirmed.status, await unconfirmed.json()]).toMatchObject([
      409,
      { error: { code: 'spend_not_confirmed', price: { highUsd: '0.12' } } },
    ]);
    await run(home, { confirmUsd: '0.12' });
    const refused = await run(home);
    expect(refused).toMatchObject({ status: 'refused', reason: { code: 'over_budget', cap: 'day' } });
    const ledger = (await (await home.call('/v1/ledger')).json()) as LedgerAnswer;
    expect(ledger.budgets).toEqual([
      {
        name: 'day',
        limitUsd: '0.2',
        bookedUsd: '0.12',
        leftUsd: '0.08',
        renewsAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/),
      },
    ]);
    expect(await (await home.call('/v1/ledger?format=csv')).text()).toContain('google/veo-3.1-lite');
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('keeps to the tighter of two limits', async () => {
    await using home = await simulatedGateway();
    const tight = { requirements: { ...boat, maxUsd: '0.05' }, model: 'google/veo-3.1-lite', maxUsd: '5' };
    const refused = await home.post('/v1/jobs', tight);
    expect([refused.status, (await refused.json()).error.code]).toEqual([422, 'no_eligible_model']);
    expect(home.simulator.jobs).toHaveLength(0);
  });

  it('a key’s models and the models that the requirements allow both hold', async () => {
    await using home = await simulatedGateway({ gateway: { mode: 'server' } });
    const models = ['google/veo-3.1-lite', 'google/veo-3.1'];
    const key = { authorization: `Bearer ${await home.addKey({ name: 'two', models })}` };
    const only = (allow: string[]) => ({ requirements: { ...boat, models: { allow } } });
    const both = await home.post('/v1/jobs', only(['google/veo-3.1', 'alibaba/wan-3.0']), key);
    expect(((await both.json()) as Job).model).toBe('google/veo-3.1');
    const none = await home.post('/v1/jobs', only(['alibaba/wan-3.0']), key);
    expect([none.status, (await none.json()).error.code]).toEqual([403, 'model_not_allowed']);
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('stops watching on detach, says that nothing is cancelled, and goes on with resume', async () => {
    await using home = await simulatedGateway({ simulator: { speed: 100 } });
    const { id } = await run(home);
    const detached = await (await home.call(`/v1/jobs/${id}/detach`, { method: 'POST' })).json();
    expect(detached).toMatchObject({
      cancelled: false,
      message: expect.stringContaining('OpenRouter cannot cancel it'),
    });
    expect(home.gateway.underWay).toBe(0);
    const resumed = await home.call(`/v1/jobs/${id}/resume`, { method: 'POST' });
    expect(resumed.status).toBe(202);
    expect((await home.ended(id)).status).toBe('completed');
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('lets go on detach of everything that resume has started since', async () => {
    await using home = await simulatedGateway({ simulator: { speed: 1 } });
    const { id } = (await (await home.post('/v1/jobs', { requirements: boat, model: veo.model })).json()) as Job;
    for (const _again of [1, 2]) expect((await home.post(`/v1/jobs/${id}/resume`, {})).status).toBe(202);
    await home.post(`/v1/jobs/${id}/detach`, {});
    expect(home.gateway.underWay).toBe(0);
    const { events } = (await (await home.call(`/v1/jobs/${id}`)).json()) as { events: readonly { what: string }[] };
    expect(events.at(-1)).toMatchObject({ what: 'detached' });
  });

  it('tells what happens as events, and goes on after Last-Event-ID without a gap', async () => {
    await using home = await simulatedGateway();
    const stream = await home.call('/v1/events');
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const { id } = await run(home);
    const seen = await readEvents(stream, (events) =>
      events.some(({ event }) => event.kind === 'job' && event.status === 'done'),
    );
    expect(seen[0]!.event).toMatchObject({ kind: 'hello', mode: 'local', simulated: true });
    const states = seen.flatMap(({ event }) => (event.kind === 'job' ? [event.status] : []));
    expect(states).toEqual(
      ['reserved', 'submitting', 'submitted', 'running', 'downloading', 'done'].filter((state) =>
        states.includes(state as never),
      ),
    );
    const middle = seen.findIndex(({ event }) => event.kind === 'job' && event.status === 'submitted');
    const again = await home.call('/v1/events', { headers: { 'last-event-id': seen[middle]!.id } });
    const rest = await readEvents(again, (events) =>
      events.some(({ event }) => event.kind === 'job' && event.status === 'done'),
    );
    expect(rest.slice(1).map((entry) => entry.id)).toEqual(seen.slice(middle + 1).map((entry) => entry.id));
    const strange = await home.call('/v1/events', { headers: { 'last-event-id': 'another-run-7' } });
    expect((await readEvents(strange, (events) => events.length === 2))[1]!.event.kind).toBe('reset');
    expect(id).toBeTruthy();
  });

  it('lets nobody keep an answer, but the catalogue and the file that is checked again', async () => {
    await using home = await simulatedGateway();
    const { id } = await run(home);
    await home.ended(id);
    const kept = async (path: string) => {
      const { headers, body } = await home.call(path);
      const cacheControl = headers.get('cache-control');
      await body?.cancel();
      return cacheControl;
    };
    for (const path of [
      '/v1/jobs',
      `/v1/jobs/${id}`,
      '/v1/ledger',
      '/v1/health',
      '/v1/nothing',
      '/v1/jobs/none',
      '/v1/events',
      '/v1/ledger?format=csv',
      '/nothing',
      '/openapi.json',
    ])
      expect([path, await kept(path)]).toEqual([path, 'no-store']);
    expect(await kept('/v1/catalog')).toBe('private, max-age=60');
    expect(await kept(`/v1/jobs/${id}/content`)).toBe('private, max-age=0, must-revalidate');
  });

  it('reads an idempotency key of the header as one of the body', async () => {
    await using home = await simulatedGateway();
    const order = { requirements: boat, model: 'google/veo-3.1-lite' };
    const first = (await (await home.post('/v1/jobs', order, { 'idempotency-key': 'k' })).json()) as Job;
    const again = await home.post('/v1/jobs', { ...order, key: 'k' });
    expect([again.status, ((await again.json()) as Job).id]).toEqual([200, first.id]);
    for (const [body, headers, field] of [
      [order, { 'idempotency-key': 'k'.repeat(256) }, 'Idempotency-Key'],
      [{ ...order, key: 'k'.repeat(256) }, {}, 'key'],
    ] as const) {
      const refused = await home.post('/v1/jobs', body, headers);
      expect([refused.status, (await refused.json()).error.problems]).toMatchObject([400, [{ field }]]);
    }
    expect(home.simulator.jobs).toHaveLength(1);
  });

  it('describes itself in OpenAPI 3.1 with every reference resolved, and as a page without scripts', async () => {
    await using home = await simulatedGateway();
    const document = await (await home.call('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      (match) => match[1]!,
    );
    for (const name of refs) expect(Object.keys(document.components.schemas)).toContain(name);
    expect(document.components.schemas.Run.properties.requirements).toMatchObject({
      $ref: '#/components/schemas/Requirements',
    });
    expect(Object.keys(document.components.schemas.Requirements.properties)).toContain('durationSeconds');
    const page = await (await home.call('/reference')).text();
    expect(page).toContain('/v1/select');
    expect(page).toContain('<a href="#schema-selection">Selection</a>');
    expect(page).not.toContain('<script');
  });

  it('says how it is, what it counts and what the catalogue holds', async () => {
    await using home = await simulatedGateway();
    await run(home);
    expect(await (await home.call('/v1/health')).json()).toMatchObject({
      ok: true,
      mode: 'local',
      simulated: true,
      ledger: { kind: 'sqlite', ok: true },
    });
    expect(await (await home.call('/v1/metrics')).text()).toContain('shotcaller_submits_total{result="new"} 1');
    const catalog = await home.call('/v1/catalog');
    expect((await catalog.json()).models).toHaveLength(bundledCatalog.models.length);
    expect(
      (await home.call('/v1/catalog', { headers: { 'if-none-match': catalog.headers.get('etag')! } })).status,
    ).toBe(304);
    expect(await (await home.call('/v1/catalog/diff')).json()).toMatchObject({ added: [], removed: [], prices: [] });
    expect(await (await home.call('/')).text()).toContain('/api/v1/videos');
  });

  it('says in a list what each job was ordered for, and whether this server follows it', async () => {
    await using home = await simulatedGateway({ simulator: { speed: 1 } });
    const prompt = `A paper boat. ${'It drifts on. '.repeat(60)}`;
    const clip = { prompt, durationSeconds: 4, resolution: '720p', aspectRatio: '16:9', audio: false };
    const { id } = (await (await home.post('/v1/jobs', { requirements: clip, model: veo.model })).json()) as Job;
    const listed = async () => ((await (await home.call('/v1/jobs')).json()) as { jobs: readonly Job[] }).jobs[0]!;
    const { clip: shown, watched } = await listed();
    expect(shown).toEqual({ ...clip, prompt: prompt.slice(0, 500), task: 'generate', hasPicture: false });
    expect(watched).toBe(true);

    await home.post(`/v1/jobs/${id}/detach`, {});
    expect(await listed()).toMatchObject({ ended: false, watched: false, resumable: true });
    await home.post(`/v1/jobs/${id}/resume`, {});
    expect((await listed()).watched).toBe(true);
  });
});
