import { transact } from '../api/page-database.ts';
import type { Picture } from './picture.ts';

const kept = new Map<string, Picture>();
/** Looked for and not found. */
const absent = new Set<string>();
const watchers = new Set<() => void>();

/** The dropped pictures of this browser: in memory for ranking, in IndexedDB so that a reload keeps them. */
export const pictureShelf = {
  get: (id: string): Picture | undefined => kept.get(id),
  /** Whether nobody knows yet if it is here: a page that was just opened is still reading. */
  isSought: (id: string): boolean => !kept.has(id) && !absent.has(id),
  async add(picture: Picture): Promise<void> {
    kept.set(picture.id, picture);
    tell();
    await transact('pictures', 'readwrite', (store) => store.put(picture, picture.id)).catch(() => undefined);
  },
  /** Looks for a picture that a link names. */
  async find(id: string): Promise<void> {
    if (kept.has(id)) return;
    const found = await transact('pictures', 'readonly', (store) => store.get(id)).catch(() => undefined);
    if (isPicture(found)) kept.set(id, found);
    else absent.add(id);
    tell();
  },
  subscribe(watcher: () => void): () => void {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  /** Grows with every picture that was found, and with every one that was not. */
  version: () => kept.size + absent.size,
};

function tell(): void {
  for (const watcher of watchers) watcher();
}

function isPicture(value: unknown): value is Picture {
  return typeof value === 'object' && value !== null && 'dataUrl' in value && typeof value.dataUrl === 'string';
}
