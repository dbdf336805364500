import { type FileHandle, open } from 'node:fs/promises';

/** Far more than any file has; a file of nothing but tiny boxes is not walked for ever. */
const mostBoxes = 100_000;

/**
 * Whether the last top-level box of an MP4 ends within the file. Jumps from header to header, so a file of any size costs a few
 * reads. What follows the last box, shorter than a header, is let pass.
 */
export async function endsWithWholeBox(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size: fileBytes } = await file.stat();
    let at = 0;
    for (let boxes = 0; boxes < mostBoxes && at + 8 <= fileBytes; boxes++) {
      const size = await boxBytes(file, at);
      // Zero: the box runs to the end of the file. Less than a header: garbage behind the last box.
      if (size < 8) return true;
      at += size;
    }
    return at <= fileBytes;
  } finally {
    await file.close();
  }
}

async function boxBytes(file: FileHandle, at: number): Promise<number> {
  const header = Buffer.alloc(16);
  await file.read(header, 0, 16, at);
  const size = header.readUInt32BE(0);
  return size === 1 ? Number(header.readBigUInt64BE(8)) : size;
}
