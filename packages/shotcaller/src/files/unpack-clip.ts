import { clipBeginsAt, kindOf, packedVideoAt } from '../openrouter/content-kind.ts';
import { gunzipBytes } from '../openrouter/decode-bytes.ts';
import type { PartFile } from './part-file.ts';
import { unpackBase64 } from './unpack-base64.ts';

/**
 * Undoes what somebody on the way has done to a clip without saying so: gzip, base64, bytes in front of it. Answers how many bytes in
 * front were cut off. What cannot be undone stays as it came.
 */
export async function unpackClip(part: PartFile, maxBytes: number): Promise<number> {
  for (let layer = 0; layer < mostLayers && kindOf(part.head)?.container === 'gzip'; layer++) {
    const { head } = part;
    await part.unpack((packed) => gunzipped(packed, maxBytes));
    // It cannot be undone.
    if (part.head === head) break;
  }
  const packedAt = packedVideoAt(part.head);
  if (packedAt !== undefined) await part.unpack((packed) => unpackBase64(packed, packedAt));
  const beginsAt = clipBeginsAt(part.head) ?? 0;
  if (beginsAt > 0) await part.unpack((bytes) => behind(bytes, beginsAt));
  return beginsAt;
}

/** Of gzip in gzip. */
const mostLayers = 4;

async function* gunzipped(packed: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of gunzipBytes(packed)) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new RangeError(`Unpacked it has more than ${maxBytes} bytes.`);
    // In memory of its own: whoever takes it may hand it to another thread.
    yield new Uint8Array(chunk);
  }
}

async function* behind(bytes: AsyncIterable<Uint8Array>, at: number): AsyncGenerator<Uint8Array> {
  let toSkip = at;
  for await (const chunk of bytes) {
    const skipped = Math.min(toSkip, chunk.byteLength);
    toSkip -= skipped;
    if (skipped < chunk.byteLength) yield new Uint8Array(chunk.subarray(skipped));
  }
}
