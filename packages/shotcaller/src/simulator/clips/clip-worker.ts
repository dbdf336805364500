import { parentPort } from 'node:worker_threads';
import type { ClipSpec } from './clip-spec.ts';
import { makeClip } from './make-clip.ts';

/** Runs on its own thread: a spec in, an MP4 out. */
parentPort?.on('message', ({ number, spec }: { readonly number: number; readonly spec: ClipSpec }) => {
  try {
    const clip = makeClip(spec);
    parentPort?.postMessage({ number, clip }, [clip.buffer as ArrayBuffer]);
  } catch (error) {
    parentPort?.postMessage({ number, failure: (error as Error).message });
  }
});
