// How long the built command takes to answer a pick from the bundled catalogue, against an empty Node process.
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

export default function measure() {
  const name = 'shotcaller pick --json / node -e 0';
  if (!existsSync(built)) return [{ name, skipped: 'packages/shotcaller is not built: npm run build' }];
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-bench-'));
  const run = (...args) =>
    execFileSync(process.execPath, args, {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, SHOTCALLER_HOME: home, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  try {
    const answer = readAnswer(() => run(bin, ...pick));
    if (!answer) return [{ name, skipped: 'the command does not answer yet' }];
    assert.ok(answer.pick && answer.ranked.length > 0 && answer.catalog.source === 'bundled');

    const [ratios, commands, empties] = [[], [], []];
    for (let round = 0; round < 17; round += 1) {
      const empty = milliseconds(() => run('-e', '0'));
      const command = milliseconds(() => run(bin, ...pick));
      if (round < 2) continue;
      ratios.push(command / empty);
      commands.push(command);
      empties.push(empty);
    }
    const detail = `${median(commands).toFixed(0)} ms / ${median(empties).toFixed(0)} ms`;
    return [{ name, ratio: median(ratios), limit: 2, detail }];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
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
