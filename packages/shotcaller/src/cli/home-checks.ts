import { access, constants, statfs } from 'node:fs/promises';
import { closeHome, makePrivateFolder, openToOthers } from '../disk/private-folder.ts';
import { requireHome } from '../settings/default-home.ts';
import { readConfig } from '../settings/read-config.ts';

/** One thing that was looked at. `mend`: the command or the step that mends it. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'broken';
  readonly says: string;
  readonly mend?: string;
}

export function ok(check: string, says: string): Finding {
  return { check, state: 'ok', says };
}

export function warning(check: string, says: string, mend?: string): Finding {
  return { check, state: 'warning', says, ...(mend !== undefined && { mend }) };
}

export function broken(check: string, says: string, mend?: string): Finding {
  return { check, state: 'broken', says, ...(mend !== undefined && { mend }) };
}

/** Whether jobs can be recorded there. */
export async function checkFolder(home: string): Promise<Finding> {
  try {
    makePrivateFolder(requireHome(home));
    await access(home, constants.W_OK);
    return ok('folder', home);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'home_unknown') return broken('folder', (error as Error).message);
    return broken(
      'folder',
      `${home} cannot be written (${code}): nothing can be bought, for a job is recorded before it is`,
      'make it writable, or set SHOTCALLER_HOME to a folder that is',
    );
  }
}

/** Prompts, clips and the webhook's secret are in the home folder. */
export function checkPrivacy(home: string): Finding {
  const check = 'privacy';
  if (process.platform === 'win32') return ok(check, 'not checked on Windows');
  const before = openToOthers(home);
  closeHome(home);
  const open = openToOthers(home);
  const [first] = open;
  if (first !== undefined) {
    return broken(
      check,
      `other users of this machine can open ${first}${open.length > 1 ? ` and ${open.length - 1} more` : ''}`,
      `chmod -R go= ${home}, as the user whom it belongs to`,
    );
  }
  const says = 'only you can open what is in the folder';
  return ok(check, before.length > 0 ? `${says}; other users could until now` : says);
}

const leastFreeBytes = 500e6;

/** Whether there is room for clips. */
export async function checkDisk(home: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(home);
    const free = bavail * bsize;
    const says = `${(free / 1e9).toFixed(1)} GB free`;
    return free < leastFreeBytes
      ? broken('disk', says, 'make room: a paid clip that cannot be saved may be gone in a day or two')
      : ok('disk', says);
  } catch {
    return warning('disk', 'the free space cannot be read');
  }
}

/** Whether the file of settings can be read, and which caps it sets. */
export async function checkConfig(home: string): Promise<Finding> {
  try {
    const { caps } = await readConfig(home);
    const set = Object.entries(caps).filter(([, usd]) => usd !== null);
    return ok('config', set.length === 0 ? 'no spending caps' : set.map(([name, usd]) => `${name} ${usd}`).join(', '));
  } catch (error) {
    return broken(
      'config',
      error instanceof Error ? error.message : String(error),
      'correct the file; only without it are there no caps',
    );
  }
}
