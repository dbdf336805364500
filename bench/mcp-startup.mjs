// What the start of `shotcaller mcp` costs the processor until it has answered its client, against an empty Node process.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './_timing.mjs';

const bin = fileURLToPath(new URL('../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const built = fileURLToPath(new URL('../packages/shotcaller/dist/cli/agents/mcp.cache', import.meta.url));
const initialize = `${JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
})}\n`;

/** A process says at its end what it has used. */
const hook =
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); require('node:fs').writeSync(2, 'CPU ' + (user + system) / 1000 + ' '); });";

export default async function measure() {
  const name = 'shotcaller mcp, processor time to its first answer / node -e 0';
  if (!existsSync(built)) return [{ name, skipped: 'packages/shotcaller is not built: npm run build' }];
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-bench-'));
  const hookPath = join(home, 'hook.cjs');
  writeFileSync(hookPath, hook);
  const env = {
    PATH: process.env.PATH,
    SHOTCALLER_HOME: home,
    OPENROUTER_API_KEY: 'sk-or-v1-bench',
    NODE_OPTIONS: `--require ${hookPath}`,
  };
  try {
    const [empties, starts] = [[], []];
    for (let round = 0; round < 13; round += 1) {
      const empty = usedIn(spawnSync(process.execPath, ['-e', '0'], { env, encoding: 'utf8' }).stderr);
      const start = await startedAndAnswered(env);
      if (round < 2) continue;
      empties.push(empty);
      starts.push(start);
    }
    const ratios = starts.map((start, index) => start / empties[index]);
    const detail = `${median(starts).toFixed(0)} ms / ${median(empties).toFixed(0)} ms`;
    return [{ name, ratio: median(ratios), limit: 6, detail }];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function startedAndAnswered(env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, 'mcp'], { env });
    let told = '';
    child.stderr.on('data', (text) => {
      told += text;
    });
    child.stdout.once('data', () => child.stdin.end());
    child.on('close', () => resolve(usedIn(told)));
    child.stdin.write(initialize);
  });
}

function usedIn(text) {
  return Number(/CPU (\S+)/.exec(text)[1]);
}
