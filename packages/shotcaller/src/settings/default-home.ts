import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import type { Environment } from './settings.ts';

/**
 * The folder that the platform has for an application's data. The package env-paths gives the same folders, but it reads the
 * environment when it is imported, and its import takes a sixth of the time that a command has to start.
 *
 * Linux by the XDG base directory specification, which says that a relative path there is to be ignored.
 */
export function defaultHome(
  environment: Environment,
  { platform = process.platform, userFolder = homedir() }: { platform?: string; userFolder?: string } = {},
): string {
  const { XDG_DATA_HOME = '', LOCALAPPDATA = '' } = environment;
  if (platform === 'win32')
    return win32.join(LOCALAPPDATA || win32.join(userFolder, 'AppData', 'Local'), 'shotcaller', 'Data');
  if (platform === 'darwin') return posix.join(userFolder, 'Library', 'Application Support', 'shotcaller');
  const dataFolder = XDG_DATA_HOME.startsWith('/') ? XDG_DATA_HOME : posix.join(userFolder, '.local', 'share');
  return posix.join(dataFolder, 'shotcaller');
}
