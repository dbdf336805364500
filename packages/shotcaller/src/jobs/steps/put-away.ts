import { rm } from 'node:fs/promises';
import { type AttemptFile, filesOf, type JobFile, withFile } from '../../files/job-file.ts';
import type { FileStore } from '../../files/stores/file-store.ts';
import type { Attempt } from '../job.ts';
import type { StepContext } from './step-context.ts';

/**
 * Puts the checked files of an attempt into the store: they are there, whole, before the ledger says so. A process that dies in between
 * puts the same bytes to the same addresses again. Throws `StoreError`; the signal's reason when aborted.
 */
export async function putAway(
  { checkpoint }: Pick<StepContext, 'checkpoint'>,
  store: FileStore,
  attempt: Attempt,
  placed: AttemptFile,
  signal?: AbortSignal,
): Promise<AttemptFile> {
  let stored: AttemptFile | null = null;
  for (const [index, file] of filesOf(placed).entries()) {
    const address = store.addressOf(attempt, file);
    await store.put(address, file.path, factsOf(file), signal);
    await checkpoint('download:stored');
    stored = withFile(stored, index, { ...file, path: address });
  }
  return stored ?? placed;
}

/** Takes the local files away once the ledger knows the others. What cannot be removed stays: it does no harm. */
export async function removeLocal(placed: AttemptFile): Promise<void> {
  for (const { path } of filesOf(placed)) await rm(path, { force: true }).catch(() => undefined);
}

function factsOf({ bytes, sha256, contentType = 'video/mp4' }: JobFile) {
  return { bytes, sha256, contentType };
}
