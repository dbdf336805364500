import type { FileHandle } from 'node:fs/promises';
import { openCheckedFile } from '../../files/checked-file.ts';
import type { FileStore } from '../../files/stores/file-store.ts';
import { onAbort } from '../../outbound/on-abort.ts';
import type { Span } from './spans.ts';

export interface HeldFile {
  readonly path: string;
  readonly sha256: string;
  readonly name: string;
  readonly type: string;
}

/** Hears which bytes of a file, of so many, an answer is about to carry; what it answers is called when the last of them was read. */
export type FollowPart = (span: Span, bytes: number) => () => void;

export interface SendOptions {
  readonly follow?: FollowPart;
  /** Lets the headers go out alone: of a small file a client that goes at the headers would have all bytes by then. Default: at once. */
  readonly headersFirst?: (() => Promise<void>) | undefined;
}

const nobodyFollows: FollowPart = () => () => undefined;

/**
 * A file that is held here: whole or one range of it, with length and a strong ETag. `undefined`: it is not there any more, or
 * is not the file that was checked. `follow` is told which bytes are sent, and what it answers is called when they have been read.
 */
export async function sendFile(
  request: Request,
  { path, sha256, name, type }: HeldFile,
  { follow = nobodyFollows, headersFirst }: SendOptions = {},
): Promise<Response | undefined> {
  const handle = await openCheckedFile(path, sha256);
  if (!handle) return undefined;
  let isStreamed = false;
  try {
    const { size } = await handle.stat();
    const answer = answerTo(request, { sha256, name, type, size });
    if (!('first' in answer)) return answer;
    const { first, last, init } = answer;
    isStreamed = true;
    closeWith(request.signal, handle);
    return new Response(streamOf(handle, { first, last, headersFirst, onEnd: follow({ first, last }, size) }), init);
  } finally {
    if (!isStreamed) await handle.close();
  }
}

/** A client that goes before its answer is begun reads no stream and ends none: players ask for ranges and leave them all the time. */
function closeWith(signal: AbortSignal, handle: FileHandle): void {
  const close = () => void handle.close().catch(() => undefined);
  if (signal.aborted) close();
  else onAbort(signal, close);
}

/** Read at once, in bytes. */
const pieceBytes = 256 * 1024;

/**
 * Of the file that was opened, whoever has its name now; it is closed with the stream. Not a stream of Node's made into one of the web's,
 * which copies every byte.
 */
function streamOf(
  handle: FileHandle,
  {
    first,
    last,
    headersFirst,
    onEnd,
  }: Pick<SendOptions, 'headersFirst'> & { readonly first: number; readonly last: number; readonly onEnd: () => void },
): ReadableStream<Uint8Array> {
  let at = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (at === first) await headersFirst?.();
          const piece = Buffer.allocUnsafeSlow(Math.min(pieceBytes, last + 1 - at));
          const { bytesRead } = await handle.read(piece, 0, piece.byteLength, at);
          if (bytesRead === 0) throw new Error('The file is shorter than it was when it was opened.');
          at += bytesRead;
          if (at > last) onEnd();
          controller.enqueue(piece.subarray(0, bytesRead));
          if (at <= last) return;
        } catch (error) {
          await handle.close();
          throw error;
        }
        await handle.close();
        controller.close();
      },
      cancel: () => handle.close(),
    },
    { highWaterMark: 0 },
  );
}

/**
 * As `sendFile`, for a file in a store, where nobody but this program writes under its address. `undefined`: it is not there, or the store
 * does not answer, or what it has is not as long as the file that was checked.
 */
export async function sendStored(
  request: Request,
  store: FileStore,
  { path: address, bytes: size, ...facts }: HeldFile & { readonly bytes: number },
  follow: FollowPart,
): Promise<Response | undefined> {
  const answer = answerTo(request, { ...facts, size });
  const isThere = async () => (await store.stat(address).catch(() => undefined))?.bytes === size;
  if (!('first' in answer)) return answer.status === 304 || (await isThere()) ? answer : undefined;
  if (!(await isThere())) return undefined;
  const { first, last, init } = answer;
  const body = await store.read(address, { first, last }, request.signal).catch(() => undefined);
  if (!body) return undefined;
  return new Response(body.pipeThrough(new TransformStream({ flush: follow({ first, last }, size) })), init);
}

/** As `sendFile`, for a text that was read and checked. `sha256` makes its ETag. */
export function sendText(request: Request, text: string, facts: Omit<HeldFile, 'path'>): Response {
  const bytes = Buffer.from(text);
  const answer = answerTo(request, { ...facts, size: bytes.byteLength });
  if (!('first' in answer)) return answer;
  return new Response(bytes.subarray(answer.first, answer.last + 1), answer.init);
}

interface Part {
  readonly first: number;
  readonly last: number;
  readonly init: ResponseInit;
}

/** A whole answer, or which bytes it takes. */
function answerTo(
  request: Request,
  { sha256, name, type, size }: Omit<HeldFile, 'path'> & { readonly size: number },
): Response | Part {
  const etag = `"${sha256}"`;
  const headers = {
    'Content-Type': type,
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=0, must-revalidate',
    'Content-Disposition': `inline; filename="${name.replace(/[^\w.-]/g, '-')}"`,
  };
  if (isUnchanged(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  const ifRange = request.headers.get('if-range');
  const range = ifRange === null || ifRange === etag ? readRange(request.headers.get('range'), size) : undefined;
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } });
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  const sized = { ...headers, 'Content-Length': String(last - first + 1) };
  const init = range
    ? { status: 206, headers: { ...sized, 'Content-Range': `bytes ${first}-${last}/${size}` } }
    : { status: 200, headers: sized };
  if (request.method === 'HEAD') return new Response(null, init);
  return { first, last, init };
}

/** `If-None-Match` compares weakly: a proxy that compresses makes `W/"…"` of our ETag. */
function isUnchanged(header: string | null, etag: string): boolean {
  const named = header?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? [];
  return named.includes(etag) || named.includes('*');
}

/** One range of bytes; `undefined`: none, or a form that may be ignored (several ranges, other units). */
function readRange(
  header: string | null,
  size: number,
): { readonly first: number; readonly last: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, from = '', to = ''] = match;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first > last || first >= size ? 'unsatisfiable' : { first, last };
}
