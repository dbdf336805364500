import { open } from 'node:fs/promises';
import { type BoxWalker, createBoxWalker } from './box-walker.ts';
import { FileError, isSystemError } from './file-error.ts';
import { createFileWriter } from './file-writer.ts';

/** The file under its temporary name: written, hashed and followed box by box in one pass. */
export interface PartFile {
  /** Bytes taken in since the last `restart`; after the end of a complete file no more are. */
  readonly bytes: number;
  readonly boxes: BoxWalker;
  /** Takes a chunk, and its memory with it. Resolves when more may come: at once, unless the disk lags behind. */
  append(chunk: Uint8Array): Promise<void> | undefined;
  /** Empties the file. */
  restart(): Promise<void>;
  /** Writes what is pending and syncs to disk. */
  finish(): Promise<{ readonly bytes: number; readonly sha256: string }>;
  close(): Promise<void>;
}

/** Large files go to the disk while they arrive, so that the sync at the end has little left to wait for. */
const syncEveryBytes = 64 * 1024 * 1024;

/** Opens a temporary file and empties it. Every method throws `FileError` when the machine refuses. */
export async function openPartFile(path: string, remoteId: string): Promise<PartFile> {
  const handle = await guarded(open(path, 'w+', 0o644));
  let boxes = createBoxWalker();
  let bytes = 0;
  /** Up to 15 bytes that may be the begin of what does not belong to the file. */
  let held = new Uint8Array(0);
  let syncedTo = 0;
  let syncing: Promise<void> = Promise.resolve();

  // Errors come again at the end, where they are told.
  const syncAhead = (end: number) => {
    syncedTo = end;
    syncing = syncing.then(() => handle.datasync()).catch(() => {});
  };

  const onWritten = (end: number) => {
    if (end - syncedTo >= syncEveryBytes) syncAhead(end);
  };
  let writer = createFileWriter(handle, onWritten);

  const take = (data: Uint8Array) => {
    if (data.byteLength === 0) return undefined;
    bytes += data.byteLength;
    const more = writer.append(data);
    return more && guarded(more);
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
      return take(settled === arrived.byteLength ? arrived : arrived.subarray(0, settled));
    },
    async restart() {
      if (bytes + held.byteLength === 0) return;
      await writer.stop();
      writer = createFileWriter(handle, onWritten);
      [bytes, syncedTo] = [0, 0];
      held = new Uint8Array(0);
      boxes = createBoxWalker();
      await guarded(handle.truncate(0));
    },
    async finish() {
      await take(held);
      held = new Uint8Array(0);
      await guarded(writer.drain());
      await guarded(handle.sync());
      return { bytes, sha256: await guarded(writer.digest()) };
    },
    async close() {
      await writer.stop();
      await syncing;
      await handle.close();
    },
  };

  async function guarded<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw isSystemError(error) ? new FileError(error, path, remoteId) : error;
    }
  }
}
