import { extname } from 'node:path';
import { copyCheckedFile } from '../files/copy-checked-file.ts';
import { type AttemptFile, filesOf, outputsOf, withFile } from '../files/job-file.ts';
import type { FileStore } from '../files/stores/file-store.ts';
import { isStoreAddress } from '../files/stores/store-address.ts';
import { chooseTarget } from '../files/target.ts';
import { isoOf } from '../iso-time.ts';
import type { Attempt, Job } from './job.ts';
import { partOf, pathFor } from './steps/keep-file.ts';
import { moveAttempt } from './steps/move.ts';
import type { StepContext } from './steps/step-context.ts';

export interface PutElsewhereOptions {
  /** For files of jobs without an output. */
  readonly filesFolder: string;
  readonly watchMs: number;
  /** Where delivered files may be. Default: on this machine. */
  readonly store?: FileStore | undefined;
}

/** Whether the clip of an attempt was delivered, or is in a store however often it could not be fetched since. */
export function isDelivered({ state, file }: Attempt): boolean {
  return file !== null && (state === 'done' || (state === 'not_fetched' && isStoreAddress(file.path)));
}

/**
 * Makes a delivered clip ready to be put to the place that its job names now: the checked file is copied there under a temporary name, and
 * the next step gives it its own. The first file stays where it is. Where it is gone, or is another file by now, the clip is fetched again.
 * A store that this process does not reach has it still: that is not forgotten until the clip is here.
 */
export async function putElsewhere(
  context: StepContext,
  { options }: Job,
  attempt: Attempt,
  { filesFolder, watchMs, store }: PutElsewhereOptions,
): Promise<void> {
  const { output, overwrite } = options;
  const target = chooseTarget(attempt, { folder: filesFolder, overwrite, ...(output !== undefined && { output }) });
  const from = filesOf(attempt.file).map(({ path }) => path);
  const copied = await copiedFile(attempt, target, store);
  const file = copied ?? (attempt.file && isStoreAddress(attempt.file.path) ? attempt.file : null);
  await moveAttempt(context, attempt, {
    change: {
      state: 'downloading',
      target,
      file,
      downloadTries: 0,
      nextAt: null,
      deadlineAt: isoOf(context.clock.now() + watchMs),
    },
    event: { what: 'put_elsewhere', detail: { from, to: target, copied: copied !== undefined } },
  });
}

/** `undefined`: not all files are what they were. */
async function copiedFile(attempt: Attempt, target: string, store?: FileStore): Promise<AttemptFile | undefined> {
  let copied: AttemptFile | null = null;
  for (const [index, file] of outputsOf(attempt.file)) {
    const path = pathFor(target, index, extname(file.path));
    if (path !== file.path && !(await copyCheckedFile(file, partOf({ target, id: attempt.id }, index), store)))
      return undefined;
    copied = withFile(copied, index, { ...file, path });
  }
  return copied ?? undefined;
}
