import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type ClipSpec, specKey } from './clip-spec.ts';
import { makeClip } from './make-clip.ts';

export interface ClipMaker {
  /** The MP4 of a spec: made the first time, remembered afterwards. */
  make(spec: ClipSpec): Promise<Uint8Array>;
  /** How many clips were made, not found in memory. */
  readonly made: number;
  close(): Promise<void>;
}

export interface ClipMakerOptions {
  readonly cacheBytes: number;
  /** Make clips on a worker thread where the built worker is found. Where not (run from TypeScript), in this thread. */
  readonly thread: boolean;
}

export function createClipMaker({ cacheBytes, thread }: ClipMakerOptions): ClipMaker {
  const remembered = new Map<string, Uint8Array>();
  const underWay = new Map<string, Promise<Uint8Array>>();
  const worker = thread ? findWorker() : undefined;
  const make = worker ? onThread(worker) : { make: async (spec: ClipSpec) => makeClip(spec), close: async () => {} };
  let bytes = 0;
  let made = 0;

  const remember = (key: string, clip: Uint8Array) => {
    remembered.set(key, clip);
    bytes += clip.length;
    for (const [oldest, dropped] of remembered) {
      if (bytes <= cacheBytes) break;
      remembered.delete(oldest);
      bytes -= dropped.length;
    }
  };

  return {
    async make(spec) {
      const key = specKey(spec);
      const known = remembered.get(key);
      if (known) {
        // Moves it to the end: the least recently asked for is dropped first.
        remembered.delete(key);
        remembered.set(key, known);
        return known;
      }
      let making = underWay.get(key);
      if (!making) {
        made++;
        making = make.make(spec).then((clip) => {
          remember(key, clip);
          return clip;
        });
        underWay.set(key, making);
        making.finally(() => underWay.delete(key)).catch(() => {});
      }
      return making;
    },
    get made() {
      return made;
    },
    close: () => make.close(),
  };
}

/** The built worker, from wherever this file was bundled to. Absent when running from TypeScript. */
function findWorker(): URL | undefined {
  if (import.meta.url.endsWith('.ts')) return undefined;
  const url = new URL('./clip-worker.js', import.meta.url);
  return existsSync(fileURLToPath(url)) ? url : undefined;
}

/** Starts the thread at the first clip; an idle thread does not keep the process alive. */
export function onThread(url: URL): { make(spec: ClipSpec): Promise<Uint8Array>; close(): Promise<void> } {
  const waiting = new Map<number, { resolve(clip: Uint8Array): void; reject(error: Error): void }>();
  let worker: Worker | undefined;
  let count = 0;

  const start = () => {
    // Flags of the process are not the thread's: --input-type would keep a file from loading.
    const started = new Worker(url, { execArgv: [] });
    started.on('message', ({ number, clip, failure }: { number: number; clip?: Uint8Array; failure?: string }) => {
      const request = waiting.get(number);
      waiting.delete(number);
      if (waiting.size === 0) started.unref();
      if (clip) request?.resolve(clip);
      else request?.reject(new Error(`The clip could not be made: ${failure}`));
    });
    started.on('error', (error: Error) => {
      for (const request of waiting.values()) request.reject(error);
      waiting.clear();
      worker = undefined;
    });
    return started;
  };

  return {
    make: (spec) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const number = count++;
        waiting.set(number, { resolve, reject });
        worker.ref();
        worker.postMessage({ number, spec });
      }),
    async close() {
      await worker?.terminate();
      worker = undefined;
      for (const request of waiting.values()) request.reject(new Error('The simulator was closed'));
      waiting.clear();
    },
  };
}
