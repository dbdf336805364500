import { changeJsonFile } from '../disk/change-json-file.ts';
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
  let writing: Promise<unknown> = Promise.resolve();

  const write = (change: CapsChange) =>
    changeJsonFile(configPath(home), () => {
      const before = readConfigNow(home, parseConfig);
      return parseConfig({ ...before, caps: { ...before.caps, ...change } }, configPath(home));
    });

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
    async change(change) {
      // In the order in which they are asked for.
      const written = writing.then(() => write(change));
      writing = written.catch(() => undefined);
      await written;
    },
  };
}
