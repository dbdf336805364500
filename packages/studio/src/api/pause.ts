const shortestMs = 500;
const longestMs = 15_000;

/** How long to wait after so many failures in a row: longer with each. Milliseconds. */
export function pauseMs(failures: number, mostMs = longestMs): number {
  return Math.min(mostMs, shortestMs * 2 ** (failures - 1));
}

/** Resolves after `ms` milliseconds, or at once when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
