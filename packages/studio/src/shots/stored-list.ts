import { useSyncExternalStore } from 'react';
import { localStore } from '../api/browser-store.ts';

export interface StoredEntry {
  readonly id: string;
  readonly createdAtMs: number;
}

/** A list in this browser, newest first, the same in all its tabs. */
export interface StoredList<Entry extends StoredEntry> {
  all(): readonly Entry[];
  get(id: string): Entry | undefined;
  /** Adds entries, or puts them in the place of those with their ids. */
  put(...entries: readonly Entry[]): void;
  change(id: string, change: (entry: Entry) => Entry): void;
  changeAll(change: (entry: Entry) => Entry): void;
  remove(id: string): void;
  subscribe(watcher: () => void): () => void;
}

/**
 * Keeps a list under a name in `localStorage`.
 *
 * @param most the oldest go when there are more, or when the store is full: that must not stop an order
 */
export function createStoredList<Entry extends StoredEntry>(
  name: string,
  { most, isEntry }: { readonly most: number; readonly isEntry: (value: unknown) => value is Entry },
): StoredList<Entry> {
  const watchers = new Set<() => void>();
  /** What the store had no room for at all, and what stood there then: it holds until the page is left, or somebody writes. */
  let held: { readonly text: string; readonly entries: readonly Entry[] } | null = null;
  let known: { readonly text: string; readonly entries: readonly Entry[] } = { text: '', entries: [] };

  function read(text: string): readonly Entry[] {
    try {
      const found: unknown = JSON.parse(text);
      return Array.isArray(found) ? found.filter(isEntry) : [];
    } catch {
      return [];
    }
  }

  function write(entries: readonly Entry[]): void {
    let isKept = false;
    for (let count = Math.min(entries.length, most); !isKept; count = Math.floor(count / 2)) {
      try {
        localStore.setItem(name, JSON.stringify(entries.slice(0, count)));
        isKept = true;
      } catch {
        // Fewer are tried next; not even the newest one has room when one was tried.
        if (count <= 1) break;
      }
    }
    held = isKept ? null : { text: localStore.getItem(name) ?? '', entries };
    for (const watcher of watchers) watcher();
  }

  const list: StoredList<Entry> = {
    all() {
      const text = localStore.getItem(name) ?? '';
      if (held?.text === text) return held.entries;
      // Another tab may have written since.
      if (text !== known.text) known = { text, entries: read(text) };
      return known.entries;
    },
    get: (id) => list.all().find((entry) => entry.id === id),
    put(...entries) {
      const ids = new Set(entries.map(({ id }) => id));
      const others = list.all().filter(({ id }) => !ids.has(id));
      write([...entries, ...others].sort((one, other) => other.createdAtMs - one.createdAtMs));
    },
    change: (id, change) => list.changeAll((entry) => (entry.id === id ? change(entry) : entry)),
    changeAll: (change) => write(list.all().map(change)),
    remove: (id) => write(list.all().filter((entry) => entry.id !== id)),
    subscribe(watcher) {
      watchers.add(watcher);
      const onStorage = (event: StorageEvent) => {
        if (event.key === name || event.key === null) watcher();
      };
      addEventListener('storage', onStorage);
      return () => {
        watchers.delete(watcher);
        removeEventListener('storage', onStorage);
      };
    },
  };
  return list;
}

export function useStoredList<Entry extends StoredEntry>(list: StoredList<Entry>): readonly Entry[] {
  return useSyncExternalStore(list.subscribe, list.all);
}
