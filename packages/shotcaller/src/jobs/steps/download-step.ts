import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DownloadFailed, FileNotWritten } from '@shotcaller/core';
import { writeSidecar } from '../../files/sidecar.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import { takeFreeName } from '../../files/take-free-name.ts';
import { chooseTarget, firstFree } from '../../files/target.ts';
import { backoffMs } from '../../openrouter/backoff.ts';
import { ContentError } from '../../openrouter/errors.ts';
import { isoOf } from '../iso-time.ts';
import type { Attempt, Job, JobFile, JobReason } from '../job.ts';
import { moveAttempt } from './move.ts';
import type { StepContext } from './step-context.ts';

/** What is known of a file once it is whole and checked. */
export type Retrieved = Omit<JobFile, 'path'>;

export interface RetrieveOptions {
  readonly attempt: Attempt;
  /** Absolute path of the temporary file. Bytes of an earlier try may be there; the folder exists. */
  readonly partPath: string;
  readonly signal?: AbortSignal;
  readonly onBytes: (bytes: number, totalBytes: number | null) => void;
}

/** Brings the file of a finished job to `partPath`, whole, checked against the order and synced to disk. Throws `ContentError`. */
export type Retrieve = (options: RetrieveOptions) => Promise<Retrieved>;

export interface DownloadSettings {
  readonly retrieve: Retrieve;
  /** Folder for files of orders without an output. */
  readonly filesFolder: string;
}

/** Tries before the job is handed back, resumable. Each holds several tries of each address. */
const maxTries = 5;

/** Names that are tried when each is taken between being found free and being used. */
const maxNames = 100;

/**
 * downloading → done. The hash of the checked file is in the ledger before the file gets its name, so that after a crash it is
 * known whether a file of that name is ours.
 */
