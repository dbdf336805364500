/** A body was larger than allowed. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** What has a body to be read. */
export interface Body {
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * Reads a body as UTF-8 text; to its end, or until `isEnough` says so of what has come. Throws `BodyTooLargeError` beyond `maxBytes`.
 * Stops the transfer then.
 */
export async function readText(
  response: Body,
  maxBytes: number,
  isEnough?: (text: string) => boolean,
): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  const textOf = () => new TextDecoder().decode(Buffer.concat(chunks));
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return textOf();
      bytes += value.byteLength;
      if (bytes > maxBytes) throw new BodyTooLargeError(`The answer is larger than ${maxBytes} bytes.`);
      chunks.push(value);
      if (!isEnough?.(textOf())) continue;
      void reader.cancel().catch(() => {});
      return textOf();
    }
  } catch (error) {
    // The transfer is of no use any more; that it ends badly is not news.
    void reader.cancel().catch(() => {});
    throw error;
  }
}

/** Reads what an error body has to say: its first `maxBytes`, and nothing at all rather than a second failure. */
export async function readErrorText(response: Body, maxBytes: number): Promise<string> {
  try {
    return await readText(response, maxBytes);
  } catch {
    return '';
  }
}

/** Drops a body that nobody will read, so that its connection is free. */
export function discardBody(response: Body): void {
  void response.body?.cancel().catch(() => {});
}
