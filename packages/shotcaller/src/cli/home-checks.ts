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

/** Whether jobs can be recorded there. */
export async function checkFolder(home: string): Promise<Finding> {
  try {
    makePrivateFolder(requireHome(home));
    await access(home, constants.W_OK);
    return { check: 'folder', state: 'ok', says: home };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'home_unknown') return { check: 'folder', state: 'broken', says: (error as Error).message };
    return {
      check: 'folder',
      state: 'broken',
      says: `${home} cannot be written (${code}): nothing can be bought, for a job is recorded before it is`,
      mend: 'make it writable, or set SHOTCALLER_HOME to a folder that is',
    };
  }
}

/** Prompts, clips and the webhook's secret are in the home folder. */
export function checkPrivacy(home: string): Finding {
  const check = 'privacy';
  if (process.platform === 'win32') return { check, state: 'ok', says: 'not checked on Windows' };
  const before = openToOthers(home);
  closeHome(home);
  const open = openToOthers(home);
  const [first] = open;
  if (first !== undefined) {
    return {
      check,
      state: 'broken',
      says: `other users of this machine can open ${first}${open.length > 1 ? ` and ${open.length - 1} more` : ''}`,
      mend: `chmod -R go= ${home}, as the user whom it belongs to`,
    };
  }
  const says = 'only you can open what is in the folder';
  return { check, state: 'ok', says: before.length > 0 ? `${says}; other users could until now` : says };
}

const leastFreeBytes = 500e6;

/** Whether there is room for clips. */
export async function checkDisk(home: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(home);
    const free = bavail * bsize;
    const says = `${(free / 1e9).toFixed(1)} GB free`;
    return free < leastFreeBytes
      ? {
          check: 'disk',
          state: 'broken',
          says,
          mend: 'make room: a paid clip that cannot be saved may be gone in a day or two',
        }
      : { check: 'disk', state: 'ok', says };
  } catch {
    return { check: 'disk', state: 'warning', says: 'the free space cannot be read' };
  }
}

/** Whether the file of settings can be read, and which caps it sets. */
export async function checkConfig(home: string): Promise<Finding> {
  try {
    const { caps } = await readConfig(home);
    const set = Object.entries(caps).filter(([, usd]) => usd !== null);
    return {
      check: 'config',
      state: 'ok',
      says: set.length === 0 ? 'no spending caps' : set.map(([name, usd]) => `${name} ${usd}`).join(', '),
    };
  } catch (error) {
    return {
      check: 'config',
      state: 'broken',
      says: error instanceof Error ? error.message : String(error),
      mend: 'correct the file; only without it are there no caps',
    };
  }
}
