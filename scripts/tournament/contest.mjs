// One client in one fault scenario: what it bought and what it was delivered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSimulator, scaledClock } from '@shotcaller/simulator';
import { freePort } from '../../tests/free-port.mjs';

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
    const { said, timedOut } = await runClient(client, {
      baseUrl: `${gateway?.url ?? url}/api/v1`,
      originMs,
      patienceSeconds,
    });
    return {
      bought: simulator.jobs.length,
      delivered: (said?.bytes ?? 0) > 100_000 ? 1 : 0,
      says: said?.status ?? (timedOut ? 'no end' : 'error'),
    };
  } finally {
    await gateway?.stop();
    await simulator.close();
  }
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

async function runClient({ program, more }, { baseUrl, originMs, patienceSeconds }) {
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
