/** Reads up to so many bytes at an offset. */
export type ReadBytes = (at: number, length: number) => Promise<Buffer> | Buffer;

/** An index of this size is of hours of film; nothing larger is read. */
const mostIndexBytes = 64 * 1024 * 1024;
const mostBoxes = 10_000;

/**
 * How long an MP4's edit list presents its first video track, in seconds: players show that, not all frames that are there. `null`:
 * there is no list, or it leaves the length to the frames. Pauses before the first frame do not count.
 */
export async function editedSeconds(fileBytes: number, read: ReadBytes): Promise<number | null> {
  const index = await findIndex(fileBytes, read);
  if (!index) return null;
  const timescale = movieTimescale(index);
  const track = childrenOf(index).find((box) => box.type === 'trak' && isVideo(box.body));
  const list = track && bodyAt(track.body, ['edts', 'elst']);
  const edited = list && sumOfEdits(list);
  return timescale && edited ? edited / timescale : null;
}

async function findIndex(fileBytes: number, read: ReadBytes): Promise<Buffer | undefined> {
  let at = 0;
  for (let boxes = 0; boxes < mostBoxes && at + 8 <= fileBytes; boxes++) {
    const header = await read(at, 16);
    const { headerBytes, size } = sizeOf(header);
    if (header.toString('latin1', 4, 8) === 'moov') {
      const length = Math.min(size, fileBytes - at);
      return length <= mostIndexBytes ? (await read(at, length)).subarray(headerBytes) : undefined;
    }
    if (size < 8) return undefined;
    at += size;
  }
  return undefined;
}

interface Box {
  readonly type: string;
  readonly body: Buffer;
}

function childrenOf(body: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= body.length && boxes.length < mostBoxes; ) {
    const { headerBytes, size } = sizeOf(body.subarray(at, at + 16));
    if (size < headerBytes) break;
    boxes.push({ type: body.toString('latin1', at + 4, at + 8), body: body.subarray(at + headerBytes, at + size) });
    at += size;
  }
  return boxes;
}

function sizeOf(header: Buffer): { readonly headerBytes: number; readonly size: number } {
  const size = header.length < 8 ? 0 : header.readUInt32BE(0);
  if (size === 0) return { headerBytes: 8, size: Number.POSITIVE_INFINITY };
  if (size !== 1) return { headerBytes: 8, size };
  return { headerBytes: 16, size: header.length < 16 ? 0 : Number(header.readBigUInt64BE(8)) };
}

function bodyAt(body: Buffer, path: readonly string[]): Buffer | undefined {
  let inner: Buffer | undefined = body;
  for (const type of path) inner = inner && childrenOf(inner).find((box) => box.type === type)?.body;
  return inner;
}

function isVideo(track: Buffer): boolean {
  return bodyAt(track, ['mdia', 'hdlr'])?.toString('latin1', 8, 12) === 'vide';
}

function movieTimescale(index: Buffer): number | undefined {
  const header = bodyAt(index, ['mvhd']);
  const at = header?.[0] === 1 ? 20 : 12;
  return header && header.length >= at + 4 ? header.readUInt32BE(at) : undefined;
}

/** In units of the movie; `undefined`: one of them lasts as long as the frames do. */
function sumOfEdits(list: Buffer): number | undefined {
  if (list.length < 8) return undefined;
  const isLong = list[0] === 1;
  const entryBytes = isLong ? 20 : 12;
  const count = Math.min(list.readUInt32BE(4), Math.floor((list.length - 8) / entryBytes));
  let sum = 0;
  for (let entry = 0; entry < count; entry++) {
    const at = 8 + entry * entryBytes;
    const duration = isLong ? Number(list.readBigUInt64BE(at)) : list.readUInt32BE(at);
    const mediaTime = isLong ? Number(list.readBigInt64BE(at + 8)) : list.readInt32BE(at + 4);
    if (mediaTime === -1) continue;
    if (duration === 0) return undefined;
    sum += duration;
  }
  return count === 0 ? undefined : sum;
}
