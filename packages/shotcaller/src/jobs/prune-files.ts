import { rm } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { openCheckedFile } from '../files/checked-file.ts';
import { filesOf, type JobFile } from '../files/job-file.ts';
import type { FileStore } from '../files/stores/file-store.ts';
import { isTerminal } from './job.ts';
import type { Ledger } from './ledger.ts';
import type { JobWithAttempts } from './records/job-records.ts';

export interface PruneOptions {
  /** Origin of the service whose jobs are looked at. */
  readonly service: string;
  /** ISO 8601: clips that were delivered later stay. */
  readonly before: string;
  /** Files elsewhere belong to whoever chose their place. */
  readonly filesFolder: string;
  readonly store?: FileStore | undefined;
  /** `false`: only says what would go. */
  readonly deletes: boolean;
  readonly onFile?: (jobId: string, file: JobFile) => void;
}

export interface Pruned {
  readonly files: number;
  readonly bytes: number;
  /** Clips that are old enough and stay, for nobody has fetched them yet or somebody is still owed the news of them. */
  readonly kept: number;
}

/**
 * Takes away clips that a gateway delivered before a time and that their client has fetched whole. What else it finds under their names
 * stays: a file goes only when it is the one that was checked. Jobs, bills and evidence stay in the ledger.
 */
export async function pruneFiles(ledger: Ledger, options: PruneOptions): Promise<Pruned> {
  const { service, before, deletes, onFile } = options;
  const owed = new Set(
    (await ledger.webhooks({ service, state: 'waiting', limit: mostOwed })).map(({ jobId }) => jobId),
  );
  let [files, bytes, kept] = [0, 0, 0];
  let after: string | undefined;
  for (;;) {
    const page = await ledger.jobs({ service, states: ['done'], before, ...(after !== undefined && { after }) });
    for (const found of page.jobs) {
      if (!isOld(found, before) || found.job.receipt === null) continue;
      const isWaitedFor = !found.job.receipt.handedOver || owed.has(found.job.id);
      if (isWaitedFor) kept += 1;
      if (isWaitedFor) continue;
      for (const file of found.attempts.flatMap((attempt) => filesOf(attempt.file))) {
        if (!(await isOurs(file, options))) continue;
        onFile?.(found.job.id, file);
        if (deletes) await remove(file, options);
        files += 1;
        bytes += file.bytes;
      }
    }
    if (page.next === null) return { files, bytes, kept };
    after = page.next;
  }
}

/** Webhook calls that wait at one time; with more than these, jobs of the rest count as told. */
const mostOwed = 100_000;

function isOld({ attempts }: JobWithAttempts, before: string): boolean {
  return attempts.every(({ state, endedAt }) => isTerminal(state) && endedAt !== null && endedAt < before);
}

/** In our own folder the file that was checked, or in the store one under its own address. */
async function isOurs({ path, sha256 }: JobFile, { filesFolder, store }: PruneOptions): Promise<boolean> {
  if (store?.holds(path)) return (await store.stat(path)) !== undefined;
  const way = relative(filesFolder, path);
  if (way === '' || way.startsWith('..') || way.includes(`..${sep}`)) return false;
  const handle = await openCheckedFile(path, sha256).catch(() => undefined);
  await handle?.close();
  return handle !== undefined;
}

async function remove({ path }: JobFile, { store }: PruneOptions): Promise<void> {
  if (store?.holds(path)) await store.delete(path);
  else await rm(path, { force: true });
}
