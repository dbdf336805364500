import { setMaxListeners } from 'node:events';

/** Calls `stop` once, when the signal is aborted; answers how to take that back. Any number of jobs may run under one signal. */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (!signal) return () => undefined;
  allowManyListeners(signal);
  signal.addEventListener('abort', stop, { once: true });
  return () => signal.removeEventListener('abort', stop);
}

/**
 * Node takes the eleventh listener for a leak and warns. Not 0, which means the same as without a bound: undici's `fetch` refuses a
 * signal of which Node says that.
 */
export function allowManyListeners(signal: AbortSignal): void {
  setMaxListeners(Number.POSITIVE_INFINITY, signal);
}
