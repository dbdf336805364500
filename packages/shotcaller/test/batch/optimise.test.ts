import { join } from 'node:path';
import { bundledCatalog, bundledEvidence, readBrief } from '@shotcaller/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidate, kindsOf } from '../../src/batch/optimise/kinds.ts';
import { costOf, type KnapsackQuestion, solveKnapsack } from '../../src/batch/optimise/solve.ts';
import { createChoice } from '../../src/choice/choice.ts';
import { picoFromUsd } from '../../src/jobs/money/pico.ts';
import { simulate } from '../jobs/simulated.ts';

const asked = (choices: readonly (readonly Candidate[])[], more: Partial<KnapsackQuestion>): KnapsackQuestion => ({
  kinds: kindsOf(choices, false),
  objective: 'quality',
  totalPico: null,
  meanQuality: null,
  totalSeconds: null,
  timeLimitSeconds: 20,
  ...more,
});

/** Every choice of a model for every shot. */
function bruteForce(choices: readonly (readonly Candidate[])[], totalPico: bigint): number | null {
  let best: number | null = null;
  const visit = (shot: number, cost: bigint, quality: number): void => {
    if (cost > totalPico) return;
    const candidates = choices[shot];
    if (!candidates) {
      best = Math.max(best ?? quality, quality);
      return;
    }
    for (const {
      costPico,
      quality: { rating },
    } of candidates)
      visit(shot + 1, cost + costPico, quality + rating);
  };
  visit(0, 0n, 0);
  return best;
}

/** Exact: the best quality for every sum of money that can be reached, cheaper and better ones only. */
function dynamicProgramme(choices: readonly (readonly Candidate[])[], totalPico: bigint): number | null {
  let front: readonly (readonly [cost: bigint, quality: number])[] = [[0n, 0]];
  for (const candidates of choices) {
    const next = front
      .flatMap(([cost, quality]) =>
        candidates.map(({ costPico, quality: { rating } }) => [cost + costPico, quality + rating] as const),
      )
      .filter(([cost]) => cost <= totalPico)
      .sort(([one, ones], [other, others]) => (one < other ? -1 : one > other ? 1 : others - ones));
    let best = Number.NEGATIVE_INFINITY;
    front = next.filter(([, quality]) => {
      if (quality <= best) return false;
      best = quality;
      return true;
    });
  }
  return front.at(-1)?.[1] ?? null;
}

const candidate = fc.record({ cents: fc.integer({ min: 1, max: 300 }), rating: fc.integer({ min: 1100, max: 1600 }) });
const candidatesOf = (drawn: readonly { cents: number; rating: number }[]): readonly Candidate[] =>
  drawn.map(({ cents, rating }, index) => ({
    model: `m/${index}`,
    // Odd fractions of a cent, as real prices have them.
    costPico: BigInt(cents) * 10_000_000_000n + 333_333_333n,
    quality: { low: rating - 20, rating, high: rating + 20 },
    seconds: 60,
  }));

