import { bundledCatalog, bundledEvidence, type Plan, planFor, readBrief } from '@shotcaller/core';
import { expect, test } from 'vitest';

import { ledgerCsv } from '../../src/jobs/money/ledger-report.ts';
import { samplePrice } from './sample-job.ts';
import { hastyClock, simulate, clip as smallClip } from './simulated.ts';

const model = 'google/veo-3.1-lite';
const clip = { ...smallClip, resolution: '720p' } as const;
const { body, selection } = (() => {
  const ground = { catalog: bundledCatalog, evidence: bundledEvidence, now: '2026-11-22T00:00:00.000Z' };
  const plan = planFor(readBrief({ fields: clip, model }), ground);
  return plan.kind === 'plan' ? plan : expect.unreachable();
})();

function planned(highUsd: string | null): Plan {
  return {
    kind: 'plan',
    findings: [],
    model,
    body,
    price: samplePrice(highUsd),
    clip: { task: 'generate', durationSeconds: 4 },
    expectedTime: null,
    selection,
  };
}

test('a job is refused before it is paid for when it would break the cap of the day', async () => {
  await using world = await simulate();
  const shotcaller = world.open({ caps: { perDayUsd: '0.25' } });
  // The service bills 0.12 for each, whatever was reserved: 0.12 + 0.12 + 0.12 > 0.25.
  const run = () => shotcaller.run(clip, { plan: planned('0.12') });
  expect([(await run()).status, (await run()).status]).toEqual(['done', 'done']);
  expect(await run()).toMatchObject({
    status: 'refused',
    reason: { code: 'over_budget', cap: 'day', bookedUsd: '0.24', neededUsd: '0.12' },
  });
  expect(world.simulator.jobs).toHaveLength(2);
});

test('a clip that is sent on a later day than it was reserved for counts for that day, and keeps its limit', async () => {
  await using world = await simulate();
  const [day, minute] = [86_400_000, 60_000];
  let later = 0;
  const shortlyBeforeMidnight = () => {
    later = day - (hastyClock.now() % day) - 4 * minute;
  };
  const clock = { ...hastyClock, now: () => hastyClock.now() + later };
  const open = (caps: object) =>
    world.open({
      clock,
      caps,
      fetch: async (input, init) => {
        const answer = await world.simulator.fetch(input, init);
        // Refused for now; the next try is made on the next day.
        if (init?.method === 'POST' && !answer.ok) later += 4 * minute;
        return answer;
      },
    });
  world.simulator.setScenario('submit-503');
  shortlyBeforeMidnight();
  const first = await open({ perDayUsd: '0.13' }).run(clip, { plan: planned('0.12') });
  expect(first).toMatchObject({ status: 'done' });
  const spentOn = async () => (await open({}).ledger()).report.lines.map((line) => line.day);
  expect(await spentOn()).toEqual([new Date(clock.now()).toISOString().slice(0, 10)]);
  // On the day before there was room for it.
  world.simulator.setScenario('submit-429-bare');
  shortlyBeforeMidnight();
  expect(await open({ perDayUsd: '0.13' }).run(clip, { plan: planned('0.12') })).toMatchObject({
    status: 'refused',
    reason: { code: 'over_budget', cap: 'day', bookedUsd: '0.12' },
  });
  expect(world.simulator.jobs).toHaveLength(1);
});

test('of ten runs at once under a cap for two, two are bought', async () => {
  await using world = await simulate({ speed: 50 });
  const shotcaller = world.open({ caps: { perMonthUsd: '0.24' } });
  const attempts = await Promise.all(Array.from({ length: 10 }, () => shotcaller.run(clip, { plan: planned('0.12') })));
  expect(attempts.filter(({ status }) => status === 'done')).toHaveLength(2);
  expect(world.simulator.jobs).toHaveLength(2);
});

test('what cannot be priced is refused under a cap, and bought without one', async () => {
  await using world = await simulate();
  const plan = planned(null);
  expect(await world.open({ caps: { perDayUsd: '100' } }).run(clip, { plan })).toMatchObject({
    status: 'refused',
    reason: { code: 'price_unknown_with_cap' },
  });
  expect(world.simulator.jobs).toHaveLength(0);
  expect(await world.open().run(clip, { plan })).toMatchObject({ status: 'done', billedUsd: '0.12' });
});

test('the reservation gives way to the bill, and to nothing when the job fails', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  await shotcaller.run(clip, { plan: planned('0.5') });
  world.simulator.setScenario('job-failed');
  await shotcaller.run(clip, { plan: planned('0.5') });
  const { report, entries } = await shotcaller.ledger();
  expect(report.total).toMatchObject({
    jobs: 2,
    quotedUsd: '1',
    billedUsd: '0.12',
    reservedUsd: '0',
    unknownBills: 0,
  });
  expect(entries.map(({ kind, usd }) => `${kind} ${usd}`).sort()).toEqual([
    'refund -0.5',
    'refund -0.5',
    'reserve 0.5',
    'reserve 0.5',
    'settle 0.12',
  ]);
  const [header, ...rows] = ledgerCsv(report).trim().split('\r\n');
  expect(header).toBe('day,model,status,jobs,quotedUsd,billedUsd,assumedUsd,reservedUsd,unknownBills,disputedBills');
  expect(rows.map((row) => row.slice(11))).toEqual([
    `${model},done,1,0.5,0.12,0,0,0,0`,
    `${model},failed,1,0.5,0,0,0,0,0`,
  ]);
});

