import { stat } from 'node:fs/promises';
import type { DownloadFailed, FileNotWritten } from '@shotcaller/core';
import { filesOf } from '../../files/job-file.ts';
import { writeSidecar } from '../../files/sidecar.ts';
import type { FileStore } from '../../files/stores/file-store.ts';
import { chooseTarget } from '../../files/target.ts';
import { isoOf } from '../../iso-time.ts';
import { backoffMs } from '../../openrouter/backoff.ts';
import { ContentError } from '../../openrouter/errors.ts';
import type { Attempt, Job, JobReason } from '../job.ts';
import { sidecarOf } from '../sidecar-of.ts';
import { keepFile, partOf, type Retrieve } from './keep-file.ts';
import { moveAttempt } from './move.ts';
import { putAway, removeLocal } from './put-away.ts';
import type { StepContext } from './step-context.ts';

export interface DownloadSettings {
  readonly retrieve: Retrieve;
  /** Folder for files of orders without an output. */
  readonly filesFolder: string;
  /** Where such files go from there. Default: they stay. */
  readonly store?: FileStore | undefined;
}

/** Tries before the job is handed back, resumable. Each holds several tries of each address. */
const maxTries = 5;

/** downloading → done, or not_fetched: one file for each address that the service named. */
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
    let named = aimed;
    /** The first output that cannot be had, and why: the others are kept all the same. */
    let missing: { readonly index: number; readonly error: unknown } | undefined;
    for (let index = 0; index < outputCount(aimed); index += 1) {
      const { retrieve } = settings;
      const { overwrite, output } = job.options;
      const options = { retrieve, index, overwrite, isOwnFolder: output === undefined, signal };
      let moved: Attempt | undefined;
      try {
        moved = await keepFile(context, named, options);
      } catch (error) {
        if (signal?.aborted || !(error instanceof ContentError)) throw error;
        missing ??= { index, error };
        // The row may have moved on under the step.
        moved = await ownRow(context, named);
      }
      if (!moved) return undefined;
      named = moved;
    }
    if (missing) return await recordFailure(context, named, missing.error, missing.index);
    const local = named.file;
    if (!local) return named;
    const store = job.options.output === undefined ? settings.store : undefined;
    const placed = store ? await putAway(context, store, named, local, signal) : local;
    const [first = placed] = filesOf(placed);
    // Of a file in a store it is made from the ledger when somebody asks for it.
    if (job.options.sidecar && !store) {
      await writeSidecar(placed.path, sidecarOf(job, named, first), { overwrite: job.options.overwrite });
      await checkpoint('download:sidecar_written');
    }
    const done = await moveAttempt(context, named, {
      // The hash of the checked file is on disk and the file is in its place: a later look finds both. A store is not looked into.
      durable: store !== undefined,
      change: { state: 'done', file: placed, target: placed.path, reason: null },
      event: { what: 'done', detail: { path: placed.path, sha256: placed.sha256, bytes: placed.bytes } },
    });
    if (store && done) await removeLocal(local);
    return done;
  } catch (error) {
    if (signal?.aborted) throw error;
    return recordFailure(context, attempt, error);
  }
}

/** The attempt as the ledger has it; `undefined`: another process has it by now. */
async function ownRow({ ledger, worker }: StepContext, { id }: Attempt): Promise<Attempt | undefined> {
  const row = await ledger.attempt(id);
  return row?.state === 'downloading' && row.worker === worker ? row : undefined;
}

async function chooseAndRecordTarget(
  context: StepContext,
  { filesFolder }: DownloadSettings,
  attempt: Attempt,
  job: Job,
): Promise<Attempt | undefined> {
  const { options } = job;
  const target = chooseTarget(attempt, {
    folder: filesFolder,
    overwrite: await mayOverwrite(context, attempt, job),
    ...(options.output !== undefined && { output: options.output }),
  });
  // Lost in a power failure, it is chosen again.
  return moveAttempt(context, attempt, {
    change: { target },
    event: { what: 'download_started', detail: { target } },
    durable: false,
  });
}

/** Another attempt of the same job is paid for as well: its clip is not what was to be replaced. */
async function mayOverwrite({ ledger }: StepContext, { id, jobId }: Attempt, { options }: Job): Promise<boolean> {
  if (!options.overwrite) return false;
  return (await ledger.attemptsOfJob(jobId)).every((other) => other.id === id || other.file === null);
}

/** How many files there are to fetch: one at least, for which the address can be made from the id. */
function outputCount({ contentUrls }: Attempt): number {
  return Math.max(1, contentUrls.length);
}

async function recordFailure(
  context: StepContext,
  attempt: Attempt,
  error: unknown,
  output?: number,
): Promise<Attempt | undefined> {
  // The row may have moved on under this step (a target was recorded).
  const current = (await context.ledger.attempt(attempt.id)) ?? attempt;
  // Another process fetches it now: what failed here is not its failure.
  if (current.state !== 'downloading' || current.worker !== context.worker) return current;
  const reason = await reasonOf(error, current, output ?? filesOf(current.file).length);
  const tries = current.downloadTries + 1;
  const retryAfterMs = error instanceof ContentError ? error.retryAfterMs : undefined;
  const nextTryMs =
    context.clock.now() + backoffMs({ attempt: tries - 1, retryAfterMs, random: context.random, firstMs: 2000 });
  const isLate = current.deadlineAt !== null && nextTryMs > Date.parse(current.deadlineAt);
  if (tries >= maxTries || isLate || reason.code === 'file_not_written') {
    const isGone = reason.code === 'download_failed' && reason.problem === 'gone';
    const ending: JobReason = isGone ? { ...reason, code: 'content_gone' } : reason;
    return moveAttempt(context, current, {
      change: { state: 'not_fetched', downloadTries: tries, reason: ending },
      event: { what: 'not_fetched', detail: ending },
    });
  }
  const moved = await moveAttempt(context, current, {
    durable: false,
    change: { downloadTries: tries, nextAt: isoOf(nextTryMs) },
    event: { what: 'download_failed', detail: reason },
  });
  if (moved) context.tell({ kind: 'download_failed', attempt: moved, nextTryMs, reason });
  return moved;
}

async function reasonOf(error: unknown, attempt: Attempt, output: number): Promise<DownloadFailed | FileNotWritten> {
  const message = error instanceof Error ? error.message : String(error);
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (!(error instanceof ContentError) && typeof code === 'string' && syscall !== undefined) {
    return { code: 'file_not_written', errno: code, path: attempt.target, message };
  }
  const problem = error instanceof ContentError ? error.problem : 'unavailable';
  return { code: 'download_failed', problem, message, ...(await keptPart(attempt, output)) };
}

/** What came of the file that is not whole. */
async function keptPart(attempt: Attempt, output: number): Promise<Pick<DownloadFailed, 'kept'>> {
  const path = partOf(attempt, output);
  const bytes = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  return bytes === 0 ? {} : { kept: { path, bytes } };
}
