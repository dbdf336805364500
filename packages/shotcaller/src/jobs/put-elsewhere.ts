import { mkdir } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { createFile } from '../disk/create-file.ts';
import { openCheckedFile } from '../files/checked-file.ts';
import { type AttemptFile, filesOf, outputsOf, withFile } from '../files/job-file.ts';
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
}

/**
 * Makes a delivered clip ready to be put to the place that its job names now: the checked file is copied there under a temporary name, and
 * the next step gives it its own. The first file stays where it is. Where it is gone, or is another file by now, the clip is fetched again.
 */
export async function putElsewhere(
  context: StepContext,
  { options }: Job,
  attempt: Attempt,
  { filesFolder, watchMs }: PutElsewhereOptions,
): Promise<void> {
  const { output, overwrite } = options;
  const target = chooseTarget(attempt, { folder: filesFolder, overwrite, ...(output !== undefined && { output }) });
  const from = filesOf(attempt.file).map(({ path }) => path);
  const file = (await copiedFile(attempt, target)) ?? null;
  await moveAttempt(context, attempt, {
    change: {
      state: 'downloading',
      target,
      file,
      downloadTries: 0,
      nextAt: null,
      deadlineAt: isoOf(context.clock.now() + watchMs),
    },
    event: { what: 'put_elsewhere', detail: { from, to: target, copied: file !== null } },
  });
}

/** `undefined`: not all files are what they were. */
async function copiedFile(attempt: Attempt, target: string): Promise<AttemptFile | undefined> {
  let copied: AttemptFile | null = null;
  for (const [index, file] of outputsOf(attempt.file)) {
    const path = pathFor(target, index, extname(file.path));
    if (path !== file.path && !(await copy(file, partOf({ target, id: attempt.id }, index)))) return undefined;
    copied = withFile(copied, index, { ...file, path });
  }
  return copied ?? undefined;
}

async function copy({ path, sha256 }: { path: string; sha256: string }, to: string): Promise<boolean> {
  const from = await openCheckedFile(path, sha256);
  if (!from) return false;
  try {
    await mkdir(dirname(to), { recursive: true });
    const made = await createFile(to);
    try {
      for await (const chunk of from.createReadStream({ start: 0, autoClose: false }))
        await made.write(chunk as Buffer);
      await made.sync();
    } finally {
      await made.close();
    }
    return true;
  } finally {
    await from.close();
  }
}
