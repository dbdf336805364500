import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['packages/studio/src', 'packages/studio/public', 'packages/core/src'];

/** The folder of the page built from what is in the checkout now; built once for each state of the sources. */
export async function builtStudio(): Promise<string> {
  const folder = join(tmpdir(), `shotcaller-studio-${await hashOfSources()}`);
  if (existsSync(folder)) return folder;
  const making = await mkdtemp(`${folder}-`);
  // In a process of its own: Vitest's environment would build React for development.
  const vite = fileURLToPath(new URL('../../bin/vite.js', import.meta.resolve('vite')));
  const args = [vite, 'build', '--logLevel', 'error', '--outDir', making, '--emptyOutDir'];
  await run(process.execPath, args, {
    cwd: join(root, 'packages/studio'),
    env: { ...process.env, NODE_ENV: 'production' },
  });
  // Another test file may have been first.
  await rename(making, folder).catch(() => rm(making, { recursive: true }));
  return folder;
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const single = ['index.html', 'vite.config.ts', 'first-font.ts'].map((name) => `packages/studio/${name}`);
  single.push('package-lock.json');
  const files = single.map((name) => join(root, name));
  for (const source of sources) {
    const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true });
    files.push(...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  }
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}
