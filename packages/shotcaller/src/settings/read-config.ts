import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { FileTooLargeError, NotAFileError, readRegularFileSync } from '../disk/regular-file.ts';
import { type Config, defaultConfig } from './config.ts';
import { parseJsonFile } from './parse-json-file.ts';
import { SettingsError } from './settings-error.ts';

const mostBytes = 100_000;

/**
 * Reads `config.json` in the home folder; without the file, the defaults.
 *
 * @throws SettingsError that names the file, every field that is wrong, and what may stand there. A cap that cannot be read is
 * never taken for no cap.
 */
export async function readConfig(home: string): Promise<Config> {
  const path = configPath(home);
  const text = readText(path);
  if (text === undefined) return defaultConfig;
  // Most users have no such file; only who has one waits for the schema library.
  const { parseConfig } = await import('./parse-config.ts');
  return configIn(text, path, parseConfig);
}

/** The same without a promise, for programs that have the schema library loaded anyway. */
export function readConfigNow(home: string, parse: ParseConfig): Config {
  const path = configPath(home);
  const text = readText(path);
  return text === undefined ? defaultConfig : configIn(text, path, parse);
}

export function configPath(home: string): string {
  return join(home, 'config.json');
}

type ParseConfig = (json: unknown, path: string) => Config;

function configIn(text: string, path: string, parse: ParseConfig): Config {
  return parse(
    parseJsonFile(text, path, { code: 'config_not_json', nextStep: 'Nothing was bought. Fix the file or remove it.' }),
    path,
  );
}

/** Without promises: every start of a command asks, and most find nothing. */
function readText(path: string): string | undefined {
  try {
    if (!isThere(path)) return undefined;
    return readRegularFileSync(path, { maxBytes: mostBytes }).toString('utf8');
  } catch (cause) {
    const what = whatIsWrong(cause as NodeJS.ErrnoException);
    throw new SettingsError(
      'config_unreadable',
      path,
      `cannot be read (${what}). Nothing was bought. Fix the file or remove it, or name another folder with SHOTCALLER_HOME.`,
      { cause },
    );
  }
}

function whatIsWrong(cause: NodeJS.ErrnoException): string {
  if (cause instanceof NotAFileError) return `it is a ${cause.kind}`;
  if (cause instanceof FileTooLargeError) return `larger than ${mostBytes / 1000} kB`;
  return cause.code === 'ENOENT' ? 'it is a link that leads nowhere' : (cause.code ?? cause.message);
}

/** A link counts, wherever it leads: somebody meant limits to be there. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // The home folder is a file: there is nothing in it.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}
