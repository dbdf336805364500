import { writeJsonFile } from '../disk/write-whole-file.ts';
import type { Caps, CapsChange } from '../jobs/money/caps.ts';
import { capsOf, configStamp } from '../settings/caps-in-file.ts';
import type { Config } from '../settings/config.ts';
import { parseConfig } from '../settings/parse-config.ts';
import { configPath, readConfigNow } from '../settings/read-config.ts';

/** The caps of the config file for a program that lives long: every command, and every other program on this home, has the same. */
export interface ConfiguredCaps {
  /** As they stand now. While the file cannot be read, as they were last: a cap that cannot be read is never taken for no cap. */
  now(): Caps;
  /** Writes others. Rejects with `SettingsError` when the file that is there cannot be read, and leaves it as it is. */
  change(change: CapsChange): Promise<void>;
}

/** @param config as it was read at the start */
export function createConfiguredCaps(home: string, config: Config): ConfiguredCaps {
  let caps = capsOf(config);
  // What was read at the start may be older than the file.
  let seen: string | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(change: CapsChange): Promise<void> {
    const before = readConfigNow(home, parseConfig);
    const changed = parseConfig({ ...before, caps: { ...before.caps, ...change } }, configPath(home));
    await writeJsonFile(configPath(home), changed);
  }

  return {
    now() {
      const stamp = configStamp(home);
      if (stamp !== seen) {
        try {
          caps = capsOf(readConfigNow(home, parseConfig));
          seen = stamp;
        } catch {
          // Somebody is at it; the next look tells.
        }
      }
      return caps;
    },
    change(change) {
      // One after the other: each begins with what the one before has written.
      const written = writing.then(() => write(change));
      writing = written.catch(() => undefined);
      return written;
    },
  };
}
