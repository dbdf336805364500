import { describe, expect, it } from 'vitest';
import { type SimulatedGateway, simulatedGateway } from './simulated-gateway.ts';

const requirements = {
  prompt: 'A paper boat',
  durationSeconds: 4,
  resolution: '720p',
  aspectRatio: '16:9',
  audio: false,
};
const [lite, fast] = ['google/veo-3.1-lite', 'google/veo-3.1-fast'];

interface Voted {
  readonly recorded: boolean;
  readonly ratings: readonly { readonly model: string; readonly rating: number; readonly votes: number }[];
  readonly error?: { readonly code: string };
}

describe('POST /v1/votes', () => {
  const clip = async (
    home: SimulatedGateway,
    model: string,
    more: object = {},
    headers: Record<string, string> = {},
  ) => {
    const body = { requirements: { ...requirements, ...more }, model };
    const { id } = (await (await home.post('/v1/jobs', body, headers)).json()) as { id: string };
    await home.ended(id, headers);
    return id;
  };
  const vote = async (home: SimulatedGateway, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await home.post('/v1/votes', body, headers);
    return { status: answer.status, ...((await answer.json()) as Voted) };
  };

  it('moves both ratings at once, and a second vote on the pair changes nothing', async () => {
    await using home = await simulatedGateway();
    const jobs = [await clip(home, lite), await clip(home, fast)];
    const evidence = async () => (await (await home.call('/v1/evidence')).json()) as { votes: readonly unknown[] };
    expect((await evidence()).votes).toEqual([]);

    const first = await vote(home, { jobs, better: jobs[0] });
    expect(first).toMatchObject({ status: 200, recorded: true });
    expect(first.ratings.map(({ model, votes }) => ({ model, votes }))).toEqual([
      { model: lite, votes: 1 },
      { model: fast, votes: 1 },
    ]);
    expect((await evidence()).votes).toMatchObject([{ models: [lite, fast], better: lite }]);

    const again = await vote(home, { jobs: [jobs[1], jobs[0]], better: jobs[1] });
    expect(again.recorded).toBe(false);
    expect(again.ratings.map(({ rating }) => rating)).toEqual(first.ratings.map(({ rating }) => rating).toReversed());
    expect(home.simulator.jobs).toHaveLength(2);
  });

  it('refuses what says nothing about models: one model, two shots, a clip that is not there, a winner from elsewhere', async () => {
    await using home = await simulatedGateway();
    const [one, same, another, other] = [
      await clip(home, lite),
      await clip(home, lite, { seed: 7 }),
      await clip(home, fast, { prompt: 'A kite' }),
      await clip(home, fast),
    ];
    expect(await vote(home, { jobs: [one, same], better: one })).toMatchObject({ status: 409 });
    expect(await vote(home, { jobs: [one, another], better: one })).toMatchObject({ status: 409 });
    expect(await vote(home, { jobs: [one, other], better: another })).toMatchObject({ status: 409 });
    expect(await vote(home, { jobs: [one, 'no-such-job'], better: one })).toMatchObject({ status: 404 });
    expect(await vote(home, { jobs: [one], better: one })).toMatchObject({ status: 400 });
  });

  it('lets a key vote on its own jobs only', async () => {
    await using home = await simulatedGateway({ gateway: { mode: 'server' } });
    const mine = { authorization: `Bearer ${await home.addKey({ name: 'mine' })}` };
    const theirs = { authorization: `Bearer ${await home.addKey({ name: 'theirs' })}` };
    const jobs = [await clip(home, lite, {}, mine), await clip(home, fast, {}, mine)];
    expect(await vote(home, { jobs, better: jobs[0] }, theirs)).toMatchObject({ status: 404 });
    expect(await vote(home, { jobs, better: jobs[0] }, mine)).toMatchObject({ status: 200, recorded: true });
  });
});
