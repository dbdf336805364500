import { randomBytes } from 'node:crypto';
import { closeSync, constants, lstatSync, openSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { otherKind } from '../disk/regular-file.ts';
import { namesFolder } from './target.ts';

/** Why no clip can be put there, as far as that shows before one is bought. */
export interface TargetProblem {
  readonly path: string;
  /** Goes on after the path: `is no folder`. */
  readonly problem: string;
}

/** A disk with less is full: no clip is so small. */
const leastFreeBytes = 1_000_000;

/**
 * Tries whether a clip can be put below `output`: a file is made there and removed, with a name as long as the clip's. `undefined`:
 * nothing speaks against it. What is filled into a template is not known yet, and fits by itself.
 */
export function tryTarget(output: string | undefined, folder: string): TargetProblem | undefined {
  if (output?.includes('\0')) return { path: JSON.stringify(output), problem: 'has a NUL in it' };
  const known = output === undefined ? folder : resolve(folder, output.replace(/[^/\\]*\{.*$/s, ''));
  const isNamed = output !== undefined && !output.includes('{') && !namesFolder(output);
  const isFile = isNamed && !isFolder(known);
  // The folders and names that are to be made below the deepest folder that exists.
  const names: string[] = [];
  let path = known;
  for (;;) {
    const found = look(path);
    if (found === 'folder') break;
    if (path === known && isFile) {
      if (found !== 'nothing' && found !== 'file') return { path, problem: `is a ${found}, not a file` };
    } else if (found !== 'nothing') return { path, problem: 'is no folder' };
    if (path === dirname(path)) return undefined;
    names.push(path.slice(dirname(path).length).replace(/^[/\\]/, ''));
    path = dirname(path);
  }
  return lengthProblem(isFile ? dirname(known) : known) ?? freeSpaceProblem(path) ?? firstProblem(path, names);
}

/** The longest of our own names, in bytes: that of a file that is named by its model and id. */
const longestOwnName = 120;

/** A path as a whole may be too long although each of its names fits. */
function lengthProblem(folder: string): TargetProblem | undefined {
  try {
    lstatSync(join(folder, 'x'.repeat(longestOwnName)));
  } catch (error) {
    const bytes = Buffer.byteLength(folder);
    const isTooLong = (error as NodeJS.ErrnoException).code === 'ENAMETOOLONG';
    const names = folder.split(/[/\\]/);
    // Of a single name that is too long its file system says how long it may be.
    if (isTooLong && bytes > 255 && names.every((name) => Buffer.byteLength(name) <= 255)) {
      return {
        path: `${folder.slice(0, 100)}…`,
        problem: `is a path of ${bytes} bytes, which is too long for this system`,
      };
    }
  }
  return undefined;
}

function firstProblem(folder: string, names: readonly string[]): TargetProblem | undefined {
  const longest = [...names].sort((a, b) => Buffer.byteLength(b) - Buffer.byteLength(a))[0] ?? '';
  const bytes = Buffer.byteLength(longest);
  const prefix = `.shotcaller-${randomBytes(6).toString('hex')}`;
  // As long as the longest that has to be made there, so that a file system that cannot keep the name says so.
  const probe = join(folder, prefix.padEnd(bytes, 'x'));
  try {
    closeSync(openSync(probe, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
    rmSync(probe, { force: true });
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENAMETOOLONG') {
      return { path: join(folder, longest), problem: `has a name of ${bytes} bytes, which is too long for this disk` };
    }
    return { path: folder, problem: `cannot be written (${code})` };
  }
}

function freeSpaceProblem(folder: string): TargetProblem | undefined {
  try {
    const { bavail, bsize, blocks } = statfsSync(folder);
    // Some file systems count nothing.
    if (blocks === 0 || bavail * bsize >= leastFreeBytes) return undefined;
    return { path: folder, problem: `is on a full disk (${bavail * bsize} bytes free)` };
  } catch {
    return undefined;
  }
}

/** A link to a folder is a folder; any other link is no place for a clip. */
function look(path: string): string {
  try {
    const found = lstatSync(path);
    return isFolder(path) ? 'folder' : (otherKind(found) ?? 'file');
  } catch {
    // Also below a file, which the walk upwards then meets, and a name that is too long.
    return 'nothing';
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
