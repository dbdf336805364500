import { createHash, timingSafeEqual } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Caller } from './caller.ts';

/** One client key at rest: its hash, never the key. */
export interface KeyEntry {
  readonly name: string;
  /** SHA-256 of the key. A key is 256 random bits, so a slow hash would protect nothing more. */
  readonly sha256: string;
  readonly createdAt: string;
  readonly admin: boolean;
  readonly budgetUsd?: string | undefined;
  readonly dailyUsd?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly submitsPerMinute?: number | undefined;
}

export interface NewKey {
  readonly name: string;
  readonly admin?: boolean;
  readonly budgetUsd?: string;
  readonly dailyUsd?: string;
  readonly models?: readonly string[];
  readonly submitsPerMinute?: number;
}

export interface KeyBook {
  /** The caller whose key it is; `undefined`: nobody's. */
  find(key: string): Promise<Caller | undefined>;
  list(): Promise<readonly KeyEntry[]>;
  /** Answers with the key: the only time that anybody sees it. Throws `KeyBookError`. */
  add(key: NewKey): Promise<string>;
  /** `false`: there is none of that name. Its orders stay, and nobody reaches them but an admin. */
  revoke(name: string): Promise<boolean>;
}

/** A key cannot be added, or the file cannot be read. */
export class KeyBookError extends Error {
  override readonly name = 'KeyBookError';
}

/** The book of client keys in `keys.json`. Read again when the file changes, so that a revoked key ends at once. */
export function openKeyBook({
  home,
  now,
  newToken,
}: {
  readonly home: string;
  readonly now: () => string;
  readonly newToken: (bytes: number) => string;
}): KeyBook {
  const path = join(home, 'keys.json');
  let held: { readonly stamp: string; readonly entries: readonly KeyEntry[] } | undefined;

  async function entries(): Promise<readonly KeyEntry[]> {
    const stamp = await stampOf(path);
    if (held?.stamp !== stamp) held = { stamp, entries: stamp === '' ? [] : read(await readFile(path, 'utf8'), path) };
    return held.entries;
  }

  return {
    async find(key) {
      const hash = Buffer.from(hashOf(key), 'hex');
      let found: KeyEntry | undefined;
      // All are compared, so that the time says nothing about which one it was.
      for (const entry of await entries()) if (timingSafeEqual(hash, Buffer.from(entry.sha256, 'hex'))) found = entry;
      return found && callerOf(found);
    },
    list: entries,
    async add({ name, admin = false, ...limits }) {
      if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) {
        throw new KeyBookError(
          `"${name}" is no name for a key. Use letters, digits, dot, dash and underscore, at most 64.`,
        );
      }
      const key = `shot_${newToken(32)}`;
      await change(path, now, (known) => {
        if (known.some((entry) => entry.name === name)) {
          throw new KeyBookError(`There is a key ${name} already. Revoke it first, or use another name.`);
        }
        return [...known, { name, sha256: hashOf(key), createdAt: now(), admin, ...limits }];
      });
      return key;
    },
    async revoke(name) {
      if (!(await entries()).some((entry) => entry.name === name)) return false;
      let revoked = false;
      await change(path, now, (known) => {
        const left = known.filter((entry) => entry.name !== name);
        revoked = left.length < known.length;
        return left;
      });
      return revoked;
    },
  };
}

function callerOf({ name, sha256, admin, budgetUsd, dailyUsd, models, submitsPerMinute }: KeyEntry): Caller {
  return {
    // A name that is given again after its key was revoked is another owner.
    owner: `${name}~${sha256.slice(0, 8)}`,
    seesAll: admin,
    ...(budgetUsd !== undefined && { budgetUsd }),
    ...(dailyUsd !== undefined && { dailyUsd }),
    ...(models !== undefined && { models }),
    ...(submitsPerMinute !== undefined && { submitsPerMinute }),
  };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

const usd = z.string().regex(/^\d{1,9}(\.\d{1,9})?$/);
const file = z.strictObject({
  keys: z.array(
    z.strictObject({
      name: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      createdAt: z.string(),
      admin: z.boolean(),
      budgetUsd: usd.optional(),
      dailyUsd: usd.optional(),
      models: z.array(z.string()).optional(),
      submitsPerMinute: z.number().positive().optional(),
    }),
  ),
});

function read(text: string, path: string): readonly KeyEntry[] {
  try {
    return file.parse(JSON.parse(text)).keys;
  } catch (cause) {
    throw new KeyBookError(`${path} cannot be read. Mend it, or move it aside and add the keys again.`, { cause });
  }
}

/** A change that is older was left by a process that died, in milliseconds. */
const longestChangeMs = 10_000;

/** Ten milliseconds apart. */
const mostTries = 1500;

/**
 * Writes the entries anew. The new file is created exclusively, so that of all processes one changes the book at a time: a key that
 * another just added or revoked is not undone.
 */
async function change(
  path: string,
  now: () => string,
  next: (known: readonly KeyEntry[]) => readonly KeyEntry[],
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const handle = await createAlone(part, now);
  try {
    const known = (await stampOf(path)) === '' ? [] : read(await readFile(path, 'utf8'), path);
    await handle.writeFile(`${JSON.stringify({ keys: next(known) }, null, 2)}\n`);
    await handle.sync();
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function createAlone(part: string, now: () => string): Promise<FileHandle> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    try {
      return await open(part, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = await stat(part).catch(() => undefined);
    if (found && Date.parse(now()) - found.mtimeMs > longestChangeMs) await rm(part, { force: true });
    else await setTimeout(10);
  }
  throw new KeyBookError(`Another process is changing the keys. Try again; if none is, remove ${part}.`);
}
