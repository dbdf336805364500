// The main job on the embedded default, as `npm start` shows it: pick, preview, submit, poll, download, verify, account.
// Without OPENROUTER_API_KEY the simulator answers and nothing is spent; with one the spend is confirmed first. The last line is the clip.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const folder = join(tmpdir(), 'shotcaller-clips');
mkdirSync(folder, { recursive: true });
const clip = [
  '--prompt',
  'A paper lantern drifting over a dark lake',
  '--duration',
  '5',
  '--resolution',
  '720p',
  '--aspect',
  '16:9',
];

for (const command of [
  ['pick', ...clip, '--profile', 'fastAndCheap'],
  ['preview', ...clip, '--profile', 'fastAndCheap'],
  ['run', ...clip, '--profile', 'fastAndCheap', '--sidecar', '--output', `${folder}/`],
]) {
  console.log(`\n$ shotcaller ${command.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [program, ...command], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
