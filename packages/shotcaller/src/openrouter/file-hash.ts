import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** The SHA-256 of a file while it is written. */
export interface FileHash {
  /** Takes the next bytes of the file. */
  update(chunk: Uint8Array): void;
  /** Says that the file holds its first `bytes` bytes by now. */
  written(bytes: number): void;
  /** Lower-case hex of the whole file, all of which has been written. */
  digest(): Promise<string>;
  stop(): void;
}

/**
 * Clips have a few megabytes, and hashing them on the way costs nothing to speak of. Beyond this a thread reads the file behind the
 * writer: over a fast line hashing and receiving on one thread took a quarter off the throughput (bench/download.mjs).
 */
const threadFromBytes = 32 * 1024 * 1024;

export function createFileHash(path: string): FileHash {
  let inline: ReturnType<typeof createHash> | undefined = createHash('sha256');
  let thread: HashThread | undefined;
  let taken = 0;
  return {
    update(chunk) {
      taken += chunk.byteLength;
      inline?.update(chunk);
      if (taken <= threadFromBytes || thread) return;
      inline = undefined;
      thread = startThread(path);
    },
    written: (bytes) => thread?.written(bytes),
    async digest() {
      if (inline) return inline.copy().digest('hex');
      // A machine that has no thread to spare can still hash, only later.
      return (await thread?.finish(taken).catch(() => undefined)) ?? hashFile(path);
    },
    stop: () => thread?.stop(),
  };
}

interface HashThread {
  written(bytes: number): void;
  finish(bytes: number): Promise<string>;
  stop(): void;
}

/** The thread's program. As text, so that it is found wherever this package is bundled to. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { closeSync, openSync, readSync } = require('node:fs');
const hash = require('node:crypto').createHash('sha256');
const file = openSync(workerData.path, 'r');
const buffer = Buffer.allocUnsafe(1024 * 1024);
let at = 0;
parentPort.on('message', ({ bytes, isLast }) => {
  while (at < bytes) {
    const read = readSync(file, buffer, 0, Math.min(buffer.length, bytes - at), at);
    if (read === 0) throw new Error('The file is shorter than was said.');
    hash.update(buffer.subarray(0, read));
    at += read;
  }
  if (!isLast) return;
  closeSync(file);
  parentPort.postMessage(hash.digest('hex'));
});
`;

function startThread(path: string): HashThread {
  const worker = new Worker(program, { eval: true, workerData: { path }, env: {}, execArgv: [], stdin: false });
  worker.unref();
  const result = new Promise<string>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The hashing thread ended early.')));
  });
  // Looked at in `finish` only; a thread that fails before is not an unhandled failure.
  result.catch(() => {});
  return {
    written: (bytes) => worker.postMessage({ bytes, isLast: false }),
    async finish(bytes) {
      worker.ref();
      worker.postMessage({ bytes, isLast: true });
      try {
        return await result;
      } finally {
        void worker.terminate();
      }
    },
    stop: () => void worker.terminate(),
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
