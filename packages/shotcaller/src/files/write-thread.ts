import { Worker } from 'node:worker_threads';

/** A thread that writes the rest of an open file and hashes all of it. */
export interface WriteThread {
  /** Whether it can begin. A thread that could not be started never is. */
  readonly isReady: boolean;
  /** Says that the file's first `bytes` bytes are written, and that the next come from here. */
  begin(bytes: number): void;
  /**
   * Takes the next bytes; `isOurs`: and the memory they are in when they fill it, so that nobody else can read them afterwards. Resolves
   * when more may come: at once, unless the disk lags behind. Append nothing before.
   */
  append(chunk: Uint8Array, isOurs: boolean): Promise<void> | undefined;
  /** Resolves when all bytes are written; rejects with the system's error when one could not be. */
  drain(): Promise<void>;
  /** SHA-256 of the whole file, which has been drained, in lower-case hex. */
  digest(): Promise<string>;
  stop(): Promise<void>;
}

/** Chunks arrive with 64 kB at most; so many bytes are handed over at once. */
const batchBytes = 256 * 1024;

/** Bytes that may be on the way to the disk, so that a short stall does not stop the line. */
const mostPendingBytes = 2 * 1024 * 1024;

/**
 * The thread's program. As text, so that it is found wherever this package is bundled to. It writes 64 kB at a time: the bytes are
 * still in the processor's cache, and the system finds room for so many at once most easily.
 */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { readSync, writeSync } = require('node:fs');
const { fd } = workerData;
const hash = require('node:crypto').createHash('sha256');
const pieceBytes = 65536;
let at = 0;
function begin(bytes) {
  const buffer = Buffer.allocUnsafe(pieceBytes);
  while (at < bytes) {
    const read = readSync(fd, buffer, 0, Math.min(buffer.length, bytes - at), at);
    if (read === 0) throw Object.assign(new Error('the file is shorter than was said'), { code: 'EIO', syscall: 'read' });
    hash.update(buffer.subarray(0, read));
    at += read;
  }
}
function write(chunks) {
  for (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      const written = writeSync(fd, chunk, from, Math.min(pieceBytes, chunk.length - from), at);
      hash.update(chunk.subarray(from, from + written));
      at += written;
      from += written;
    }
  }
  parentPort.postMessage({ end: at });
}
parentPort.on('message', ({ begun, chunks, isLast }) => {
  try {
    if (begun !== undefined) begin(begun);
    else if (isLast) parentPort.postMessage({ digest: hash.digest('hex') });
    else write(chunks);
  } catch ({ message, code, syscall, errno }) {
    parentPort.postMessage({ failure: { message, code, syscall, errno } });
  }
});
parentPort.postMessage({ isReady: true });
`;

interface Told {
  readonly isReady?: true;
  readonly end?: number;
  readonly digest?: string;
  readonly failure?: { readonly message: string; readonly code?: string; readonly syscall?: string };
}

/** The file stays open until `stop` has resolved. `onWritten` is told where the written part ends. */
export function startWriteThread(fd: number, onWritten: (end: number) => void): WriteThread {
  /** What the next message will carry. */
  let batch: Uint8Array<ArrayBuffer>[] = [];
  let batched = 0;
  let takenTo = 0;
  let writtenTo = 0;
  let isReady = false;
  let failure: Error | undefined;
  let digest: string | undefined;
  let wake = () => {};

  const worker = new Worker(program, {
    eval: true,
    workerData: { fd },
    env: {},
    execArgv: [],
    stdin: false,
  });
  worker.unref();
  const fail = (error: Error) => {
    failure ??= error;
    wake();
  };
  worker.on('message', (told: Told) => {
    if (told.isReady) isReady = true;
    if (told.failure) fail(Object.assign(new Error(told.failure.message), told.failure));
    if (told.digest) digest = told.digest;
    if (told.end !== undefined) {
      writtenTo = told.end;
      onWritten(told.end);
    }
    wake();
  });
  const lost = (cause?: unknown) =>
    Object.assign(new Error('the thread that writes the file ended', { cause }), { code: 'EIO', syscall: 'write' });
  worker.once('error', (error) => fail(lost(error)));
  worker.once('exit', () => fail(lost()));

  /** Waits for the thread to say something that makes it so. */
  const until = async (isSo: () => boolean) => {
    worker.ref();
    try {
      while (!isSo()) {
        if (failure) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      worker.unref();
    }
  };

  const send = () => {
    if (batched === 0) return;
    worker.postMessage(
      { chunks: batch },
      batch.map(({ buffer }) => buffer),
    );
    [batch, batched] = [[], 0];
  };

  return {
    get isReady() {
      return isReady && !failure;
    },
    begin(begun) {
      takenTo = begun;
      writtenTo = begun;
      worker.postMessage({ begun });
    },
    append(chunk, isOurs) {
      batch.push(isOurs ? ownMemory(chunk) : new Uint8Array(chunk));
      batched += chunk.byteLength;
      takenTo += chunk.byteLength;
      if (batched >= batchBytes) send();
      return takenTo - writtenTo > mostPendingBytes ? until(() => takenTo - writtenTo <= mostPendingBytes) : undefined;
    },
    async drain() {
      send();
      await until(() => writtenTo === takenTo);
    },
    async digest() {
      worker.postMessage({ isLast: true });
      await until(() => digest !== undefined);
      return digest!;
    },
    async stop() {
      await worker.terminate();
    },
  };
}

/** The chunk itself when nothing else is in its memory, else a copy. */
function ownMemory(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const isWhole = chunk.buffer instanceof ArrayBuffer && chunk.byteLength === chunk.buffer.byteLength;
  return isWhole ? (chunk as Uint8Array<ArrayBuffer>) : new Uint8Array(chunk);
}
