// One client in one fault scenario: what it bought and what it was delivered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSimulator, scaledClock } from '@shotcaller/simulator';
import Big from 'big.js';
import { freePort } from '../../tests/free-port.mjs';
import { gatewayBooks } from './gateway-books.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export async function contest(client, { scenario, speed, patienceSeconds, throughGateway }) {
  const originMs = Date.now();
  const clock = scaledClock(Date.now, speed, originMs);
  const simulator = createSimulator({ clock, scenario, allowInsecureCallbacks: true });
  const { url } = await simulator.listen();
  const gateway = throughGateway
    ? await startGateway({ upstream: `${url}/api/v1`, time: { speed, originMs } })
    : undefined;
  try {
    const { said, books, timedOut } = await runClient(client, {
      baseUrl: `${gateway?.url ?? url}/api/v1`,
      originMs,
      speed,
      patienceSeconds,
      account: () => accountOf(simulator, patienceSeconds),
    });
    const kept = gateway ? await booksOf(gateway.url, simulator, patienceSeconds) : books;
    return {
      bought: simulator.jobs.length,
      delivered: Math.max(said?.bytes ?? 0, kept?.settled?.bytes ?? 0) > 100_000 ? 1 : 0,
      says: said?.status ?? (timedOut ? 'no end' : 'error'),
      ...((gateway || client.hasLedger) && { books: kept, accountUsd: billsOf(simulator) ?? '0' }),
    };
  } finally {
    await gateway?.stop();
    await simulator.close();
  }
}

async function booksOf(url, simulator, patienceSeconds) {
  await accountOf(simulator, patienceSeconds);
  const account = simulator.jobs.map(({ id: remoteId, billedUsd = null }) => ({ remoteId, billedUsd }));
  return gatewayBooks(url, { account, patienceSeconds });
}

/** What the account shows, once nothing more can be billed. */
async function accountOf(simulator, patienceSeconds) {
  const isAtEnd = ({ settledAtMs, scenario, endsAtMs, submittedAtMs }) =>
    settledAtMs !== undefined || scenario.includes('job-stuck') || endsAtMs - submittedAtMs > 3_600_000;
  const untilMs = Date.now() + patienceSeconds * 1000;
  while (!simulator.jobs.every(isAtEnd) && Date.now() < untilMs) await sleep(50);
  return { remoteIds: simulator.jobs.map(({ id }) => id), billedUsd: billsOf(simulator) };
}

/** Exact; `null`: nothing was billed. */
function billsOf({ bills }) {
  return bills.length === 0 ? null : bills.reduce((sum, { usd }) => sum.plus(usd), new Big(0)).toFixed();
}

/** A process of its own, with a ledger of its own and the simulator's time. */
async function startGateway(task) {
  const { bundle } = await import('../../tests/crash/bundle.mjs');
  bundled ??= bundle('tests/gateway/gateway-process.ts');
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-tournament-'));
  const told = JSON.stringify({ ...task, home, port: await freePort(), receivesWebhooks: true });
  const child = spawn(process.execPath, [await bundled, told], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  const url = String(line).trim();
  if (!url.startsWith('http')) throw new Error('The gateway did not start.');
  return {
    url,
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

let bundled;

async function runClient({ program, more, hasLedger = false }, { baseUrl, originMs, speed, patienceSeconds, account }) {
  const command = program.endsWith('.sh') ? 'bash' : process.execPath;
  const child = spawn(command, [`${root}${program}`, baseUrl, ...more(originMs, speed).map(String)], {
    stdio: [hasLedger ? 'pipe' : 'ignore', 'pipe', 'ignore'],
    detached: true,
  });
  let output = '';
  let timedOut = false;
  const giveUp = () => {
    timedOut = true;
    process.kill(-child.pid, 'SIGKILL');
  };
  let timer = setTimeout(giveUp, patienceSeconds * 1000);
  let isShown = false;
  child.stdout.on('data', async (text) => {
    output += text;
    if (!hasLedger || isShown || !output.includes('\n')) return;
    isShown = true;
    clearTimeout(timer);
    const shown = await account();
    timer = setTimeout(giveUp, patienceSeconds * 1000);
    child.stdin.end(`${JSON.stringify(shown)}\n`);
  });
  child.stdin?.on('error', () => undefined);
  await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  const lines = output.trim().split('\n');
  const read = (line) => {
    try {
      return JSON.parse(line);
    } catch {
      return undefined;
    }
  };
  return hasLedger
    ? { said: read(lines[0]), books: read(lines[1]) ?? null, timedOut }
    : { said: read(lines.at(-1)), timedOut };
}
