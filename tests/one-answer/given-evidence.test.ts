import { bundledEvidence, type Catalog, type GivenEvidence, withGivenEvidence } from '@shotcaller/core';
import { expect, test } from 'vitest';
import { simulatedGateway } from '../../packages/shotcaller/test/gateway/simulated-gateway.ts';
import type { EvidenceAnswer } from '../../packages/studio/src/api/wire.ts';
import { answerOf } from '../../packages/studio/src/brief/answer.ts';
import { emptyChoice } from '../../packages/studio/src/brief/choice.ts';
import { groundOf } from '../../packages/studio/src/brief/page-ground.ts';

const mini = 'bytedance/seedance-2.0-mini';
const today = new Date().toISOString().slice(0, 10);
const edition: GivenEvidence = {
  asOf: today,
  ratings: [{ model: 'alibaba/wan-3.0', task: 'text-to-video', score: 1530, asOf: today, source: 'a board' }],
};
const own: GivenEvidence = {
  ratings: [
    { model: mini, task: 'text-to-video', score: 1540, low: 1530, high: 1550, asOf: today, source: 'our panel' },
  ],
  times: [{ model: mini, seconds: 12, durationSeconds: 5, clips: 8, asOf: today, source: 'our runs' }],
  prices: [{ model: mini, factor: 0.5, n: 9, asOf: today, source: 'our contract' }],
  votes: Array.from({ length: 9 }, () => ({
    models: [mini, 'google/veo-3.1'] as const,
    better: mini,
    task: 'text-to-video' as const,
    votedAt: `${today}T08:00:00.000Z`,
  })),
};

test('evidence of a file and of an edition reaches the page, whose answer is the gateway’s, also with a client key that sees little', async () => {
  const evidence = withGivenEvidence(withGivenEvidence(bundledEvidence, edition), own);
  await using home = await simulatedGateway({ shotcaller: { evidence }, gateway: { mode: 'server' } });
  const key = await home.addKey({ name: 'team' });
  const headers = { authorization: `Bearer ${key}` };
  const catalog = (await (await home.call('/v1/catalog', { headers })).json()) as Catalog;
  const told = (await (await home.call('/v1/evidence', { headers })).json()) as EvidenceAnswer;
  expect(told.given).toHaveLength(2);
  const selected = await (await home.post('/v1/select', { requirements: {}, profile: 'balanced' }, headers)).json();
  const page = answerOf(groundOf(catalog, told), emptyChoice, new Date().toISOString()).selection;
  expect(page.ranked).toEqual(selected.ranked);
  expect(page.evidence).toEqual(selected.evidence);
  expect(page.evidence.asOf).toBe(today);
  const place = page.ranked.find(({ model }) => model === mini)!;
  expect(place.quality.basis.source).toBe('our panel (given)');
  expect(place.speed.basis.source).toContain('our runs (given)');
  expect(place.price.reasons).toContainEqual(expect.objectContaining({ code: 'own_bills_differ', n: 9, factor: 0.5 }));
  expect(page.ranked.find(({ model }) => model === 'alibaba/wan-3.0')!.quality.basis.source).toBe('a board');
});
