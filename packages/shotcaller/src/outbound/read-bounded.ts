/** What was read of a body. */
export interface BoundedBody {
  /** The first bytes, at most `maxBytes`. */
  readonly start: Uint8Array;
  /** Bytes counted, after decompression. More than `maxBytes` only when `tooLarge`. */
  readonly bytes: number;
  /** The body has more than `maxBytes`; reading stopped and the connection is given up. */
  readonly tooLarge: boolean;
}

/**
 * Reads a response's body as a stream and never more than `maxBytes` plus one chunk, whatever its headers promise.
 *
 * @throws what the stream throws when the connection breaks or its signal fires
 */
export async function readBounded(
  response: Pick<Response, 'body'>,
  { maxBytes }: { readonly maxBytes: number },
): Promise<BoundedBody> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  while (reader && bytes <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    kept.push(value);
  }
  const tooLarge = bytes > maxBytes;
  // A failure to hang up must not hide what was read.
  if (tooLarge) reader?.cancel().catch(() => {});
  return { start: Buffer.concat(kept, Math.min(bytes, maxBytes)), bytes, tooLarge };
}
