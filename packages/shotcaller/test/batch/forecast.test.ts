import { bundledEvidence } from '@shotcaller/core';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../core/test/fixtures/seeded-random.ts';
import { drawLatencySeconds } from '../../../simulator/src/latency.ts';
import type { PlannedClip } from '../../src/batch/plan/batch-plan.ts';
import { forecast } from '../../src/batch/plan/forecast.ts';
import { timedClips } from '../../src/batch/plan/timed-clips.ts';
import { simulate } from '../jobs/simulated.ts';

const spreadWithinModel = bundledEvidence.goalposts.constants.speedWithinModel.value;

test('one clip after the other takes the sum of their times, and two at once half of it', () => {
  const clips = Array.from({ length: 40 }, () => ({
    model: 'a/b',
    expectedTime: { p50Seconds: 60, p90Seconds: 62 },
    after: null,
  }));
  const of = (concurrency: number) =>
    forecast(clips, { concurrency, spreadWithinModel, random: seededRandom(1) }).p50Seconds;
  expect(of(1)).toBeGreaterThan(2300);
  expect(of(1)).toBeLessThan(2500);
  expect(of(2) / of(1)).toBeCloseTo(0.5, 1);
  const chain = clips.map((clip, index) => ({ ...clip, after: index === 0 ? null : index - 1 }));
  expect(forecast(chain, { concurrency: 8, spreadWithinModel, random: seededRandom(1) }).p50Seconds).toBeGreaterThan(
    2300,
  );
});

test('asked twice, the same batch takes the same time', () => {
  const clips = ['a/b', 'c/d'].map((model) => ({
    model,
    expectedTime: { p50Seconds: 27, p90Seconds: 55 },
    after: null,
  }));
  const ask = () => forecast(clips, { spreadWithinModel });
  expect(ask()).toEqual(ask());
  expect(ask().p10Seconds).toBeLessThan(ask().p50Seconds);
});

/** What the range promises, where models are as uncertain as their times say: all clips of a model are faster or slower together. */
test('of two hundred batches whose models are as uncertain as the evidence says, four in five end within the range', () => {
  const random = seededRandom(7);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
  const deviate = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const within = 0.32;
  let [inside, below, above] = [0, 0, 0];
  for (let batch = 0; batch < 200; batch += 1) {
    const models = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, index) => {
      const doubt = pick([0, 0.2, 0.5, 0.8]);
      const p50Seconds = 20 * 10 ** random();
      const p90Seconds = p50Seconds * Math.exp(1.2816 * Math.hypot(within, doubt));
      return {
        model: `maker-${index}/model`,
        p50Seconds,
        p90Seconds,
        trueSeconds: p50Seconds * Math.exp(doubt * deviate()),
      };
    });
    const made = Array.from({ length: 6 + Math.floor(random() * 30) }, () => pick(models));
    const clips = made.map(({ model, p50Seconds, p90Seconds }) => ({
      model,
      expectedTime: { p50Seconds, p90Seconds },
      after: null,
    }));
    const happened = made.map(({ model, trueSeconds }) => {
      const seconds = trueSeconds * Math.exp(within * deviate());
      return { model, expectedTime: { p50Seconds: seconds, p90Seconds: seconds * 1.0001 }, after: null };
    });
    const concurrency = pick([2, 4, 8]);
    const said = forecast(clips, { concurrency, spreadWithinModel: within, samples: 150, random: seededRandom(batch) });
    const took = forecast(happened, { concurrency, spreadWithinModel: 0.001, samples: 1 }).p50Seconds;
    if (took < said.p10Seconds) below += 1;
    else if (took > said.p90Seconds) above += 1;
    else inside += 1;
  }
  console.info(`${inside} of 200 within p10 to p90, ${below} faster, ${above} slower`);
  expect(inside).toBeGreaterThanOrEqual(142);
  expect(inside).toBeLessThanOrEqual(178);
  expect(Math.max(below, above)).toBeLessThanOrEqual(36);
});

/** Thirty lists of several models and lengths; what happens follows the simulator's times, what is said follows the evidence. */
test('thirty batches at simulated models: the range of time holds most of them, and none is billed more than its upper price', async () => {
  await using simulated = await simulate({ creditsUsd: 100_000 });
  const { batch, preview } = simulated.open();
  /** What the service bills for a clip: it is bought there, past the ledger, and not waited for. */
  const billOf = async ({ brief, outcome }: PlannedClip): Promise<number> => {
    if (outcome.kind !== 'to_buy') throw new Error('No model.');
    const answer = await preview(brief.requirements, { model: outcome.model });
    if (answer.kind !== 'plan') throw new Error('No plan.');
    const submitted = await simulated.simulator.fetch('https://openrouter.ai/api/v1/videos', {
      method: 'POST',
      headers: { authorization: 'Bearer sk-or-test', 'content-type': 'application/json' },
      body: JSON.stringify(answer.body),
    });
    const { id } = (await submitted.json()) as { id: string };
    return Number(simulated.simulator.jobs.find((job) => job.id === id)?.estimatedUsd);
  };
  let [inside, below, above, inMoney, overMoney] = [0, 0, 0, 0, 0];
  for (let seed = 1; seed <= 30; seed += 1) {
    const random = seededRandom(seed);
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
    const rows = Array.from({ length: 6 + Math.floor(random() * 30) }, (_, index) => {
      const profile = pick(['fastAndCheap', 'qualityAndCost', 'balanced']);
      return `s${index},a mug,${pick([4, 6, 8])},${pick(['480p', '720p', '1080p'])},${profile}`;
    });
    const list = await batch.readListText(`id,prompt,duration,resolution,profile\n${rows.join('\n')}`, 'csv', {
      name: `b${seed}`,
    });
    const concurrency = pick([2, 4, 8]);
    const plan = await batch.plan(list, { concurrency });
    const { time } = plan.total;
    const clips = timedClips(plan.clips);
    const truth = seededRandom(1000 + seed);
    const happened = clips.map((clip, index) => {
      const seconds = drawLatencySeconds(
        clip.model,
        Number(plan.clips[index]?.brief.requirements.durationSeconds),
        truth,
      );
      return { ...clip, expectedTime: { p50Seconds: seconds, p90Seconds: seconds * 1.0001 } };
    });
    const took = forecast(happened, {
      concurrency,
      spreadWithinModel: 0.001,
      random: seededRandom(seed),
      samples: 1,
    }).p50Seconds;
    if (took < time!.p10Seconds) below += 1;
    else if (took > time!.p90Seconds) above += 1;
    else inside += 1;
    const bills = await Promise.all(plan.clips.map(billOf));
    const billed = bills.reduce((sum, usd) => sum + usd, 0);
    overMoney += Number(billed > Number(plan.total.highUsd) + 1e-9);
    inMoney += Number(billed >= Number(plan.total.lowUsd) - 1e-9 && billed <= Number(plan.total.highUsd) + 1e-9);
  }
  console.info(
    `time: ${inside} of 30 within p10 to p90, ${below} faster, ${above} slower; money: ${inMoney} of 30 within the range`,
  );
  // The simulated models are as fast as they were measured, so nearly all ends inside; the doubt about a model is for the real one.
  expect(inside + below).toBeGreaterThanOrEqual(24);
  expect(overMoney).toBe(0);
  expect(inMoney).toBeGreaterThanOrEqual(27);
});
