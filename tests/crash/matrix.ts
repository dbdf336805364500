import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Big from 'big.js';
import { createSimulator, type Simulator } from '../../packages/shotcaller/src/simulator/index.ts';
import type { ChildReport, ChildTask } from './child.ts';

/** One place to die at, in one scenario of the service. */
export interface CrashPoint {
  readonly scenario: string;
  readonly fallback: number;
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
  /** Every point that a whole run passes in a scenario. */
  pointsOf(scenario: string, fallback: number): Promise<readonly CrashPoint[]>;
  /** Kills a run at the point, recovers in a fresh process and holds ledger and files against the service. */
  play(point: CrashPoint, withWebhooks: boolean): Promise<Round>;
  /** Kills a run at the point, if one is given, then lets several processes go for the same order at once. */
  race(processes: number, crashAt?: ChildTask['crashAt']): Promise<readonly ChildReport[]>;
}

/** The scenarios that between them pass every step of `run`. */
export const scenarios = [
  { scenario: '', fallback: 0 },
  { scenario: 'submit-429', fallback: 0 },
  { scenario: 'poll-503,content-cut', fallback: 0 },
  { scenario: 'job-failed', fallback: 1 },
] as const;

interface Hint {
  readonly jobId: string;
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
      hints.push({ jobId: data.id, correlationToken: token, idempotencyKey: `${data.id}-${data.status}` });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  async function prepare(scenario: string, fallback: number, withWebhooks: boolean) {
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

  return {
    simulator,

    async pointsOf(scenario, fallback) {
      const task = await prepare(scenario, fallback, false);
      const { report, stderr } = await runChild(childPath, { ...task, mode: 'run' });
      await rm(task.home, { recursive: true, force: true });
      if (!report) throw new Error(`The run without a crash failed: ${stderr}`);
      const counts = new Map<string, number>();
      for (const name of report.points) counts.set(name, (counts.get(name) ?? 0) + 1);
      // A wait that happened to be short passes fewer of them; the clock must not decide what is tested.
      for (const what of ['submit', 'poll', 'content']) {
        for (const delay of [1, 4, 12]) counts.set(`fetch:${what}:${delay}ms_after`, 1);
      }
      return [...counts].flatMap(([name, count]) =>
        Array.from({ length: Math.min(count, 2) }, (_, index) => ({ scenario, fallback, name, occurrence: index + 1 })),
      );
    },

    async play(point, withWebhooks) {
      const task = await prepare(point.scenario, point.fallback, withWebhooks);
      try {
        const { name, occurrence } = point;
        const first = await runChild(childPath, { ...task, mode: 'run', crashAt: { name, occurrence } });
        const died = first.signal === 'SIGKILL';
        await jobsEnded(simulator, withWebhooks ? hints : undefined);
        const second = await runChild(childPath, { ...task, mode: 'recover', hints: [...hints] });
        const bought = simulator.jobs.length;
        if (!second.report) {
          return {
            point,
            withWebhooks,
            died,
            jobsBought: bought,
            status: 'none',
            faults: [`recovery failed: ${second.stderr}`],
          };
        }
        const faults = await judge(
          simulator,
          point,
          task.home,
          second.report,
          withWebhooks,
          died || first.report === undefined,
        );
        if (!died && !first.report) faults.push(`the run failed: ${first.stderr}`);
        return { point, withWebhooks, died, jobsBought: bought, status: second.report.result.status, faults };
      } finally {
        await rm(task.home, { recursive: true, force: true });
      }
    },

    async race(processes, crashAt) {
      const task = await prepare('', 0, false);
      try {
        if (crashAt) await runChild(childPath, { ...task, mode: 'run', crashAt });
        const ends = await Promise.all(
          Array.from({ length: processes }, () => runChild(childPath, { ...task, mode: 'run' })),
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

interface ChildEnd {
  readonly signal: string | null;
  readonly report: ChildReport | undefined;
  readonly stderr: string;
}

function runChild(path: string, task: ChildTask): Promise<ChildEnd> {
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
      resolve({ signal, stderr, report: code === 0 ? (JSON.parse(stdout) as ChildReport) : undefined });
    });
  });
}

/** The world goes on after a crash: waits until the service has finished what it was given, and said so. */
async function jobsEnded(simulator: Simulator, hints: readonly Hint[] | undefined): Promise<void> {
  const longestMs = 5000;
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs += 5) {
    const now = simulator.clock.now();
    const jobs = simulator.jobs;
    const told = hints === undefined || jobs.every(({ id }) => hints.some((hint) => hint.jobId === id));
    if (told && jobs.every(({ endsAtMs }) => endsAtMs <= now)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function judge(
  simulator: Simulator,
  point: CrashPoint,
  home: string,
  { result, entries, problems, submitsWhileResuming }: ChildReport,
  withWebhooks: boolean,
  crashed: boolean,
): Promise<string[]> {
  const faults: string[] = problems.map((problem) => `ledger: ${problem}`);
  const bought = simulator.jobs;
  if (submitsWhileResuming > 0) faults.push('resume has submitted');
  if (result.id === null) return [...faults, `no order: ${result.status}`];
  const attempts = result.attempts;
  const models = new Set(bought.map(({ model }) => model));
  if (models.size < bought.length || bought.length > 1 + point.fallback) {
    faults.push(`double submit: ${bought.length} jobs bought`);
  }
  for (const { id } of bought) {
    const isKnown = attempts.some((attempt) => attempt.jobId === id);
    const isUncertain = attempts.some((attempt) => attempt.status === 'unknown' && attempt.jobId === null);
    if (!isKnown && (withWebhooks || !isUncertain)) faults.push(`lost: nothing knows of ${id}`);
  }
  const expected = point.scenario === 'job-failed' ? ['failed'] : ['done'];
  if (crashed) expected.push('unknown');
  if (!expected.includes(result.status)) faults.push(`ended ${result.status}: ${JSON.stringify(result.reason)}`);
  // With a webhook a job that was bought is found again; unknown stays only what may never have left.
  if (result.status === 'unknown' && withWebhooks && bought.length > 0) faults.push('unknown in spite of the webhook');

  faults.push(...(await judgeFiles(home, result)));
  const total = entries.reduce((sum, { usd }) => sum.plus(usd), new Big(0));
  const uncertain = new Set(attempts.filter(({ status }) => status === 'unknown').map(({ id }) => id));
  const held = entries.filter(({ jobId }) => uncertain.has(jobId)).reduce((sum, { usd }) => sum.plus(usd), new Big(0));
  const known = new Set(attempts.map(({ jobId }) => jobId));
  const billed = simulator.bills
    .filter(({ jobId }) => known.has(jobId))
    .reduce((sum, { usd }) => sum.plus(usd), new Big(0));
  if (!total.minus(held).eq(billed)) faults.push(`ledger ${total.minus(held)} against bills ${billed}`);
  const hidden = simulator.bills
    .filter(({ jobId }) => !known.has(jobId))
    .reduce((sum, { usd }) => sum.plus(usd), new Big(0));
  if (hidden.gt(held)) faults.push(`a bill of ${hidden} is covered by a reservation of ${held} only`);
  return faults;
}

/** Every file there is must be a whole one that the ledger knows, beside its sidecar; nothing temporary is left. */
async function judgeFiles(home: string, result: ChildReport['result']): Promise<string[]> {
  const faults: string[] = [];
  const names = await readdir(join(home, 'out')).catch(() => []);
  const known = new Map(result.files.map((file) => [file.path, file]));
  if (result.status === 'done' && known.size !== 1) faults.push('done without its file');
  for (const name of names) {
    const path = join(home, 'out', name);
    const file = known.get(path);
    if (file) {
      known.delete(path);
      const hash = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      if (hash !== file.sha256) faults.push(`corrupt: ${name}`);
      if (file.differences.length > 0) faults.push(`not as ordered: ${JSON.stringify(file.differences)}`);
    } else if (name.endsWith('.mp4.json')) JSON.parse(await readFile(path, 'utf8'));
    else faults.push(`left over: ${name}`);
  }
  for (const path of known.keys()) faults.push(`missing: ${path}`);
  return faults;
}
