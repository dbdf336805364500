// The tournament: our client and the published ones, unmodified and with their default settings, in each fault scenario of the simulator.
// Counts jobs bought and videos delivered, and writes docs/tournament.md. Needs `npm run build` and the clients: npm ci --ignore-scripts --prefix
// tests/clients. `--only NAME[,NAME]` runs some scenarios and writes nothing; `--check` fails when ours buys twice or loses a clip.
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSimulator, explainScenarios, scaledClock } from '../packages/shotcaller/dist/simulator/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const model = 'google/veo-3.1-lite';
/** Simulated seconds a second: a clip that takes 41 s is there in under half a second. */
const speed = 100;
/** Real seconds after which a client is given up; those that retry for an hour would otherwise hold everything up. */
const patienceSeconds = 20;

const clients = [
  { name: 'Shotcaller', program: 'scripts/tournament/shotcaller.mjs', more: (originMs) => [model, originMs, speed] },
  { name: '@openrouter/sdk 1.3', program: 'tests/clients/openrouter-sdk.mjs', more: () => [model, 'default-retries'] },
  { name: 'ai 7', program: 'tests/clients/ai-sdk.mjs', more: () => [model, '7', 'default-retries'] },
  { name: 'ai 6', program: 'tests/clients/ai-sdk.mjs', more: () => [model, '6', 'default-retries'] },
  { name: 'TanStack', program: 'tests/clients/tanstack.mjs', more: () => [model, 'default-retries'] },
  { name: 'curl', program: 'tests/clients/curl-flow.sh', more: () => [model] },
];

if (!existsSync(`${root}tests/clients/node_modules`)) {
  console.error('The clients are not installed: npm ci --ignore-scripts --prefix tests/clients');
  process.exit(1);
}

const listed = [...explainScenarios().matchAll(/^ {2}([a-z0-9-]+) {2,}(.+)$/gm)].map(([, name, says]) => ({
  name,
  says,
}));
const only = argumentOf('--only')?.split(',');
/** Faults in other models' bills, and sets of the others, are no contest. */
const left = new Set([
  'none',
  'bill-promotion',
  'bill-minimum',
  'unasked-audio',
  'old-auth-text',
  'old-ids',
  'price-change',
]);
const scenarios = [
  { name: 'none', says: 'no fault at all' },
  ...listed.filter(({ name }, index) => !left.has(name) && listed.findIndex((other) => other.name === name) === index),
].filter(({ name }) => only === undefined || only.includes(name));

function argumentOf(name) {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

async function contest(client, scenario) {
  const originMs = Date.now();
  const simulator = createSimulator({
    clock: scaledClock(Date.now, speed, originMs),
    scenario,
    allowInsecureCallbacks: true,
  });
  const { url } = await simulator.listen();
  try {
    const { said, timedOut } = await runClient(client, `${url}/api/v1`, originMs);
    const jobs = simulator.jobs;
    return {
      bought: jobs.length,
      delivered: (said?.bytes ?? 0) > 100_000 ? 1 : 0,
      says: said?.status ?? (timedOut ? 'no end' : 'error'),
    };
  } finally {
    await simulator.close();
  }
}

/** Scenarios in which a bought job may leave no clip that anybody could fetch; there the truth must be told. */
const noClip = new Set([
  'job-moderated',
  'job-failed',
  'job-expired',
  'job-cancelled',
  'job-stuck',
  'content-lost',
  'content-endless',
  'bill-failed-jobs',
  'chaos',
]);

async function runClient({ program, more }, baseUrl, originMs) {
  const command = program.endsWith('.sh') ? 'bash' : process.execPath;
  const child = spawn(command, [`${root}${program}`, baseUrl, ...more(originMs).map(String)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    process.kill(-child.pid, 'SIGKILL');
  }, patienceSeconds * 1000);
  await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  try {
    return { said: JSON.parse(output.trim().split('\n').at(-1)), timedOut };
  } catch {
    return { said: undefined, timedOut };
  }
}

const results = [];
for (const scenario of scenarios) {
  const row = { scenario, cells: [] };
  for (let index = 0; index < clients.length; index += 2) {
    row.cells.push(
      ...(await Promise.all(clients.slice(index, index + 2).map((client) => contest(client, scenario.name)))),
    );
  }
  results.push(row);
  console.log(
    `${scenario.name.padEnd(24)} ${row.cells.map(({ bought, delivered, says }, index) => `${clients[index].name}: ${bought}/${delivered}${index === 0 ? ` ${says}` : ''}`).join('  ')}`,
  );
}

const total = (index, field) => results.reduce((sum, { cells }) => sum + cells[index][field], 0);
const lost = results.filter(
  ({ scenario, cells: [ours] }) =>
    ours.bought > 1 || (ours.bought === 1 && ours.delivered === 0 && !noClip.has(scenario.name)),
);
const cell = ({ bought, delivered }) => (bought > 1 ? `**${bought}** / ${delivered}` : `${bought} / ${delivered}`);
const table = [
  '# The tournament',
  '',
  '<!-- Written by scripts/tournament.mjs (`npm run tournament`). -->',
  '',
  `Jobs bought / videos delivered for one order of one clip (${model}, 4 s, 720p, silent), in each fault scenario of the simulator. Published clients are unmodified and`,
  `have their default retries; each is given ${patienceSeconds} s, which is over an hour of simulated time. The AI SDK gets the download function that its own users need. Shotcaller receives`,
  'webhooks, as with the gateway. More than one job bought is in bold.',
  '',
  `| scenario | ${clients.map(({ name }) => name).join(' | ')} | Shotcaller says |`,
  `|---|${clients.map(() => '---').join('|')}|---|`,
  ...results.map(
    ({ scenario, cells }) =>
      `| \`${scenario.name}\`: ${scenario.says.replaceAll('|', '/')} | ${cells.map(cell).join(' | ')} | ${cells[0].says.replaceAll('_', ' ')} |`,
  ),
  `| **all ${results.length}** | ${clients.map((_, index) => `${total(index, 'bought')} / ${total(index, 'delivered')}`).join(' | ')} | |`,
  '',
].join('\n');
if (only === undefined) writeFileSync(`${root}docs/tournament.md`, table);
for (const {
  scenario,
  cells: [ours],
} of lost)
  console.log(`Ours in ${scenario.name}: ${ours.bought} bought, ${ours.delivered} delivered, says ${ours.says}`);
if (process.argv.includes('--check') && lost.length > 0) process.exit(1);
