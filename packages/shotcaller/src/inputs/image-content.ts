import { imageSize } from 'image-size';

/** The image types that a request may carry. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/avif' | 'image/gif';

/** What the first bytes of an image say. */
export interface ImageContent {
  readonly type: ImageType;
  /** Pixels as shown, that is after the turn that the file asks for; `null` when the header is damaged or cut off. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** The file holds its pixels lying on the side and asks to be turned, as phones save portraits. */
  readonly turned: boolean;
}

/** What the bytes seem to be when they are no image that can be sent. */
export type OtherContent = 'nothing' | 'web_page' | 'svg' | 'heic' | 'bmp' | 'tiff' | 'pdf' | 'video' | 'other';

/**
 * Bytes from the start of a file that are enough to find the pixel size. Photographs carry thumbnails and colour profiles
 * before it.
 */
export const imageHeaderBytes = 1_000_000;

/** Reads type and pixel size from the content; a file name or a header proves nothing. `undefined`: no image that can be sent. */
export function readImageContent(start: Uint8Array): ImageContent | undefined {
  const type = typeOf(start);
  if (type === undefined) return undefined;
  const measured = measure(start);
  if (measured === undefined) return { type, size: null, turned: false };
  const { width, height, orientation = 1 } = measured;
  // EXIF orientations 5 to 8 are the ones with a quarter turn.
  const turned = orientation >= 5 && orientation <= 8;
  return { type, size: turned ? { width: height, height: width } : { width, height }, turned };
}

/** What stands there instead of an image, for a message that helps. */
export function otherContent(start: Uint8Array): OtherContent {
  if (start.length === 0) return 'nothing';
  const text = latin1(start, 0, 1024)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype svg[^>]*>\s*)?<svg/s.test(text)) return 'svg';
  if (text.startsWith('<')) return 'web_page';
  if (/^ftyp(hei[cxms]|hev[cx]|mif1|msf1)/.test(latin1(start, 4, 12))) return 'heic';
  const [four, eight] = [latin1(start, 0, 4), latin1(start, 4, 8)];
  if (four.startsWith('BM') && latin1(start, 6, 10) === '\0\0\0\0') return 'bmp';
  if (four === 'II*\0' || four === 'MM\0*') return 'tiff';
  if (text.startsWith('%pdf-')) return 'pdf';
  if (eight === 'ftyp' || eight === 'moov' || four === '\x1aE\xdf\xa3') return 'video';
  return 'other';
}

function typeOf(start: Uint8Array): ImageType | undefined {
  if (latin1(start, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (latin1(start, 0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (/^GIF8[79]a/.test(latin1(start, 0, 6))) return 'image/gif';
  if (/^RIFF....WEBP/s.test(latin1(start, 0, 12))) return 'image/webp';
  if (/^ftyp(.{4})*?avi[fs]/s.test(latin1(start, 4, 48))) return 'image/avif';
  return undefined;
}

function measure(start: Uint8Array) {
  try {
    // A copy with nothing behind it: the library reads past the end of a view, into whatever stands next in its memory.
    const { width, height, orientation } = imageSize(new Uint8Array(start));
    return isSide(width) && isSide(height) ? { width, height, orientation } : undefined;
  } catch {
    return undefined;
  }
}

function isSide(pixels: number): boolean {
  return Number.isInteger(pixels) && pixels > 0;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString('latin1');
}
