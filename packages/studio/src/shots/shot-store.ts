import { useSyncExternalStore } from 'react';
import type { Shot, Take } from './shot.ts';

const name = 'shotcaller-shots';
/** The oldest go when there are more; the ledger keeps their jobs. */
const mostShots = 200;
const watchers = new Set<() => void>();
let known: { readonly text: string; readonly shots: readonly Shot[] } = { text: '', shots: [] };

/**
 * The shots of this browser, newest first, the same in all its tabs. What was bought is in the ledger; here is what belongs to the page:
 * how a clip was described, the keys of its orders, and which take was chosen.
 */
export const shotStore = {
  all: (): readonly Shot[] => {
    const text = localStorage.getItem(name) ?? '';
    // Another tab may have written since.
    if (text !== known.text) known = { text, shots: read(text) };
    return known.shots;
  },
  get: (id: string): Shot | undefined => shotStore.all().find((shot) => shot.id === id),
  forClip: (clipHash: string): Shot | undefined => shotStore.all().find((shot) => shot.clipHash === clipHash),
  put(shot: Shot): void {
    write([shot, ...shotStore.all().filter(({ id }) => id !== shot.id)].sort(newestFirst));
  },
  change(id: string, change: (shot: Shot) => Shot): void {
    write(shotStore.all().map((shot) => (shot.id === id ? change(shot) : shot)));
  },
  changeTake(key: string, change: (take: Take) => Take): void {
    write(
      shotStore
        .all()
        .map((shot) =>
          shot.takes.some((take) => take.key === key)
            ? { ...shot, takes: shot.takes.map((take) => (take.key === key ? change(take) : take)) }
            : shot,
        ),
    );
  },
  remove(id: string): void {
    write(shotStore.all().filter((shot) => shot.id !== id));
  },
};

export function useShots(): readonly Shot[] {
  return useSyncExternalStore(subscribe, shotStore.all);
}

function newestFirst(one: Shot, other: Shot): number {
  return other.createdAtMs - one.createdAtMs;
}

function write(shots: readonly Shot[]): void {
  // A full store must not stop an order: the oldest shots make room.
  for (
    let count = Math.min(shots.length, mostShots);
    count >= 0;
    count = count > 1 ? Math.floor(count / 2) : count - 1
  ) {
    try {
      localStorage.setItem(name, JSON.stringify(shots.slice(0, count)));
      break;
    } catch {
      // Fewer are tried next.
    }
  }
  for (const watcher of watchers) watcher();
}

function read(text: string): readonly Shot[] {
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found.filter(isShot) : [];
  } catch {
    return [];
  }
}

function isShot(value: unknown): value is Shot {
  const { id, query, takes } = (value ?? {}) as Partial<Shot>;
  return typeof id === 'string' && typeof query === 'string' && Array.isArray(takes);
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  const onStorage = (event: StorageEvent) => {
    if (event.key === name || event.key === null) watcher();
  };
  addEventListener('storage', onStorage);
  return () => {
    watchers.delete(watcher);
    removeEventListener('storage', onStorage);
  };
}
