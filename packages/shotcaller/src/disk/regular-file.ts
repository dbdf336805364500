import { closeSync, constants, fstatSync, openSync, promises, readSync, type Stats, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** What stands at a path in place of a file. */
export type OtherKind = 'folder' | 'pipe' | 'device' | 'socket' | 'link';

/** A path names something that is there and is no regular file. It was not read. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
  readonly code = 'ENOTFILE';

  constructor(
    readonly path: string,
    readonly kind: OtherKind,
  ) {
    super(`${path} is a ${kind}, not a file.`);
  }
}

/** A file holds more than was allowed. */
export class FileTooLargeError extends Error {
  override readonly name = 'FileTooLargeError';
  readonly code = 'EFBIG';

  constructor(
    readonly path: string,
    readonly maxBytes: number,
  ) {
    super(`${path} has more than ${maxBytes} bytes.`);
  }
}

/** Whether a file stands at a path itself: what a link leads to is none. */
export async function isRegularFile(path: string): Promise<boolean> {
  return (await regularFileBytes(path)) !== null;
}

/** How many bytes a file at a path itself has; `null`: there is none. */
export function regularFileBytes(path: string): Promise<number | null> {
  return promises.lstat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
}

/** What it is; `undefined`: a regular file. */
export function otherKind(found: Pick<Stats, 'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket' | 'isSymbolicLink'>) {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'folder' satisfies OtherKind;
  if (found.isFIFO()) return 'pipe' satisfies OtherKind;
  if (found.isSymbolicLink()) return 'link' satisfies OtherKind;
  return found.isSocket() ? ('socket' satisfies OtherKind) : ('device' satisfies OtherKind);
}

/** Opening a pipe without it waits for somebody who writes, and no signal ends that wait. Windows has none of these. */
const readNow = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const noLinks = constants.O_NOFOLLOW ?? 0;

/**
 * Opens a regular file for reading. `followLinks`: the file is one that the user named; a name that we gave ourselves is never a
 * link. Throws `NotAFileError`, and what the system says.
 */
export async function openRegularFile(
  path: string,
  { followLinks = false }: { readonly followLinks?: boolean } = {},
): Promise<FileHandle> {
  // Looked at before, too: opening a device can already do something.
  if (followLinks) refuseOther(path, await promises.stat(path));
  const handle = await promises.open(path, readNow | (followLinks ? 0 : noLinks)).catch((error) => {
    throw isLinkRefusal(error, followLinks) ? new NotAFileError(path, 'link') : error;
  });
  try {
    refuseOther(path, await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The whole of a regular file that the user named, links followed. Throws `NotAFileError`, `FileTooLargeError` beyond `maxBytes`,
 * and what the system says. Some files of the system have no size and no end: the bytes are counted.
 */
export async function readRegularFile(path: string, { maxBytes }: { readonly maxBytes: number }): Promise<Buffer> {
  const handle = await openRegularFile(path, { followLinks: true });
  try {
    if ((await handle.stat()).size > maxBytes) throw new FileTooLargeError(path, maxBytes);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, bytes);
      if (bytesRead === 0) return Buffer.concat(chunks);
      bytes += bytesRead;
      if (bytes > maxBytes) throw new FileTooLargeError(path, maxBytes);
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** As `readRegularFile`, for small files that every start of a command reads. */
export function readRegularFileSync(path: string, { maxBytes }: { readonly maxBytes: number }): Buffer {
  refuseOther(path, statSync(path));
  const descriptor = openSync(path, readNow);
  try {
    const found = fstatSync(descriptor);
    refuseOther(path, found);
    if (found.size > maxBytes) throw new FileTooLargeError(path, maxBytes);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, found.size + 4096));
      const bytesRead = readSync(descriptor, chunk, 0, chunk.byteLength, bytes);
      if (bytesRead === 0) return Buffer.concat(chunks);
      bytes += bytesRead;
      if (bytes > maxBytes) throw new FileTooLargeError(path, maxBytes);
      chunks.push(chunk.subarray(0, bytesRead));
    }
  } finally {
    closeSync(descriptor);
  }
}

const chunkBytes = 256 * 1024;

function refuseOther(path: string, found: Stats): void {
  const kind = otherKind(found);
  if (kind !== undefined) throw new NotAFileError(path, kind);
}

/** Linux and macOS say ELOOP; a socket cannot be opened at all (ENXIO), which the system says well enough. */
function isLinkRefusal(error: unknown, followLinks: boolean): boolean {
  return !followLinks && (error as NodeJS.ErrnoException).code === 'ELOOP';
}
