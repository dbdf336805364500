import * as zlib from 'node:zlib';
import { firstLineOfText, kindOf } from './content-kind.ts';
import { type DecodingStream, decodeBytes, gunzipBytes } from './decode-bytes.ts';

type Chunks = AsyncIterable<Uint8Array>;

/** One way to undo a coding, and the same for a beginning, which throws where the bytes are not of it. */
interface Decoder {
  readonly decode: (chunks: Chunks) => Chunks;
  readonly tryOn: (head: Uint8Array) => unknown;
}

/** The beginning that a decoder is tried on. */
const trialBytes = 4096;
const trial = { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: 64 * trialBytes };

/** Node 22.15 and newer have it; else what is coded so is kept as it came. */
const { createZstdDecompress } = zlib as { readonly createZstdDecompress?: () => DecodingStream };

const gzip: Decoder = { decode: gunzipBytes, tryOn: mustBe('gzip') };
const decoders: Readonly<Record<string, readonly Decoder[]>> = {
  gzip: [gzip],
  'x-gzip': [gzip],
  // The name means a stream with a header; some send it without.
  deflate: [
    { decode: through(zlib.createInflate), tryOn: (head) => zlib.inflateSync(head, trial) },
    { decode: through(zlib.createInflateRaw), tryOn: (head) => zlib.inflateRawSync(head, trial) },
  ],
  br: [
    {
      decode: through(zlib.createBrotliDecompress),
      tryOn: (head) =>
        zlib.brotliDecompressSync(head, {
          finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
          maxOutputLength: trial.maxOutputLength,
        }),
    },
  ],
  zstd: createZstdDecompress ? [{ decode: through(createZstdDecompress), tryOn: mustBe('zstd') }] : [],
};

/** A header may name anything, such as what every object has. */
function choiceFor(coding: string): readonly Decoder[] {
  return (Object.hasOwn(decoders, coding) ? decoders[coding] : undefined) ?? [];
}

function through(open: () => DecodingStream): Decoder['decode'] {
  return (chunks) => decodeBytes(chunks, open);
}

function mustBe(container: string): Decoder['tryOn'] {
  return (head) => {
    if (kindOf(head)?.container !== container) throw new TypeError(`Not of ${container}.`);
  };
}

/** The codings that an answer names, first applied first. Empty: none. */
export function codingsOf(header: string | null): readonly string[] {
  const named = (header ?? '').toLowerCase().split(',');
  return named.map((one) => one.trim()).filter((one) => one !== '' && one !== 'identity');
}

/**
 * The body without the codings that its answer names, decoded as it is read. Bytes decide, not labels: `fetch` has undone them
 * already and leaves the header, and what is not of a coding is handed on as it is. Bound what you take: a small body may become large.
 */
export function decodedBody(body: ReadableStream<Uint8Array>, codings: readonly string[]): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let chunks: AsyncIterable<Uint8Array> = chunksOf(reader);
  for (const coding of codings.slice(-mostCodings).reverse()) chunks = undone(chunks, choiceFor(coding));
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        await reader.cancel(reason).catch(() => {});
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

const mostCodings = 4;

async function* chunksOf(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}

async function* undone(chunks: AsyncIterable<Uint8Array>, choice: readonly Decoder[]): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let isWhole = false;
  while (head.length < trialBytes && !isWhole) {
    const { done, value } = await iterator.next();
    if (done) isWhole = true;
    else head = Buffer.concat([head, value]);
  }
  const decoder = decoderFor(head, isWhole, choice);
  const all = rejoined(head, isWhole, iterator);
  yield* decoder ? decoder.decode(all) : all;
}

const packings: ReadonlySet<string> = new Set(['gzip', 'zstd']);

function decoderFor(head: Uint8Array, isWhole: boolean, choice: readonly Decoder[]): Decoder | undefined {
  const kind = kindOf(head);
  const isPlain = kind ? !packings.has(kind.container) : firstLineOfText(head, isWhole) !== undefined;
  return isPlain ? undefined : choice.find(({ tryOn }) => fits(() => tryOn(head)));
}

function fits(tryIt: () => unknown): boolean {
  try {
    tryIt();
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  }
}

async function* rejoined(
  head: Uint8Array,
  isWhole: boolean,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.byteLength > 0) yield head;
    while (!isWhole) {
      const { done, value } = await rest.next();
      if (done) return;
      yield value;
    }
  } finally {
    await rest.return?.();
  }
}
