import type { Redact } from './redact.ts';
import { escapeUnprintable } from './unprintable.ts';

/** What bytes are, told by how they begin. Labels are not asked: storage says octet-stream of anything. */
export interface ContentKind {
  /** Short name, for a difference: `mp4`, `webm`, `avi`. */
  readonly container: string;
  readonly mediaType: string;
  /** With its dot. */
  readonly extension: string;
  /** Whether moving pictures come in it. */
  readonly isVideo: boolean;
}

/** So many bytes of the beginning tell the kind. */
export const kindBytes = 4096;

const video = (container: string, mediaType: string, extension: string): ContentKind => ({
  container,
  mediaType,
  extension,
  isVideo: true,
});
const other = (container: string, mediaType: string, extension: string): ContentKind => ({
  ...video(container, mediaType, extension),
  isVideo: false,
});

const mp4 = video('mp4', 'video/mp4', '.mp4');
const quicktime = video('quicktime', 'video/quicktime', '.mov');
const webm = video('webm', 'video/webm', '.webm');
const matroska = video('matroska', 'video/x-matroska', '.mkv');

export const unknownKind = other('unknown', 'application/octet-stream', '.bin');

/** Fixed bytes at the beginning, or after four bytes that vary. */
const signatures: readonly (readonly [hex: string, offset: number, kind: ContentKind])[] = [
  ['474946383761', 0, video('gif', 'image/gif', '.gif')],
  ['474946383961', 0, video('gif', 'image/gif', '.gif')],
  ['4f676753', 0, video('ogg', 'video/ogg', '.ogv')],
  ['464c5601', 0, video('flv', 'video/x-flv', '.flv')],
  ['3026b2758e66cf11', 0, video('asf', 'video/x-ms-asf', '.wmv')],
  ['000001ba', 0, video('mpeg', 'video/mpeg', '.mpg')],
  ['000001b3', 0, video('mpeg', 'video/mpeg', '.mpg')],
  ['444b4946', 0, video('ivf', 'video/x-ivf', '.ivf')],
  ['89504e470d0a1a0a', 0, other('png', 'image/png', '.png')],
  ['ffd8ff', 0, other('jpeg', 'image/jpeg', '.jpg')],
  ['504b0304', 0, other('zip', 'application/zip', '.zip')],
  ['1f8b08', 0, other('gzip', 'application/gzip', '.gz')],
  ['28b52ffd', 0, other('zstd', 'application/zstd', '.zst')],
];

/** Boxes that an MP4 or a QuickTime file begins with; all but the first are of old QuickTime files. */
export const firstBoxTypes: ReadonlySet<string> = new Set([
  ...['ftyp', 'styp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot'],
]);

/** The kind of what begins so; `undefined`: none that is known. */
export function kindOf(head: Uint8Array): ContentKind | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, kindBytes));
  const word = (at: number) => bytes.toString('latin1', at, at + 4);
  // No box is as large as four letters would say: `<h1>free trial` is a page.
  if (firstBoxTypes.has(word(4)) && !/^[\s\x20-\x7e]{4}$/.test(word(0))) {
    const isQuicktime = word(4) === 'ftyp' ? word(8) === 'qt  ' : word(4) !== 'styp';
    return isQuicktime ? quicktime : mp4;
  }
  if (bytes.toString('hex', 0, 4) === '1a45dfa3') return bytes.includes('webm', 4, 'latin1') ? webm : matroska;
  if (word(0) === 'RIFF' && word(8) === 'AVI ') return video('avi', 'video/x-msvideo', '.avi');
  if (word(0) === 'RIFF' && word(8) === 'WEBP') return video('webp', 'image/webp', '.webp');
  const isTransportStream = bytes[0] === 0x47 && bytes.length > 376 && bytes[188] === 0x47 && bytes[376] === 0x47;
  if (isTransportStream) return video('mpegts', 'video/mp2t', '.ts');
  const hex = bytes.toString('hex', 0, 16);
  return signatures.find(([signature, offset]) => hex.startsWith(signature, 2 * offset))?.[2];
}

/**
 * Where an MP4 begins behind bytes that are none of it, such as a byte order mark or the head of a part of a multipart body; `undefined`:
 * nothing is before it, or there is none.
 */
