import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import type { Environment } from './settings.ts';
import { SettingsError } from './settings-error.ts';

/**
 * The folder that the platform has for an application's data. The package env-paths gives the same folders, but it reads the
 * environment when it is imported, and its import takes a sixth of the time that a command has to start.
 *
 * Linux by the XDG base directory specification, which says that a relative path there is to be ignored.
 */
export function defaultHome(
  environment: Environment,
  {
    platform = process.platform,
    userFolder = findUserFolder(),
  }: { platform?: string; userFolder?: string | null } = {},
): string {
  const { XDG_DATA_HOME = '', LOCALAPPDATA = '' } = environment;
  if (platform !== 'win32' && platform !== 'darwin' && XDG_DATA_HOME.startsWith('/'))
    return posix.join(XDG_DATA_HOME, 'shotcaller');
  if (userFolder === null) return noHome;
  if (platform === 'win32')
    return win32.join(LOCALAPPDATA || win32.join(userFolder, 'AppData', 'Local'), 'shotcaller', 'Data');
  if (platform === 'darwin') return posix.join(userFolder, 'Library', 'Application Support', 'shotcaller');
  return posix.join(userFolder, '.local', 'share', 'shotcaller');
}

/**
 * In place of a home that nobody can name: nothing is ever in it, so what needs no home works, and nothing can be written to it. What has
 * to write asks `requireHome` first.
 */
export const noHome = '/dev/null/shotcaller';

/** Throws SettingsError with the next step where there is no home, for what keeps money or files. */
export function requireHome(home: string): string {
  if (home !== noHome) return home;
  throw new SettingsError(
    'home_unknown',
    'SHOTCALLER_HOME',
    'is not set, and this user has no home folder, so there is no place for the ledger and the settings. Nothing was bought. Set it to a permanent folder, for example SHOTCALLER_HOME=/data/shotcaller.',
  );
}

/** `null`: the user has none, as in a container that runs under a number that no user has. */
function findUserFolder(): string | null {
  try {
    const folder = homedir();
    return posix.isAbsolute(folder) || win32.isAbsolute(folder) ? folder : null;
  } catch {
    return null;
  }
}
