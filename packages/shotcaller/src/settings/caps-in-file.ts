import { statSync } from 'node:fs';
import type { Config } from './config.ts';
import { configPath, readConfig } from './read-config.ts';

/** Limits that are set. */
type Caps = Readonly<Partial<Record<keyof Config['caps'], string>>>;

/** The caps that the config sets. */
export function capsOf({ caps }: Pick<Config, 'caps'>): Caps {
  return Object.fromEntries(Object.entries(caps).filter(([, usd]) => usd !== null));
}

/**
 * The caps of the config file, as they stand whenever they are asked for: a program may run for hours while somebody lowers them. While the
 * file cannot be read, they are as they were last: a cap that cannot be read is never taken for no cap.
 *
 * @param config as it was read at the start
 */
export function createCapsInFile(home: string, config: Pick<Config, 'caps'>): () => Promise<Caps> {
  let caps = capsOf(config);
  // What was read at the start may be older than the file.
  let seen: string | undefined;
  return async () => {
    const stamp = configStamp(home);
    if (stamp === seen) return caps;
    try {
      caps = capsOf(await readConfig(home));
      seen = stamp;
    } catch {
      // Somebody is at it; the next look tells.
    }
    return caps;
  };
}

/** Another text has another stamp: the file is replaced as a whole. */
export function configStamp(home: string): string {
  const found = statSync(configPath(home), { throwIfNoEntry: false, bigint: true });
  return found ? `${found.ino} ${found.mtimeNs} ${found.size}` : 'none';
}
