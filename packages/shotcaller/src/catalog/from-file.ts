import { FileTooLargeError, NotAFileError, readRegularFile } from '../disk/regular-file.ts';
import { type CatalogFailure, CatalogUnavailable, UnusableList } from './failure.ts';
import type { LoadedCatalog } from './load.ts';
import { parseJson, readList } from './read-list.ts';

/** Larger files are refused: no list of models has this size. */
const mostBytes = 20_000_000;

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
    return (await readRegularFile(path, { maxBytes: mostBytes })).toString('utf8');
  } catch (error) {
    throw new UnusableList(fileFailure(error));
  }
}

function fileFailure(error: unknown): CatalogFailure {
  if (error instanceof FileTooLargeError) return { code: 'too_large', maxBytes: error.maxBytes };
  if (error instanceof NotAFileError) {
    return error.kind === 'folder' ? { code: 'file_is_folder' } : { code: 'file_is_other', kind: error.kind };
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { code: 'file_missing' };
  return { code: 'file_unreadable', detail: code ?? message };
}