describe('the choice for a whole batch', () => {
  test('is that of trying everything, and never above the budget in exact money', async () => {
    const list = fc.array(fc.array(candidate, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(list, fc.integer({ min: 1, max: 1200 }), async (drawn, cents) => {
        const choices = drawn.map(candidatesOf);
        const totalPico = BigInt(cents) * 10_000_000_000n;
        const question = asked(choices, { totalPico });
        const answer = await solveKnapsack(question);
        const best = bruteForce(choices, totalPico);
        // The solver's objective is a floating number; what is spent is exact.
        if (best === null) expect(answer).toBeNull();
        else expect(answer?.reached).toBeCloseTo(best, 6);
        if (answer) expect(costOf(question.kinds, answer.counts)).toBeLessThanOrEqual(totalPico);
      }),
      { numRuns: 100 },
    );
  });

  test('is that of an exact dynamic programme on real prices, with its bound', async () => {
    const choices = await realChoices(40);
    const least = choices.reduce(
      (sum, candidates) =>
        sum + candidates.map(({ costPico }) => costPico).reduce((one, other) => (one < other ? one : other)),
      0n,
    );
    for (const share of [101n, 130n, 200n, 400n]) {
      const totalPico = (least * share) / 100n;
      const question = asked(choices, { totalPico });
      const answer = await solveKnapsack(question);
      expect(answer?.status).toBe('optimal');
      // Ratings are decimals: their sums may differ in the last place.
      expect(answer?.reached).toBeCloseTo(dynamicProgramme(choices, totalPico) ?? 0, 4);
      expect(answer?.bound).toBeCloseTo(answer?.reached ?? 0, 3);
      expect(costOf(question.kinds, answer!.counts)).toBeLessThanOrEqual(totalPico);
    }
  });

  test('costs the least at a mean quality, and finds no choice where none keeps the limits', async () => {
    const choices = [
      candidatesOf([
        { cents: 10, rating: 1200 },
        { cents: 30, rating: 1500 },
      ]),
      candidatesOf([
        { cents: 12, rating: 1250 },
        { cents: 90, rating: 1510 },
      ]),
    ];
    const answer = await solveKnapsack(asked(choices, { objective: 'cost', meanQuality: 1370 }));
    expect(answer?.counts).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(answer?.reached).toBeCloseTo(0.42, 2);
    expect(await solveKnapsack(asked(choices, { totalPico: 1n }))).toBeNull();
    expect(await solveKnapsack(asked(choices, { meanQuality: 1506 }))).toBeNull();
  });

  test('of a list keeps named models, counts them in, and says what was asked', async () => {
    await using simulated = await simulate();
    const shotcaller = simulated.open();
    const rows = Array.from(
      { length: 8 },
      (_, index) => `s${index},a mug ${index},6,720p,${index === 0 ? 'google/veo-3.1' : ''}`,
    );
    const list = await shotcaller.batch.readListText(`id,prompt,duration,resolution,model\n${rows.join('\n')}`, 'csv');
    const plan = await shotcaller.batch.plan(list, { optimise: { objective: 'quality', totalUsd: '9' } });
    expect(Number(plan.total.highUsd)).toBeLessThanOrEqual(9);
    expect(plan.clips[0]?.outcome).toMatchObject({ model: 'google/veo-3.1', why: { code: 'named' } });
    expect(plan.clips[1]?.outcome).toMatchObject({ why: { code: 'within_total' } });
    expect(plan.optimum).toMatchObject({ objective: 'quality', status: 'optimal', kinds: 1 });
    await expect(shotcaller.batch.plan(list, { optimise: { objective: 'quality', totalUsd: '0.5' } })).rejects.toThrow(
      /No choice of models stays within these limits/,
    );
    const soon = await shotcaller.batch.plan(list, {
      concurrency: 4,
      optimise: { objective: 'quality', finishSeconds: 900 },
    });
    expect(soon.total.time?.p90Seconds).toBeLessThanOrEqual(900);
  });
});

test('counts what was bought before into the total', async () => {
  await using simulated = await simulate();
  const shotcaller = simulated.open();
  const rows = (count: number) =>
    `id,prompt,duration,resolution,audio\n${Array.from({ length: count }, (_, index) => `s${index},a mug ${index},4,480p,no`).join('\n')}\n`;
  const listOf = (count: number) => shotcaller.batch.readListText(rows(count), 'csv', { name: 'film' });
  const optimise = { objective: 'quality', totalUsd: '1.5' } as const;
  const outFolder = join(simulated.home, 'clips');
  const first = await shotcaller.batch.run(await shotcaller.batch.plan(await listOf(2), { optimise }), { outFolder });
  const plan = await shotcaller.batch.plan(await listOf(4), { optimise });
  expect(plan.total).toMatchObject({ bought: 2, toBuy: 2 });
  expect(Number(first.billedUsd)).toBeGreaterThan(0.3);
  expect(Number(first.billedUsd) + Number(plan.total.highUsd)).toBeLessThanOrEqual(1.5);
});

/** Shots of some lengths, classes and shapes, with what every model would take for them. */
async function realChoices(shots: number): Promise<readonly (readonly Candidate[])[]> {
  const choice = createChoice({
    catalog: async () => bundledCatalog,
    evidence: bundledEvidence,
    ownEvidence: async () => ({ own: { runs: [], outcomes: [], priceCorrections: [], votes: [] }, attempts: 0 }),
    now: () => Date.parse(bundledEvidence.goalposts.asOf),
  });
  return Promise.all(
    Array.from({ length: shots }, async (_, index) => {
      const fields = {
        prompt: 'x',
        durationSeconds: [4, 5, 6, 8, 10][index % 5],
        resolution: ['480p', '720p', '1080p'][index % 3],
        audio: index % 2 === 0 ? false : 'any',
      };
      const { ranked } = await choice.select(readBrief({ fields }));
      return ranked.flatMap(({ model, price, quality, speed }) =>
        price.highUsd === null
          ? []
          : [{ model, costPico: picoFromUsd(price.highUsd), quality, seconds: speed.p50Seconds }],
      );
    }),
  );
}

test('300 shots on 30 models are chosen, and the bound proves it', async () => {
  const choices = await realChoices(300);
  const totalPico = picoFromUsd('120');
  // Processor time: on a busy machine the clock tells of others. The first answer loads the solver.
  const measured: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    const before = process.cpuUsage();
    const answer = await solveKnapsack(asked(choices, { totalPico }));
    const { user, system } = process.cpuUsage(before);
    measured.push((user + system) / 1000);
    expect(answer?.status).toBe('optimal');
    expect(answer?.bound).toBeCloseTo(answer?.reached ?? 0, 2);
    expect(costOf(kindsOf(choices, false), answer?.counts ?? [])).toBeLessThanOrEqual(totalPico);
  }
  const [first = 0, second = 0] = measured.map(Math.round);
  console.info(
    `300 shots, ${kindsOf(choices, false).length} kinds: ${first} ms of processor time with loading, then ${second} ms`,
  );
});
