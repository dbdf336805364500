/**
 * A ledger with a million jobs that have ended, made by SQL, in SQLite and in PostgreSQL: how long `serve` takes to start on it and what it
 * weighs, how long it takes for `/v1/jobs?limit=20` and `/v1/ledger`, and how long a reservation takes. Prints its own table, or JSON.
 *
 *   node bench/large-ledger.mjs [--json] [JOBS] [sqlite|postgres]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Database from 'libsql';
import pg from 'pg';
import { startPostgres } from './_postgres.mjs';
import { median } from './_timing.mjs';

const service = 'https://openrouter.ai';
const words = process.argv.slice(2);
const jobs = Number(words.find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const asJson = words.includes('--json');
const now = () => new Date().toISOString();

async function measure(kind, place, parts) {
  const opened = await parts.open(place);
  await opened.ledger.close();
  const empty = await started(place);
  await empty.stop();
  const startedMs = performance.now();
  await place.fill();
  const { ledger, transact } = await parts.open(place);
  await transact((transaction) => parts.rebuildTotals(transaction));
  await transact((transaction) => parts.rebuildLines(transaction));
  note(`${kind}: ${jobs} jobs made in ${Math.round((performance.now() - startedMs) / 1000)} s`);
  const reservation = await reservations(ledger);
  await ledger.close();
  await place.settle();

  const full = await started(place);
  const list = await timed(`${full.url}/v1/jobs?limit=20`);
  const sums = await timed(`${full.url}/v1/ledger`);
  const open = await timed(`${full.url}/v1/jobs?limit=20&status=open`);
  const megabytes = Math.round(full.residentBytes() / 1e6);
  await full.stop();
  return {
    kind,
    jobs,
    startMs: full.startMs,
    startOfAnEmptyOneMs: empty.startMs,
    megabytes,
    megabytesAtStart: Math.round(full.bytesAtStart / 1e6),
    jobsMs: list,
    openJobsMs: open,
    ledgerMs: sums,
    reservationMs: reservation,
  };
}

/** The built gateway on that ledger, from the start of its process to its first line. */
async function started({ home, databaseUrl }) {
  const program = fileURLToPath(new URL('../packages/shotcaller/dist/cli/main.js', import.meta.url));
  const startMs = performance.now();
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--catalog', 'bundled'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      SHOTCALLER_HOME: home,
      OPENROUTER_API_KEY: 'sk-or-v1-bench',
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const line = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    once(child, 'exit').then(() => Promise.reject(new Error(said))),
  ]);
  const residentBytes = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) * 1024;
  return {
    url: new URL(line.trim()).origin,
    startMs: Math.round(performance.now() - startMs),
    bytesAtStart: residentBytes(),
    residentBytes,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function timed(url) {
  const times = [];
  for (let round = 0; round < 101; round += 1) {
    const began = performance.now();
    const answer = await fetch(url);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    times.push(performance.now() - began);
  }
  return rounded(median(times));
}

/** Planned attempts whose money is reserved, with a limit of the day, of the month and of a job. */
async function reservations(ledger) {
  const times = [];
  const at = now();
  for (let round = 0; round < 51; round += 1) {
    const id = `reserved-${round}-${Date.now()}`;
    await ledger.openJob({ job: jobOf(id, at), dedupe: null, attempt: attemptOf(id, at), body: '{"prompt":"a mug"}' });
    const transition = {
      attemptId: id,
      version: 1,
      at,
      by: 'bench',
      change: { state: 'submitting', budgetDay: at.slice(0, 10), worker: 'bench', leaseUntil: at },
      event: { what: 'submitting' },
      money: [{ kind: 'reserve', pico: 120_000_000_000n }],
    };
    const caps = { perJobUsd: '1', perDayUsd: '1000000', perMonthUsd: '1000000' };
    const began = performance.now();
    const answer = await ledger.reserve(transition, 120_000_000_000n, caps);
    times.push(performance.now() - began);
    if (answer.kind !== 'reserved') throw new Error(JSON.stringify(answer));
  }
  return rounded(median(times));
}

const price = {
  lowUsd: '0.12',
  expectedUsd: '0.12',
  highUsd: '0.12',
  confidence: 'exact',
  lines: [],
  reasons: [],
  assumptions: [],
  confirmedByBill: false,
};
const brief = {
  requirements: {
    task: 'generate',
    references: [],
    passthrough: [],
    providers: { allow: [], deny: [] },
    models: { allow: [], deny: [] },
    prompt: 'a lighthouse in a storm, seen from the sea',
  },
  preferences: {},
  model: null,
  allowedModels: null,
  body: null,
};
const jobOptions = { fallback: 0, allowTwoBills: false, overwrite: false, sidecar: false, watchSeconds: 7200 };

function jobOf(id, at) {
  return {
    ...{ id, service, owner: '', key: null, fingerprint: 'f', brief, options: jobOptions, findings: [] },
    ...{ receipt: null, createdAt: at, concludedAt: null },
  };
}

function attemptOf(id, at) {
  return {
    ...{ id, jobId: id, number: 1, version: 1, service, createdAt: at, correlationToken: `t-${id}`, state: 'planned' },
    ...{
      worker: null,
      leaseUntil: null,
      nextAt: null,
      deadlineAt: null,
      model: 'author/model-1',
      requestHash: 'h',
      price,
    },
    ...{ clip: { task: 'generate', durationSeconds: 5 }, expectedTime: null, remoteId: null, pollingUrl: null },
    ...{ remoteStatus: null, submitTries: 0, polls: 0, pollErrors: 0, downloadTries: 0, submittedAt: null },
    ...{ lastPendingAt: null, completedAt: null, endedAt: null, contentUrls: [], target: null, file: null },
    ...{ billedUsd: null, billKnown: null, billDoubt: null, reason: null, budgetDay: null },
  };
}

/** Jobs over the 180 days before today, 12 models and 5 owners, nine in ten done; an attempt, two events and three entries of money each. */
function statements({ moment, series }) {
  const text = (value) => `'${JSON.stringify(value)}'`;
  return [
    `create temporary table n as select i, 'job-' || i as id, 'owner-' || (i % 5) as owner, ${moment} as at,
      'author/model-' || (i % 12) as model, case when i % 10 = 0 then 'failed' else 'done' end as state from ${series}`,
    `insert into jobs (id, service, owner, generation, fingerprint, brief, options, created_at, concluded_at, repeats, handed_over)
      select id, '${service}', owner, 1, 'f', ${text(brief)}, ${text(jobOptions)}, at, at, 0, 0 from n`,
    `insert into attempts (id, job_id, number, state, version, service, model, correlation_token, request_hash, price, quoted_pico, clip,
        submit_tries, polls, poll_errors, download_tries, created_at, submitted_at, completed_at, ended_at, content_urls, billed_usd, bill_known, budget_day)
      select id, id, 1, state, 5, '${service}', model, 't-' || i, 'h', ${text(price)}, 120000000000, '{"task":"generate","durationSeconds":5}',
        1, 3, 0, 1, at, at, case when state = 'done' then at end, at, '[]', case when state = 'done' then '0.12' end,
        case when state = 'done' then 1 end, substr(at, 1, 10) from n`,
    `insert into events (attempt_id, version, job_id, at, by_whom, what, state)
      select id, 1, id, at, 'bench', 'planned', 'planned' from n union all select id, 5, id, at, 'bench', 'done', state from n`,
    `insert into money (attempt_id, kind, job_id, service, owner, pico, budget_day, at)
      select id, 'reserve', id, '${service}', owner, 120000000000, substr(at, 1, 10), at from n
      union all select id, 'refund', id, '${service}', owner, -120000000000, substr(at, 1, 10), at from n
      union all select id, 'settle', id, '${service}', owner, 120000000000, substr(at, 1, 10), at from n where state = 'done'`,
    'drop table n',
  ];
}

function sqlitePlace(home) {
  const path = join(home, 'ledger.sqlite');
  const series = `(with recursive c(i) as (select 1 union all select i + 1 from c where i < ${jobs}) select i from c)`;
  const moment = `strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-180 days', '+' || (i * 180.0 * 86400 / ${jobs}) || ' seconds')`;
  return {
    home,
    path,
    fill() {
      const file = new Database(path);
      // Rows come in the order of time and indexes in that of their names: with a small cache each is read from the disk again.
      file.exec('pragma journal_mode = wal; pragma synchronous = off; pragma foreign_keys = off');
      file.exec('pragma cache_size = -2000000; pragma temp_store = memory; begin');
      for (const statement of statements({ moment, series })) file.exec(statement);
      file.exec('commit; pragma wal_checkpoint(truncate)');
      file.close();
    },
    settle() {
      const file = new Database(path);
      file.exec('pragma wal_checkpoint(truncate)');
      file.close();
    },
  };
}

function postgresPlace(home, databaseUrl) {
  const query = async (texts) => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    for (const text of texts) await client.query(text);
    await client.end();
  };
  const series = `generate_series(1, ${jobs}) as c(i)`;
  const moment = `to_char(now() at time zone 'utc' - interval '180 days' + i * interval '${(180 * 86_400) / jobs} seconds', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"')`;
  return {
    home,
    databaseUrl,
    // What refers to what is right by the making; to look at it row by row takes longer than to write.
    fill: () => query(['set session_replication_role = replica', 'begin', ...statements({ moment, series }), 'commit']),
    // What the making left to write would be written while others are timed.
    settle: () => query(['vacuum analyze', 'checkpoint']),
  };
}

const rounded = (ms) => Math.round(ms * 10) / 10;
const note = (text) => console.error(text);

export async function figures() {
  const { bundle } = await import('../tests/crash/bundle.mjs');
  const sources = await import(pathToFileURL(await bundle('bench/_ledger-parts.ts')).href);
  const parts = {
    ...sources,
    open: ({ path, databaseUrl }) =>
      databaseUrl
        ? sources.openPostgresLedger({ url: databaseUrl, now: now() })
        : sources.openSqliteLedger({ path, now: now() }),
  };
  const all = [];
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-large-'));
  try {
    if (!words.includes('postgres')) all.push(await measure('sqlite', sqlitePlace(home), parts));
    const server = words.includes('sqlite') ? undefined : await startPostgres();
    if (server) {
      all.push(await measure('postgres', postgresPlace(home, await server.createDatabase()), parts));
      await server.stop();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return all;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const all = await figures();
  if (asJson) console.log(JSON.stringify(all, null, 2));
  else console.table(all);
}
