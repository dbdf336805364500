import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeNewFile } from '../disk/create-file.ts';
import { removeIfThere } from '../disk/remove-if-there.ts';
import { openCheckedFile } from './checked-file.ts';
import type { FileStore } from './stores/file-store.ts';
import { isStoreAddress } from './stores/store-address.ts';

/**
 * Copies a delivered file to a path of this machine, if it is still the file that was checked, wherever it is: on disk or in the store.
 * What is at the path is removed first. `false`: it is gone, is another file by now, or cannot be read; then nothing is at the path.
 */
export async function copyCheckedFile(
  { path, sha256 }: { readonly path: string; readonly sha256: string },
  to: string,
  store?: FileStore,
): Promise<boolean> {
  if (store?.holds(path)) return fromStore(store, { address: path, sha256 }, to);
  if (isStoreAddress(path)) return false;
  const from = await openCheckedFile(path, sha256);
  if (!from) return false;
  try {
    await write(from.createReadStream({ start: 0, autoClose: false }), to);
    return true;
  } finally {
    await from.close();
  }
}

/** What arrives from there is hashed on its way. A store that does not answer has it perhaps, and nobody has it from here. */
async function fromStore(
  store: FileStore,
  { address, sha256 }: { readonly address: string; readonly sha256: string },
  to: string,
): Promise<boolean> {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hash = createHash('sha256');
  const body = await store.read(address).catch(() => undefined);
  if (!body) return false;
  async function* hashed(pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      hash.update(piece);
      yield piece;
    }
  }
  const isWhole = await write(hashed(body), to).then(
    () => hash.digest('hex') === sha256,
    (error: unknown) => {
      // A disk that takes nothing is the caller's matter.
      if ((error as NodeJS.ErrnoException).syscall === 'write') throw error;
      return false;
    },
  );
  if (!isWhole) await removeIfThere(to);
  return isWhole;
}

async function write(pieces: AsyncIterable<Uint8Array>, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await writeNewFile(to, pieces);
}
