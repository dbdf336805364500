import { lstat, mkdir, rename } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { openRegularFile, regularFileBytes } from '../../disk/regular-file.ts';
import { removeIfThere } from '../../disk/remove-if-there.ts';
import { sha256Of, sha256OfFile } from '../../disk/sha256-of.ts';
import { noteChecked } from '../../files/checked-file.ts';
import { contentError } from '../../files/content-error.ts';
import { fileOf, filesOf, type JobFile, withFile } from '../../files/job-file.ts';
import { withRightExtension } from '../../files/right-extension.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import { mostNames, namesTaken, takeFreeName } from '../../files/take-free-name.ts';
import { firstFree } from '../../files/target.ts';
import type { Attempt } from '../job.ts';
import { moveAttempt } from './move.ts';
import type { StepContext } from './step-context.ts';

/** What is known of a file once it is whole and checked. */
export interface Retrieved extends Omit<JobFile, 'path'> {
  /** Of what the bytes are, with its dot: a name that says another container gets it. Default: the name stays. */
  readonly extension?: string;
}

/** Which file is fetched, and where to. */
export interface RetrieveOptions {
  /** The attempt that the file belongs to. */
  readonly attempt: Attempt;
  /** Which of the attempt's files; 0: the first, usually the only one. */
  readonly index: number;
  /** Absolute path of the temporary file. Bytes of an earlier try may be there; the folder exists. */
  readonly partPath: string;
  /** Ends the download; what is here stays. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Hears how many bytes are here. */
  readonly onBytes: (bytes: number, totalBytes: number | null) => void;
}

/** Brings a file of a finished job to `partPath`, whole, checked against the order and synced to disk. Throws `ContentError`. */
export type Retrieve = (options: RetrieveOptions) => Promise<Retrieved>;

