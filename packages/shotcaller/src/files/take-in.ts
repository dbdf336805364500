import type { Clock } from '../clock.ts';
import type { ContentStream } from '../openrouter/client.types.ts';
import { ContentError } from '../openrouter/errors.ts';
import { createRedact, safeCause } from '../openrouter/redact.ts';
import { onAbort } from '../outbound/on-abort.ts';
import { contentError } from './content-error.ts';
import type { PartFile } from './part-file.ts';

export interface TakeInOptions {
  readonly remoteId: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Default 4 GiB. */
  readonly maxBytes?: number;
  /** Longest time without a byte. Default 60,000. */
  readonly idleTimeoutMs?: number;
  readonly onBytes?: (bytes: number, totalBytes: number | null) => void;
}

/** A file of more bytes is refused, unless somebody says otherwise. */
export const usualMaxBytes = 4 * 2 ** 30;

/** What a broken transfer left that can be gone on with: a mark by which the server knows the same file again. */
export interface HeldPart {
  readonly validator: string | null;
  readonly totalBytes: number | null;
}

export class BrokenTransfer extends ContentError {
  constructor(
    remoteId: string,
    problem: 'interrupted' | 'timed_out',
    why: string,
    readonly held: HeldPart | undefined,
    cause?: unknown,
  ) {
    super(`The file of job ${remoteId} could not be fetched: ${why}`, remoteId, problem, { retryable: true, cause });
  }
}

/**
 * Writes what comes of a file to its part. Answers by what it could be gone on with, should the part prove to be cut. Throws
 * `BrokenTransfer` when it breaks off, `ContentError` when it is too large, the signal's reason when aborted.
 */
export async function takeIn(
  stream: ContentStream,
  part: PartFile,
  options: TakeInOptions,
): Promise<HeldPart | undefined> {
  const { remoteId, clock, signal, onBytes, maxBytes = usualMaxBytes, idleTimeoutMs = 60_000 } = options;
  const { totalBytes, validator } = stream;
  const held = validator !== null || totalBytes !== null ? { validator, totalBytes } : undefined;
  if (totalBytes !== null && totalBytes > maxBytes) {
    stream.release();
    void stream.body.cancel().catch(() => {});
    throw contentError(remoteId, 'too_large', `it has ${totalBytes} bytes, more than the ${maxBytes} allowed`);
  }
  const reader = stream.body.getReader();
  const watch = watchIdle(() => part.bytes, { clock, idleTimeoutMs, stop: () => void reader.cancel().catch(() => {}) });
  const takeBack = onAbort(signal, () => void reader.cancel(signal?.reason).catch(() => {}));
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error) => {
        signal?.throwIfAborted();
        throw new BrokenTransfer(
          remoteId,
          'interrupted',
          'the transfer broke off',
          held,
          safeCause(error, createRedact([])),
        );
      });
      signal?.throwIfAborted();
      if (done) break;
      await part.append(value, stream.isOurs);
      onBytes?.(part.bytes, totalBytes);
      if (part.boxes.endedAt !== null && part.boxes.verdict() === 'whole') return undefined;
      if (part.bytes > maxBytes) {
        throw contentError(remoteId, 'too_large', `it has more than the ${maxBytes} bytes allowed`);
      }
    }
    if (watch.isIdle()) {
      throw new BrokenTransfer(remoteId, 'timed_out', `no byte came for ${Math.round(idleTimeoutMs / 1000)} s`, held);
    }
    if (totalBytes !== null && part.bytes < totalBytes) {
      throw new BrokenTransfer(remoteId, 'interrupted', `${part.bytes} of ${totalBytes} bytes came`, held);
    }
    return held;
  } finally {
    watch.end();
    takeBack();
    stream.release();
    void reader.cancel().catch(() => {});
  }
}

interface IdleWatch {
  readonly isIdle: () => boolean;
  readonly end: () => void;
}

/** Nobody reads it; an error of its own would be made for every file. */
const watchEnded = 'The transfer has ended.';

/** Stops a transfer in which no byte came for a while. One timer for all chunks, so it may take up to twice as long. */
function watchIdle(
  bytes: () => number,
  { clock, idleTimeoutMs, stop }: { clock: Clock; idleTimeoutMs: number; stop: () => void },
): IdleWatch {
  const ended = new AbortController();
  let isIdle = false;
  void (async () => {
    for (let seen = -1; ; ) {
      if (bytes() === seen) {
        isIdle = true;
        stop();
        return;
      }
      seen = bytes();
      await clock.sleep(idleTimeoutMs, { signal: ended.signal });
    }
  })().catch(() => {});
  return { isIdle: () => isIdle, end: () => ended.abort(watchEnded) };
}
