import { expect, test } from 'vitest';
import { simulatedGateway, veo } from './simulated-gateway.ts';

const google = (options: object) => ({ provider: { options: { google: options } } });

test.each<[string, object]>([
  ['n', { n: 4 }],
  ['num_videos', { num_videos: '2' }],
  ['seconds', { seconds: 16 }],
  ['Duration', { Duration: 8 }],
  ['models', { models: ['openai/sora-2-pro'] }],
  ['extra_body.n', { extra_body: { n: 3 } }],
  ['provider.options.google.sampleCount', google({ sampleCount: 4 })],
  ['provider.options.google.parameters.sampleCount', google({ parameters: { sampleCount: 4 } })],
])(
  '%s may multiply the price: of a key with a budget it is refused by name, and without a limit it is passed on',
  async (field, extra) => {
    await using home = await simulatedGateway({ gateway: { mode: 'server' } });
    const bearer = async (name: string, more: object) => ({
      authorization: `Bearer ${await home.addKey({ name, ...more })}`,
    });
    const [poor, free] = [await bearer('poor', { budgetUsd: '5' }), await bearer('free', {})];
    const refused = await home.post('/api/v1/videos', { ...veo, ...extra }, poor);
    const { error } = await refused.json();
    expect([refused.status, error.metadata.limit_source]).toEqual([402, 'shotcaller_budget']);
    expect(error.message).toContain(`The field ${field} of the request may multiply the price`);
    expect(home.simulator.jobs).toEqual([]);
    const limited = { ...free, 'x-shotcaller-max-usd': '5' };
    expect((await home.post('/api/v1/videos', { ...veo, ...extra }, limited)).status).toBe(402);
    expect((await home.post('/api/v1/videos', { ...veo, ...extra }, free)).status).not.toBe(402);
  },
);

test.each<[string, object]>([
  ['one clip, said', { n: 1 }],
  ['a field that has nothing to do with the price', { user: 'ann', metadata: { project: 'film' } }],
  ['an option of the provider', google({ negativePrompt: 'rain' })],
])('%s is bought for a key with a budget', async (_what, extra) => {
  await using home = await simulatedGateway({ gateway: { mode: 'server' } });
  const poor = { authorization: `Bearer ${await home.addKey({ name: 'poor', budgetUsd: '5' })}` };
  const answer = await home.post('/api/v1/videos', { ...veo, ...extra }, poor);
  expect([answer.status, home.simulator.jobs.length]).toEqual([202, 1]);
});
