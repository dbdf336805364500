// Writes what was measured into docs/scale.md, and what follows from it for a million clips a day. The measurements are in bench/scale.json.
// `node scripts/scale-figures.mjs --measure` takes them anew (half an hour on two cores), `--measure engine,clip` only those;
// `--check` only says whether the page is as it should be.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const resultsPath = place('bench/scale.json');
const pagePath = place('docs/scale.md');

const measuring = process.argv.indexOf('--measure');
if (measuring !== -1) {
  const names = process.argv[measuring + 1]?.split(',') ?? ['engine', 'largeLedger', 'clip', 'chaos'];
  const known = JSON.parse(readFileSync(resultsPath, 'utf8'));
  writeFileSync(resultsPath, `${JSON.stringify(measured(known, names), null, 2)}\n`);
}
const results = JSON.parse(readFileSync(resultsPath, 'utf8'));
const page = readFileSync(pagePath, 'utf8');
let written = page;
for (const [name, text] of Object.entries(blocks(results))) {
  const pattern = new RegExp(`(<!-- measured: ${name} -->\\n)[^]*?(<!-- /measured -->)`);
  if (!pattern.test(written)) throw new Error(`docs/scale.md has no block "${name}".`);
  written = written.replace(pattern, (_, before, after) => `${before}${text}\n${after}`);
}
if (process.argv.includes('--check')) {
  if (written !== page) {
    console.error('docs/scale.md is not as bench/scale.json has it: npm run docs.');
    process.exitCode = 1;
  }
} else writeFileSync(pagePath, written);

/** What was known, with the parts of these names measured anew. */
function measured(known, names) {
  const run = (...words) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: place('.'), encoding: 'utf8' });
    if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const parts = {
    engine: () => run('bench/engine.mjs', '--json'),
    largeLedger: () => run('bench/large-ledger.mjs', '--json'),
    clip: () => run('bench/clip-rows.mjs', '--json'),
    chaos: () => run('tests/fleet/chaos.mjs'),
  };
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    throw new Error(`There is no "${unknown.join('", "')}" to measure. There are: ${Object.keys(parts).join(', ')}.`);
  }
  const results = { ...known, at: { ...known.at }, node: process.version, cores: cpus().length };
  for (const name of names) {
    results[name] = parts[name]();
    results.at[name] = new Date().toISOString().slice(0, 10);
  }
  return results;
}

