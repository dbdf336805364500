import { setMaxListeners } from 'node:events';

/**
 * Calls `stop` once, when the signal is aborted; answers how to take that back. Any number of jobs may run under one signal: Node takes
 * the eleventh for a leak and warns.
 */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (!signal) return () => undefined;
  setMaxListeners(0, signal);
  signal.addEventListener('abort', stop, { once: true });
  return () => signal.removeEventListener('abort', stop);
}
