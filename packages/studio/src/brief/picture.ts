/** A picture that was dropped on the page. Links name it; its bytes stay on this machine. */
export interface Picture {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** `data:image/…;base64,…`: what is sent. */
  readonly dataUrl: string;
}

/** Bytes beyond which a picture is refused: a request carries it in base64, a third larger. */
const mostPictureBytes = 8_000_000;

const prefix = 'picture:';

/** How requirements and links name a dropped picture: `picture:ID:720x1280:mug.png`. */
export function pictureReference({ id, width, height, name }: Picture): string {
  return `${prefix}${id}:${width}x${height}:${name}`;
}

/** What a reference says of its picture; `undefined` for any other text. */
export function readReference(text: string): Omit<Picture, 'dataUrl'> | undefined {
  const match = /^picture:([0-9a-f]{16}):(\d{1,5})x(\d{1,5}):(.*)$/s.exec(text);
  if (!match) return undefined;
  return { id: match[1]!, width: Number(match[2]), height: Number(match[3]), name: match[4]! };
}

/**
 * Reads a dropped file.
 * @throws Error with a sentence for people when it is no picture that can be sent
 */
export async function readPicture(file: File): Promise<Picture> {
  if (!/^image\/(png|jpeg|webp)$/.test(file.type)) {
    throw new Error(`${file.name} is ${file.type || 'of an unknown type'}. Use a PNG, JPEG or WebP picture.`);
  }
  if (file.size > mostPictureBytes) {
    throw new Error(
      `${file.name} has ${(file.size / 1e6).toFixed(1)} MB; at most 8 MB fit in a request. Give it by URL.`,
    );
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) throw new Error(`${file.name} cannot be read as a picture. It may be damaged.`);
  const { width, height } = bitmap;
  bitmap.close();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const id = [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { id, name: file.name.slice(0, 80), width, height, dataUrl: `data:${file.type};base64,${base64(bytes)}` };
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
