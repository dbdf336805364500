import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Project {
  readonly folder: string;
  /** Runs a program of the project as a user does: own home, no key. Answers what it printed. */
  run(program: string, args: readonly string[], options?: RunOptions): Ran;
  /** The same, while this process goes on: it may be the service that the program talks to. */
  start(program: string, args: readonly string[], options?: Omit<RunOptions, 'input'>): Promise<Ran>;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder with the packed packages installed, and nothing else but `more`. */
export function installPacked(more: readonly string[] = []): Project {
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-packed-'));
  const packs = join(folder, 'packs');
  mkdirSync(packs);
  const tarballs = ['core', 'simulator', 'shotcaller'].map((name) => {
    const args = ['pack', `./packages/${name}`, '--json', '--ignore-scripts', '--pack-destination', packs];
    const [packed] = JSON.parse(npm(root, args)) as [{ filename: string }];
    return join(packs, packed.filename);
  });
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true, "type": "module" }');
  npm(folder, ['install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs]);
  if (more.length > 0)
    npm(folder, ['install', '--no-save', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...more]);
  // What is kept in the home of a user stays in the project too.
  const env = { PATH: process.env.PATH ?? '', HOME: folder, NO_COLOR: '1', SHOTCALLER_HOME: join(folder, 'home') };
  return {
    folder,
    run(program, args, { environment = {}, input } = {}) {
      const options = { cwd: folder, encoding: 'utf8', input, env: { ...env, ...environment } } as const;
      const { status, stdout, stderr } = spawnSync(program, args, options);
      return { status, stdout, stderr };
    },
    async start(program, args, { environment = {} } = {}) {
      const child = spawn(program, args, { cwd: folder, env: { ...env, ...environment } });
      const [stdout, stderr, status] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        new Promise<number | null>((resolve, reject) => child.once('exit', resolve).once('error', reject)),
      ]);
      return { status, stdout, stderr };
    },
  };
}

function npm(cwd: string, args: readonly string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
