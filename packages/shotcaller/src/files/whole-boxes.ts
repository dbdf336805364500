/** Reads up to 16 bytes at an offset. */
export type ReadHeader = (at: number) => Promise<Buffer> | Buffer;

/** Far more than any file has; a file of nothing but tiny boxes is not walked for ever. */
const mostBoxes = 100_000;

/**
 * Whether the last top-level box of an MP4 ends within the file. Jumps from header to header, so a file of any size costs a few
 * reads. What follows the last box, shorter than a header, is let pass.
 */
export async function endsWithWholeBox(fileBytes: number, readHeader: ReadHeader): Promise<boolean> {
  let at = 0;
  for (let boxes = 0; boxes < mostBoxes && at + 8 <= fileBytes; boxes++) {
    const size = boxBytes(await readHeader(at));
    // Zero: the box runs to the end of the file. Less than a header: garbage behind the last box.
    if (size < 8) return true;
    at += size;
  }
  return at <= fileBytes;
}

function boxBytes(header: Buffer): number {
  const size = header.readUInt32BE(0);
  if (size !== 1) return size;
  // A long size that is cut off lies beyond the end.
  return header.length < 16 ? Number.POSITIVE_INFINITY : Number(header.readBigUInt64BE(8));
}