export interface KeepOptions {
  readonly retrieve: Retrieve;
  readonly index: number;
  readonly overwrite: boolean;
  /** The user named no output: files go to the folder that is ours. */
  readonly isOwnFolder: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fetches one file of an attempt whose target is chosen, and gives it its name. The hash of the checked file is in the ledger before the
 * file gets its name, so that after a crash it is known whether a file of that name is ours. `undefined`: somebody else moved the attempt.
 */
export async function keepFile(
  context: StepContext,
  attempt: Attempt,
  options: KeepOptions,
): Promise<Attempt | undefined> {
  if (await isStillThere(attempt, options.index)) return place(context, attempt, options);
  const checked = await fetchFile(context, attempt, options);
  const placed = checked && (await place(context, checked, options));
  const file = placed && fileOf(placed.file, options.index);
  if (file) await noteChecked(file.path, file.sha256);
  return placed;
}

/** The temporary file, beside the target. Its name fits wherever any name fits, whatever the target is called. */
export function partOf({ target, id }: Pick<Attempt, 'target' | 'id'>, index: number): string {
  const mark = sha256Of(`${id} ${index}`).slice(0, 24);
  return join(dirname(target ?? ''), `shotcaller-${mark}.part`);
}

/** A clip comes in many small pieces, and nobody looks more often. */
const tellEveryMs = 100;

async function fetchFile(
  context: StepContext,
  attempt: Attempt,
  { retrieve, index, isOwnFolder, signal }: KeepOptions,
): Promise<Attempt | undefined> {
  const partPath = partOf(attempt, index);
  // Our own folder is for nobody else; one that the user named is made as the user's shell would.
  await mkdir(dirname(partPath), { recursive: true, ...(isOwnFolder && { mode: 0o700 }) });
  await context.checkpoint('download:folder_made');
  let toldMs = Number.NEGATIVE_INFINITY;
  const { extension, ...retrieved } = await retrieve({
    attempt,
    index,
    partPath,
    onBytes(bytes, totalBytes) {
      const nowMs = context.clock.now();
      if (nowMs - toldMs < tellEveryMs && bytes !== totalBytes) return;
      toldMs = nowMs;
      context.tell({ kind: 'download', attempt, bytes, totalBytes });
    },
    ...(signal && { signal }),
  });
  await context.checkpoint('download:checked');
  const path = pathFor(attempt.target ?? partPath, index, extension);
  return moveAttempt(context, attempt, {
    change: { file: withFile(attempt.file, index, { ...retrieved, path }) },
    event: { what: 'file_checked', detail: { sha256: retrieved.sha256, differences: retrieved.differences } },
  });
}

/** `clip.mp4`, then `clip-2.mp4`, each with the extension of what it is. */
export function pathFor(target: string, index: number, extension: string | undefined): string {
  const named = extname(target);
  const path = index === 0 ? target : join(dirname(target), `${basename(target, named)}-${index + 1}${named}`);
  return extension === undefined ? path : withRightExtension(path, extension);
}

/**
 * Gives the file its name, never taking another file's. A further name is in the ledger before the file gets it. Throws `ContentError` when the
 * temporary file is not the one that was checked: a process that stood still for longer than its lease may go on with it for a moment.
 */
async function place(
  context: StepContext,
  attempt: Attempt,
  { index, overwrite }: KeepOptions,
): Promise<Attempt | undefined> {
  const partPath = partOf(attempt, index);
  let placed = attempt;
  for (let tries = 0; ; tries += 1) {
    const file = fileOf(placed.file, index) as JobFile;
    await context.checkpoint('download:before_rename');
    if (await hasHash(file.path, file.sha256)) break;
    if ((await regularFileBytes(partPath)) !== file.bytes) {
      throw contentError(attempt.remoteId ?? '', 'interrupted', 'another process has touched its temporary file');
    }
    // Only the target itself may be overwritten, and no clip that this job has paid for besides.
    const mayTake = overwrite && file.path === attempt.target && !(await isOfSibling(context, attempt, file.path));
    if (mayTake && (await mayReplace(file.path))) await rename(partPath, file.path);
    else {
      const name = await takeFreeName(partPath, file.path, { mark: `shotcaller keeps this name for ${attempt.id}\n` });
      if (name === 'taken') {
        if (tries >= mostNames) throw namesTaken(file.path);
        const further = withFile(placed.file, index, { ...file, path: firstFree(file.path) });
        const moved = await moveAttempt(context, placed, { change: { file: further } });
        if (!moved) return undefined;
        placed = moved;
        continue;
      }
    }
    await context.checkpoint('download:linked');
    await removeIfThere(partPath);
    await syncFolder(dirname(file.path));
    await context.checkpoint('download:after_rename');
    return placed;
  }
  await removeIfThere(partPath);
  return placed;
}

/** After a crash: the checked file is at its place, or still under its temporary name. */
async function isStillThere(attempt: Attempt, index: number): Promise<boolean> {
  const file = fileOf(attempt.file, index);
  // One that is in a store, and is fetched to another place.
  if (file === undefined || dirname(file.path) !== dirname(attempt.target ?? '')) return false;
  return (await hasHash(file.path, file.sha256)) || (await hasHash(partOf(attempt, index), file.sha256));
}

/** Whether another attempt of the job has its clip there: each attempt is a purchase of its own. */
async function isOfSibling({ ledger }: StepContext, { id, jobId }: Attempt, path: string): Promise<boolean> {
  const attempts = await ledger.attemptsOfJob(jobId);
  return attempts.some((other) => other.id !== id && filesOf(other.file).some((file) => file.path === path));
}

/** A file, or nothing: never a device, a link or a pipe. */
async function mayReplace(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isFile(),
    () => true,
  );
}

/** Of a regular file under this very name: what a link leads to is not ours. */
async function hasHash(path: string, sha256: string): Promise<boolean> {
  const handle = await openRegularFile(path).catch(() => undefined);
  if (!handle) return false;
  try {
    return (await sha256OfFile(handle)) === sha256;
  } finally {
    await handle.close();
  }
}