test('a price that no ledger holds is refused before anything is sent, caps or not', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  expect(await shotcaller.run(clip, { plan: planned('99999999999') })).toMatchObject({
    status: 'refused',
    reason: { code: 'over_budget', cap: 'job', limitUsd: '900000', neededUsd: '99999999999' },
  });
  expect(world.simulator.jobs).toEqual([]);
  expect((await shotcaller.ledger()).report.total).toMatchObject({ jobs: 0, quotedUsd: '0', reservedUsd: '0' });
});

test('a limit that the job brought is told from the one for every job, whichever is tighter', async () => {
  await using world = await simulate();
  const shotcaller = world.open({ caps: { perJobUsd: '0.35' } });
  const refused = async (maxUsd: string) => shotcaller.run(clip, { maxUsd, plan: planned('0.5') });
  expect(await refused('0.25')).toMatchObject({ reason: { cap: 'job', limitUsd: '0.25', setBy: 'job' } });
  const byConfig = await refused('0.45');
  expect(byConfig).toMatchObject({ reason: { cap: 'job', limitUsd: '0.35' } });
  expect(byConfig).not.toHaveProperty('reason.setBy');
  expect(await shotcaller.checkBudget('0.5', { maxUsd: '0.25' })).toMatchObject({ refusal: { setBy: 'job' } });
  expect(world.simulator.jobs).toEqual([]);
  expect((await shotcaller.ledger()).report.total).toMatchObject({ jobs: 0, quotedUsd: '0' });
});

test.each(['cost-null', 'cost-missing', 'byok'])(
  '%s: an unknown bill is booked as the reservation and flagged',
  async (scenario) => {
    await using world = await simulate({ scenario });
    const shotcaller = world.open();
    const attempt = await shotcaller.run(clip, { plan: planned('0.5') });
    expect(attempt).toMatchObject({ status: 'done', billedUsd: null, unknownBills: 1 });
    const { report } = await shotcaller.ledger();
    expect(report.total).toMatchObject({ billedUsd: '0', assumedUsd: '0.5', reservedUsd: '0', unknownBills: 1 });
  },
);

test('own bills enter the next quote, and a floor that they show is its price from then on', async () => {
  await using world = await simulate({ scenario: 'bill-minimum' });
  const shotcaller = world.open();
  const requirements = {
    prompt: 'a mug',
    durationSeconds: 3,
    resolution: '480p',
    models: { allow: ['alibaba/wan-3.0'] },
  } as const;
  const previewed = async (change: { readonly durationSeconds?: number } = {}) => {
    const plan = await shotcaller.preview({ ...requirements, ...change });
    if (plan.kind !== 'plan') throw new Error(JSON.stringify(plan));
    return plan.price;
  };
  expect(await previewed()).toMatchObject({ lowUsd: '0.2125', highUsd: '0.25', confidence: 'range' });
  const longer = await previewed({ durationSeconds: 10 });
  expect((await shotcaller.run(requirements)).status).toBe('done');
  expect((await shotcaller.run(requirements)).status).toBe('done');
  const [correction] = await shotcaller.learnedCorrections();
  // Billed as five seconds instead of three.
  expect(correction).toMatchObject({ model: 'alibaba/wan-3.0', n: 2, floorUsd: { low: '0.25', high: '0.25' } });
  expect(correction!.factor).toBeCloseTo(5 / 3, 6);
  const after = await previewed();
  expect(after).toMatchObject({ lowUsd: '0.25', expectedUsd: '0.25', highUsd: '0.25', confidence: 'exact' });
  expect(after.lines.at(-1)).toMatchObject({ sku: 'correction:own_bills', unit: 'correction' });
  expect(after.lines.reduce((sum, { usd }) => sum + Number(usd), 0)).toBeCloseTo(Number(after.expectedUsd), 6);
  expect(await previewed({ durationSeconds: 10 })).toEqual(longer);
});

test('own runs and failures become evidence', async () => {
  await using world = await simulate();
  const shotcaller = world.open();
  await shotcaller.run(clip, { plan: planned('0.12') });
  world.simulator.setScenario('job-failed');
  await shotcaller.run(clip, { plan: planned('0.12') });
  const { runs, outcomes } = await shotcaller.evidence();
  expect(runs).toMatchObject([{ model, durationSeconds: 4, task: 'generate' }]);
  expect(runs![0]!.seconds).toBeGreaterThan(0);
  expect(outcomes).toMatchObject([{ model, succeeded: 1, failed: 1 }]);
});

test.each([
  [undefined, 89, 1],
  [undefined, 91, 0],
  [10, 9, 1],
  [10, 11, 0],
])(
  'with billsTeachDays %s a bill corrects quotes %i days later: %i',
  async (billsTeachDays, daysLater, corrections) => {
    await using world = await simulate();
    await world.open().run(clip, { plan: planned('0.15') });
    const clock = { ...hastyClock, now: () => hastyClock.now() + daysLater * 86_400_000 };
    const later = world.open({ clock, ...(billsTeachDays !== undefined && { billsTeachDays }) });
    expect(await later.learnedCorrections()).toHaveLength(corrections);
    expect((await later.evidence()).priceCorrections).toHaveLength(corrections);
  },
);
