import type { FileHandle } from 'node:fs/promises';

/** In lower-case hex. `node:crypto` is loaded where something is hashed: a pick from the bundled list starts without it. */
export function sha256Of(content: string | Uint8Array): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(content).digest('hex');
}

/** Of an open file from its first byte, in pieces. The file stays open. */
export async function sha256OfFile(handle: FileHandle): Promise<string> {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hash = createHash('sha256');
  for await (const piece of handle.createReadStream({ start: 0, autoClose: false })) hash.update(piece as Buffer);
  return hash.digest('hex');
}
