/** What was read of a body. */
export interface BoundedBody {
  /** The first bytes, at most `keepBytes`. */
  readonly start: Uint8Array;
  /** Bytes counted, after decompression. More than `maxBytes` only when `tooLarge`. */
  readonly bytes: number;
  /** The body has more than `maxBytes`; reading stopped and the connection is given up. */
  readonly tooLarge: boolean;
}

export interface BoundedReadOptions {
  /** Reading stops as soon as more than this has come. */
  readonly maxBytes: number;
  /** How much of it to hold in memory; the rest is counted only. Default: `maxBytes`. */
  readonly keepBytes?: number;
}

/**
 * Reads a response's body as a stream and never more than `maxBytes` plus one chunk, whatever its headers promise.
 *
 * @throws what the stream throws when the connection breaks or its signal fires
 */
export async function readBounded(
  response: Pick<Response, 'body'>,
  { maxBytes, keepBytes = maxBytes }: BoundedReadOptions,
): Promise<BoundedBody> {
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let bytes = 0;
  const reader = response.body?.getReader();
  while (reader && bytes <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (keptBytes < keepBytes) {
      const part = value.subarray(0, keepBytes - keptBytes);
      kept.push(part);
      keptBytes += part.byteLength;
    }
  }
  const tooLarge = bytes > maxBytes;
  // A failure to hang up must not hide what was read.
  if (tooLarge) reader?.cancel().catch(() => {});
  return { start: Buffer.concat(kept, keptBytes), bytes, tooLarge };
}
