import { pause } from '../api/pause.ts';

/** The shortest time between two readings. */
const restMs = 1500;

/** After a reading that failed. */
const failedMs = 5000;

/**
 * Calls `read` once at a time and not too often, however often it is asked for: the answer to a long batch is long, and its events are many.
 * What is asked for meanwhile is read once more afterwards, and what failed is read again.
 *
 * @param read gives whether it was read
 */
export function readInTurn(read: () => Promise<boolean>, signal: AbortSignal): () => void {
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
      const isRead = await read();
      await pause(isRead ? restMs : failedMs, signal);
      isAskedAgain ||= !isRead;
    }
    isBusy = false;
  }
  return ask;
}