function blocks({ at, node, cores, engine, largeLedger, clip, chaos }) {
  const where = (part) =>
    `Measured on ${at[part]}, Node ${node.slice(1)}, on ${cores} cores that workers, PostgreSQL and up to sixteen other busy programs shared: times of a quiet machine are shorter, milliseconds of processor about the same.`;
  return {
    engine: [
      '| | steps a second | ms of worker a step | ms of PostgreSQL a step | late: p50 / p95 |',
      '|---|---|---|---|---|',
      `| one worker | ${number(engine.one.stepsPerSecond)} | ${engine.one.workerMs} | ${engine.one.postgresMs} | |`,
      `| two workers | ${number(engine.two.stepsPerSecond)} | ${engine.two.workerMs} | ${engine.two.postgresMs} | |`,
      ...waitingRows(engine),
      `| 10,000 jobs in flight, two workers | ${number(engine.inFlight.stepsPerSecond)} | ${engine.inFlight.workerMs} | ${engine.inFlight.postgresMs} | ${engine.inFlight.p50Ms} / ${engine.inFlight.p95Ms} ms |`,
      '',
      where('engine'),
    ].join('\n'),
    ledger: [
      '| ledger | finished jobs | start of `serve` | an empty one | memory after it | `/v1/jobs?limit=20` | `/v1/ledger`, 180 days | a reservation |',
      '|---|---|---|---|---|---|---|---|',
      ...largeLedger.map(
        (one) =>
          `| ${one.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'} | ${number(one.jobs)} | ${one.startMs} ms | ${one.startOfAnEmptyOneMs} ms | ${one.megabytesAtStart} MB | ${one.jobsMs} ms | ${one.ledgerMs} ms | ${one.reservationMs} ms |`,
      ),
      '',
      `Medians. ${where('largeLedger')}`,
    ].join('\n'),
    clip: [
      '| a clip, with an owed webhook call | |',
      '|---|---|',
      `| rows | ${number(clip.rowBytes)} bytes |`,
      `| indexes | ${number(clip.indexBytes)} bytes |`,
      `| events | ${clip.events.toFixed(1)} |`,
      `| transactions of the ledger | ${clip.transactions} |`,
      `| looks at the service, with its webhooks and without | ${clip.looks} and ${clip.looksWithoutWebhooks} |`,
      '',
      `Means over ${clip.clips} clips. ${where('clip')}`,
    ].join('\n'),
    chaos: [
      `${number(chaos.jobs)} clips over three machines with clocks that differ by 200 s, one in five meeting a fault of the service, while machines were killed (${chaos.kills} times), stopped past their leases (${chaos.stops}) and cut off from the database (${chaos.cuts}): ${number(chaos.bought)} bought, at most ${chaos.mostForOneAttempt} for one attempt, ${chaos.open} left open, $${chaos.ledgerUsd} in the ledger against $${chaos.billedUsd} of bills, ${number(chaos.webhooksDelivered)} of ${number(chaos.webhooksOwed)} owed webhook calls made.`,
    ].join('\n'),
    million: million(clip, engine),
  };
}

/** Workers that wait for the service, as on machines of their own. */
function waitingRows({ waiting, oneWaiting, twoWaiting }) {
  if (waiting === undefined) return [];
  return [
    [`one worker, ${waiting.atOnce} looks at once of ${waiting.serviceMs} ms`, oneWaiting],
    [`two workers, ${waiting.atOnce} each`, twoWaiting],
  ].map(([name, one]) => `| ${name} | ${number(one.stepsPerSecond)} | ${one.workerMs} | ${one.postgresMs} | |`);
}

function million({ rowBytes, indexBytes, events, transactions, looks, looksWithoutWebhooks }, { one, two }) {
  const clips = 1_000_000;
  const second = clips / 86_400;
  const peak = 6 * second;
  const gigabytes = (bytes) => `${number(Math.round(bytes / 1e8) / 10)} GB`;
  const looksPerSecond = peak * looks;
  const workerMs = Math.max(one.workerMs, two.workerMs);
  const clipBytes = 3_000_000;
  return [
    '| | a day | at the peak (six times the mean) |',
    '|---|---|---|',
    `| clips | ${number(clips)} | ${peak.toFixed(0)} a second |`,
    `| transactions of the ledger | ${number(Math.round((clips * transactions) / 1e6))} million | ${number(Math.round(peak * transactions))} a second |`,
    `| events, each with a NOTIFY | ${number(Math.round((clips * events) / 1e5) / 10)} million | ${number(Math.round(peak * events))} a second |`,
    `| looks at the service | ${number(Math.round((clips * looks) / 1e5) / 10)} million; without webhooks ${number(Math.round((clips * looksWithoutWebhooks) / 1e5) / 10)} million | ${number(Math.round(looksPerSecond))} a second, ${((looksPerSecond * workerMs) / 1000).toFixed(2)} cores of workers |`,
    `| rows and indexes | ${gigabytes(clips * (rowBytes + indexBytes))} | |`,
    `| kept 30 days before they are archived | ${gigabytes(30 * clips * (rowBytes + indexBytes))} | |`,
    `| clips of 3 MB in storage | ${gigabytes(clips * clipBytes)} | ${number(Math.round((peak * clipBytes * 8) / 1e6))} Mbit/s in, and again for whoever fetches them |`,
  ].join('\n');
}

function number(value) {
  return value.toLocaleString('en-US');
}
