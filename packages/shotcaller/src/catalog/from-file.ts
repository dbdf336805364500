import { open } from 'node:fs/promises';
import { type CatalogFailure, CatalogUnavailable, UnusableList } from './failure.ts';
import type { LoadedCatalog } from './load.ts';
import { parseJson, readList } from './read-list.ts';

/** Larger files are refused: no list of models has this size. */
const MAX_BYTES = 20_000_000;

/**
 * Reads a saved list: an answer of `GET /videos/models`, one of our own cache files, or a bare array of records. Dated by
 * its own `asOf`, else undated.
 *
 * @throws CatalogUnavailable when the file is missing, unreadable, too large, or holds no model
 */
export async function loadFile(path: string): Promise<LoadedCatalog> {
  try {
    const { catalog, skipped } = readList(parseJson(await readTextFile(path)), { source: 'file', asOf: null });
    const models = catalog.models.length;
    return { catalog, notices: skipped > 0 ? [{ code: 'records_skipped', from: path, models, skipped }] : [] };
  } catch (error) {
    if (!(error instanceof UnusableList)) throw error;
    const nextStep =
      error.failure.code === 'file_missing'
        ? 'Say live, bundled or the path of a saved list.'
        : 'Save a list again from GET /videos/models, or say live or bundled.';
    throw new CatalogUnavailable(error.failure, { from: path, nextStep });
  }
}

/**
 * The text of a file, never more than 20 MB.
 *
 * @throws UnusableList when it is missing, unreadable or larger
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const chunks: Buffer[] = [];
      let bytes = 0;
      // The size in the directory says nothing about a pipe or a file that still grows, so the bytes are counted.
      for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.byteLength;
        if (bytes > MAX_BYTES) throw new UnusableList({ code: 'too_large', maxBytes: MAX_BYTES });
        chunks.push(chunk);
      }
      return Buffer.concat(chunks).toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof UnusableList ? error : new UnusableList(fileFailure(error));
  }
}

function fileFailure(error: unknown): CatalogFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { code: 'file_missing' };
  if (code === 'EISDIR') return { code: 'file_is_folder' };
  return { code: 'file_unreadable', detail: code ?? message };
}
