// The tournament: our client and the published ones, unmodified and with their default settings, in each fault scenario of the simulator.
// Counts jobs bought and videos delivered, and writes docs/tournament.md. Needs `npm run build` and the clients: npm ci --ignore-scripts --prefix
// tests/clients. `--gateway` puts our gateway between the published clients and the simulator, and writes docs/tournament-gateway.md.
// `--only NAME[,NAME]` runs some scenarios (`+` joins those that strike together) and writes nothing, `--quick` a handful of them with patience
// for a busy machine, `--patience SECONDS` gives each client so long. `--check` fails when ours, or the gateway, buys twice or loses a clip, or
// when its ledger does not add up to the bills of the account once what is in doubt was settled by what the account shows.
import { existsSync, writeFileSync } from 'node:fs';
import { explainScenarios } from '@shotcaller/simulator';
import { contest, root } from './tournament/contest.mjs';

const model = 'google/veo-3.1-lite';
const throughGateway = process.argv.includes('--gateway');
const isQuick = process.argv.includes('--quick');
/** One of each kind: nothing wrong, a lost answer, a refusal, bad polls, a broken transfer. Every client comes to an end in them. */
const quickScenarios = ['none', 'submit-reset', 'submit-429', 'poll-503', 'content-cut'];
/** Simulated seconds a second: a clip that takes 41 s is there in under half a second. Pauses of the published clients are real. */
const speed = throughGateway || isQuick ? 20 : 100;
/** Where the simulated minute in which a clip can be had would pass before a process on a busy machine has its turn. */
const slower = new Map([
  ['content-404', 10],
  ['content-410', 10],
]);
/** Real seconds after which a client is given up; those that retry for an hour would otherwise hold everything up. */
const patienceSeconds = Number(argumentOf('--patience') ?? (isQuick ? 600 : throughGateway ? 40 : 20));

const published = [
  { name: '@openrouter/sdk 1.3', program: 'tests/clients/openrouter-sdk.mjs', more: () => [model, 'default-retries'] },
  { name: 'ai 7', program: 'tests/clients/ai-sdk.mjs', more: () => [model, '7', 'default-retries'] },
  { name: 'ai 6', program: 'tests/clients/ai-sdk.mjs', more: () => [model, '6', 'default-retries'] },
  { name: 'TanStack', program: 'tests/clients/tanstack.mjs', more: () => [model, 'default-retries'] },
  { name: 'curl', program: 'tests/clients/curl-flow.sh', more: () => [model] },
];
const ours = {
  name: 'Shotcaller',
  program: 'scripts/tournament/shotcaller.mjs',
  more: (originMs, speedHere) => [model, originMs, speedHere],
  hasLedger: true,
};
const clients = throughGateway ? published : [ours, ...published];

if (!existsSync(`${root}tests/clients/node_modules`)) {
  console.error('The clients are not installed: npm ci --ignore-scripts --prefix tests/clients');
  process.exit(1);
}

const listed = [...explainScenarios().matchAll(/^ {2}([a-z0-9-]+) {2,}(.+)$/gm)].map(([, name, says]) => ({
  name,
  says,
}));
const only = isQuick ? quickScenarios : argumentOf('--only')?.split(',');
/** Faults in other models' bills, those of chats, and sets of the others, are no contest. */
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
  { name: 'submit-reset,webhook-none', says: 'the answer is lost, and no webhook tells of the job' },
  ...listed.filter(
    ({ name }, index) =>
      !left.has(name) && !name.startsWith('chat-') && listed.findIndex((other) => other.name === name) === index,
  ),
].filter(({ name }) => only === undefined || only.includes(name.replace(',', '+')));

