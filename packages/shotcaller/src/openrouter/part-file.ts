import { type FileHandle, open } from 'node:fs/promises';
import { type BoxWalker, createBoxWalker } from '../media/box-walker.ts';
import { FileError, isSystemError } from './file-error.ts';
import { createFileHash } from './file-hash.ts';

/** The file under its temporary name: written, hashed and followed box by box in one pass. */
export interface PartFile {
  /** Bytes taken in since the last `restart`; after the end of a complete file no more are. */
  readonly bytes: number;
  readonly boxes: BoxWalker;
  /** Takes a chunk. Resolves when more may come: at once, unless the disk lags behind. */
  append(chunk: Uint8Array): Promise<void> | undefined;
  /** Empties the file. */
  restart(): Promise<void>;
  /** Writes what is pending and syncs to disk. */
  finish(): Promise<{ readonly bytes: number; readonly sha256: string }>;
  close(): Promise<void>;
}

/** Chunks arrive with 64 kB at most; a write of so many bytes at once costs the disk and the thread pool less. */
const batchBytes = 1024 * 1024;

/** Batches that may wait for the disk: 4 MiB, so that a short stall does not stop the line. */
const mostQueued = 4;

/** Large files go to the disk while they arrive, so that the sync at the end has little left to wait for. */
const syncEveryBytes = 64 * 1024 * 1024;

/** Opens a temporary file and empties it. Every method throws `FileError` when the machine refuses. */
export async function openPartFile(path: string, jobId: string): Promise<PartFile> {
  const handle = await guarded(open(path, 'w', 0o644));
  let hash = createFileHash(path);
  let boxes = createBoxWalker();
  let bytes = 0;
  /** Up to 15 bytes that may be the begin of what does not belong to the file. */
  let held = new Uint8Array(0);
  let batch: Uint8Array[] = [];
  let batched = 0;
  let writtenTo = 0;
  let writing: Promise<void> = Promise.resolve();
  let queued = 0;
  let syncedTo = 0;
  let syncing: Promise<void> = Promise.resolve();

  // Errors come again at the end, where they are told.
  const syncAhead = (end: number) => {
    syncedTo = end;
    syncing = syncing.then(() => handle.datasync()).catch(() => {});
  };

  const take = (data: Uint8Array) => {
    if (data.byteLength === 0) return;
    hash.update(data);
    batch.push(data);
    batched += data.byteLength;
    bytes += data.byteLength;
  };

  /** Queues what is pending. The returned promise holds back who writes faster than the disk. */
  const flush = (): Promise<void> | undefined => {
    const [chunks, at] = [batch, writtenTo];
    writtenTo += batched;
    [batch, batched] = [[], 0];
    const end = writtenTo;
    const current = hash;
    queued++;
    writing = writing.then(async () => {
      await guarded(writeAll(handle, chunks, at));
      queued--;
      current.written(end);
      if (end - syncedTo >= syncEveryBytes) syncAhead(end);
    });
    // Awaited later; until then a failure must not count as unhandled.
    writing.catch(() => {});
    return queued > mostQueued ? writing : undefined;
  };

  return {
    get bytes() {
      return bytes + held.byteLength;
    },
    get boxes() {
      return boxes;
    },
    append(chunk) {
      boxes.push(chunk);
      const arrived = held.byteLength === 0 ? chunk : Buffer.concat([held, chunk]);
      const settled = boxes.settledAt - bytes;
      const isOver = boxes.endedAt !== null && boxes.verdict() === 'whole';
      held = isOver ? new Uint8Array(0) : arrived.slice(settled);
      take(settled === arrived.byteLength ? arrived : arrived.subarray(0, settled));
      return batched >= batchBytes ? flush() : undefined;
    },
    async restart() {
      if (bytes + held.byteLength === 0) return;
      await writing.catch(() => {});
      writing = Promise.resolve();
      [batch, batched, queued, writtenTo, bytes, syncedTo] = [[], 0, 0, 0, 0, 0];
      held = new Uint8Array(0);
      hash.stop();
      hash = createFileHash(path);
      boxes = createBoxWalker();
      await guarded(handle.truncate(0));
    },
    async finish() {
      take(held);
      held = new Uint8Array(0);
      if (batched > 0) void flush();
      await writing;
      await guarded(handle.sync());
      return { bytes, sha256: await hash.digest() };
    },
    async close() {
      hash.stop();
      await writing.catch(() => {});
      await syncing;
      await handle.close();
    },
  };

  async function guarded<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw isSystemError(error) ? new FileError(error, path, jobId) : error;
    }
  }
}

/** A write may take less than it was given. */
async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[], at: number): Promise<void> {
  let rest = chunks;
  let position = at;
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev(rest, position);
    position += bytesWritten;
    rest = behind(rest, bytesWritten);
  }
}

function behind(chunks: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  for (const [index, chunk] of chunks.entries()) {
    if (left < chunk.byteLength) return [chunk.subarray(left), ...chunks.slice(index + 1)];
    left -= chunk.byteLength;
  }
  return [];
}
