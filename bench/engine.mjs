/**
 * The engine on PostgreSQL: steps a second of one worker and of two on the same jobs, the processor time that a step costs worker and
 * PostgreSQL, and how late steps begin with ten thousand jobs in flight. A step is one look at a job: claimed, asked, and written under its
 * version. The service is a function in the worker, so that only engine and ledger are measured: one that answers at once, where the
 * processor of this machine is the limit, and one that takes a moment, where each worker waits for it with so many looks at once, as two
 * machines would that have a processor each.
 *
 *   node bench/engine.mjs [--json] [SECONDS]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { serverClock, startPostgres } from './_postgres.mjs';
import { median } from './_timing.mjs';

const service = 'https://openrouter.ai';
const here = fileURLToPath(import.meta.url);
const jobsOfARun = 2000;
const jobsInFlight = 10_000;
/**
 * Looks at once of a worker that waits for the service, how long the service takes, and how soon a job is looked at again: late enough for
 * the others to have their turn, and too soon for a place to stay empty.
 */
const waiting = { atOnce: 48, serviceMs: 50, pauseMs: 200 };

export default async function measure(seconds = 5) {
  const figures = await figuresOf(seconds);
  if (!figures) return [{ name: 'engine on PostgreSQL', skipped: 'PostgreSQL did not start here' }];
  const { one, two, oneWaiting, twoWaiting, inFlight } = figures;
  return [
    {
      name: 'steps a second of one worker that waits for the service, times 1.8, to those of two',
      ratio: (1.8 * oneWaiting.stepsPerSecond) / twoWaiting.stepsPerSecond,
      limit: 1,
      detail: `${waiting.atOnce} at once, ${waiting.serviceMs} ms each: one ${told(oneWaiting)}; two ${told(twoWaiting)}; with ${figures.cores} cores as the limit: one ${told(one)}; two ${told(two)}`,
    },
    {
      name: `${jobsInFlight} jobs in flight: p95 of how late a step begins, of 1 s`,
      ratio: inFlight.p95Ms / 1000,
      limit: 1,
      detail: `p50 ${inFlight.p50Ms} ms, p95 ${inFlight.p95Ms} ms at ${inFlight.stepsPerSecond} steps/s, ${told(inFlight)}`,
    },
  ];
}

function told({ stepsPerSecond, workerMs, postgresMs }) {
  return `${stepsPerSecond}/s, ${workerMs} ms of worker and ${postgresMs} ms of PostgreSQL a step`;
}

/** Rounds alternate, so that a slow moment of the machine hits both. */
async function figuresOf(seconds) {
  const server = await startPostgres();
  if (!server) return undefined;
  try {
    const url = await server.createDatabase();
    const clock = await serverClock(url);
    const rounds = [];
    for (let round = 0; round < 3; round += 1) {
      for (const service of [{}, waiting]) {
        for (const workers of [1, 2]) {
          rounds.push({ workers, service, ...(await run({ url, clock, workers, seconds, ...service })) });
          if (process.argv.includes('--rounds')) console.error(JSON.stringify(rounds.at(-1)));
        }
      }
    }
    const of = (workers, service) =>
      medianOf(rounds.filter((round) => round.workers === workers && (round.service === waiting) === service));
    const inFlight = await run({ url, clock, workers: 2, seconds: 3 * seconds, jobs: jobsInFlight, pauseMs: 18_000 });
    return {
      cores: availableParallelism(),
      waiting,
      one: of(1, false),
      two: of(2, false),
      oneWaiting: of(1, true),
      twoWaiting: of(2, true),
      inFlight,
    };
  } finally {
    await server.stop();
  }
}

function medianOf(rounds) {
  const pick = (name) => median(rounds.map((round) => round[name]));
  return { stepsPerSecond: pick('stepsPerSecond'), workerMs: pick('workerMs'), postgresMs: pick('postgresMs') };
}

/** Workers that carry jobs for so long. `pauseMs`: between two looks at a job; 0: as many looks as they can make. */
async function run({ url, clock, workers, seconds, jobs = jobsOfARun, pauseMs = 0, atOnce = 4096, serviceMs = 0 }) {
  const homes = Array.from({ length: workers }, () => mkdtempSync(join(tmpdir(), 'shotcaller-engine-')));
  const children = homes.map((home) =>
    fork(here, ['--worker', JSON.stringify({ url, home, pauseMs, atOnce, serviceMs })], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  );
  try {
    await Promise.all(children.map((child) => message(child, 'ready')));
    const ids = await fill(url, jobs);
    const share = Math.ceil(jobs / workers);
    for (const [at, child] of children.entries()) child.send({ carry: ids.slice(at * share, (at + 1) * share) });
    // Until every job was looked at once: taking over is not what is measured.
    await Promise.all(children.map((child) => message(child, 'warm')));
    const usedBefore = clock();
    const startedMs = performance.now();
    for (const child of children) child.send({ measure: true });
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const usedMs = clock() - usedBefore;
    const results = await Promise.all(
      children.map((child) => {
        child.send({ tell: true });
        return message(child, 'result');
      }),
    );
    const tookSeconds = (performance.now() - startedMs) / 1000;
    const steps = results.reduce((sum, { steps: own }) => sum + own, 0);
    const late = results.flatMap(({ lateMs }) => lateMs).sort((a, b) => a - b);
    const at = (part) => Math.round(late[Math.floor(part * (late.length - 1))] ?? 0);
    return {
      stepsPerSecond: Math.round(steps / tookSeconds),
      workerMs: rounded(results.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / steps),
      postgresMs: rounded(usedMs / steps),
      p50Ms: at(0.5),
      p95Ms: at(0.95),
    };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  }
}

const rounded = (ms) => Math.round(ms * 1000) / 1000;

async function message(child, kind) {
  for (;;) {
    const [told] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`A worker ended with ${code}.`);
      }),
    ]);
    if (told.kind === kind) return told;
  }
}

