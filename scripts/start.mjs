// The main job on the embedded default, as `npm start` shows it. No key is needed and nothing is spent.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const clip = ['--prompt', 'A paper lantern drifting over a dark lake', '--duration', '5', '--resolution', '720p', '--aspect', '16:9'];

for (const command of [
  ['pick', ...clip, '--profile', 'fastAndCheap'],
  ['preview', ...clip, '--profile', 'fastAndCheap'],
]) {
  const { status } = spawnSync(process.execPath, [program, ...command], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
