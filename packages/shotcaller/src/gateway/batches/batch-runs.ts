import { join } from 'node:path';
import type { KeptRunOptions } from '../../batch/batch-store.ts';
import type { BatchRun } from '../../batch/batches.ts';
import type { BatchPlan } from '../../batch/plan/batch-plan.ts';
import type { BatchProgress } from '../../batch/run/batch-state.ts';
import { BatchRunningError, BatchStopped } from '../../batch/run/hold-batch.ts';
import { sha256Of } from '../../disk/sha256-of.ts';
import { safeName } from '../../files/target.ts';
import type { GatewayOptions } from '../options.ts';

/** A batch that this process runs. */
export interface RunningBatch {
  readonly owner: string;
  readonly plan: BatchPlan;
  /** `null`: nothing is known yet. */
  readonly progress: BatchProgress | null;
}

/** What is heard of batches that run here. */
export type BatchNews = { readonly owner: string; readonly plan: BatchPlan } & (
  | { readonly kind: 'progress'; readonly progress: BatchProgress }
  | { readonly kind: 'end'; readonly run: BatchRun }
);

export interface BatchRuns {
  /**
   * Runs on after the answer. Resolves once the batch is written down as running.
   *
   * @throws BatchRunningError
   */
  start(plan: BatchPlan, given: { readonly owner: string; readonly options: KeptRunOptions }): Promise<void>;
  find(owner: string, name: string): RunningBatch | undefined;
  /** Lets go of a batch, and nobody goes on with it by itself. `false`: it does not run here. */
  stop(owner: string, name: string): Promise<boolean>;
  /** Goes on with batches that a gateway ran and nobody holds any more. */
  takeUp(): Promise<void>;
  listen(listener: (news: BatchNews) => void): void;
  /** Lets go of all, for the next gateway to go on with. */
  close(): Promise<void>;
}

interface Run extends RunningBatch {
  progress: BatchProgress | null;
  readonly abort: AbortController;
  finished: Promise<void>;
}

/** The batches of the gateway: what was ordered is gone on with after a restart, on whichever gateway of the ledger comes first. */
export function createBatchRuns({
  parts,
  onTrouble,
}: Pick<GatewayOptions, 'parts'> & { readonly onTrouble: (error: unknown) => void }): BatchRuns {
  const runs = new Map<string, Run>();
  const listeners: ((news: BatchNews) => void)[] = [];
  let isClosed = false;
  const nameOf = (owner: string, name: string) => `${owner}\n${name}`;
  const tell = (news: BatchNews) => {
    for (const listener of listeners) listener(news);
  };

  function start(plan: BatchPlan, { owner, options }: { readonly owner: string; readonly options: KeptRunOptions }) {
    const name = nameOf(owner, plan.name);
    if (isClosed || runs.has(name)) return Promise.reject(new BatchRunningError(plan.name));
    const run: Run = { owner, plan, progress: null, abort: new AbortController(), finished: Promise.resolve() };
    runs.set(name, run);
    return new Promise<void>((resolve, reject) => {
      run.finished = parts.batch
        .run(plan, {
          ...options,
          owner,
          carriedBy: 'gateway',
          outFolder: join(parts.filesFolder, 'batches', folderName(owner || 'local'), folderName(plan.name)),
          signal: run.abort.signal,
          onProgress(progress) {
            run.progress = progress;
            resolve();
            tell({ kind: 'progress', owner, plan, progress });
          },
        })
        .then((ended) => {
          runs.delete(name);
          resolve();
          tell({ kind: 'end', owner, plan, run: ended });
        })
        .catch((error: unknown) => {
          runs.delete(name);
          // Until the first progress whoever started it waits, and hears of it.
          if (run.progress === null) reject(error);
          else onTrouble(error);
        });
    });
  }

  return {
    start,
    find: (owner, name) => runs.get(nameOf(owner, name)),
    async stop(owner, name) {
      const run = runs.get(nameOf(owner, name));
      if (!run) return false;
      run.abort.abort(new BatchStopped(`The batch ${name} is stopped.`));
      await run.finished;
      return true;
    },
    async takeUp() {
      for (const { owner, name } of await parts.batchStore.abandoned()) {
        const found = isClosed || runs.has(nameOf(owner, name)) ? undefined : await parts.batchStore.find(owner, name);
        if (!found) continue;
        // Another gateway may be faster.
        start(found.plan, found).catch((error: unknown) => {
          if (!(error instanceof BatchRunningError)) onTrouble(error);
        });
      }
    },
    listen: (listener) => void listeners.push(listener),
    async close() {
      isClosed = true;
      for (const { abort } of runs.values()) abort.abort();
      await Promise.all([...runs.values()].map(({ finished }) => finished));
    },
  };
}

/** A name of its own for each, on every file system. */
function folderName(text: string): string {
  const safe = safeName(text);
  return safe === text && safe === safe.toLowerCase() ? safe : `${safe.slice(0, 80)}-${sha256Of(text).slice(0, 8)}`;
}