export function clipBeginsAt(head: Uint8Array): number | undefined {
  if (kindOf(head)) return undefined;
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, kindBytes));
  for (let at = bytes.indexOf('ftyp', 5); at >= 0; at = bytes.indexOf('ftyp', at + 1)) {
    const isBox = bytes.readUInt32BE(at - 4) >= 16 && bytes.readUInt32BE(at - 4) <= kindBytes;
    if (isBox && /^[\x20-\x7e]{4}$/.test(bytes.toString('latin1', at + 4, at + 8))) return at - 4;
  }
  return undefined;
}

/**
 * The size that a file states in its own header, for formats that do; `null`: it states none. A file with fewer bytes was cut.
 */
export function statedFileBytes(head: Uint8Array): number | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.length >= 8) return 8 + bytes.readUInt32LE(4);
  if (bytes.toString('hex', 0, 4) !== '1a45dfa3') return null;
  const header = ebmlSize(bytes, 4);
  if (!header) return null;
  const segmentAt = header.bodyAt + header.size;
  if (bytes.toString('hex', segmentAt, segmentAt + 4) !== '18538067') return null;
  const segment = ebmlSize(bytes, segmentAt + 4);
  return segment ? segment.bodyAt + segment.size : null;
}

/** A variable-length size of EBML; `undefined`: not there, or "unknown", as live streams have it. */
function ebmlSize(bytes: Buffer, at: number): { readonly bodyAt: number; readonly size: number } | undefined {
  const first = bytes[at];
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return undefined;
  let size = first & (0xff >> length);
  let isUnknown = size === 0xff >> length;
  for (const byte of bytes.subarray(at + 1, at + length)) {
    isUnknown &&= byte === 0xff;
    size = size * 256 + byte;
  }
  return isUnknown ? undefined : { bodyAt: at + length, size };
}

/**
 * Whether it begins as a clip does that no page of an error has: a container of film, with more of it than a placeholder would need.
 * Moving pictures such as GIF may stand on such a page.
 */
export function isSurelyClip(head: Uint8Array): boolean {
  return head.byteLength >= kindBytes && (kindOf(head)?.mediaType ?? '').startsWith('video/');
}

/** Whether it is a video, as it came or packed as text. */
export function isVideoAnyhow(head: Uint8Array): boolean {
  return kindOf(head)?.isVideo ?? packedVideoAt(head) !== undefined;
}

/**
 * Where in a text a video in base64 begins: bare, in a `data:` URL, or as a text in JSON; `undefined`: there is none. `head`: the
 * beginning of the whole, as for `kindOf`.
 */
export function packedVideoAt(head: Uint8Array): number | undefined {
  if (kindOf(head)) return undefined;
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, kindBytes)).toString('latin1');
  for (const { index, 0: run } of text.matchAll(/[A-Za-z0-9+/_-]{24,}/g)) {
    if (kindOf(Buffer.from(run, 'base64'))?.isVideo) return index;
  }
  return undefined;
}

/**
 * The first line of what is surely text, such as an error in JSON, HTML or XML, as it came; `undefined`: it may be something else.
 * `isWhole`: the bytes do not go on.
 */
export function firstLineOfText(head: Uint8Array, isWhole: boolean): string | undefined {
  if (kindOf(head) || packedVideoAt(head) !== undefined) return undefined;
  const text = decoded(head, isWhole);
  return text === undefined ? undefined : (text.split(/[\r\n]+/).find((one) => one.trim() !== '') ?? '').trim();
}

/** A line of what somebody else wrote, fit for a message: without secrets, at most 200 characters, control characters escaped. */
export function shownLine(line: string, redact: Redact): string {
  return escapeUnprintable(redact(line, 200), (hex) => `\\u${hex.padStart(4, '0')}`);
}

/** Text in UTF-8, in UTF-16 with its mark, or markup in any of the old encodings. */
function decoded(head: Uint8Array, isWhole: boolean): string | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.length === 0) return undefined;
  const mark = bytes.toString('hex', 0, 2);
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole });
    if (!isBinary(text)) return text;
  } catch {
    // Not in this encoding.
  }
  const latin = bytes.toString('latin1');
  return /^\s*(<[!?a-z]|\{\s*"|\[\s*[{"])/i.test(latin) && !isBinary(latin) ? latin : undefined;
}

/** Text has no NUL, and hardly any control characters but those of white space and colour. */
function isBinary(text: string): boolean {
  let controls = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0) return true;
    if (code < 32 && code !== 27 && (code < 9 || code > 13)) controls++;
  }
  return controls > 1 + text.length / 50;
}
