import { setMaxListeners } from 'node:events';

/**
 * Calls `stop` once, when the signal is aborted; answers how to take that back. Any number of jobs may run under one signal: Node takes
 * the eleventh for a leak and warns. Not 0, which means the same: undici's `fetch` refuses a signal of which Node says that.
 */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (!signal) return () => undefined;
  setMaxListeners(Number.POSITIVE_INFINITY, signal);
  signal.addEventListener('abort', stop, { once: true });
  return () => signal.removeEventListener('abort', stop);
}
