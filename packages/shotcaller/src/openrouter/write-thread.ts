import { Worker } from 'node:worker_threads';

/** A thread that writes the rest of an open file and hashes all of it. */
export interface WriteThread {
  /** Whether it can begin. A thread that could not be started never is. */
  readonly isReady: boolean;
  /** Says that the file's first `bytes` bytes are written, and that the next come from here. */
  begin(bytes: number): void;
  /** Takes the next bytes. Resolves when more may come: at once, unless the disk lags behind. Append nothing before. */
  append(chunk: Uint8Array): Promise<void> | undefined;
  /** Resolves when all bytes are written; rejects with the system's error when one could not be. */
  drain(): Promise<void>;
  /** SHA-256 of the whole file, which has been drained, in lower-case hex. */
  digest(): Promise<string>;
  stop(): Promise<void>;
}

/** Buffers that go to and fro between the threads, filled by the one and emptied by the other. */
const bufferBytes = 256 * 1024;
const buffers = 8;

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
function write(buffer, bytes) {
  for (let from = 0; from < bytes; ) {
    const piece = Buffer.from(buffer, from, Math.min(pieceBytes, bytes - from));
    const written = writeSync(fd, piece, 0, piece.length, at);
    hash.update(piece.subarray(0, written));
    at += written;
    from += written;
  }
  parentPort.postMessage({ buffer, end: at }, [buffer]);
}
parentPort.on('message', ({ begun, buffer, bytes, isLast }) => {
  try {
    if (begun !== undefined) begin(begun);
    else if (isLast) parentPort.postMessage({ digest: hash.digest('hex') });
    else write(buffer, bytes);
  } catch ({ message, code, syscall, errno }) {
    parentPort.postMessage({ failure: { message, code, syscall, errno } });
  }
});
parentPort.postMessage({ isReady: true });
`;

interface Told {
  readonly isReady?: true;
  readonly buffer?: ArrayBuffer;
  readonly end?: number;
  readonly digest?: string;
  readonly failure?: { readonly message: string; readonly code?: string; readonly syscall?: string };
}

/** The file stays open until `stop` has resolved. `onWritten` is told where the written part ends. */
export function startWriteThread(fd: number, onWritten: (end: number) => void): WriteThread {
  const free = Array.from({ length: buffers }, () => new Uint8Array(bufferBytes));
  /** The buffer that is being filled, and how far it is. */
  let buffer: Uint8Array<ArrayBuffer> | undefined;
  let filled = 0;
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
    if (told.buffer && told.end !== undefined) {
      free.push(new Uint8Array(told.buffer));
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
    if (!buffer || filled === 0) return;
    worker.postMessage({ buffer: buffer.buffer, bytes: filled }, [buffer.buffer]);
    [buffer, filled] = [undefined, 0];
  };

  const append = (chunk: Uint8Array): Promise<void> | undefined => {
    for (let from = 0; from < chunk.byteLength; ) {
      buffer ??= free.pop();
      if (!buffer) return until(() => free.length > 0).then(() => append(chunk.subarray(from)));
      const piece = chunk.subarray(from, from + bufferBytes - filled);
      buffer.set(piece, filled);
      filled += piece.byteLength;
      from += piece.byteLength;
      if (filled === bufferBytes) send();
    }
    return undefined;
  };

  return {
    get isReady() {
      return isReady && !failure;
    },
    begin: (begun) => worker.postMessage({ begun }),
    append,
    async drain() {
      send();
      await until(() => free.length === buffers);
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
