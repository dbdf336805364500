import { bundledCatalog } from '@shotcaller/core';
import { scaledClock } from '@shotcaller/simulator';
import { createShotcaller } from '../../packages/shotcaller/src/shotcaller.ts';

/** What the parent tells a child, as JSON in the first argument. */
export interface BatchTask {
  readonly baseUrl: string;
  readonly home: string;
  readonly outFolder: string;
  /** Path of the list. */
  readonly list: string;
  readonly speed: number;
  /** When simulated and real time were the same, milliseconds since 1970. */
  readonly startMs: number;
}

/** What it prints at its end, in its last line. */
export interface BatchReport {
  readonly clips: readonly {
    readonly shot: string;
    readonly state: string;
    readonly remoteId: string | null;
    readonly why: string;
  }[];
  readonly billedUsd: string;
  readonly refusals: number;
  readonly limits: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
  readonly forecast: { readonly p10Seconds: number; readonly p90Seconds: number } | null;
  readonly tookSeconds: number;
  readonly lowUsd: string;
  readonly highUsd: string;
}

const task = JSON.parse(process.argv[2] ?? '{}') as BatchTask;
const clock = scaledClock(Date.now, task.speed, task.startMs);
const shotcaller = createShotcaller({
  apiKey: 'sk-or-batch',
  baseUrl: task.baseUrl,
  home: task.home,
  catalog: async () => bundledCatalog,
  clock,
  placePoll: (_job, nowMs) => ({ nextPollMs: nowMs + 5000, remainingSeconds: null }),
});
const list = await shotcaller.batch.readList(task.list);
const plan = await shotcaller.batch.plan(list);
const startedMs = clock.now();
let told = -1;
const run = await shotcaller.batch.run(plan, {
  outFolder: task.outFolder,
  onProgress: ({ clips }) => {
    const done = clips.filter(({ state }) => state === 'done').length;
    // The parent kills by these lines.
    if (done !== told) process.stdout.write(`done ${done}\n`);
    told = done;
  },
});
const report: BatchReport = {
  clips: run.clips.map(({ shot, state, job, whyNot }) => ({
    shot,
    state,
    remoteId: job?.remoteId ?? null,
    why: JSON.stringify(whyNot ?? job?.reason ?? null),
  })),
  billedUsd: run.billedUsd,
  refusals: run.refusals,
  limits: run.limits,
  problems: await shotcaller.checkIntegrity(),
  forecast: plan.total.time,
  tookSeconds: (clock.now() - startedMs) / 1000,
  lowUsd: plan.total.lowUsd,
  highUsd: plan.total.highUsd,
};
await shotcaller.close();
process.stdout.write(`${JSON.stringify(report)}\n`);