export async function takeDownloadStep(
  context: StepContext,
  settings: DownloadSettings,
  attempt: Attempt,
  job: Job,
  signal?: AbortSignal,
): Promise<Attempt | undefined> {
  const { checkpoint } = context;
  await checkpoint('download:before');
  try {
    const aimed = attempt.target === null ? await chooseAndRecordTarget(context, settings, attempt, job) : attempt;
    if (!aimed?.target) return aimed;
    const checked = (await isStillThere(aimed)) ? aimed : await retrieve(context, settings, aimed, signal);
    if (!checked?.file) return checked;
    const named = await place(context, checked, job.options.overwrite);
    if (!named?.file) return named;
    const placed = named.file;
    if (job.options.sidecar) {
      await writeSidecar(`${placed.path}.json`, {
        id: job.id,
        attempt: named.number,
        model: named.model,
        remoteId: named.remoteId,
        requirements: job.brief.requirements,
        requestSha256: named.requestHash,
        price: named.price,
        billedUsd: named.billedUsd,
        submittedAt: named.submittedAt,
        completedAt: named.completedAt,
        file: placed,
      });
      await checkpoint('download:sidecar_written');
    }
    return await moveAttempt(context, named, {
      // The hash of the checked file is on disk and the file is in its place: a later look finds both.
      durable: false,
      change: { state: 'done', file: placed, target: placed.path, reason: null },
      event: { what: 'done', detail: { path: placed.path, sha256: placed.sha256, bytes: placed.bytes } },
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    return recordFailure(context, attempt, error);
  }
}

async function chooseAndRecordTarget(
  context: StepContext,
  { filesFolder }: DownloadSettings,
  attempt: Attempt,
  { options }: Job,
): Promise<Attempt | undefined> {
  const target = chooseTarget(attempt, {
    folder: filesFolder,
    overwrite: options.overwrite,
    ...(options.output !== undefined && { output: options.output }),
  });
  // Lost in a power failure, it is chosen again.
  return moveAttempt(context, attempt, {
    change: { target },
    event: { what: 'download_started', detail: { target } },
    durable: false,
  });
}

async function retrieve(
  context: StepContext,
  settings: DownloadSettings,
  attempt: Attempt,
  signal?: AbortSignal,
): Promise<Attempt | undefined> {
  const partPath = partOf(attempt);
  await mkdir(dirname(partPath), { recursive: true });
  await context.checkpoint('download:folder_made');
  const retrieved = await settings.retrieve({
    attempt,
    partPath,
    onBytes: (bytes, totalBytes) => context.tell({ kind: 'download', attempt, bytes, totalBytes }),
    ...(signal && { signal }),
  });
  await context.checkpoint('download:checked');
  return moveAttempt(context, attempt, {
    change: { file: { ...retrieved, path: attempt.target ?? partPath } },
    event: { what: 'file_checked', detail: { sha256: retrieved.sha256, differences: retrieved.differences } },
  });
}

/**
 * Gives the file its name, never taking another file's. A further name is in the ledger before the file gets it. `undefined`:
 * somebody else moved the job first.
 */
async function place(context: StepContext, attempt: Attempt, overwrite: boolean): Promise<Attempt | undefined> {
  const partPath = partOf(attempt);
  let placed = attempt;
  for (let tries = 0; ; tries += 1) {
    const file = placed.file as JobFile;
    await context.checkpoint('download:before_rename');
    if (!(await exists(partPath)) || (await hasHash(file.path, file.sha256))) break;
    if (overwrite) await rename(partPath, file.path);
    else {
      const name = await takeFreeName(partPath, file.path, { mark: `shotcaller keeps this name for ${attempt.id}\n` });
      if (name === 'taken') {
        if (tries >= maxNames) throw new Error(`${maxNames} names like ${file.path} were taken, one after the other.`);
        const moved = await moveAttempt(context, placed, { change: { file: { ...file, path: firstFree(file.path) } } });
        if (!moved) return undefined;
        placed = moved;
        continue;
      }
    }
    await context.checkpoint('download:linked');
    await rm(partPath, { force: true });
    await syncFolder(dirname(file.path));
    await context.checkpoint('download:after_rename');
    return placed;
  }
  await rm(partPath, { force: true });
  return placed;
}

/** After a crash: the checked file is at its place, or still under its temporary name. */
async function isStillThere(attempt: Attempt): Promise<boolean> {
  if (attempt.file === null) return false;
  return (
    (await hasHash(attempt.file.path, attempt.file.sha256)) || (await hasHash(partOf(attempt), attempt.file.sha256))
  );
}

function partOf(attempt: Attempt): string {
  return `${attempt.target}.${attempt.id}.part`;
}

async function recordFailure(context: StepContext, attempt: Attempt, error: unknown): Promise<Attempt | undefined> {
  // The row may have moved on under this step (a target was recorded).
  const current = (await context.ledger.attempt(attempt.id)) ?? attempt;
  if (current.state !== 'downloading') return current;
  const reason = reasonOf(error, current);
  const tries = current.downloadTries + 1;
  if (reason.code === 'download_failed' && reason.problem === 'gone' && tries >= maxTries) {
    const gone: JobReason = { ...reason, code: 'content_gone' };
    return moveAttempt(context, current, {
      change: { state: 'failed', downloadTries: tries, reason: gone },
      event: { what: 'failed', detail: gone },
    });
  }
  if (tries >= maxTries || reason.code === 'file_not_written') {
    return moveAttempt(context, current, {
      change: { state: 'gave_up_watching', downloadTries: tries, reason },
      event: { what: 'gave_up_watching', detail: reason },
    });
  }
  const retryAfterMs = error instanceof ContentError ? error.retryAfterMs : undefined;
  const nextTryMs =
    context.clock.now() + backoffMs({ attempt: tries - 1, retryAfterMs, random: context.random, firstMs: 2000 });
  const moved = await moveAttempt(context, current, {
    durable: false,
    change: { downloadTries: tries, nextAt: isoOf(nextTryMs) },
    event: { what: 'download_failed', detail: reason },
  });
  if (moved) context.tell({ kind: 'download_failed', attempt: moved, nextTryMs, reason });
  return moved;
}

function reasonOf(error: unknown, attempt: Attempt): DownloadFailed | FileNotWritten {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ContentError) return { code: 'download_failed', problem: error.problem, message };
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && syscall !== undefined) {
    return { code: 'file_not_written', errno: code, path: attempt.target, message };
  }
  return { code: 'download_failed', problem: 'unavailable', message };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function hasHash(path: string, sha256: string): Promise<boolean> {
  if (!(await exists(path))) return false;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex') === sha256;
}
