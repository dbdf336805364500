import { imageSize } from 'image-size';
import type { FrameSize } from '../frame-size.ts';

/** Width and height of a picture in a data: URL, from its header; undefined for other URLs and unreadable pictures. */
export function pictureSize(url: string): FrameSize | undefined {
  // The header is in front; a large picture is not decoded for it.
  const bytes = dataUrlBytes(url.slice(0, prefixCharacters + url.indexOf(',') + 1));
  if (!bytes) return undefined;
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}

/** How much of a data: URL is read for the size: a multiple of four, as base64 wants. */
const prefixCharacters = 400_000;

/** The bytes behind a data: URL; undefined when it is none. */
export function dataUrlBytes(url: string): Uint8Array | undefined {
  const comma = url.indexOf(',');
  if (!url.startsWith('data:') || comma < 0) return undefined;
  const payload = url.slice(comma + 1);
  if (/;base64$/i.test(url.slice(0, comma))) return Buffer.from(payload, 'base64');
  try {
    return Buffer.from(decodeURIComponent(payload), 'latin1');
  } catch {
    return undefined;
  }
}
