import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { releaseMemory } from './release-memory.ts';
import { startWriteThread, type WriteThread } from './write-thread.ts';

/** Writes a file from its beginning to its end while the caller goes on receiving, and hashes it on the way. */
export interface FileWriter {
  /**
   * Takes the next bytes. `isOurs`: and the memory they are in, which holds nothing that others want; what comes of one memory comes one
   * after the other. Resolves when more may come: at once, unless the disk lags behind. Append nothing before.
   */
  append(chunk: Uint8Array, isOurs: boolean): Promise<void> | undefined;
  /** Resolves when all bytes are written. */
  drain(): Promise<void>;
  /** SHA-256 of the whole file, which has been drained, in lower-case hex. */
  digest(): Promise<string>;
  /** Ends what is under way. Nothing is written afterwards. */
  stop(): Promise<void>;
}

/**
 * Clips have a few megabytes, and writing and hashing them here costs nothing to speak of. Beyond this a thread does both: over a fast
 * line this one has enough to do with receiving (bench/download.mjs).
 */
const threadFromBytes = 32 * 1024 * 1024;

/** Chunks arrive with 64 kB at most; a write of several at once costs the thread pool less. */
const leastBytes = 256 * 1024;

/** Bytes that may wait for the write under way, so that a short stall of the disk does not stop the line. */
const mostPendingBytes = 1024 * 1024;

/** The file is open for reading and writing, and empty. `onWritten` is told where the written part ends. */
export function createFileWriter(handle: FileHandle, onWritten: (end: number) => void): FileWriter {
  const hash = createHash('sha256');
  let pending: Uint8Array[] = [];
  /** Memory of ours that they are in. More may come of the last. */
  let ours: ArrayBufferLike[] = [];
  let pendingBytes = 0;
  /** Where what was handed to the disk ends. */
  let begunTo = 0;
  /** All that is pending, and of it the write under way. A failed one stays, so that every later call tells it. */
  let writing: Promise<void> | undefined;
  let current: Promise<void> | undefined;
  let thread: WriteThread | undefined;
  let hasBegun = false;

  const writePending = async () => {
    while (pendingBytes > 0) {
      const [chunks, written, at] = [pending, ours, begunTo];
      begunTo += pendingBytes;
      [pending, ours, pendingBytes] = [[], written.slice(-1), 0];
      current = writeAll(handle, chunks, at);
      await current;
      for (const memory of written.slice(0, -1)) releaseMemory(memory);
      onWritten(begunTo);
    }
    writing = undefined;
  };

  const write = (): Promise<void> => {
    writing ??= writePending();
    // Awaited later; until then a failure must not count as unhandled.
    writing.catch(() => {});
    return writing;
  };

  /** From here on the thread writes, once all before is written. */
  const handOver = async (to: WriteThread, chunk: Uint8Array, isOurs: boolean) => {
    hasBegun = true;
    await write();
    to.begin(begunTo);
    await to.append(chunk, isOurs);
  };

  return {
    append(chunk, isOurs) {
      if (thread && hasBegun) return thread.append(chunk, isOurs);
      if (begunTo >= threadFromBytes) thread ??= startWriteThread(handle.fd, onWritten);
      if (thread?.isReady) return handOver(thread, chunk, isOurs);
      hash.update(chunk);
      pending.push(chunk);
      if (isOurs && ours.at(-1) !== chunk.buffer) ours.push(chunk.buffer);
      pendingBytes += chunk.byteLength;
      if (pendingBytes < leastBytes) return undefined;
      void write();
      return pendingBytes > mostPendingBytes ? current : undefined;
    },
    async drain() {
      await write();
      if (hasBegun) await thread?.drain();
    },
    async digest() {
      return thread && hasBegun ? thread.digest() : hash.copy().digest('hex');
    },
    async stop() {
      await writing?.catch(() => {});
      await thread?.stop();
      // The transfer is over: no more comes of the last memory.
      for (const memory of ours.splice(0)) releaseMemory(memory);
    },
  };
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
