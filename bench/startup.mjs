// How long the built command takes to answer a pick from the bundled catalogue, of flags and of a sentence, against an empty Node process.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './_timing.mjs';

const bin = fileURLToPath(new URL('../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const built = fileURLToPath(new URL('../packages/shotcaller/dist/cli/main.js', import.meta.url));
const pick = 'pick --json --catalog bundled --duration 5 --resolution 720p --aspect 9:16 --profile fastAndCheap'.split(
  ' ',
);

const sentence = ['pick', '--json', '--catalog', 'bundled', 'a dog runs along the beach, 5 seconds, 720p, vertical'];

export default function measure() {
  const rows = [
    { name: 'shotcaller pick --json / node -e 0', args: pick, limit: 2 },
    { name: 'shotcaller pick --json "SENTENCE" / node -e 0', args: sentence, limit: 8 },
  ];
  if (!existsSync(built))
    return rows.map(({ name }) => ({ name, skipped: 'packages/shotcaller is not built: npm run build' }));
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-bench-'));
  const run = (...args) =>
    execFileSync(process.execPath, args, {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, SHOTCALLER_HOME: home, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  try {
    return rows.map(({ name, args, limit }) => {
      const answer = readAnswer(() => run(bin, ...args));
      if (!answer) return { name, skipped: 'the command does not answer yet' };
      assert.ok(answer.pick && answer.ranked.length > 0 && answer.catalog.source === 'bundled');
      return { name, limit, ...againstEmpty(run, args) };
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function againstEmpty(run, args) {
  const [ratios, commands, empties] = [[], [], []];
  for (let round = 0; round < 17; round += 1) {
    const empty = milliseconds(() => run('-e', '0'));
    const command = milliseconds(() => run(bin, ...args));
    if (round < 2) continue;
    ratios.push(command / empty);
    commands.push(command);
    empties.push(empty);
  }
  return {
    ratio: median(ratios),
    detail: `${median(commands).toFixed(0)} ms / ${median(empties).toFixed(0)} ms`,
  };
}

function readAnswer(work) {
  try {
    return JSON.parse(work());
  } catch {
    return undefined;
  }
}

function milliseconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
