// What the start of `shotcaller mcp` costs the processor, against an empty Node process: until its client has opened the connection, until it has the
// list of tools, and until a first tool has answered, which loads the server.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './_timing.mjs';

const bin = fileURLToPath(new URL('../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const recorded = fileURLToPath(new URL('../packages/shotcaller/dist/cli/agents/first-answers.json', import.meta.url));

const say = (message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
const request = (id, method, params) => say({ id, method, params });
const opening =
  request(1, 'initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  }) + say({ method: 'notifications/initialized' });
const list = request(2, 'tools/list', {});
const firstTool = request(3, 'tools/call', { name: 'list_models', arguments: { search: 'veo' } });

const moments = [
  { until: 'it is connected', says: opening, lastId: 1, limit: 3 },
  { until: 'its tools are listed', says: opening + list, lastId: 2, limit: 3 },
  { until: 'its first tool has answered', says: opening + list + firstTool, lastId: 3, limit: 16 },
];

/** A process says at its end what it has used. */
const hook =
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); require('node:fs').writeSync(2, 'CPU ' + (user + system) / 1000 + ' '); });";

export default async function measure() {
  const nameOf = ({ until }) => `shotcaller mcp, processor time until ${until} / node -e 0`;
  if (!existsSync(recorded)) {
    return moments.map((moment) => ({
      name: nameOf(moment),
      skipped: 'packages/shotcaller is not built: npm run build',
    }));
  }
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
    const empties = [];
    const starts = moments.map(() => []);
    for (let round = 0; round < 13; round += 1) {
      const empty = usedIn(spawnSync(process.execPath, ['-e', '0'], { env, encoding: 'utf8' }).stderr);
      const used = [];
      for (const moment of moments) used.push(await startedAndAnswered(env, moment));
      if (round < 2) continue;
      empties.push(empty);
      for (const [index, start] of used.entries()) starts[index].push(start);
    }
    return moments.map((moment, index) => ({
      name: nameOf(moment),
      ratio: median(starts[index].map((start, round) => start / empties[round])),
      limit: moment.limit,
      detail: `${median(starts[index]).toFixed(0)} ms / ${median(empties).toFixed(0)} ms`,
    }));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function startedAndAnswered(env, { says, lastId }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, 'mcp', '--catalog', 'bundled'], { env });
    let [talk, told] = ['', ''];
    child.stderr.on('data', (text) => {
      talk += text;
    });
    child.stdout.on('data', (text) => {
      told += text;
      const answered = told.split('\n').slice(0, -1);
      if (answered.some((line) => JSON.parse(line).id === lastId)) child.stdin.end();
    });
    child.on('close', () => resolve(usedIn(talk)));
    child.stdin.write(says);
  });
}

function usedIn(text) {
  return Number(/CPU (\S+)/.exec(text)[1]);
}
