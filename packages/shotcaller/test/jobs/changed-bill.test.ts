import { expect, test } from 'vitest';
import type { ShotcallerOptions } from '../../src/shotcaller.ts';
import { simulate } from './simulated.ts';

const clip = { prompt: 'a mug on a table', durationSeconds: 4, resolution: '720p', audio: false } as const;

/** The first time that the job is complete, its cost is this much of the true one, and its file cannot be had. */
async function billedTwice(share: number) {
  const home = await simulate();
  let isFirst = true;
  const fetch: NonNullable<ShotcallerOptions['fetch']> = async (input, init) => {
    const response = await home.simulator.fetch(input, init);
    if (!isFirst || init?.method === 'POST') return response;
    if (input.includes('/content')) return new Response(null, { status: 404 });
    const job = (await response.json()) as { usage?: { cost: number } };
    return Response.json(job.usage ? { ...job, usage: { ...job.usage, cost: job.usage.cost * share } } : job);
  };
  const shotcaller = home.open({ fetch });
  const { id } = await shotcaller.run(clip, { model: 'google/veo-3.1-lite' });
  const before = await shotcaller.job(id!);
  isFirst = false;
  const [after] = await shotcaller.resume([id!]);
  const { total } = (await shotcaller.ledger()).report;
  const answer = {
    before,
    after,
    total,
    billedUsd: home.simulator.bills[0]!.usd,
    problems: await shotcaller.checkIntegrity(),
  };
  await home[Symbol.asyncDispose]();
  return answer;
}

test.each([0.9, 0])(
  'a bill that is stated otherwise later is booked as it was stated last: first %d of it',
  async (share) => {
    const { before, after, total, billedUsd, problems } = await billedTwice(share);
    expect(before).toMatchObject({ status: 'not_fetched' });
    expect(Number(before?.billedUsd)).toBeCloseTo(Number(billedUsd) * share, 9);
    expect(after).toMatchObject({ status: 'done', billedUsd });
    expect([total.billedUsd, total.reservedUsd, problems]).toEqual([billedUsd, '0', []]);
  },
);
