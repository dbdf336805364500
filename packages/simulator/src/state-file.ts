import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';

/** Something kept under a key; a later entry with the same kind and key replaces it. */
export interface Entry {
  readonly kind: 'job' | 'bill' | 'chat' | 'delivery' | 'meta';
  readonly key: string;
  readonly value: unknown;
}

/** Where entries are kept. Several processes may share a file. */
export interface StateFile {
  put(entry: Entry): void;
  /** What was put since the last call, by this process or another, oldest first. */
  fresh(): readonly Entry[];
  /** Puts all entries or none: only for the one caller, of all processes, that comes first with this name. */
  putOnce(name: string, entries: readonly Entry[]): boolean;
  /** 1, 2, 3 …: never the same number twice, in all processes. */
  next(counter: string): number;
  clear(): void;
  close(): void;
}

/** How long a write waits for another process's, in milliseconds. */
const busyTimeoutMs = 5000;

/** Not Node's `recursive`: below a folder that takes none, such as /proc, it tries for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(path)) throw error;
  }
}

/** Keeps entries in `simulator.sqlite` in a folder, on disk before an answer goes out. */
export function openStateFile(directory: string): StateFile {
  makeFolder(directory);
  const database = openDatabase(join(directory, 'simulator.sqlite'));
  const put = database.prepare(
    `insert into entry (kind, key, value, revision) values (?, ?, ?, (select coalesce(max(revision), 0) + 1 from entry))
     on conflict (kind, key) do update set value = excluded.value, revision = excluded.revision`,
  );
  const since = database.prepare('select kind, key, value, revision from entry where revision > ? order by revision');
  const claim = database.prepare('insert or ignore into claim (name) values (?)');
  const next = database.prepare(
    `insert into counter (name, value) values (?, 1)
     on conflict (name) do update set value = value + 1 returning value`,
  );
  let seen = 0;
  return {
    put: ({ kind, key, value }) => void put.run(kind, key, JSON.stringify(value)),
    fresh() {
      const rows = since.all(seen) as { kind: Entry['kind']; key: string; value: string; revision: number }[];
      seen = rows.at(-1)?.revision ?? seen;
      return rows.map(({ kind, key, value }) => ({ kind, key, value: JSON.parse(value) }));
    },
    putOnce(name, entries) {
      database.exec('begin immediate');
      try {
        const first = claim.run(name).changes === 1;
        if (first) for (const { kind, key, value } of entries) put.run(kind, key, JSON.stringify(value));
        database.exec('commit');
        return first;
      } catch (error) {
        database.exec('rollback');
        throw error;
      }
    },
    next: (counter) => (next.get(counter) as { value: number }).value,
    clear() {
      for (const table of ['entry', 'claim', 'counter']) database.exec(`delete from ${table}`);
      seen = 0;
    },
    close: () => void database.close(),
  };
}

/** For a simulator without a folder: everything is in the store's own maps. */
export function memoryState(): StateFile {
  const counters = new Map<string, number>();
  const claims = new Set<string>();
  return {
    put() {},
    fresh: () => [],
    putOnce(name) {
      if (claims.has(name)) return false;
      claims.add(name);
      return true;
    },
    next(counter) {
      const value = (counters.get(counter) ?? 0) + 1;
      counters.set(counter, value);
      return value;
    },
    clear() {
      counters.clear();
      claims.clear();
    },
    close() {},
  };
}

function openDatabase(path: string): Database.Database {
  // Prompts are in it: for its owner only. SQLite gives its log the same rights.
  closeSync(openSync(path, 'a', 0o600));
  const database = new Database(path);
  database.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
  // Two processes that open a new file at once: one of them is told "locked" at once, whatever the timeout.
  patiently(() => database.exec('pragma journal_mode = wal'));
  database.exec('pragma synchronous = normal');
  patiently(() =>
    database.exec(
      `create table if not exists entry (kind text, key text, value text, revision integer, primary key (kind, key));
       create index if not exists entry_revision on entry (revision);
       create table if not exists claim (name text primary key);
       create table if not exists counter (name text primary key, value integer);`,
    ),
  );
  return database;
}

function patiently(work: () => void): void {
  const deadlineMs = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (performance.now() > deadlineMs || !/lock|busy/i.test((error as Error).message)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
