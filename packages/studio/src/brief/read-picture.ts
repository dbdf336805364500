import { shortened } from '../controls/visible-text.ts';
import type { Picture } from './picture.ts';

/** Bytes beyond which a picture is made smaller: a request carries it in base64, a third larger. */
const mostPictureBytes = 8_000_000;
/** The longer side of a picture that was made smaller: more than any model draws. */
const longestSide = 2048;

/**
 * Reads a dropped file. One that is too large for a request is made smaller in the browser.
 * @throws Error with a sentence for people when it is no picture that can be sent
 */
export async function readPicture(file: File): Promise<Picture> {
  const name = file.name === '' ? 'pasted picture' : shortened(file.name, 80);
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) {
    throw new Error(
      file.type.startsWith('image/') && !isSendable(file.type)
        ? `This browser cannot read ${name} (${file.type}). Save it as PNG, JPEG or WebP.`
        : `${name} cannot be read as a picture. Use a PNG, JPEG or WebP file.`,
    );
  }
  try {
    const isFit = isSendable(file.type) && file.size <= mostPictureBytes;
    const { blob, width, height } = isFit
      ? { blob: file, width: bitmap.width, height: bitmap.height }
      : await madeSmaller(bitmap);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const id = await idOf(bytes);
    const dataUrl = `data:${blob.type};base64,${base64(bytes)}`;
    return { id, name, width, height, dataUrl, ...(isFit ? {} : { isMadeSmaller: true }) };
  } finally {
    bitmap.close();
  }
}

/** The same for the same bytes: 64 bits in hexadecimal. */
async function idOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hex = (values: readonly number[], digits: number) =>
    values.map((value) => value.toString(16).padStart(digits, '0')).join('');
  if ('subtle' in crypto) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return hex([...digest.subarray(0, 8)], 2);
  }
  // Without TLS on another machine browsers have no `subtle`: this tells the pictures of one browser apart as well.
  let [one, other] = [0x811c9dc5, 0xdeadbeef ^ bytes.length];
  for (const byte of bytes) {
    one = Math.imul(one ^ byte, 16777619);
    other = Math.imul(other ^ byte, 2246822519);
  }
  return hex([one >>> 0, other >>> 0], 8);
}

function isSendable(type: string): boolean {
  return /^image\/(png|jpeg|webp)$/.test(type);
}

async function madeSmaller(
  bitmap: ImageBitmap,
): Promise<{ readonly blob: Blob; readonly width: number; readonly height: number }> {
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, width, height);
  return { blob: await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 }), width, height };
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
