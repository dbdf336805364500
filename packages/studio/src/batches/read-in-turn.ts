import { pause } from '../api/pause.ts';

/** The shortest time between two readings. */
const restMs = 1500;

/**
 * Calls `read` once at a time and not too often, however often it is asked for: the answer to a long batch is long, and its events are many.
 * What is asked for meanwhile is read once more afterwards.
 */
export function readInTurn(read: () => Promise<void>, signal: AbortSignal): () => void {
  let isBusy = false;
  let isAskedAgain = false;
  const ask = () => {
    isAskedAgain = true;
    if (!isBusy) void readAll();
  };
  async function readAll(): Promise<void> {
    isBusy = true;
    while (isAskedAgain && !signal.aborted) {
      isAskedAgain = false;
      await read();
      await pause(restMs, signal);
    }
    isBusy = false;
  }
  return ask;
}
