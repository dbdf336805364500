import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { ClipSpec } from './clip-spec.ts';
import { makeClip } from './make-clip.ts';

yieldToTheServer();

/** Runs on its own thread: a spec in, an MP4 out. */
parentPort?.on('message', ({ number, spec }: { readonly number: number; readonly spec: ClipSpec }) => {
  try {
    const clip = makeClip(spec);
    parentPort?.postMessage({ number, clip }, [clip.buffer as ArrayBuffer]);
  } catch (error) {
    parentPort?.postMessage({ number, failure: (error as Error).message });
  }
});

/** On Linux the priority is the thread's own: answering comes before drawing. Elsewhere it would be the process's, so not. */
function yieldToTheServer(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, 10);
  } catch {
    // Not allowed: then clips are made at the same priority.
  }
}
