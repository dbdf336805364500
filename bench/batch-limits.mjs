// How long a batch takes, and how many of its submits are refused, while a provider’s limit of jobs at once moves 12 → 5 → 20: with the
// number that the batch learns, and with fixed ones. Every request goes over real HTTP on loopback, to the simulator; time runs fast.
//
//   node bench/batch-limits.mjs [--clips 500] [--speed 40] [--at-once auto,4,12,20,32]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundledCatalog } from '@shotcaller/core';
import { createSimulator, scaledClock } from '@shotcaller/simulator';
import { createShotcaller } from 'shotcaller';

/** A clip of it takes about a minute: long beside the moments that this machine needs for one. */
const model = 'bytedance/seedance-2.0-mini';

/** The limit in thirds of the time that the batch takes at its best, about: what a job takes on average, in seconds, sets the scale. */
function roomsOf(clips, meanSeconds) {
  const scale = (clips * meanSeconds) / 96;
  return [
    { jobs: 12, fromSeconds: 0 },
    { jobs: 5, fromSeconds: 2.2 * scale },
    { jobs: 20, fromSeconds: 6 * scale },
  ];
}

/** Runs one batch. `concurrency` of `undefined`: learnt. Times are simulated seconds. */
export async function measureBatch({ clips, speed, concurrency }) {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-limits-'));
  const startMs = Date.now();
  const clock = scaledClock(Date.now, speed, startMs);
  const options = { apiKey: 'sk-or-limits', home, catalog: async () => bundledCatalog, clock };
  const rows = Array.from(
    { length: clips },
    (_, index) => `s${index + 1},a paper boat number ${index + 1},4,480p,${model}`,
  );
  const csv = `id,prompt,duration,resolution,model\n${rows.join('\n')}\n`;
  const planner = createShotcaller({ ...options, home: join(home, 'planner') });
  const list = await planner.batch.readListText(csv, 'csv', { name: 'boats' });
  const [first] = (await planner.batch.plan({ ...list, shots: list.shots.slice(0, 1) })).clips;
  await planner.close();
  const { p50Seconds, p90Seconds } = first.outcome.expectedTime;
  const meanSeconds = p50Seconds * Math.exp((Math.log(p90Seconds / p50Seconds) / 1.2816) ** 2 / 2);
  const simulator = createSimulator({
    clock: scaledClock(Date.now, speed, startMs),
    creditsUsd: 100_000,
    jobsAtOnce: roomsOf(clips, meanSeconds),
  });
  const { url, close } = await simulator.listen();
  const shotcaller = createShotcaller({
    ...options,
    baseUrl: `${url}/api/v1`,
    placePoll: (_job, nowMs) => ({ nextPollMs: nowMs + 5000, remainingSeconds: null }),
  });
  try {
    const plan = await shotcaller.batch.plan(list);
    const startedMs = clock.now();
    const run = await shotcaller.batch.run(plan, {
      outFolder: join(home, 'clips'),
      ...(concurrency !== undefined && { concurrency }),
    });
    const { refusals } = run;
    return {
      seconds: (clock.now() - startedMs) / 1000,
      refusals,
      submits: simulator.jobs.length + refusals,
      done: run.clips.filter(({ state }) => state === 'done').length,
      bills: simulator.bills.length,
    };
  } finally {
    await shotcaller.close();
    await close();
    await simulator.close();
    await rm(home, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      clips: { type: 'string', default: '500' },
      speed: { type: 'string', default: '40' },
      'at-once': { type: 'string', default: 'auto,4,12,20,32' },
    },
  });
  const measured = [];
  for (const name of values['at-once'].split(',')) {
    const concurrency = name === 'auto' ? undefined : Number(name);
    const one = await measureBatch({ clips: Number(values.clips), speed: Number(values.speed), concurrency });
    measured.push({ name, ...one });
    const share = ((100 * one.refusals) / one.submits).toFixed(2);
    console.log(
      `${name.padStart(4)} at once: ${Math.round(one.seconds)} s, ${one.refusals} of ${one.submits} submits refused (${share} %), ${one.done} done, ${one.bills} bills`,
    );
  }
  const learnt = measured.find(({ name }) => name === 'auto');
  const fixed = measured.filter(({ name }) => name !== 'auto');
  if (learnt && fixed.length > 0) {
    const best = fixed.reduce((one, other) => (other.seconds < one.seconds ? other : one));
    console.log(
      `auto is ${(100 * (learnt.seconds / best.seconds - 1)).toFixed(1)} % slower than ${best.name}, the best of these`,
    );
  }
}
