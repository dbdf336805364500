import { describe, expect, it } from 'vitest';
import { readEvents } from './read-events.ts';
import { simulatedGateway, veo } from './simulated-gateway.ts';

describe('A place in the stream of events that no server has sent', () => {
  const places = [
    '-1',
    'NaN',
    'Infinity',
    '9'.repeat(400),
    '[object Object]',
    '__proto__',
    '2026-11-29T00:00:00.000Z',
    '2026-13-45T99:99:99.999Z.run-1',
    '2026-11-29T00:00:00.000Z.run-99999999999999999999',
    `2026-11-29T00:00:00.000Z.${'r'.repeat(5000)}-1`,
  ];
  it.each(places.map((place) => [place.slice(0, 60), place]))('%s: the stream begins anew', async (_, place) => {
    await using home = await simulatedGateway();
    for (const [path, headers] of [
      ['/v1/events', { 'last-event-id': place }],
      [`/v1/events?lastEventId=${encodeURIComponent(place)}`, {}],
    ] as const) {
      const events = await readEvents(await home.call(path, { headers }), ({ length }) => length === 2);
      expect(events.map(({ event }) => event.kind)).toEqual(['hello', 'reset']);
      expect(events[0]!.id).not.toBe(place);
    }
  });

  it.each(['\0', '2026-11-29T00:00:00.000Z.run-1\0', '\n\nevent: job\ndata: {}', '\ud800'])(
    '%j in the query: begins anew too, and nothing of it is in the stream',
    async (place) => {
      await using home = await simulatedGateway();
      const query = new URLSearchParams({ lastEventId: place });
      const events = await readEvents(await home.call(`/v1/events?${query}`), ({ length }) => length === 2);
      expect(events.map(({ event }) => event.kind)).toEqual(['hello', 'reset']);
    },
  );

  it.each(['0000-01-01T00:00:00.000Z.run-1', '0001-01-01T00:00:00.000Z.run-0', '9999-12-31T23:59:59.999Z.run-1'])(
    '%s is a time: what moved since is told, and no more',
    async (place) => {
      await using home = await simulatedGateway();
      const { id } = await (await home.post('/api/v1/videos', veo)).json();
      await home.ended(id);
      const stream = await home.call('/v1/events', { headers: { 'last-event-id': place } });
      const isLate = place.startsWith('9');
      const events = await readEvents(stream, ({ length }) => length === (isLate ? 1 : 2));
      expect(events.map(({ event }) => event.kind)).toEqual(isLate ? ['hello'] : ['hello', 'job']);
    },
  );
});

describe('A model that cannot be one', () => {
  const ids = [
    '../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '/',
    '.',
    ' ',
    'google/veo-3.1-lite\0',
    'google/veo-3.1-lite ',
    'google%2Fveo-3.1-lite',
    'google/veo-3.1-lite/../../keys',
    'gооgle/veo-3.1-lite',
    'google/veo‐3.1‐lite',
    'GOOGLE/VEO-3.1-LITE\u202e',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty/valueOf',
    `a/${'b'.repeat(10_000)}`,
    '\ud800/x',
    "' OR 1=1 --",
  ];
  it.each(ids.map((id) => [JSON.stringify(id).slice(0, 50), id]))(
    '%s: is refused by every address, and the server stays well',
    async (_, model) => {
      await using home = await simulatedGateway();
      const requirements = { prompt: veo.prompt, durationSeconds: 4, resolution: '720p' };
      for (const [path, body] of [
        ['/api/v1/videos', { ...veo, model }],
        ['/v1/jobs', { requirements, model }],
        ['/v1/quote', { requirements, model }],
        ['/v1/preview', { requirements, model }],
        ['/v1/select', { requirements: { ...requirements, models: { allow: [model] } } }],
      ] as const) {
        const answer = await home.post(path, body);
        expect(answer.status, path).toBeLessThan(500);
      }
      expect(home.simulator.jobs).toHaveLength(0);
      const { id } = await (await home.post('/api/v1/videos', veo)).json();
      expect((await home.ended(id)).status).toBe('completed');
    },
  );
});

it('two who settle one job at once: one word stands, and the ledger has it once', async () => {
  await using home = await simulatedGateway({
    simulator: { scenario: 'submit-refused-reset' },
    gateway: { mode: 'server' },
  });
  const bearer = async (name: string, admin = false) => ({
    authorization: `Bearer ${await home.addKey({ name, admin })}`,
  });
  const [owner, admin, other] = [await bearer('ada'), await bearer('root', true), await bearer('ruth', true)];
  const requirements = { prompt: veo.prompt, durationSeconds: 4, resolution: '720p', audio: false };
  const { id } = await (await home.post('/v1/jobs', { requirements, model: veo.model }, owner)).json();
  const path = `/v1/jobs/${id}/settle`;
  const answers = await Promise.all([
    ...Array.from({ length: 5 }, (_, cents) => home.post(path, { billedUsd: `0.4${cents}` }, other)),
    home.post(path, { notBought: true }, admin),
    ...Array.from({ length: 5 }, (_, cents) => home.post(path, { billedUsd: `0.5${cents}` }, admin)),
    home.post(`/v1/jobs/${id}/resume`, {}, owner),
    home.post(`/v1/jobs/${id}/detach`, {}, admin),
  ]);
  expect(answers.map(({ status }) => status).filter((status) => ![200, 202].includes(status))).toEqual([]);
  const job = await (await home.call(`/v1/jobs/${id}`, { headers: owner })).json();
  const { total } = await (await home.call('/v1/ledger', { headers: admin })).json();
  expect([total.billedUsd, total.reservedUsd, total.assumedUsd, total.jobs]).toEqual([
    job.billedUsd ?? '0',
    '0',
    '0',
    1,
  ]);
  expect(home.simulator.jobs).toHaveLength(0);
});
