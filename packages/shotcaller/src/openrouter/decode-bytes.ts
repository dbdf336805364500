import type { Transform } from 'node:stream';
import { crc32, createInflateRaw, type Zlib } from 'node:zlib';

/** A stream of `node:zlib`, which counts the bytes that it has taken. */
export type DecodingStream = Transform & Zlib;

/**
 * What a coded stream holds, and behind its end the bytes that are none of it, as they came: somebody on the way may have put them there,
 * and a clip is not given up for them. Throws where the coded bytes are damaged or end too early.
 */
export async function* decodeBytes(
  chunks: AsyncIterable<Uint8Array>,
  open: () => DecodingStream,
): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  try {
    yield* drained(yield* decodeOnce(source, new Uint8Array(0), open()), source);
  } finally {
    await source.return?.();
  }
}

/** As `decodeBytes`, for gzip, which may come in several members: Node's own reader ends with an error where text stands behind them. */
export async function* gunzipBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  try {
    let rest: Uint8Array = await atLeast(source, new Uint8Array(0), fixedHeaderBytes);
    while (isGzip(rest)) {
      const body = await behindHeader(source, rest);
      let sum = 0;
      let size = 0;
      const decoding = decodeOnce(source, body, createInflateRaw());
      for (;;) {
        const { done, value } = await decoding.next();
        if (done) {
          rest = value;
          break;
        }
        sum = crc32(value, sum);
        size = (size + value.byteLength) % 2 ** 32;
        yield value;
      }
      rest = await atLeast(source, rest, trailerBytes + fixedHeaderBytes);
      const trailer = Buffer.from(rest.buffer, rest.byteOffset, rest.byteLength);
      if (rest.byteLength < trailerBytes) throw new RangeError('The gzip ends too early.');
      if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== size) {
        throw new RangeError('The check sum of the gzip is wrong.');
      }
      rest = rest.subarray(trailerBytes);
    }
    yield* drained(rest, source);
  } finally {
    await source.return?.();
  }
}

/** Of the header that every member has. */
const fixedHeaderBytes = 10;
/** Check sum and size. */
const trailerBytes = 8;
const mostHeaderBytes = 256 * 1024;

function isGzip(bytes: Uint8Array): boolean {
  return bytes.byteLength >= fixedHeaderBytes && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** Bytes behind the header of a gzip member (RFC 1952). */
async function behindHeader(source: AsyncIterator<Uint8Array>, head: Uint8Array): Promise<Uint8Array> {
  let bytes = head;
  const flags = bytes[3]!;
  let at = fixedHeaderBytes;
  const need = async (count: number) => {
    if (count > mostHeaderBytes) throw new RangeError('The header of the gzip is too long.');
    bytes = await atLeast(source, bytes, count);
    if (bytes.byteLength < count) throw new RangeError('The gzip ends in its header.');
  };
  if (flags & 4) {
    await need(at + 2);
    at += 2 + bytes[at]! + 256 * bytes[at + 1]!;
  }
  // Name and comment, each up to a zero.
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    do await need(at + 1);
    while (bytes[at++] !== 0);
  }
  if (flags & 2) at += 2;
  await need(at);
  return bytes.subarray(at);
}

/** Yields what the stream makes of the bytes; returns those that it left. */
async function* decodeOnce(
  source: AsyncIterator<Uint8Array>,
  first: Uint8Array,
  stream: DecodingStream,
): AsyncGenerator<Uint8Array, Uint8Array> {
  const feed = async (): Promise<Uint8Array> => {
    for (let chunk: Uint8Array | undefined = first; chunk; chunk = await nextOf(source)) {
      const before = stream.bytesWritten;
      const { byteLength } = chunk;
      if (byteLength > 0) await written(stream, chunk);
      const taken = stream.bytesWritten - before;
      if (taken < byteLength) return chunk.subarray(taken);
    }
    stream.end();
    return new Uint8Array(0);
  };
  const left = feed();
  left.catch((error: Error) => stream.destroy(error));
  for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk;
  return await left;
}

function written(stream: DecodingStream, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

async function nextOf(source: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  const { done, value } = await source.next();
  return done ? undefined : value;
}

/** The bytes with so many more of the source that there are `count`, if it has them. */
async function atLeast(source: AsyncIterator<Uint8Array>, bytes: Uint8Array, count: number): Promise<Uint8Array> {
  let all = bytes;
  while (all.byteLength < count) {
    const more = await nextOf(source);
    if (!more) break;
    all = Buffer.concat([all, more]);
  }
  return all;
}

async function* drained(rest: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let chunk: Uint8Array | undefined = rest; chunk; chunk = await nextOf(source)) {
    if (chunk.byteLength > 0) yield chunk;
  }
}