function argumentOf(name) {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
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

const results = [];
for (const scenario of scenarios) {
  const row = { scenario, cells: [] };
  for (let index = 0; index < clients.length; index += 2) {
    row.cells.push(
      ...(await Promise.all(
        clients.slice(index, index + 2).map((client) =>
          contest(client, {
            scenario: scenario.name,
            speed: slower.get(scenario.name) ?? speed,
            patienceSeconds,
            throughGateway,
          }),
        ),
      )),
    );
  }
  results.push(row);
  console.log(
    `${scenario.name.padEnd(24)} ${row.cells.map(({ bought, delivered, says }, index) => `${clients[index].name}: ${bought}/${delivered}${clients[index] === ours ? ` ${says}` : ''}`).join('  ')}`,
  );
}

const total = (index, field) => results.reduce((sum, { cells }) => sum + cells[index][field], 0);
/** Bought twice, or bought and not delivered where a clip exists. Told of ours, and of every client behind our gateway. */
const losses = results.flatMap(({ scenario, cells }) =>
  cells
    .map((cell, index) => ({ ...cell, client: clients[index], scenario: scenario.name }))
    .filter(({ client }) => throughGateway || client === ours)
    .filter(({ bought, delivered }) => bought > 1 || (bought === 1 && delivered === 0 && !noClip.has(scenario.name))),
);
/** Where a ledger, ours or the gateway's, settled by hand where that was needed, does not add up to the bills of the account. */
const unequal = results.flatMap(({ scenario, cells }) =>
  cells.flatMap((cell, index) =>
    'books' in cell && !isEqual(cell) ? [{ ...cell, client: clients[index], scenario: scenario.name }] : [],
  ),
);

function isEqual({ books, accountUsd }) {
  if (books === null) return false;
  const { billedUsd, assumedUsd, reservedUsd, unknownBills } = books;
  return billedUsd === accountUsd && assumedUsd === '0' && reservedUsd === '0' && unknownBills === 0;
}

const ledgerCell = ({ books, accountUsd }) =>
  `${books === null ? 'not told' : `$${books.billedUsd}`} of $${accountUsd}${books?.settled ? `, ${books.settled.how}` : ''}`;
const cell = ({ bought, delivered }) => (bought > 1 ? `**${bought}**/${delivered}` : `${bought}/${delivered}`);
const simulatedMinutes = Math.round((patienceSeconds * speed) / 60);
const order = `one order of one clip (${model}, 4 s, 720p, silent), in each fault scenario of the simulator`;
const says = throughGateway
  ? {
      path: 'docs/tournament-gateway.md',
      title: '# The tournament behind the gateway',
      command: 'npm run tournament -- --gateway',
      text: [
        `Jobs bought / videos delivered for ${order}, which stands behind our gateway. The published clients`,
        `are unmodified and have their default retries; each is given ${patienceSeconds} s, which is ${simulatedMinutes} minutes of simulated time. [Without the gateway](tournament.md) they buy up to`,
        'three. More than one job bought is in bold. `--check` then settles what is in doubt by what the account shows, as a person would, and fails',
        'where the ledger of the gateway differs from the bills of the account.',
      ],
    }
  : {
      path: 'docs/tournament.md',
      title: '# The tournament',
      command: 'npm run tournament',
      text: [
        `Jobs bought / videos delivered for ${order}. Published clients are unmodified and`,
        `have their default retries; each is given ${patienceSeconds} s, which is ${simulatedMinutes} minutes of simulated time. The AI SDK gets the download function that its own users need. Shotcaller receives`,
        'webhooks, as with the gateway. Its last column is what its ledger has booked of what the account was billed, once a job in doubt was settled',
        'by what the account shows. More than one job bought is in bold. [Behind the gateway](tournament-gateway.md) the published clients buy once.',
      ],
    };
const more = (text) => (throughGateway ? '' : ` ${text} |`);
const table = [
  says.title,
  '',
  `<!-- Written by scripts/tournament.mjs (\`${says.command}\`). -->`,
  '',
  ...says.text,
  '',
  `| scenario | ${clients.map(({ name }) => name).join(' | ')} |${more('Shotcaller says | its ledger')}`,
  `|---|${clients.map(() => '---').join('|')}|${throughGateway ? '' : '---|---|'}`,
  ...results.map(
    ({ scenario, cells }) =>
      `| \`${scenario.name}\`: ${scenario.says.replaceAll('|', '/')} | ${cells.map(cell).join(' | ')} |${more(throughGateway ? '' : `${cells[0].says.replaceAll('_', ' ')} | ${ledgerCell(cells[0])}`)}`,
  ),
  `| **all ${results.length}** | ${clients.map((_, index) => `${total(index, 'bought')}/${total(index, 'delivered')}`).join(' | ')} |${more(' | ')}`,
  '',
].join('\n');
if (only === undefined) writeFileSync(root + says.path, table);
for (const { scenario, client, bought, delivered, says: said } of losses) {
  console.log(`${client.name} in ${scenario}: ${bought} bought, ${delivered} delivered, says ${said}`);
}
for (const { client, scenario, books, accountUsd } of unequal) {
  console.log(
    `${client.name} in ${scenario}: the ledger says ${JSON.stringify(books)}, the account was billed $${accountUsd}`,
  );
}
if (process.argv.includes('--check') && losses.length + unequal.length > 0) process.exit(1);
