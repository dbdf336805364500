import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '@shotcaller/simulator';
import type { ChildReport, ChildTask, ResumeReport } from './child.ts';
import { judge } from './judge.ts';

/** How the service behaves, how far an order may fall back, and what is killed. */
export interface Scene {
  readonly scenario: string;
  readonly fallback: number;
  /** The point where `run` was killed, so that a job was left open: here `resume` is what is killed next. Absent: `run` is. */
  readonly leftAt?: string;
  /** What happens next happens through a webhook only. */
  readonly onlyWithWebhooks?: boolean;
  /** The job goes on at the service while it is resumed; otherwise the service has finished it by then. */
  readonly stillRunning?: boolean;
}

/** One place to die at, in one scene. */
export interface CrashPoint extends Scene {
  readonly name: string;
  readonly occurrence: number;
}

export interface Round {
  readonly point: CrashPoint;
  readonly withWebhooks: boolean;
  /** The process died where it was told to; `false`: a point within a wait that was over too soon. */
  readonly died: boolean;
  readonly jobsBought: number;
  readonly status: string;
  /** Everything that is wrong; empty: as it must be. */
  readonly faults: readonly string[];
}

export interface World extends AsyncDisposable {
  readonly simulator: Simulator;
  /** Every point that a whole run, or a whole resume, passes in a scene. */
  pointsOf(scene: Scene): Promise<readonly CrashPoint[]>;
  /** Kills a run, or a resume, at the point, recovers in a fresh process and holds ledger and files against the service. */
  play(point: CrashPoint, withWebhooks: boolean): Promise<Round>;
  /** Kills a run at the point, if one is given, then lets several processes go for the same order at once. */
  race(processes: number, crashAt?: ChildTask['crashAt']): Promise<readonly ChildReport[]>;
}

/** The scenes that between them pass every step of `run`. */
export const runScenes: readonly Scene[] = [
  { scenario: '', fallback: 0 },
  { scenario: 'submit-429', fallback: 0 },
  { scenario: 'poll-503,content-cut', fallback: 0 },
  { scenario: 'job-failed', fallback: 1 },
];

/** The scenes that between them pass every step of `resume`: each state that a killed run can leave a job in. */
export const resumeScenes: readonly Scene[] = [
  // Bought: poll, settle, download, verify, name.
  { scenario: '', fallback: 0, leftAt: 'submit:recorded' },
  // Recorded and never sent: nothing is bought for it any more.
  { scenario: '', fallback: 0, leftAt: 'run:recorded' },
  // Sent, perhaps: unknown. With a webhook: found again, and watched to its end.
  { scenario: '', fallback: 0, leftAt: 'submit:before_post' },
  { scenario: '', fallback: 0, leftAt: 'submit:answered', onlyWithWebhooks: true },
  // The file is there but not recorded; recorded but without its name; named; named with its sidecar.
  { scenario: '', fallback: 0, leftAt: 'download:checked' },
  { scenario: '', fallback: 0, leftAt: 'download:before_rename' },
  { scenario: '', fallback: 0, leftAt: 'download:linked' },
  { scenario: '', fallback: 0, leftAt: 'download:sidecar_written' },
  // Still running: polls that find nothing new.
  { scenario: 'job-slow', fallback: 0, leftAt: 'submit:recorded', stillRunning: true },
  // Bad polls, a broken transfer, a failed job whose money comes back.
  { scenario: 'poll-503,content-cut', fallback: 0, leftAt: 'submit:recorded' },
  { scenario: 'job-failed', fallback: 1, leftAt: 'submit:recorded' },
];

interface Hint {
  readonly remoteId: string;
  readonly correlationToken: string | null;
  readonly idempotencyKey: string;
}

