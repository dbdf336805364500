import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/gateway/own-api/addresses/job.ts';
import type { JobsAnswer } from '../../src/gateway/own-api/addresses/jobs.ts';
import type { LedgerAnswer } from '../../src/gateway/own-api/addresses/ledger.ts';
import { type SimulatedGateway, simulatedGateway } from './simulated-gateway.ts';

const model = 'google/veo-3.1-lite';

async function order(home: SimulatedGateway, prompt: string, headers: Record<string, string> = {}): Promise<string> {
  const requirements = { prompt, durationSeconds: 4, resolution: '720p', audio: false };
  const answer = await home.post('/v1/jobs', { requirements, model }, headers);
  expect(answer.status).toBe(202);
  const { id } = (await answer.json()) as Job;
  await home.ended(id, headers);
  return id;
}

async function found(home: SimulatedGateway, query: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await home.call(`/v1/jobs?${new URLSearchParams(query)}`, { headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as JobsAnswer;
}

const prompts = ({ jobs }: JobsAnswer) => jobs.map(({ clip }) => clip.prompt);

describe('jobs are found', () => {
  it('by words, page after page, without one coming twice or missing', async () => {
    await using home = await simulatedGateway();
    for (let number = 0; number < 5; number += 1) {
      await order(home, `a paper boat ${number}`);
      await order(home, `a red kite ${number}`);
    }
    const seen: (string | null)[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await found(home, { find: 'Kite', limit: '2', ...(cursor ? { cursor } : {}) });
      seen.push(...prompts(page));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([4, 3, 2, 1, 0].map((number) => `a red kite ${number}`));
    expect(prompts(await found(home, { find: 'kite boat' }))).toEqual([]);
    expect(prompts(await found(home, { find: '  ' }))).toHaveLength(10);
    expect(prompts(await found(home, { find: 'boat', status: 'open' }))).toEqual([]);
    expect(prompts(await found(home, { find: 'boat', model: 'google/veo-3.1' }))).toEqual([]);
  });

  it('by days and moments, in whatever time zone these are written', async () => {
    await using home = await simulatedGateway();
    await order(home, 'first');
    home.later(26 * 3_600_000);
    const id = await order(home, 'second');
    const { createdAt } = (await (await home.call(`/v1/jobs/${id}`)).json()) as Job;
    const day = createdAt.slice(0, 10);
    expect(prompts(await found(home, { since: day }))).toEqual(['second']);
    expect(prompts(await found(home, { until: day }))).toEqual(['second', 'first']);
    const beforeMs = Date.parse(createdAt) - 1;
    expect(prompts(await found(home, { until: new Date(beforeMs).toISOString() }))).toEqual(['first']);
    const elsewhere = new Date(beforeMs + 9 * 3_600_000).toISOString().replace('Z', '+09:00');
    expect(prompts(await found(home, { until: elsewhere }))).toEqual(['first']);
    expect(prompts(await found(home, { since: elsewhere }))).toEqual(['second']);
    expect((await home.call('/v1/jobs?until=yesterday')).status).toBe(400);
  });

  it('by client key for an admin; an ordinary key finds its own only, whatever it asks', async () => {
    await using home = await simulatedGateway({ gateway: { mode: 'server' } });
    const bearer = async (name: string, admin = false) => ({
      authorization: `Bearer ${await home.addKey({ name, admin })}`,
    });
    const [ann, bob, root] = [await bearer('ann'), await bearer('bob'), await bearer('root', true)];
    await order(home, 'of ann', ann);
    await order(home, 'of bob', bob);
    const owners = Object.fromEntries(
      (await found(home, {}, root)).jobs.map(({ clip, owner }) => [clip.prompt, owner]),
    );
    expect(prompts(await found(home, { key: owners['of ann']! }, root))).toEqual(['of ann']);
    expect(prompts(await found(home, { key: owners['of bob']! }, ann))).toEqual([]);
    expect(prompts(await found(home, { key: owners['of ann']! }, ann))).toEqual(['of ann']);
    expect(prompts(await found(home, { find: 'bob' }, ann))).toEqual([]);

    const spend = async (headers: Record<string, string>) =>
      (await (await home.call('/v1/ledger', { headers })).json()) as LedgerAnswer;
    const { keys, total } = await spend(root);
    expect(keys?.map(({ owner, jobs, billedUsd }) => [owner, jobs, billedUsd])).toEqual(
      [owners['of ann'], owners['of bob']].sort().map((owner) => [owner, 1, '0.12']),
    );
    expect(total.billedUsd).toBe('0.24');
    expect((await spend(ann)).keys).toBeUndefined();
    const csv = await home.call('/v1/ledger?format=csv&by=key', { headers: root });
    expect(csv.headers.get('content-disposition')).toContain('ledger-by-key.csv');
    expect((await csv.text()).split('\r\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^owner,day,model,/),
      expect.stringMatching(/^ann~[0-9a-f]{8},/),
    ]);
    expect((await home.call('/v1/ledger?format=csv&by=key', { headers: ann })).status).toBe(403);
  });
});

it('a job that another gateway of the ledger follows is watched, until nobody follows it', async () => {
  await using home = await simulatedGateway({ simulator: { scenario: 'job-stuck' } });
  await using other = await simulatedGateway({ beside: home });
  const requirements = { prompt: 'x', durationSeconds: 4, resolution: '720p', audio: false };
  const { id } = (await (await home.post('/v1/jobs', { requirements, model })).json()) as Job;
  const watchedAt = async (gateway: SimulatedGateway) =>
    ((await (await gateway.call(`/v1/jobs/${id}`)).json()) as Job).watched;
  expect([await watchedAt(home), await watchedAt(other)]).toEqual([true, true]);
  expect((await found(other, {})).jobs[0]?.watched).toBe(true);
  await home.post(`/v1/jobs/${id}/detach`, {});
  await expect.poll(() => watchedAt(other)).toBe(false);
  expect(await watchedAt(home)).toBe(false);
  await other.post(`/v1/jobs/${id}/resume`, {});
  await expect.poll(() => watchedAt(home)).toBe(true);
});
