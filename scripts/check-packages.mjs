// Packs every package that is published and has publint and attw look at it. Build first.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'shotcaller-packages-'));

function run(program, ...args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return stdout;
  console.error(`${program} ${args.join(' ')} ended with ${status ?? error?.message}:\n${stdout}${stderr}`);
  process.exitCode = 1;
  return '';
}

for (const name of ['core', 'simulator', 'shotcaller']) {
  const path = `./packages/${name}`;
  run('npx', 'publint', path, '--strict');
  const [packed] = JSON.parse(
    run('npm', 'pack', path, '--json', '--ignore-scripts', '--pack-destination', folder) || '[{}]',
  );
  // The packages are ES modules only: `require` of Node 20.19 and newer loads them, which the test of the packed packages shows.
  run('npx', 'attw', join(folder, packed.filename ?? ''), '--profile', 'esm-only', '--no-emoji');
  if (!process.exitCode)
    console.log(`${name}: ${packed.entryCount} files, ${(packed.size / 1000).toFixed(0)} kB packed`);
}
rmSync(folder, { recursive: true });
