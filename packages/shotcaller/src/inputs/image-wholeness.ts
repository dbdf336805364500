import type { ImageType } from './image-content.ts';

/** Whether an image comes to its end. Providers refuse a cut one, or make a grey clip of it. What stands behind the end does no harm. */
export function isWholeImage(content: Uint8Array, type: ImageType): boolean {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  switch (type) {
    case 'image/jpeg':
      return jpegHasEnd(view);
    case 'image/png':
      return pngHasEnd(view);
    case 'image/webp':
      return view.byteLength >= 12 && view.getUint32(4, true) + 8 <= view.byteLength;
    case 'image/gif':
      return content.includes(0x3b, 13);
    case 'image/avif':
      return boxesAreWhole(view);
    default:
      return type satisfies never;
  }
}

/** The end marker behind the first scan. A thumbnail in the header has an end of its own, which does not count. */
function jpegHasEnd(view: DataView): boolean {
  for (let at = 2; at + 4 <= view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    at += 2 + view.getUint16(at + 2);
    if (marker !== 0xda) continue;
    for (; at + 2 <= view.byteLength; at += 1) if (view.getUint16(at) === 0xffd9) return true;
    return false;
  }
  return false;
}

function pngHasEnd(view: DataView): boolean {
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    if (view.getUint32(at + 4) === 0x49454e44) return true;
  }
  return false;
}

function boxesAreWhole(view: DataView): boolean {
  let at = 0;
  while (at + 8 <= view.byteLength) {
    const size = view.getUint32(at);
    // 0: to the end of the file. 1: the size follows in 64 bits.
    if (size === 0) return true;
    const bytes = size === 1 && at + 16 <= view.byteLength ? Number(view.getBigUint64(at + 8)) : size;
    if (bytes < 8) return false;
    at += bytes;
  }
  return at === view.byteLength;
}

/** Whether an image moves: only its first picture is used, if it is taken at all. */
export function isAnimated(content: Uint8Array, type: ImageType): boolean {
  const start = Buffer.from(content.subarray(0, 100_000)).toString('latin1');
  switch (type) {
    case 'image/gif':
      return start.includes('NETSCAPE2.0');
    case 'image/png':
      return start.slice(0, Math.max(0, start.indexOf('IDAT'))).includes('acTL');
    case 'image/webp':
      return start.slice(12, 16) === 'VP8X' && (content[20]! & 2) !== 0;
    case 'image/avif':
      return start.slice(8, 12) === 'avis';
    default:
      return false;
  }
}

/** Whether a JPEG has the four colours of print, which many readers turn into wrong ones. */
export function isCmyk(content: Uint8Array, type: ImageType): boolean {
  if (type !== 'image/jpeg') return false;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  for (let at = 2; at + 10 <= view.byteLength && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return view.getUint8(at + 9) === 4;
    if (marker === 0xda) return false;
  }
  return false;
}
