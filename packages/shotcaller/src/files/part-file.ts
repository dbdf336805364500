import type { FileHandle } from 'node:fs/promises';
import { createFile } from '../disk/create-file.ts';
import { sha256OfFile } from '../disk/sha256-of.ts';
import { kindBytes } from '../openrouter/content-kind.ts';
import { type BoxWalker, createBoxWalker } from './box-walker.ts';
import { FileError, isSystemError } from './file-error.ts';
import { createFileWriter } from './file-writer.ts';
import { dropAside, restoreLonger, setAside } from './set-aside.ts';

/** The file under its temporary name: written, hashed and followed box by box in one pass. */
export interface PartFile {
  /** Bytes taken in since the last `restart`; after the end of a complete file no more are. */
  readonly bytes: number;
  readonly boxes: BoxWalker;
  /** The first of them, which tell what they are. */
  readonly head: Uint8Array;
  /** Takes a chunk; `isOurs`: and its memory with it. Resolves when more may come: at once, unless the disk lags behind. */
  append(chunk: Uint8Array, isOurs?: boolean): Promise<void> | undefined;
  /** Begins anew. What came before is set aside while it is the most that came. */
  restart(): Promise<void>;
  /**
   * Puts what the file holds packed in its place. The packed form is kept aside until the file is whole, and stays where it is when
   * `unpacked` throws: it is tried first.
   */
  unpack(unpacked: (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>): Promise<void>;
  /** Cuts off what is none of the clip, writes what is pending and syncs to disk. */
  finish(): Promise<FinishedPart>;
  /** Closes the file and drops what was set aside. */
  closeWhole(): Promise<void>;
  /** Closes the file, with the most that came in it. */
  closeUnfinished(): Promise<void>;
}

export interface FinishedPart {
  readonly bytes: number;
  readonly sha256: string;
  /** Bytes behind the end of the clip, which were cut off. Of a transfer that was stopped there, those that had arrived. */
  readonly cutBytes: number;
}

/** Large files go to the disk while they arrive, so that the sync at the end has little left to wait for. */
const syncEveryBytes = 64 * 1024 * 1024;

/**
 * Makes a temporary file; one that is there is set aside, and a link that somebody planted there is removed, not followed. Every method
 * throws `FileError` when the machine refuses.
 */
export async function openPartFile(path: string, remoteId: string): Promise<PartFile> {
  await setAside(path);
  let handle = await guarded(createFile(path));
  let boxes = createBoxWalker();
  let bytes = 0;
  let received = 0;
  let head = Buffer.alloc(0);
  /** Up to 15 bytes that may be the beginning of what does not belong to the file. */
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

  const take = (data: Uint8Array, isOurs: boolean) => {
    if (data.byteLength === 0) return undefined;
    bytes += data.byteLength;
    const more = writer.append(data, isOurs);
    return more && guarded(more);
  };

  const part: PartFile = {
    get bytes() {
      return bytes + held.byteLength;
    },
    get boxes() {
      return boxes;
    },
    get head() {
      return head;
    },
    append(chunk, isOurs = false) {
      boxes.push(chunk);
      received += chunk.byteLength;
      if (head.length < kindBytes) head = Buffer.concat([head, chunk.subarray(0, kindBytes - head.length)]);
      const arrived = held.byteLength === 0 ? chunk : Buffer.concat([held, chunk]);
      const settled = boxes.settledAt - bytes;
      const isOver = boxes.endedAt !== null && boxes.verdict() === 'whole';
      // A server that starts over sends nothing new.
      if (isOver && startsOver(arrived.subarray(settled))) received = bytes + settled;
      // A copy: the memory of the chunk may go when the rest of it is written.
      held = isOver ? new Uint8Array(0) : new Uint8Array(arrived.subarray(settled));
      const data = settled === arrived.byteLength ? arrived : arrived.subarray(0, settled);
      return take(data, isOurs && arrived === chunk);
    },
    async restart() {
      if (bytes + held.byteLength === 0) return;
      await endWriting();
      if (await setAside(path)) {
        await handle.close();
        handle = await guarded(createFile(path));
      } else await guarded(handle.truncate(0));
      beginWriting();
    },
    async unpack(unpacked) {
      await flush();
      const packed = handle;
      if (!(await isReadable(unpacked(chunksOf(packed))))) return;
      await endWriting();
      try {
        await setAside(path);
        handle = await guarded(createFile(path));
        beginWriting();
        for await (const chunk of unpacked(chunksOf(packed))) await part.append(chunk);
      } finally {
        await packed.close();
      }
    },
    async finish() {
      const { clipEndsAt } = boxes;
      if (clipEndsAt !== null && clipEndsAt <= bytes) held = new Uint8Array(0);
      await flush();
      let sha256: string | undefined;
      if (clipEndsAt !== null && clipEndsAt < bytes) {
        await guarded(handle.truncate(clipEndsAt));
        bytes = clipEndsAt;
        sha256 = await guarded(sha256OfFile(handle));
      }
      await guarded(handle.sync());
      return { bytes, sha256: sha256 ?? (await guarded(writer.digest())), cutBytes: received - bytes };
    },
    async closeWhole() {
      await close();
      await dropAside(path);
    },
    async closeUnfinished() {
      // What failed has been told; this keeps what it can.
      await flush().catch(() => {});
      await close();
      await restoreLonger(path);
    },
  };
  return part;

  function startsOver(more: Uint8Array): boolean {
    const length = Math.min(more.byteLength, head.byteLength);
    return length >= 8 && head.subarray(0, length).equals(more.subarray(0, length));
  }

  async function endWriting(): Promise<void> {
    await flush();
    await writer.stop();
    await syncing;
  }

  function beginWriting(): void {
    writer = createFileWriter(handle, onWritten);
    [bytes, received, syncedTo] = [0, 0, 0];
    head = Buffer.alloc(0);
    boxes = createBoxWalker();
  }

  async function flush(): Promise<void> {
    await take(held, false);
    held = new Uint8Array(0);
    await guarded(writer.drain());
  }

  async function close(): Promise<void> {
    await writer.stop();
    await syncing;
    await handle.close();
  }

  async function guarded<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw isSystemError(error) ? new FileError(error, path, remoteId) : error;
    }
  }
}

/** All of a file, which stays open. */
async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536), 0, 65_536, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Whether it comes to its end without an error, but for those of the disk, which are thrown. */
async function isReadable(chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  try {
    for await (const _ of chunks);
    return true;
  } catch (error) {
    if (isSystemError(error)) throw error;
    return false;
  }
}
