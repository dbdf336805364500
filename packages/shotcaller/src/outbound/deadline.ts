/** The time given for a piece of work ran out. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`No complete answer within ${timeoutMs} ms.`);
    this.timeoutMs = timeoutMs;
  }
}

export interface DeadlineOptions {
  /** For the whole work, from the first byte sent to the last one read. */
  readonly timeoutMs: number;
  /** The caller's own wish to stop; its reason is thrown as it is. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does a piece of work within a time, and returns on time even where the work ignores its signal.
 *
 * @throws DeadlineExceeded after `timeoutMs`; the reason of `signal` when that fires first
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, signal }: DeadlineOptions,
): Promise<T> {
  signal?.throwIfAborted();
  // One controller and one timer of our own: Node 20 may collect what AbortSignal.any and AbortSignal.timeout make before it fires.
  const controller = new AbortController();
  const stop = () => controller.abort(signal?.reason);
  const timer = setTimeout(() => controller.abort(new DeadlineExceeded(timeoutMs)), timeoutMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const stopped = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
    });
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
