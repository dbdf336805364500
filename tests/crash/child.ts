import { writeSync } from 'node:fs';
import { bundledCatalog } from '@shotcaller/core';
import { createShotcaller, type RunResult } from '../../packages/shotcaller/src/shotcaller.ts';

/** What the parent tells a child, as JSON in the first argument. */
export interface ChildTask {
  /** `recover` is what a user does after a crash: resume everything, then order the same again under its key. */
  readonly mode: 'run' | 'resume' | 'recover';
  readonly baseUrl: string;
  readonly home: string;
  readonly databaseUrl?: string;
  readonly callbackUrl?: string;
  readonly fallback: number;
  /** Dies at this point, at its n-th occurrence. */
  readonly crashAt?: { readonly name: string; readonly occurrence: number };
  /** Webhooks that arrived meanwhile. */
  readonly hints?: readonly {
    readonly remoteId: string;
    readonly correlationToken: string | null;
    readonly idempotencyKey: string;
  }[];
}

/** What a child that only resumes prints, as JSON, if it lives to its end. */
export interface ResumeReport {
  readonly points: readonly string[];
  readonly submits: number;
  readonly resumed: readonly { readonly id: string; readonly status: string }[];
}

/** What the others print. */
export interface ChildReport extends ResumeReport {
  /** Submits that left during `resume`: never more than the fallbacks that the job was ordered with. */
  readonly submitsWhileResuming: number;
  readonly result: RunResult;
  readonly entries: readonly { readonly attemptId: string; readonly kind: string; readonly usd: string }[];
  readonly problems: readonly string[];
}

const task = JSON.parse(process.argv[2] ?? '{}') as ChildTask;
const points: string[] = [];
const counts = new Map<string, number>();
let submits = 0;

/** Notes a point; where it is the chosen one, the process ends as if the power had failed. */
function reach(name: string): void {
  const occurrence = (counts.get(name) ?? 0) + 1;
  counts.set(name, occurrence);
  points.push(name);
  if (task.crashAt?.name === name && task.crashAt.occurrence === occurrence) die();
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** The built-in fetch with points inside its awaits: a while after the request left, at the headers, within the body. */
async function watchedFetch(input: string, init?: RequestInit): Promise<Response> {
  const { pathname } = new URL(input);
  const what = init?.method === 'POST' ? 'submit' : pathname.endsWith('/content') ? 'content' : 'poll';
  if (what === 'submit') {
    submits += 1;
    // At once: a process that is killed reports nothing.
    if (task.mode === 'resume' && task.fallback === 0) writeSync(2, 'resume submits\n');
  }
  reach(`fetch:${what}:before`);
  const timers = [1, 4, 12].map((delayMs) => setTimeout(() => reach(`fetch:${what}:${delayMs}ms_after`), delayMs));
  // The two later ones are due only while the answer is still out.
  const response = await fetch(input, init);
  for (const timer of timers) clearTimeout(timer);
  reach(`fetch:${what}:headers`);
  if (what !== 'content' || !response.body) return response;
  const body = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        reach('fetch:content:chunk');
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(body, { status: response.status, headers: response.headers });
}

const shotcaller = createShotcaller({
  apiKey: 'sk-or-crash',
  baseUrl: task.baseUrl,
  home: task.home,
  fetch: watchedFetch,
  catalog: async () => bundledCatalog,
  checkpoint: reach,
  placePoll: (_job, nowMs) => ({ nextPollMs: nowMs + 4, remainingSeconds: null }),
  ...(task.databaseUrl !== undefined && { databaseUrl: task.databaseUrl }),
  ...(task.callbackUrl !== undefined && { callbackUrl: task.callbackUrl }),
});

const order = () =>
  shotcaller.run(
    { prompt: 'a mug', durationSeconds: 1, resolution: '480p' },
    { key: 'the-order', output: `${task.home}/out/mug.mp4`, sidecar: true, fallback: task.fallback },
  );

/** As after a restart: the webhooks that came meanwhile, then everything that is open. */
async function resumeAll(): Promise<ResumeReport['resumed']> {
  for (const hint of task.hints ?? []) await shotcaller.noteDelivery(hint);
  return (await shotcaller.resume()).map(({ id, status }) => ({ id, status }));
}

async function buyAndReport(resumed: ResumeReport['resumed']): Promise<ChildReport> {
  const submitsWhileResuming = submits;
  const result = await order();
  const { entries } = await shotcaller.ledger();
  const problems = await shotcaller.checkIntegrity();
  return {
    points,
    submits,
    submitsWhileResuming,
    resumed,
    result,
    entries: entries.map(({ attemptId, kind, usd }) => ({ attemptId, kind, usd })),
    problems,
  };
}

const resumed = task.mode === 'run' ? [] : await resumeAll();
const report = task.mode === 'resume' ? { points, submits, resumed } : await buyAndReport(resumed);
await shotcaller.close();
process.stdout.write(JSON.stringify(report));
