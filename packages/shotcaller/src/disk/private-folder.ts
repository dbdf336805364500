import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Rights of the group and of everybody else. */
const others = 0o077;

/** Makes a folder that only its owner may enter. One that is there stays as it is; `closeHome` mends it. */
export function makePrivateFolder(path: string): void {
  const above = dirname(path);
  // Not Node's `recursive`: below a folder that takes none, such as /proc, it tries for ever.
  if (!existsSync(above) && above !== path) makePrivateFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(path) || !statSync(path).isDirectory()) throw error;
  }
}

/** Our files in the home folder: ledgers with their logs, caches, settings, keys, and what is about to take their place. */
const ownFile =
  /^((ledger|simulated|gateway|gateway-simulated|simulator)\.sqlite.*|(config|keys|evidence|evidence-published)\.json.*|.*\.(log|pid|sock|part))$/;

/** Our folders in it. What is in `files` is behind its door. */
const ownFolders = ['catalog', 'files', 'simulator'];

/**
 * Takes the rights of others away from the home folder, where prompts, clips and the webhook's secret are, and from our files in it,
 * as far as they are this user's. What stays open, `openToOthers` tells. Never throws.
 */
export function closeHome(home: string): void {
  if (process.platform === 'win32') return;
  for (const path of pathsOf(home)) {
    try {
      closePath(path);
    } catch {
      // Another user's, or a read-only disk: the doctor tells.
    }
  }
}

/** Paths in the home folder, itself first, that other users of this machine may enter, read or write. Empty on Windows, which has no such rights. */
export function openToOthers(home: string): readonly string[] {
  if (process.platform === 'win32') return [];
  const isDoorShut = !isOpen(home);
  return pathsOf(home)
    .filter((path) => path === home || !isDoorShut)
    .filter(isOpen);
}

function isOpen(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isSymbolicLink() && (found.mode & others) !== 0;
}

function pathsOf(home: string): readonly string[] {
  const names = namesIn(home);
  const folders = ownFolders.filter((name) => names.includes(name)).map((name) => join(home, name));
  return [
    ...(isShared(home) ? [] : [home]),
    ...names.filter((name) => ownFile.test(name)).map((name) => join(home, name)),
    ...folders,
    ...folders
      .filter((folder) => !folder.endsWith('files'))
      .flatMap((folder) => namesIn(folder).map((name) => join(folder, name))),
  ];
}

/** A folder that is not ours alone, such as /tmp or the user's own: closing it would lock others out of what is theirs. */
function isShared(home: string): boolean {
  const path = resolve(home);
  const found = lstatSync(path, { throwIfNoEntry: false });
  const isSticky = ((found?.mode ?? 0) & 0o1000) !== 0;
  return isSticky || dirname(path) === path || path === resolve(homedir());
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function closePath(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found || found.uid !== process.getuid?.() || (found.mode & others) === 0) return;
  // A socket cannot be opened; it has no name elsewhere that a link could stand for.
  if (found.isSocket()) chmodSync(path, found.mode & 0o700);
  if (!found.isFile() && !found.isDirectory()) return;
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { uid, mode } = fstatSync(descriptor);
    if (uid === process.getuid()) fchmodSync(descriptor, mode & 0o700);
  } finally {
    closeSync(descriptor);
  }
}