/** A simulated service on loopback, and a receiver for its webhooks. `createDatabase` chooses PostgreSQL. */
export async function openWorld(childPath: string, createDatabase?: () => Promise<string>): Promise<World> {
  // As fast as possible, with retries of a second cut short.
  const simulator = createSimulator({ speed: 400, allowInsecureCallbacks: true, clipThread: false });
  const service = await simulator.listen();
  const hints: Hint[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('shotcaller');
      const { data } = JSON.parse(body) as { data: { id: string; status: string } };
      hints.push({ remoteId: data.id, correlationToken: token, idempotencyKey: `${data.id}-${data.status}` });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  async function prepare({ scenario, fallback }: Scene, withWebhooks: boolean) {
    simulator.reset();
    simulator.setScenario(scenario);
    hints.length = 0;
    const home = await mkdtemp(join(tmpdir(), 'shotcaller-crash-'));
    const databaseUrl = await createDatabase?.();
    const task = {
      baseUrl: `${service.url}/api/v1`,
      home,
      fallback,
      ...(databaseUrl !== undefined && { databaseUrl }),
      ...(withWebhooks && { callbackUrl }),
    };
    return task;
  }

  /** Kills a run, so that its job is left open. */
  async function leaveOpen(
    task: Omit<ChildTask, 'mode'>,
    { leftAt = '', stillRunning = false }: Scene,
    withWebhooks: boolean,
  ): Promise<void> {
    const { signal, stderr } = await runChild(childPath, {
      ...task,
      mode: 'run',
      crashAt: { name: leftAt, occurrence: 1 },
    });
    if (signal !== 'SIGKILL') throw new Error(`The run did not die at ${leftAt}: ${stderr}`);
    if (!stillRunning) await jobsEnded(simulator, withWebhooks ? hints : undefined);
  }

  return {
    simulator,

    async pointsOf(scene) {
      const withWebhooks = scene.onlyWithWebhooks ?? false;
      const task = await prepare(scene, withWebhooks);
      if (scene.leftAt !== undefined) await leaveOpen(task, scene, withWebhooks);
      const { report, stderr } = await runChild(childPath, {
        ...task,
        mode: scene.leftAt === undefined ? 'run' : 'resume',
        hints: [...hints],
      });
      await rm(task.home, { recursive: true, force: true });
      if (!report) throw new Error(`The process that nobody killed failed: ${stderr}`);
      const counts = new Map<string, number>();
      for (const name of report.points) counts.set(name, (counts.get(name) ?? 0) + 1);
      // A wait that happened to be short passes fewer of them; the clock must not decide what is tested.
      for (const what of ['submit', 'poll', 'content']) {
        if (!counts.has(`fetch:${what}:before`)) continue;
        for (const delay of [1, 4, 12]) counts.set(`fetch:${what}:${delay}ms_after`, 1);
      }
      return [...counts].flatMap(([name, count]) =>
        Array.from({ length: Math.min(count, 2) }, (_, index) => ({ ...scene, name, occurrence: index + 1 })),
      );
    },

    async play(point, withWebhooks) {
      const task = await prepare(point, withWebhooks);
      try {
        const { name, occurrence, leftAt } = point;
        const faults: string[] = [];
        if (leftAt !== undefined) await leaveOpen(task, point, withWebhooks);
        const boughtBefore = simulator.jobs.length;
        const mode = leftAt === undefined ? 'run' : 'resume';
        const first = await runChild(childPath, { ...task, mode, crashAt: { name, occurrence }, hints: [...hints] });
        const died = first.signal === 'SIGKILL';
        if (!died && !first.report) faults.push(`the ${mode} failed: ${first.stderr}`);
        if (
          mode === 'resume' &&
          (simulator.jobs.length > boughtBefore + point.fallback || first.stderr.includes('resume submits'))
        ) {
          faults.push('double submit: resume submits');
        }
        await jobsEnded(simulator, withWebhooks ? hints : undefined);
        const second = await runChild<ChildReport>(childPath, { ...task, mode: 'recover', hints: [...hints] });
        const round = { point, withWebhooks, died, jobsBought: simulator.jobs.length };
        if (!second.report) {
          return { ...round, status: 'none', faults: [...faults, `recovery failed: ${second.stderr}`] };
        }
        const crashed = leftAt !== undefined || died || first.report === undefined;
        faults.push(...(await judge(simulator, point, task.home, second.report, withWebhooks, crashed)));
        return { ...round, status: second.report.result.status, faults };
      } finally {
        await rm(task.home, { recursive: true, force: true });
      }
    },

    async race(processes, crashAt) {
      const task = await prepare({ scenario: '', fallback: 0 }, false);
      try {
        if (crashAt) await runChild(childPath, { ...task, mode: 'run', crashAt });
        const ends = await Promise.all(
          Array.from({ length: processes }, () => runChild<ChildReport>(childPath, { ...task, mode: 'run' })),
        );
        return ends.map(({ report, stderr }) => {
          if (!report) throw new Error(stderr);
          return report;
        });
      } finally {
        await rm(task.home, { recursive: true, force: true });
      }
    },

    async [Symbol.asyncDispose]() {
      await simulator.close();
      await new Promise((resolve) => receiver.close(resolve));
    },
  };
}

interface ChildEnd<Report> {
  readonly signal: string | null;
  readonly report: Report | undefined;
  readonly stderr: string;
}

function runChild<Report extends ResumeReport = ResumeReport>(
  path: string,
  task: ChildTask,
): Promise<ChildEnd<Report>> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code, signal) => {
      resolve({ signal, stderr, report: code === 0 ? (JSON.parse(stdout) as Report) : undefined });
    });
  });
}

/** The world goes on after a crash: waits until the service has finished what it was given, and said so. */
async function jobsEnded(simulator: Simulator, hints: readonly Hint[] | undefined): Promise<void> {
  for (;;) {
    const now = simulator.clock.now();
    const jobs = simulator.jobs;
    const told = hints === undefined || jobs.every(({ id }) => hints.some((hint) => hint.remoteId === id));
    if (told && jobs.every(({ endsAtMs }) => endsAtMs <= now)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
