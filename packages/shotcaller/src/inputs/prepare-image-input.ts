import { fileURLToPath } from 'node:url';
import { FileTooLargeError, NotAFileError, readRegularFile } from '../disk/regular-file.ts';
import { dataUrlBytes } from './data-url.ts';
import type { ImageType } from './image-content.ts';
import { type ImageFinding, imageFindingText } from './image-finding.ts';
import { ImageInputError, type ImageInputErrorCode } from './image-input-error.ts';
import { judgeImage } from './judge-image.ts';

export { ImageInputError };

/** A local image as a request carries it. */
export interface PreparedImage {
  /** A `data:` URL with the file in it. */
  readonly url: string;
  /** Pixels as shown. */
  readonly width: number;
  readonly height: number;
  /** Of the file, before base64. */
  readonly bytes: number;
  /** By content. */
  readonly type: ImageType;
}

/** The API names no limit; a widely used client stops at 12 MB per image (seen 2026-11-22). */
export const maxImageBytes = 12_000_000;

/** Whether an image must be prepared before it can stand in a request: a path, a `file:` or a `data:` URL. */
export function isLocalImage(pathOrUrl: string): boolean {
  return !/^https?:/i.test(pathOrUrl);
}

/**
 * Makes a local image ready for a request: the file becomes a `data:` URL, type and size come from its content.
 *
 * @param pathOrUrl a path, a `file:` URL, or a `data:` URL, which is checked
 * @throws ImageInputError when it is missing, too large (12 MB by default), not PNG, JPEG, WebP, AVIF or GIF, or not local
 */
export async function prepareImageInput(
  pathOrUrl: string,
  { maxBytes = maxImageBytes }: { readonly maxBytes?: number } = {},
): Promise<PreparedImage> {
  if (!isLocalImage(pathOrUrl))
    throw new ImageInputError('not_local', 'An http(s) URL goes into the request as it is. Prepare local files only.');
  if (/^data:/i.test(pathOrUrl)) return fromBytes('The data: URL', dataUrlBytes(pathOrUrl, maxBytes), maxBytes);
  const path = /^file:/i.test(pathOrUrl) ? pathOfFileUrl(pathOrUrl) : pathOrUrl;
  return fromBytes(path, await readFileBounded(path, maxBytes), maxBytes);
}

function fromBytes(name: string, content: Uint8Array, maxBytes: number): PreparedImage {
  if (content.length > maxBytes) throw tooLarge(name, maxBytes);
  const { type, width, height, findings } = judgeImage(content, {
    bytes: content.length,
    tooLarge: false,
    maxBytes,
    aspectRatio: null,
  });
  const broken = findings.find(({ severity }) => severity === 'error');
  if (broken || !type || width === null || height === null)
    throw new ImageInputError(
      errorCodeOf(broken?.code),
      `${name}: ${broken ? imageFindingText(broken) : 'unreadable'}`,
    );
  const url = `data:${type};base64,${Buffer.from(content).toString('base64')}`;
  return { url, width, height, bytes: content.length, type };
}

function errorCodeOf(code: ImageFinding['code'] | undefined): ImageInputErrorCode {
  return code === 'size_unreadable' || code === 'cut_off' || code === 'too_many_pixels' ? code : 'not_an_image';
}

async function readFileBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    return await readRegularFile(path, { maxBytes });
  } catch (cause) {
    throw cause instanceof FileTooLargeError ? tooLarge(path, maxBytes) : fileError(path, cause as Error);
  }
}

function tooLarge(name: string, maxBytes: number): ImageInputError {
  return new ImageInputError(
    'too_large',
    `${name} has more than ${maxBytes / 1_000_000} MB. Make it smaller, or save it as JPEG.`,
  );
}

function fileError(path: string, cause: NodeJS.ErrnoException): ImageInputError {
  const { code, message } = cause;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new ImageInputError('file_missing', `${path}: there is no such file. Give a path or an https URL.`, {
      cause,
    });
  if (cause instanceof NotAFileError && cause.kind === 'folder')
    return new ImageInputError('file_is_folder', `${path} is a folder. Give the path of an image in it.`, { cause });
  if (cause instanceof NotAFileError)
    return new ImageInputError('file_is_other', `${path} is a ${cause.kind}. Give the path of an image.`, { cause });
  return new ImageInputError('file_unreadable', `${path} cannot be read (${code ?? message}). Check its rights.`, {
    cause,
  });
}

function pathOfFileUrl(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new ImageInputError('file_missing', `${url} names no file here. Give a path.`, { cause });
  }
}
