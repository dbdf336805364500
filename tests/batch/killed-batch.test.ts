import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { scaledClock } from '@shotcaller/simulator';
import { createSimulator } from 'shotcaller/simulator';
import { expect, test } from 'vitest';
import { bundle } from '../crash/bundle.mjs';
import { needsSignals } from '../needs.ts';
import type { BatchReport, BatchTask } from './batch-child.ts';

const shots = 500;
const speed = 40;
/** One in five requests or jobs meets a fault: refused for now, polls and files that fail, jobs that fail unbilled. */
const faults =
  'submit-429@0.04,submit-429-upstream@0.03,poll-503@0.03,poll-reset@0.03,content-502@0.03,content-cut@0.02,job-failed@0.02';

test(
  `${shots} shots with faults, killed three times: one bill each, none lost, and then only what is missing`,
  needsSignals,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shotcaller-killed-'));
    const startMs = Date.now();
    const simulator = createSimulator({
      clock: scaledClock(Date.now, speed, startMs),
      scenario: faults,
      creditsUsd: 100_000,
    });
    const { url, close } = await simulator.listen();
    const list = join(folder, 'shots.csv');
    const row = (number: number) => `s${number},a paper boat number ${number},1,480p`;
    const rows = Array.from({ length: shots }, (_, index) => row(index + 1));
    const write = (lines: readonly string[]) => writeFile(list, `id,prompt,duration,resolution\n${lines.join('\n')}\n`);
    await write(rows);
    const task: BatchTask = {
      baseUrl: `${url}/api/v1`,
      home: join(folder, 'home'),
      outFolder: join(folder, 'clips'),
      list,
      speed,
      startMs,
    };
    const child = await bundle('tests/batch/batch-child.ts');
    try {
      for (const share of [0.15, 0.4, 0.7]) await killedAt(child, task, Math.floor(shots * share));
      let report = await lived(child, task);
      const unknown = () => report.clips.filter(({ state }) => state === 'unknown');
      console.info(
        `after the kills: ${JSON.stringify(countsOf(report))}, ${simulator.jobs.length} jobs at the service, ${report.refusals} refusals, limits ${JSON.stringify(report.limits)}`,
      );
      // A shot that failed unbilled is what a further run is for.
      simulator.setScenario('');
      report = await lived(child, task);
      expect(report.problems).toEqual([]);
      expect(countsOf(report)).toEqual({
        done: shots - unknown().length,
        ...(unknown().length > 0 && { unknown: unknown().length }),
      });
      // A kill between the intent and the answer; without webhooks nobody can say more.
      expect(unknown().length).toBeLessThanOrEqual(3 * 8);
      const billed = new Set(simulator.bills.map(({ jobId }) => jobId));
      const delivered = report.clips.flatMap(({ state, remoteId }) => (state === 'done' ? [remoteId ?? ''] : []));
      expect(new Set(delivered).size).toBe(delivered.length);
      expect(delivered.filter((id) => !billed.has(id))).toEqual([]);
      // Bills that no clip stands for belong to shots whose outcome is unknown, and those are named.
      expect(billed.size - delivered.length).toBeLessThanOrEqual(unknown().length);
      const jobsBefore = simulator.jobs.length;
      await write(rows.map((line, index) => (index === 41 ? line.replace('paper', 'tin') : line)));
      report = await lived(child, task);
      expect(simulator.jobs.length - jobsBefore).toBe(1);
      expect(report.clips[41]?.state).toBe('done');
      console.info(
        `${delivered.length} clips, ${billed.size} bills, ${unknown().length} unknown; the edited shot: 1 further job`,
      );
    } finally {
      await close();
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

function start(
  path: string,
  task: BatchTask,
): { readonly process: ChildProcess; readonly lines: AsyncIterable<string> } {
  const started = spawn(process.execPath, [path, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { process: started, lines: createInterface({ input: started.stdout! }) };
}

async function killedAt(path: string, task: BatchTask, done: number): Promise<void> {
  const { process: started, lines } = start(path, task);
  const exit = once(started, 'exit');
  for await (const line of lines) {
    if (Number(/^done (\d+)/.exec(line)?.[1] ?? 0) >= done) started.kill('SIGKILL');
  }
  await exit;
}

async function lived(path: string, task: BatchTask): Promise<BatchReport> {
  const { process: started, lines } = start(path, task);
  const exit = once(started, 'exit');
  let last = '';
  for await (const line of lines) last = line;
  expect((await exit)[0]).toBe(0);
  return JSON.parse(last) as BatchReport;
}

function countsOf({ clips }: BatchReport): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of clips) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
