import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../files/sync-folder.ts';
import { isoOf } from '../iso-time.ts';
import type { Ledger } from './ledger.ts';
import type { ArchivePlace } from './records/archive-records.ts';

/** Nothing was archived: somebody's file has that name. */
export class FileExists extends Error {
  override readonly name = 'FileExists';
}

export interface ArchiveOptions {
  readonly service: string;
  /** Path of a file that does not exist yet. */
  readonly file: string;
  /** What the ledger calls it. */
  readonly name: string;
  /** Jobs that had ended by then, milliseconds since 1970. */
  readonly beforeMs: number;
  readonly nowMs: number;
  /** Ends after the page that is being written. */
  readonly signal?: AbortSignal | undefined;
}

const jobsOfPage = 200;

/**
 * Moves old jobs into a file, a JSON line for each: first a line that says what it is, at last one with the number of jobs and the SHA-256
 * of all lines before. A job is on disk there before it leaves the ledger, so a crash loses none; one without its last line is a file
 * that a crash cut short, and may name jobs that the ledger still has.
 */
export async function archiveLedger(
  ledger: Pick<Ledger, 'archiveJobs'>,
  { service, file, name, beforeMs, nowMs, signal }: ArchiveOptions,
): Promise<{ readonly jobs: number; readonly bytes: number }> {
  const at = isoOf(nowMs);
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new FileExists() : error;
  });
  const lines = lineWriter(handle);
  const before = isoOf(beforeMs);
  let jobs = 0;
  const left: string[] = [];
  try {
    await lines.write([{ kind: 'shotcaller-ledger-archive', version: 1, service, before, at }]);
    let after: ArchivePlace | null | undefined;
    while (after !== null && !signal?.aborted) {
      const kept: string[] = [];
      const page = await ledger.archiveJobs(
        { service, before, limit: jobsOfPage, file: name, at, ...(after && { after }) },
        async (records) => {
          kept.push(...records.map(({ id }) => id));
          await lines.write(records.map((record) => ({ kind: 'job', ...record })));
          await handle.sync();
          await syncFolder(dirname(file));
        },
      );
      const archived = new Set(page.archived);
      left.push(...kept.filter((id) => !archived.has(id)));
      jobs += page.archived.length;
      after = page.next;
    }
    // Jobs that moved while they were written: the ledger has them still.
    await lines.write([{ kind: 'end', jobs, notArchived: left, sha256: lines.sha256() }]);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (jobs === 0) await rm(file);
  return { jobs, bytes: jobs === 0 ? 0 : lines.bytes() };
}

function lineWriter(handle: FileHandle) {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async write(values: readonly object[]): Promise<void> {
      const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
      hash.update(text);
      bytes += Buffer.byteLength(text);
      await handle.appendFile(text);
    },
    sha256: () => hash.copy().digest('hex'),
    bytes: () => bytes,
  };
}