let batches = 0;

/** Jobs that were bought and are looked at, made by SQL. */
async function fill(url, jobs) {
  batches += 1;
  const prefix = `bench-${batches}-`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('truncate events, requests, money, attempts, jobs cascade');
    const now = new Date().toISOString();
    await client.query(
      `insert into jobs (id, service, owner, generation, fingerprint, brief, options, created_at, repeats, handed_over)
        select '${prefix}' || i, '${service}', '', 1, 'f', '{"requirements":{"prompt":"a mug"},"preferences":{},"model":null,"allowedModels":null,"body":null}',
          '{"fallback":0,"allowTwoBills":false,"overwrite":false,"sidecar":false,"watchSeconds":7200}', '${now}', 0, 0
        from generate_series(1, ${jobs}) i`,
    );
    await client.query(
      `insert into attempts (id, job_id, number, state, version, service, model, correlation_token, request_hash, price, quoted_pico, clip,
          remote_id, remote_status, submit_tries, polls, poll_errors, download_tries, created_at, submitted_at, last_pending_at, deadline_at, content_urls, budget_day)
        select '${prefix}' || i, '${prefix}' || i, 1, 'running', 3, '${service}', 'author/model', 'token-${prefix}' || i, 'h',
          '{"lowUsd":"0.12","expectedUsd":"0.12","highUsd":"0.12","confidence":"exact","lines":[],"reasons":[],"assumptions":[],"confirmedByBill":false}',
          120000000000, '{"task":"generate","durationSeconds":5}', '${prefix}' || i, 'in_progress', 1, 1, 0, 0, '${now}', '${now}', '${now}',
          '${new Date(Date.now() + 7_200_000).toISOString()}', '[]', '${now.slice(0, 10)}'
        from generate_series(1, ${jobs}) i`,
    );
    await client.query('analyze');
  } finally {
    await client.end();
  }
  return Array.from({ length: jobs }, (_, at) => `${prefix}${at + 1}`);
}

async function work({ url, home, pauseMs, atOnce, serviceMs }) {
  const { createShotcaller } = await import('../packages/shotcaller/dist/index.js');
  const dueMs = new Map();
  const seen = new Set();
  let steps = 0;
  let lateMs = [];
  let carried = Number.POSITIVE_INFINITY;
  let cpu = process.cpuUsage();
  const send = (told) => process.send(told);
  const shotcaller = createShotcaller({
    home,
    databaseUrl: url,
    apiKey: 'sk-or-v1-bench',
    concurrency: atOnce,
    async fetch(input) {
      const id = String(input).split('/').at(-1);
      steps += 1;
      const due = dueMs.get(id);
      if (due !== undefined) lateMs.push(Math.max(0, Date.now() - due));
      if (serviceMs > 0) await new Promise((resolve) => setTimeout(resolve, serviceMs));
      if (seen.size < carried && seen.add(id).size === carried) send({ kind: 'warm' });
      return new Response(JSON.stringify({ id, status: 'in_progress' }), {
        headers: { 'content-type': 'application/json' },
      });
    },
    placePoll({ remoteId }, nowMs) {
      const nextPollMs = nowMs + pauseMs * (0.5 + Math.random());
      if (pauseMs > 0) dueMs.set(remoteId, nextPollMs);
      return { nextPollMs, remainingSeconds: null };
    },
  });
  await shotcaller.jobs({ limit: 1 });
  process.on('message', ({ carry, measure: begins, tell }) => {
    if (carry) {
      carried = carry.length;
      shotcaller.resume(carry).catch((error) => console.error(error));
    }
    if (begins) {
      steps = 0;
      lateMs = [];
      cpu = process.cpuUsage();
    }
    if (tell) {
      const { user, system } = process.cpuUsage(cpu);
      send({ kind: 'result', steps, lateMs, cpuMs: (user + system) / 1000 });
    }
  });
  send({ kind: 'ready' });
}

if (process.argv[2] === '--worker') await work(JSON.parse(process.argv[3]));
else if (process.argv[1] === here) {
  const seconds = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 5);
  if (process.argv.includes('--json')) console.log(JSON.stringify(await figuresOf(seconds), null, 2));
  else for (const row of await measure(seconds)) console.log(row);
}
