import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { archiveLedger } from '../../src/jobs/archive-ledger.ts';
import { simulatedGateway, veo } from './simulated-gateway.ts';

test.each([
  ['moved away', '.moved', 'ledger_moved', /moved to another database.*DATABASE_URL.*Nothing more is bought/],
  ['renamed by somebody', '.old', 'ledger_broken', /cannot be read or written.*Nothing more is bought/],
])('a gateway whose ledger was %s while it ran says so to orders and is not ready', async (_, ending, code, says) => {
  await using home = await simulatedGateway();
  const { id } = await (await home.post('/api/v1/videos', veo)).json();
  expect((await home.ended(id)).status).toBe('completed');
  const file = join(home.home, 'ledger.sqlite');
  await rename(file, `${file}${ending}`);
  const order = await home.post('/api/v1/videos', { ...veo, prompt: 'Another boat' });
  expect([order.status, (await order.json()).error]).toEqual([
    503,
    expect.objectContaining({ message: expect.stringMatching(says) }),
  ]);
  const own = await home.post('/v1/jobs', { requirements: { prompt: 'Another boat' } });
  expect([own.status, (await own.json()).error]).toEqual([
    503,
    expect.objectContaining({ code, message: expect.stringMatching(says) }),
  ]);
  home.later(2000);
  const ready = await home.call('/v1/ready');
  expect([ready.status, await ready.json()]).toEqual([503, { ok: false, why: 'ledger_not_reached' }]);
  expect(home.simulator.jobs).toHaveLength(1);
  await rename(`${file}${ending}`, file);
});

test('the key of an archived job is told where the job is, and buys nothing, at both APIs', async () => {
  await using home = await simulatedGateway();
  const key = { 'idempotency-key': 'boat' };
  const { id } = await (await home.post('/api/v1/videos', veo, key)).json();
  expect((await home.ended(id)).status).toBe('completed');
  await (await home.call(`/api/v1/videos/${id}/content?index=0`)).arrayBuffer();
  const later = Date.parse('2040-01-01T00:00:00.000Z');
  const service = 'https://openrouter.ai';
  const archive = () =>
    archiveLedger(home.ledger, {
      ...{ service, file: join(home.home, 'jobs-2039.jsonl'), name: 'jobs-2039.jsonl' },
      ...{ beforeMs: later, nowMs: later },
    });
  await expect.poll(async () => (await archive()).jobs).toBe(1);
  const wire = await home.post('/api/v1/videos', veo, key);
  expect([wire.status, (await wire.json()).error.message]).toEqual([
    422,
    expect.stringMatching(new RegExp(`belongs to job ${id}.*archived in jobs-2039.jsonl.*Nothing was bought`)),
  ]);
  for (const path of [`/api/v1/videos/${id}`, `/v1/jobs/${id}`]) {
    const asked = await home.call(path);
    expect([asked.status, (await asked.json()).error.message]).toEqual([
      404,
      expect.stringMatching(/is over, and was archived in jobs-2039\.jsonl/),
    ]);
  }
  const own = await home.post('/v1/jobs', { requirements: { prompt: veo.prompt }, model: veo.model }, key);
  expect([own.status, (await own.json()).error]).toEqual([
    409,
    expect.objectContaining({ code: 'key_archived', message: expect.stringContaining('jobs-2039.jsonl') }),
  ]);
  expect(home.simulator.jobs).toHaveLength(1);
});
