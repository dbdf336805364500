import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isWorkerGone } from '../../jobs/worker-name.ts';

/** Another process runs the batch: two that share a budget would spend it twice. */
export class BatchRunningError extends Error {
  override readonly name = 'BatchRunningError';

  constructor(batch: string, path: string) {
    super(
      `Another process runs the batch ${batch}. Nothing was bought. Wait for it, or, if no shotcaller runs on any machine that shares this home, remove ${path}.`,
    );
  }
}

export interface LockedBatch {
  readonly home: string;
  readonly service: string;
  readonly owner: string;
  readonly batch: string;
  /** This process's name in leases. */
  readonly worker: string;
}

/** Makes this process the only one that runs the batch. The lock of a process that is known to be dead is void. */
export async function lockBatch({ home, service, owner, batch, worker }: LockedBatch): Promise<() => Promise<void>> {
  const folder = join(home, 'batches');
  await mkdir(folder, { recursive: true });
  const name = createHash('sha256')
    .update(JSON.stringify([service, owner, batch]))
    .digest('hex')
    .slice(0, 32);
  const path = join(folder, `${name}.lock`);
  for (let tries = 0; ; tries += 1) {
    try {
      const handle = await open(path, 'wx', 0o600);
      await handle.writeFile(worker);
      await handle.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = await readFile(path, 'utf8').catch(() => '');
      // One without a name was left by a process that died between two steps.
      const isVoid = holder === '' ? tries > 0 : isWorkerGone(holder);
      if (!isVoid && tries > 0) throw new BatchRunningError(batch, path);
      if (isVoid) await rm(path, { force: true });
    }
  }
}
